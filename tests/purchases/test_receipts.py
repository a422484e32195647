"""Delivery receipts: what they do to stock and costs, what they refuse, and taking them back."""

from decimal import Decimal
from typing import Any

from optimapos.inventory.models import InventoryBatch, InventoryItem, InventoryMovement
from optimapos.nomenclatures.models import DocumentStatusChange
from optimapos.partners.services import SupplierService
from optimapos.products.models import Product
from optimapos.products.types import NewPackaging
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_till
from tests.factories.partners import make_supplier
from tests.purchases.desks import (
    ORDERS,
    RECEIPTS,
    complete,
    created,
    line,
    list_price,
    make_receipt,
    make_sent_order,
    make_warehouse,
    on_hand,
    refused,
    step,
    stepped,
)

SOME_ID = "01890000-0000-7000-8000-000000000000"


def layers_of(shop: Shop, product: Product) -> list[InventoryBatch]:
    """The layers of a product at the storefront, oldest first."""
    with shop.scope():
        rows = InventoryBatch.objects.for_business(shop.id).filter(item__product=product)
        return list(rows.order_by("received_at", "id"))


def movements_of(shop: Shop, receipt: Any) -> list[tuple[str, Decimal, Decimal]]:
    """Kind, quantity and cost of what a receipt moved."""
    with shop.scope():
        rows = InventoryMovement.objects.for_business(shop.id).filter(source_id=receipt["id"]).order_by("id")
        return [(row.kind, row.quantity, row.cost_amount) for row in rows]


def item_of(shop: Shop, product: Product) -> InventoryItem:
    """The product at the storefront."""
    with shop.scope():
        return InventoryItem.objects.for_business(shop.id).get(product=product, location=shop.storefront)


def with_lines(shop: Shop, supplier: Any, *lines: Any, **head: Any) -> Any:
    """The answer to a receipt at the storefront."""
    body = {"location": str(shop.storefront.pk), "supplier": str(supplier.pk), "lines": list(lines), **head}
    return shop.manager_till.post(RECEIPTS, body)


def test_goods_come_in_without_an_order(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock="10", cost="4.00")
    receipt = make_receipt(shop, supplier, line(tea, "30", "6.00"), supplier_reference="LS-77")
    assert (receipt["status"], on_hand(shop, tea)) == ("draft", 10)
    done = complete(shop, RECEIPTS, receipt)
    assert (done["status"], done["supplier_reference"], done["posting"]) == ("completed", "LS-77", 1)
    item = item_of(shop, tea)
    assert (item.current_qty, item.avg_cost, item.last_purchase_cost) == (Decimal(40), Decimal("5.5"), Decimal(6))
    assert movements_of(shop, receipt) == [("RECEIPT", Decimal(30), Decimal(180))]


def test_a_discount_and_a_rate_make_the_cost_of_a_piece(shop: Shop) -> None:
    supplier = make_supplier(shop, currency="USD")
    tea = make_product(shop, stock=None, packagings=[NewPackaging("Box", 12)])
    with shop.scope():
        box = str(tea.packagings.get().pk)
    bought = line(tea, "5", "30.00", packaging=box, discount_percent="10")
    receipt = make_receipt(shop, supplier, bought, exchange_rate="0.9")
    (row,) = receipt["lines"]
    assert (row["net_amount"], row["unit_cost"], row["base_qty"]) == ("135.0000", "2.025", "60")
    complete(shop, RECEIPTS, receipt)
    item = item_of(shop, tea)
    assert (item.current_qty, item.stock_value) == (Decimal(60), Decimal("121.5"))  # 135 USD at 0.9


def test_lots_expiry_and_quarantine_come_with_the_goods(shop: Shop) -> None:
    supplier, milk = make_supplier(shop), make_product(shop, "Milk", stock=None, keeps_expiry=True)
    receipt = make_receipt(
        shop,
        supplier,
        line(milk, "6", "1.00", supplier_lot="L1", batch_number="B1", expires_on="2030-01-31"),
        line(milk, "2", "1.00", expires_on="2030-02-28", stock_status="QUARANTINE"),
    )
    complete(shop, RECEIPTS, receipt)
    layers = [
        (row.supplier_lot, row.batch_number[:5], str(row.expires_on), row.status) for row in layers_of(shop, milk)
    ]
    assert sorted(layers) == [("", "AUTO_", "2030-02-28", "QUARANTINE"), ("L1", "B1", "2030-01-31", "AVAILABLE")]
    path = f"/api/storefronts/{shop.storefront.pk}/stock-products/{milk.pk}/availability/"
    found = shop.till.get(path).json()
    assert (found["quantity"], found["sellable"]) == ("8", "6")


def test_goods_that_keep_expiry_dates_need_one(shop: Shop) -> None:
    supplier, milk = make_supplier(shop), make_product(shop, "Milk", stock=None, keeps_expiry=True)
    receipt = make_receipt(shop, supplier, line(milk, "6", "1.00"))
    answer = step(shop.manager_till, RECEIPTS, receipt, "completed")
    assert refused(answer) == (422, "EXPIRY_REQUIRED", {"product": str(milk.pk)})
    assert (on_hand(shop, milk), movements_of(shop, receipt)) == (0, [])
    assert shop.manager_till.get(f"{RECEIPTS}{receipt['id']}/").json()["status"] == "draft"
    with shop.scope():
        assert DocumentStatusChange.objects.for_business(shop.id).filter(document_id=receipt["id"]).count() == 1


def test_pieces_with_serial_numbers_are_named_each(shop: Shop) -> None:
    supplier, phone = make_supplier(shop), make_product(shop, "Phone", stock=None, tracks_serials=True)
    for serials in (["A"], ["A", "A"], ["A", "B", "C"], []):
        receipt = make_receipt(shop, supplier, line(phone, "2", "99.00", serials=serials))
        answer = step(shop.manager_till, RECEIPTS, receipt, "completed")
        figures = {"product": str(phone.pk), "quantity": "2", "serials": serials}
        assert refused(answer) == (422, "SERIALS_MISMATCH", figures)
    assert on_hand(shop, phone) == 0
    complete(shop, RECEIPTS, make_receipt(shop, supplier, line(phone, "2", "99.00", serials=["A", "B"])))
    assert [row.serial_number for row in layers_of(shop, phone)] == ["A", "B"]
    again = make_receipt(shop, supplier, line(phone, "1", "99.00", serials=["B"]))
    assert refused(step(shop.manager_till, RECEIPTS, again, "completed"))[1] == "SERIAL_IN_STOCK"
    assert on_hand(shop, phone) == 2


def test_services_are_received_without_moving_stock(shop: Shop) -> None:
    supplier = make_supplier(shop)
    freight = make_product(shop, "Freight", stock=None, kind="SERVICE", tracks_stock=False)
    order = make_sent_order(shop, supplier, line(freight, "1", "50.00"))
    receipt = created(shop.manager_till, f"{ORDERS}{order['id']}/receive/", {})
    complete(shop, RECEIPTS, receipt)
    assert movements_of(shop, receipt) == []
    assert shop.manager_till.get(f"{ORDERS}{order['id']}/").json()["status"] == "received"
    stepped(shop.manager_till, RECEIPTS, receipt, "reversed", "Never done")
    assert shop.manager_till.get(f"{ORDERS}{order['id']}/").json()["status"] == "sent"


def test_an_empty_receipt_is_not_completed(shop: Shop) -> None:
    receipt = make_receipt(shop, make_supplier(shop))
    assert refused(step(shop.manager_till, RECEIPTS, receipt, "completed"))[:2] == (422, "DOCUMENT_EMPTY")


def test_a_receipt_is_changed_as_long_as_it_is_a_draft(shop: Shop) -> None:
    supplier, tea, milk = make_supplier(shop), make_product(shop, "Tea", stock=None), make_product(shop, "Milk")
    receipt = make_receipt(shop, supplier, line(tea, "3", "1.00"))
    path = f"{RECEIPTS}{receipt['id']}/"
    body = {"lines": [line(tea, "4", "1.00"), line(milk, "1", "2.00")], "supplier_reference": "X"}
    changed = shop.manager_till.patch(path, body).json()
    assert (changed["net_amount"], changed["supplier_reference"]) == ("6.0000", "X")
    in_dollars = shop.manager_till.patch(path, {"currency": "USD", "exchange_rate": "0.5"}).json()
    assert [row["unit_cost"] for row in in_dollars["lines"]] == ["0.5", "1"]
    complete(shop, RECEIPTS, receipt)
    late = shop.manager_till.patch(path, body)
    assert refused(late) == (409, "DOCUMENT_NOT_EDITABLE", {"status": "completed"})
    assert on_hand(shop, tea) == 4


def test_one_receipt_covers_several_orders(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    orders = [make_sent_order(shop, supplier, line(tea, quantity, "2.00")) for quantity in ("5", "7")]
    rows = [line(tea, "5", None, order_line=orders[0]["lines"][0]["id"])]
    rows.append(line(tea, "4", None, order_line=orders[1]["lines"][0]["id"]))
    complete(shop, RECEIPTS, make_receipt(shop, supplier, *rows))
    statuses = [shop.manager_till.get(f"{ORDERS}{order['id']}/").json()["status"] for order in orders]
    assert (statuses, on_hand(shop, tea)) == (["received", "partially_received"], 9)


def test_two_lines_of_one_order_line_count_together(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    order = make_sent_order(shop, supplier, line(tea, "10", "2.00"))
    row = order["lines"][0]["id"]
    answer = with_lines(shop, supplier, line(tea, "6", None, order_line=row), line(tea, "6", None, order_line=row))
    figures = {"line": 1, "ordered": "10", "received": "0", "asked": "12", "allowed": "10"}
    assert refused(answer) == (422, "OVER_DELIVERY", figures)


def test_a_line_names_an_order_of_the_same_product_supplier_and_place(shop: Shop) -> None:
    supplier, other = make_supplier(shop), make_supplier(shop)
    tea, milk, place = make_product(shop, "Tea"), make_product(shop, "Milk"), make_warehouse(shop)
    row = make_sent_order(shop, supplier, line(tea, "10", "2.00"))["lines"][0]["id"]
    differs = (422, "ORDER_LINE_DIFFERS", {"lines": [row]})
    assert refused(with_lines(shop, supplier, line(milk, "1", order_line=row))) == differs
    assert refused(with_lines(shop, other, line(tea, "1", order_line=row))) == differs
    gone = with_lines(shop, supplier, line(tea, "1", order_line=SOME_ID))
    assert refused(gone) == (404, "NOT_FOUND", {"lines": [SOME_ID]})
    there = make_till(shop.business, place, shop.owner, code="W1", role="manager")
    body = {"location": str(place.pk), "supplier": str(supplier.pk), "lines": [line(tea, "1", order_line=row)]}
    assert refused(there.post(RECEIPTS, body)) == (404, "NOT_FOUND", {"lines": [row]})
    assert shop.manager_till.get(RECEIPTS).json()["results"] == []


def test_an_agreed_price_counts_before_the_list_and_in_other_packages(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None, packagings=[NewPackaging("Box", 12)])
    with shop.scope():
        box = str(tea.packagings.get().pk)
    list_price(shop, supplier, tea, "9.99")
    row = make_sent_order(shop, supplier, line(tea, "2", "24.00", packaging=box, discount_percent="5", tax_rate="20"))
    receipt = make_receipt(shop, supplier, line(tea, "6", None, order_line=row["lines"][0]["id"]))
    (came,) = receipt["lines"]
    assert (came["unit_price"], came["discount_percent"], came["tax_rate"]) == ("2", "5.0000", "20.0000")
    assert (came["unit_cost"], came["net_amount"]) == ("1.9", "11.4000")
    direct = make_receipt(shop, supplier, line(tea, "1", None))
    assert direct["lines"][0]["unit_price"] == "9.99"


def test_blocked_suppliers_deliver_nothing(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    order = make_sent_order(shop, supplier, line(tea, "10", "2.00"))
    pending = created(shop.manager_till, f"{ORDERS}{order['id']}/receive/", {})
    SupplierService.update_supplier(
        business=shop.business, supplier_id=supplier.pk, actor=shop.owner, fields={"delivery_blocked": True}
    ).unwrap()
    assert refused(step(shop.manager_till, RECEIPTS, pending, "completed"))[:2] == (422, "DELIVERY_BLOCKED")
    assert refused(shop.manager_till.post(f"{ORDERS}{order['id']}/receive/", {}))[:2] == (422, "DELIVERY_BLOCKED")
    assert refused(with_lines(shop, supplier, line(tea, "1")))[:2] == (422, "DELIVERY_BLOCKED")
    assert on_hand(shop, tea) == 0


def test_goods_that_nobody_ordered_are_held_against_the_credit(shop: Shop) -> None:
    supplier, tea = make_supplier(shop, credit_limit=Decimal(50)), make_product(shop, stock=None)
    assert refused(with_lines(shop, supplier, line(tea, "6", "10.00")))[:2] == (422, "CREDIT_LIMIT_EXCEEDED")
    assert with_lines(shop, supplier, line(tea, "5", "10.00")).status_code == 201


def test_goods_do_not_arrive_in_the_future(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop)
    answer = with_lines(shop, supplier, line(tea, "1"), occurred_at="2199-01-01T00:00:00Z")
    assert refused(answer) == (422, "DATE_IN_THE_FUTURE", {"field": "occurred_at"})


def test_a_reversed_receipt_takes_its_goods_and_the_progress_of_its_orders_back(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock="10", cost="4.00")
    order = make_sent_order(shop, supplier, line(tea, "20", "5.00"))
    row = order["lines"][0]["id"]
    path = f"{ORDERS}{order['id']}/"
    first, second = (
        created(shop.manager_till, f"{path}receive/", {"lines": [{"line": row, "quantity": quantity}]})
        for quantity in ("12", "8")
    )
    complete(shop, RECEIPTS, first)
    complete(shop, RECEIPTS, second)
    assert shop.manager_till.get(path).json()["status"] == "received"
    assert refused(step(shop.manager_till, RECEIPTS, first, "reversed"))[:2] == (422, "COMMENT_REQUIRED")
    done = stepped(shop.manager_till, RECEIPTS, first, "reversed", "Wrong shop")
    assert (done["status"], done["posted_at"]) == ("reversed", None)
    assert shop.manager_till.get(path).json()["status"] == "partially_received"
    assert on_hand(shop, tea) == 18
    stepped(shop.manager_till, RECEIPTS, second, "reversed", "Wrong shop")
    after = shop.manager_till.get(path).json()
    assert (after["status"], after["lines"][0]["open_base_qty"]) == ("sent", "20")
    item = item_of(shop, tea)
    assert (item.current_qty, item.stock_value) == (Decimal(10), Decimal(40))


def test_a_receipt_that_brought_all_reopens_its_order_when_it_is_reversed(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    order = make_sent_order(shop, supplier, line(tea, "20", "5.00"))
    receipt = created(shop.manager_till, f"{ORDERS}{order['id']}/receive/", {})
    complete(shop, RECEIPTS, receipt)
    stepped(shop.manager_till, RECEIPTS, receipt, "reversed", "Wrong shop")
    assert shop.manager_till.get(f"{ORDERS}{order['id']}/").json()["status"] == "sent"
    history = shop.manager_till.get(f"{ORDERS}{order['id']}/history/").json()
    assert [row["to_status"] for row in history][-3:] == ["received", "partially_received", "sent"]


def test_goods_that_were_sold_are_not_taken_back(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, price="10.00", stock=None)
    receipt = make_receipt(shop, supplier, line(tea, "3", "5.00"))
    complete(shop, RECEIPTS, receipt)
    sale = {"items": [{"product": str(tea.pk), "quantity": "1"}]}
    paid = {"payments": [{"payment_method": "CASH", "amount_paid": "10.00"}]}
    assert shop.till.post("/api/sales/checkout/", sale | paid).status_code == 201
    answer = step(shop.manager_till, RECEIPTS, receipt, "reversed", "Wrong shop")
    assert refused(answer)[:2] == (409, "ALREADY_USED")
    assert on_hand(shop, tea) == 2
    assert shop.manager_till.get(f"{RECEIPTS}{receipt['id']}/").json()["status"] == "completed"


def test_a_cancelled_receipt_and_a_deleted_one_move_nothing(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    receipt, other = (make_receipt(shop, supplier, line(tea, "3", "5.00")) for _ in range(2))
    assert stepped(shop.manager_till, RECEIPTS, receipt, "cancelled")["status"] == "cancelled"
    assert shop.manager_till.delete(f"{RECEIPTS}{other['id']}/").status_code == 204
    assert on_hand(shop, tea) == 0


def test_a_clerk_receives_and_a_cashier_does_not_even_look(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    clerk = make_till(shop.business, shop.storefront, shop.owner, code="T7", role="stock_clerk")
    body = {"location": str(shop.storefront.pk), "supplier": str(supplier.pk), "lines": [line(tea, "2", "5.00")]}
    receipt = created(clerk, RECEIPTS, body)
    assert stepped(clerk, RECEIPTS, receipt, "completed")["status"] == "completed"
    assert refused(step(clerk, RECEIPTS, receipt, "reversed", "x"))[:2] == (403, "PERMISSION_DENIED")
    assert shop.till.get(f"{RECEIPTS}{receipt['id']}/").status_code == 403
