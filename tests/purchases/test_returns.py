"""Returns to suppliers: goods leave the layers that they came in, and no more goes back than came."""

from decimal import Decimal
from typing import Any

from optimapos.inventory.models import InventoryItem, InventoryMovement
from optimapos.products.models import Product
from optimapos.products.types import NewPackaging
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_till
from tests.factories.partners import make_division, make_supplier
from tests.purchases.desks import (
    RECEIPTS,
    RETURNS,
    complete,
    created,
    line,
    make_receipt,
    make_warehouse,
    on_hand,
    refused,
    step,
    stepped,
)

SOME_ID = "01890000-0000-7000-8000-000000000000"


def received(shop: Shop, product: Product, quantity: str, price: str, **columns: Any) -> Any:
    """A completed receipt of one line."""
    receipt = make_receipt(shop, make_supplier(shop), line(product, quantity, price, **columns))
    return complete(shop, RECEIPTS, receipt)


def give_back(shop: Shop, receipt: Any, *lines: Any) -> Any:
    """The answer to sending goods of a receipt back; all that is left without lines."""
    return shop.manager_till.post(f"{RECEIPTS}{receipt['id']}/return/", {"lines": list(lines)} if lines else {})


def of(receipt: Any, quantity: str, **columns: Any) -> dict[str, Any]:
    """A line of a return."""
    return {"receipt_line": receipt["lines"][0]["id"], "quantity": quantity, **columns}


def read(shop: Shop, receipt: Any) -> Any:
    """A receipt as it is now."""
    return shop.manager_till.get(f"{RECEIPTS}{receipt['id']}/").json()


def value_of(shop: Shop, product: Product) -> Decimal:
    """What the product at the storefront is worth."""
    with shop.scope():
        return InventoryItem.objects.for_business(shop.id).get(product=product, location=shop.storefront).stock_value


def test_goods_go_back_at_what_they_came_for(shop: Shop) -> None:
    tea = make_product(shop, stock="10", cost="4.00")
    receipt = received(shop, tea, "20", "6.00")
    back = give_back(shop, receipt, of(receipt, "5", reason="Torn"))
    assert back.status_code == 201, back.content
    document = back.json()
    assert (document["net_amount"], document["lines"][0]["reason"]) == ("30.0000", "Torn")
    assert (on_hand(shop, tea), read(shop, receipt)["lines"][0]["returned_base_qty"]) == (30, "0")
    complete(shop, RETURNS, document)
    assert (on_hand(shop, tea), value_of(shop, tea)) == (25, Decimal(130))  # 10 x 4 + 15 x 6
    assert read(shop, receipt)["lines"][0]["returned_base_qty"] == "5"
    with shop.scope():
        movement = InventoryMovement.objects.for_business(shop.id).get(source_id=document["id"])
    assert (movement.kind, movement.quantity, movement.cost_amount) == ("RETURN", Decimal(-5), Decimal(-30))


def test_no_more_goes_back_than_came(shop: Shop) -> None:
    tea = make_product(shop, stock="10")
    receipt = received(shop, tea, "20", "6.00")
    figures = {"line": 1, "received": "20", "returned": "0", "asked": "21"}
    assert refused(give_back(shop, receipt, of(receipt, "21"))) == (409, "RETURN_EXCEEDS_RECEIVED", figures)
    twice = give_back(shop, receipt, of(receipt, "12"), of(receipt, "9"))
    assert refused(twice) == (409, "RETURN_EXCEEDS_RECEIVED", figures)
    first, second = (give_back(shop, receipt, of(receipt, "12")).json() for _ in range(2))
    complete(shop, RETURNS, first)
    late = step(shop.manager_till, RETURNS, second, "completed")
    figures = {"line": 1, "received": "20", "returned": "12", "asked": "12"}
    assert refused(late) == (409, "RETURN_EXCEEDS_RECEIVED", figures)
    assert on_hand(shop, tea) == 18
    rest = give_back(shop, receipt).json()
    assert rest["lines"][0]["quantity"] == "8"
    complete(shop, RETURNS, rest)
    assert refused(give_back(shop, receipt))[:2] == (409, "NOTHING_TO_RETURN")
    assert on_hand(shop, tea) == 10


def test_goods_that_were_sold_do_not_go_back(shop: Shop) -> None:
    tea = make_product(shop, price="10.00", stock=None)
    receipt = received(shop, tea, "2", "6.00")
    back = give_back(shop, receipt).json()
    sale = {"items": [{"product": str(tea.pk), "quantity": "1"}]}
    paid = {"payments": [{"payment_method": "CASH", "amount_paid": "10.00"}]}
    assert shop.till.post("/api/sales/checkout/", sale | paid).status_code == 201
    assert refused(step(shop.manager_till, RETURNS, back, "completed"))[:2] == (409, "INSUFFICIENT_STOCK")
    assert (on_hand(shop, tea), read(shop, receipt)["lines"][0]["returned_base_qty"]) == (1, "0")


def test_damaged_and_expired_goods_go_back_too(shop: Shop) -> None:
    milk = make_product(shop, "Milk", stock=None, keeps_expiry=True)
    receipt = received(shop, milk, "4", "1.00", expires_on="2020-01-01", stock_status="DAMAGED")
    complete(shop, RETURNS, give_back(shop, receipt).json())
    assert on_hand(shop, milk) == 0


def test_pieces_of_a_box_go_back_in_base_units(shop: Shop) -> None:
    tea = make_product(shop, stock=None, packagings=[NewPackaging("Box", 12)])
    with shop.scope():
        box = str(tea.packagings.get().pk)
    receipt = received(shop, tea, "2", "24.00", packaging=box, discount_percent="10")
    document = give_back(shop, receipt, of(receipt, "5", in_base_units=True)).json()
    (row,) = document["lines"]
    assert (row["packaging"], row["base_qty"], row["unit_price"], row["net_amount"]) == (None, "5", "2", "9.0000")
    complete(shop, RETURNS, document)
    rest = give_back(shop, receipt).json()["lines"][0]
    assert (rest["packaging"], rest["quantity"]) == (None, "19")


def test_a_return_of_a_whole_box_keeps_the_box(shop: Shop) -> None:
    tea = make_product(shop, stock=None, packagings=[NewPackaging("Box", 12)])
    with shop.scope():
        box = tea.packagings.get()
    receipt = received(shop, tea, "2", "24.00", packaging=str(box.pk))
    shop.manager_till.patch(f"/api/products/{tea.pk}/packagings/{box.pk}/", {"is_active": False})
    (row,) = give_back(shop, receipt, of(receipt, "1")).json()["lines"]
    assert (row["packaging"], row["quantity"], row["base_qty"]) == (str(box.pk), "1", "12")


def test_pieces_with_serial_numbers_go_back_by_their_numbers(shop: Shop) -> None:
    phone = make_product(shop, "Phone", stock=None, tracks_serials=True)
    receipt = received(shop, phone, "2", "99.00", serials=["A", "B"])
    nameless = give_back(shop, receipt, of(receipt, "1")).json()
    assert refused(step(shop.manager_till, RETURNS, nameless, "completed"))[1] == "SERIALS_MISMATCH"
    named = give_back(shop, receipt, of(receipt, "1", serials=["B"])).json()
    complete(shop, RETURNS, named)
    assert on_hand(shop, phone) == 1
    again = give_back(shop, receipt, of(receipt, "1", serials=["B"])).json()
    assert refused(step(shop.manager_till, RETURNS, again, "completed"))[1] == "SERIAL_NOT_IN_STOCK"
    whole = received(shop, phone, "2", "99.00", serials=["C", "D"])
    assert give_back(shop, whole).json()["lines"][0]["serials"] == ["C", "D"]


def test_only_completed_receipts_are_returned(shop: Shop) -> None:
    tea = make_product(shop)
    draft = make_receipt(shop, make_supplier(shop), line(tea, "1"))
    wrong = (409, "RECEIPT_NOT_COMPLETED", {"receipt": draft["id"], "status": "draft"})
    assert refused(give_back(shop, draft)) == wrong


def test_a_return_names_lines_of_one_supplier_currency_and_place(shop: Shop) -> None:
    tea, place = make_product(shop), make_warehouse(shop)
    receipt = received(shop, tea, "2", "6.00")
    other = make_supplier(shop)
    here = {"location": str(shop.storefront.pk), "lines": [of(receipt, "1")]}
    differs = (422, "RECEIPT_LINE_DIFFERS", {"lines": [receipt["lines"][0]["id"]]})
    assert refused(shop.manager_till.post(RETURNS, {**here, "supplier": str(other.pk)})) == differs
    dollars = {"supplier": receipt["supplier"], "currency": "USD", "exchange_rate": "0.9"}
    assert refused(shop.manager_till.post(RETURNS, {**here, **dollars})) == differs
    there = make_till(shop.business, place, shop.owner, code="W1", role="manager")
    hidden = {"location": str(place.pk), "supplier": receipt["supplier"], "lines": [of(receipt, "1")]}
    missing = (404, "NOT_FOUND", {"lines": [receipt["lines"][0]["id"]]})
    assert refused(there.post(RETURNS, hidden)) == missing
    strange = {"receipt_line": SOME_ID, "quantity": "1"}
    assert refused(give_back(shop, receipt, strange)) == (404, "NOT_FOUND", {"lines": [SOME_ID]})
    assert shop.manager_till.get(RETURNS).json()["results"] == []


def test_a_return_of_several_receipts_is_changed_while_it_is_a_draft(shop: Shop) -> None:
    tea, supplier = make_product(shop, stock=None), make_supplier(shop, currency="USD")
    receipts = [
        complete(shop, RECEIPTS, make_receipt(shop, supplier, line(tea, "4", "2.00"), exchange_rate="0.9"))
        for _ in range(2)
    ]
    body = {
        "location": str(shop.storefront.pk),
        "supplier": str(supplier.pk),
        "lines": [of(receipt, "1") for receipt in receipts],
    }
    document = created(shop.manager_till, RETURNS, body)
    assert (document["currency"], document["exchange_rate"], document["net_amount"]) == ("USD", "0.9", "4.0000")
    path = f"{RETURNS}{document['id']}/"
    more = [{**of(receipts[0], "4"), "id": document["lines"][0]["id"]}]
    changed = shop.manager_till.patch(path, {"lines": more, "supplier_reference": "RMA 1"}).json()
    assert (changed["net_amount"], changed["supplier_reference"], len(changed["lines"])) == ("8.0000", "RMA 1", 1)
    assert shop.manager_till.patch(path, {"notes": "n"}).json()["lines"] == changed["lines"]
    complete(shop, RETURNS, document)
    assert refused(shop.manager_till.patch(path, {"notes": "m"}))[:2] == (409, "DOCUMENT_NOT_EDITABLE")
    assert on_hand(shop, tea) == 4


def test_a_reversed_return_brings_the_goods_back(shop: Shop) -> None:
    tea = make_product(shop, stock=None)
    receipt = received(shop, tea, "5", "6.00")
    document = give_back(shop, receipt, of(receipt, "2")).json()
    complete(shop, RETURNS, document)
    used = step(shop.manager_till, RECEIPTS, receipt, "reversed", "Wrong shop")
    row = {"line": receipt["lines"][0]["id"], "received": "5", "remaining": "3"}
    assert refused(used) == (409, "ALREADY_USED", {"lines": [row]})
    stepped(shop.manager_till, RETURNS, document, "reversed", "The supplier refused them")
    assert (on_hand(shop, tea), value_of(shop, tea)) == (5, Decimal(30))
    assert read(shop, receipt)["lines"][0]["returned_base_qty"] == "0"
    stepped(shop.manager_till, RECEIPTS, receipt, "reversed", "Wrong shop")
    assert on_hand(shop, tea) == 0


def test_an_empty_return_is_not_completed(shop: Shop) -> None:
    body = {"location": str(shop.storefront.pk), "supplier": str(make_supplier(shop).pk)}
    document = created(shop.manager_till, RETURNS, body)
    assert refused(step(shop.manager_till, RETURNS, document, "completed"))[:2] == (422, "DOCUMENT_EMPTY")


def test_goods_go_back_to_the_division_that_sent_them(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    division = make_division(shop, supplier)
    receipt = complete(shop, RECEIPTS, make_receipt(shop, supplier, line(tea, "5", "1.00"), division=str(division.pk)))
    assert give_back(shop, receipt).json()["division"] == str(division.pk)
