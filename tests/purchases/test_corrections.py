"""Corrections of completed receipts: quantity and price, before and after goods were sold."""

from decimal import Decimal
from typing import Any

from optimapos.audit.models import AuditLog
from optimapos.inventory.models import InventoryItem
from optimapos.products.models import Product
from optimapos.products.types import NewPackaging
from optimapos.purchases.models import DeliveryReceiptLine
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_till
from tests.factories.partners import make_supplier
from tests.purchases.desks import (
    ORDERS,
    RECEIPTS,
    RETURNS,
    complete,
    created,
    line,
    make_receipt,
    make_sent_order,
    on_hand,
    refused,
    stepped,
)

SOME_ID = "01890000-0000-7000-8000-000000000000"


def received(shop: Shop, *lines: Any, **head: Any) -> Any:
    """A completed receipt."""
    return complete(shop, RECEIPTS, make_receipt(shop, make_supplier(shop), *lines, **head))


def correct(shop: Shop, receipt: Any, **body: Any) -> Any:
    """The answer to a correction of a receipt's first line."""
    asked = {"line": receipt["lines"][0]["id"], "reason": "Counted wrong", **body}
    return shop.manager_till.post(f"{RECEIPTS}{receipt['id']}/correct/", asked)


def stock_of(shop: Shop, product: Product) -> tuple[Decimal, Decimal]:
    """Quantity and value at the storefront."""
    with shop.scope():
        item = InventoryItem.objects.for_business(shop.id).get(product=product, location=shop.storefront)
        return item.current_qty, item.stock_value


def sell_one(shop: Shop, product: Product) -> None:
    """One piece at 10.00."""
    sale = {"items": [{"product": str(product.pk), "quantity": "1"}]}
    paid = {"payments": [{"payment_method": "CASH", "amount_paid": "10.00"}]}
    assert shop.till.post("/api/sales/checkout/", sale | paid).status_code == 201


def test_fewer_arrived_than_were_booked(shop: Shop) -> None:
    tea = make_product(shop, stock=None)
    receipt = received(shop, line(tea, "10", "6.00"), line(make_product(shop), "1", "5.00"))
    answer = correct(shop, receipt, quantity="8")
    assert answer.status_code == 200, answer.content
    now = answer.json()
    assert (now["lines"][0]["quantity"], now["net_amount"], now["status"]) == ("8", "53.0000", "completed")
    assert stock_of(shop, tea) == (Decimal(8), Decimal(48))
    with shop.scope():
        event = AuditLog.objects.for_business(shop.id).get(event_type="delivery_receipt.corrected")
    assert (event.event_data["before"]["quantity"], event.event_data["after"]["quantity"]) == ("10", "8")


def test_more_arrived_than_were_booked(shop: Shop) -> None:
    tea = make_product(shop, stock=None, packagings=[NewPackaging("Box", 12)])
    with shop.scope():
        box = str(tea.packagings.get().pk)
    receipt = received(shop, line(tea, "1", "24.00", packaging=box))
    assert correct(shop, receipt, quantity="2").json()["lines"][0]["base_qty"] == "24"
    assert stock_of(shop, tea) == (Decimal(24), Decimal(48))


def test_a_wrong_price_is_corrected_for_what_is_left_and_what_was_sold(shop: Shop) -> None:
    tea = make_product(shop, price="10.00", stock=None)
    receipt = received(shop, line(tea, "4", "6.00"))
    sell_one(shop, tea)
    now = correct(shop, receipt, unit_price="7.00").json()
    assert (now["lines"][0]["unit_cost"], now["net_amount"]) == ("7", "28.0000")
    assert stock_of(shop, tea) == (Decimal(3), Decimal(21))
    with shop.scope():
        item = InventoryItem.objects.for_business(shop.id).get(product=tea)
        assert item.last_purchase_cost == 7
        assert sum(row.cost_amount for row in item.movements.all()) == Decimal(21)


def test_quantity_and_price_are_corrected_at_once_in_another_currency(shop: Shop) -> None:
    tea, supplier = make_product(shop, stock=None), make_supplier(shop, currency="USD")
    bought = line(tea, "10", "6.00", discount_percent="50")
    receipt = complete(shop, RECEIPTS, make_receipt(shop, supplier, bought, exchange_rate="0.5"))
    assert stock_of(shop, tea) == (Decimal(10), Decimal(15))
    now = correct(shop, receipt, quantity="12", unit_price="8.00").json()
    assert (now["lines"][0]["unit_cost"], now["net_amount"]) == ("2", "48.0000")
    assert stock_of(shop, tea) == (Decimal(12), Decimal(24))


def test_a_corrected_receipt_is_reversed_as_it_stands(shop: Shop) -> None:
    tea = make_product(shop, stock="5", cost="4.00")
    receipt = received(shop, line(tea, "10", "6.00"))
    correct(shop, receipt, quantity="8")
    correct(shop, receipt, quantity="9")
    correct(shop, receipt, unit_price="7.00")
    assert stock_of(shop, tea) == (Decimal(14), Decimal(83))
    stepped(shop.manager_till, RECEIPTS, receipt, "reversed", "Wrong shop")
    assert stock_of(shop, tea) == (Decimal(5), Decimal(20))


def test_the_order_counts_what_really_came(shop: Shop) -> None:
    tea, supplier = make_product(shop, stock=None), make_supplier(shop)
    order = make_sent_order(shop, supplier, line(tea, "10", "6.00"))
    receipt = complete(shop, RECEIPTS, created(shop.manager_till, f"{ORDERS}{order['id']}/receive/", {}))
    path = f"{ORDERS}{order['id']}/"
    correct(shop, receipt, quantity="7")
    now = shop.manager_till.get(path).json()
    assert (now["status"], now["lines"][0]["open_base_qty"]) == ("partially_received", "3")
    figures = {"line": 1, "ordered": "10", "received": "7", "asked": "4", "allowed": "3"}
    assert refused(correct(shop, receipt, quantity="11")) == (422, "OVER_DELIVERY", figures)
    correct(shop, receipt, quantity="10")
    assert shop.manager_till.get(path).json()["status"] == "received"
    assert on_hand(shop, tea) == 10


def test_what_is_gone_is_not_corrected_away(shop: Shop) -> None:
    tea = make_product(shop, price="10.00", stock=None)
    receipt = received(shop, line(tea, "4", "6.00"))
    sell_one(shop, tea)
    sell_one(shop, tea)
    assert refused(correct(shop, receipt, quantity="1"))[:2] == (409, "ALREADY_USED")
    assert stock_of(shop, tea) == (Decimal(2), Decimal(12))
    back = created(
        shop.manager_till,
        f"{RECEIPTS}{receipt['id']}/return/",
        {"lines": [{"receipt_line": receipt["lines"][0]["id"], "quantity": "2"}]},
    )
    complete(shop, RETURNS, back)
    figures = {"line": 1, "received": "1", "returned": "2", "asked": "0"}
    assert refused(correct(shop, receipt, quantity="1")) == (409, "RETURN_EXCEEDS_RECEIVED", figures)
    assert stock_of(shop, tea) == (Decimal(0), Decimal(0))
    assert shop.manager_till.get(f"{RECEIPTS}{receipt['id']}/").json()["lines"][0]["quantity"] == "4"


def test_what_may_not_be_corrected(shop: Shop) -> None:
    tea, phone = make_product(shop, stock=None), make_product(shop, "Phone", stock=None, tracks_serials=True)
    draft = make_receipt(shop, make_supplier(shop), line(tea, "3", "6.00"))
    assert refused(correct(shop, draft, quantity="1")) == (409, "CORRECTION_NOT_ALLOWED", {"status": "draft"})
    phones = received(shop, line(phone, "2", "6.00", serials=["A", "B"]))
    wrong = (409, "CORRECTION_NOT_ALLOWED", {"product": str(phone.pk)})
    assert refused(correct(shop, phones, quantity="1")) == wrong
    assert correct(shop, phones, unit_price="5.00").status_code == 200
    strange = correct(shop, phones, line=SOME_ID, quantity="1")
    assert refused(strange) == (404, "NOT_FOUND", {"lines": [SOME_ID]})
    clerk = make_till(shop.business, shop.storefront, shop.owner, code="T7", role="stock_clerk")
    body = {"line": phones["lines"][0]["id"], "unit_price": "1", "reason": "x"}
    assert clerk.post(f"{RECEIPTS}{phones['id']}/correct/", body).status_code == 403


def test_a_service_is_corrected_without_stock(shop: Shop) -> None:
    freight = make_product(shop, "Freight", stock=None, kind="SERVICE", tracks_stock=False)
    receipt = received(shop, line(freight, "1", "50.00"))
    now = correct(shop, receipt, quantity="2", unit_price="40.00").json()
    assert now["net_amount"] == "80.0000"


def test_goods_that_an_invoice_asks_for_are_not_corrected(shop: Shop) -> None:
    receipt = received(shop, line(make_product(shop), "3", "6.00"))
    with shop.scope():
        DeliveryReceiptLine.objects.for_business(shop.id).update(invoiced_base_qty=Decimal(2))
    figures = {"lines": [{"line": 1, "invoiced": "2"}]}
    assert refused(correct(shop, receipt, unit_price="7.00")) == (409, "RECEIPT_INVOICED", figures)
