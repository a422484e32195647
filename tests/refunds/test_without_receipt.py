"""Goods without a receipt: what they give back, who may ask and approve, where goods and money go."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from optimapos.inventory.models import InventoryMovement
from optimapos.products.models import Product
from optimapos.products.types import NewPackaging
from optimapos.refunds.models import Refund
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, Till, make_shop
from tests.refunds.giving_back import balance_of, item_of, paid_out, sold, tender
from tests.sales.shelves import sell_on

WITHOUT_RECEIPT = "/api/refunds/without-receipt/"


@pytest.fixture(scope="module")
def shop() -> Shop:
    return make_shop()


def brought(till: Till, product: Product, quantity: str = "1", **fields: Any) -> Any:
    """The answer to a question for so much of a product."""
    line = {"product": str(product.pk), "quantity": quantity} | fields.pop("line", {})
    body = {
        "refund_method": "CASH",
        "notes": "Lid is broken",
        "brought_by": "Ana Petrova, identity card",
        "items": [line],
    }
    return till.post(WITHOUT_RECEIPT, body | fields)


def given(shop: Shop, product: Product, quantity: str = "1", **fields: Any) -> dict[str, Any]:
    """A refund that the manager asked for and approved, processed by the cashier."""
    answer = brought(shop.manager_till, product, quantity, **fields)
    assert answer.status_code == 201, answer.content
    where = f"/api/refunds/{answer.json()['id']}/"
    assert shop.manager_till.post(f"{where}approve/").status_code == 200
    done = shop.till.post(f"{where}process/", {})
    assert done.status_code == 200, done.content
    refund: dict[str, Any] = done.json()
    return refund


def test_goods_are_a_new_layer_at_their_likely_cost_and_money_goes_out_in_cash(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="10", cost="4.00")
    refund = given(shop, tea, "2")
    assert (refund["amount"], refund["tax_amount"], refund["sale"]) == ("24.00", "4.00", None)
    assert (refund["receipt_number"], refund["customer"]) == (None, None)
    assert (refund["paid_amount"], paid_out(refund)) == ("24.00", {"CASH": 24})
    assert refund["refund_number"].startswith("R-S1-T1-")
    (item,) = refund["refund_items"]
    assert (item["sale_item"], item["product"], item["product_name"]) == (None, str(tea.pk), "Tea")
    assert (item["unit_price"], item["highest_price"], item["net"]) == ("12", "12", "20.00")
    stock = item_of(shop, tea)
    assert (stock.current_qty, stock.stock_value) == (12, 48)
    with shop.scope():
        back = InventoryMovement.objects.for_business(shop.id).get(item=stock, kind="RETURN")
        assert (back.quantity, back.cost_amount, back.reversal_of) == (2, 8, None)
    assert_books_balance(shop.id)


def test_it_gives_back_at_most_the_lowest_price_of_30_days_and_the_price_of_now(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="100", packagings=[NewPackaging("Box", 6, price=Decimal(66))])
    sold(shop.till, (tea, "1"), discount_percentage="10")
    sold(shop.till, (tea, "1"))
    assert brought(shop.manager_till, tea).json()["amount"] == "10.80"
    assert brought(shop.manager_till, tea, line={"unit_price": "9.00"}).json()["amount"] == "9.00"
    refused = brought(shop.manager_till, tea, line={"unit_price": "10.81"})
    assert (refused.status_code, refused.json()["code"]) == (422, "REFUND_PRICE_TOO_HIGH")
    assert refused.json()["data"] == {"line": 1, "unit_price": "10.81", "highest": "10.8"}
    with shop.scope():
        assert Refund.objects.for_business(shop.id).filter(refund_items__product=tea).count() == 2
        box = str(tea.packagings.get(name="Box").pk)
    boxes = brought(shop.manager_till, tea, line={"packaging": box}).json()
    assert (boxes["amount"], boxes["refund_items"][0]["packaging"]) == ("64.80", box)


def test_what_came_back_whole_tells_no_price(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="100")
    sale = sold(shop.till, (tea, "1"), discount_percentage="10")
    assert shop.manager_till.post(f"/api/sales/{sale['id']}/void/", {"reason": "Mistake"}).status_code == 201
    assert brought(shop.manager_till, tea).json()["amount"] == "12.00"


def test_it_becomes_the_customers_credit_once_other_debts_are_settled(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="100")
    customer = make_customer(shop, credit_limit=Decimal(100))
    sold(shop.till, (tea, "1"), payments=[tender("CASH", "7.00")], customer=str(customer.pk))
    refund = given(shop, tea, refund_method="CREDIT_NOTE", customer=str(customer.pk))
    assert (refund["credited_amount"], refund["paid_amount"], refund["credit_code"]) == ("5.00", "7.00", None)
    assert (paid_out(refund), balance_of(shop, customer)) == ({"STORE_CREDIT": 7}, 0)
    listed = shop.till.get(f"/api/refunds/?customer={customer.pk}&has_receipt=false").json()["results"]
    assert [row["id"] for row in listed] == [refund["id"]]
    assert_books_balance(shop.id)


def test_without_a_customer_it_is_store_credit_of_whoever_has_the_code(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="100")
    refund = given(shop, tea, refund_method="CREDIT_NOTE")
    paid = sold(shop.till, (tea, "1"), payments=[tender("STORE_CREDIT", "12.00", code=refund["credit_code"])])
    assert paid["status"] == "COMPLETED"
    note = shop.till.get(f"/api/refunds/{refund['id']}/credit-note/?as=html").content.decode()
    assert ("Ana Petrova, identity card" in note, refund["credit_code"] in note) == (True, False)
    assert_books_balance(shop.id)


def test_damaged_goods_come_in_and_are_written_off(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="10", cost="4.00")
    given(shop, tea, line={"destination": "DAMAGED"})
    for destination in ("NONE", "LOCATION"):
        assert brought(shop.manager_till, tea, line={"destination": destination}).json()["code"] == "VALIDATION_FAILED"
    item = item_of(shop, tea)
    assert (item.current_qty, item.stock_value) == (10, 40)
    with shop.scope():
        rows = InventoryMovement.objects.for_business(shop.id).filter(item=item, source_type="REFUND")
        assert [(row.kind, row.quantity) for row in rows.order_by("item_seq")] == [("RETURN", 1), ("ADJUST", -1)]
    assert_books_balance(shop.id)


def test_damaged_goods_settle_nothing_that_was_sold_short(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="1", cost="4.00")
    sell_on(shop)
    sold(shop.till, (tea, "3"))
    for destination, left in (("DAMAGED", -2), ("SHELF", -1)):
        given(shop, tea, line={"destination": destination})
        assert item_of(shop, tea).current_qty == left
    assert_books_balance(shop.id)


@pytest.mark.parametrize("method", ["CASH", "CREDIT_NOTE"])
def test_goods_that_cost_nothing_come_back_for_nothing(shop: Shop, method: str) -> None:
    leaflet = make_product(shop, "Leaflet", price="0.00", stock="10", cost="4.00")
    refund = given(shop, leaflet, refund_method=method)
    assert (refund["amount"], refund["payments"], refund["credit_code"]) == ("0.00", [], None)
    assert item_of(shop, leaflet).current_qty == 11
    assert_books_balance(shop.id)


def test_who_may_asks_with_a_name_and_a_reason_and_above_the_limit_somebody_else_approves(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="100")
    assert brought(shop.till, tea).json()["code"] == "PERMISSION_DENIED"
    for missing in ({"notes": " "}, {"brought_by": ""}, {"refund_method": "ORIGINAL_PAYMENT"}, {"items": []}):
        assert brought(shop.manager_till, tea, **missing).status_code == 400
    with shop.scope():
        shop.business.refund_limit = Decimal(10)
        shop.business.save()
    where = f"/api/refunds/{brought(shop.manager_till, tea).json()['id']}/"
    assert shop.till.post(f"{where}approve/").json()["code"] == "PERMISSION_DENIED"
    assert shop.manager_till.post(f"{where}approve/").json()["code"] == "REFUND_NEEDS_ANOTHER_APPROVER"
    assert shop.till.post(f"{where}process/", {}).json()["code"] == "REFUND_NOT_APPROVED"
    with shop.scope():
        shop.business.refund_limit = None
        shop.business.save()


def test_it_goes_back_to_no_payment_and_is_exchanged_for_nothing(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="100")
    where = f"/api/refunds/{brought(shop.manager_till, tea).json()['id']}/"
    assert shop.manager_till.post(f"{where}approve/").status_code == 200
    tenders = {"tenders": [{"payment": str(tea.pk), "amount": "12.00"}]}
    assert shop.till.post(f"{where}process/", tenders).json()["code"] == "PAYMENT_NOT_FOUND"
    cart = {"cart": {"items": [{"product": str(tea.pk), "quantity": "1"}]}}
    assert shop.till.post(f"{where}exchange/", cart).json()["code"] == "REFUND_IS_EXCHANGE"
    assert item_of(shop, tea).current_qty == 100


def test_a_repeat_gets_the_answer_of_the_first_and_nothing_comes_back_twice(shop: Shop) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="100")
    line = [{"product": str(tea.pk), "quantity": "1"}]
    body = {"refund_method": "CASH", "notes": "Broken", "brought_by": "Ana", "items": line}
    first, second = (shop.manager_till.post(WITHOUT_RECEIPT, body, key=f"ask-{tea.pk}").json() for _ in range(2))
    assert first["id"] == second["id"]
    assert shop.manager_till.post(f"/api/refunds/{first['id']}/approve/").status_code == 200
    where = f"/api/refunds/{first['id']}/process/"
    answers = [shop.till.post(where, {}, key=f"do-{tea.pk}").json()["refund_number"] for _ in range(2)]
    assert answers[0] == answers[1]
    assert shop.till.post(where, {}).json()["code"] == "REFUND_NOT_APPROVED"
    assert item_of(shop, tea).current_qty == 101


def test_asking_and_processing_take_as_many_statements_for_eight_lines_as_for_two(shop: Shop, queries: Any) -> None:
    goods = [make_product(shop, f"Tea {number}", price="12.00", stock="10") for number in range(8)]
    brought(shop.manager_till, goods[0])  # prices and taxes are remembered from here on
    counts = []
    for count in (2, 8):
        items = [{"product": str(each.pk), "quantity": "1"} for each in goods[:count]]
        with queries() as statements:
            answer = brought(shop.manager_till, goods[0], items=items)
            asking = len(statements)
        where = f"/api/refunds/{answer.json()['id']}/"
        assert shop.manager_till.post(f"{where}approve/").status_code == 200
        with queries() as statements:
            assert shop.till.post(f"{where}process/", {}).status_code == 200
            counts.append((asking, len(statements)))
    assert counts[0] == counts[1]


def test_the_shift_and_the_reports_count_it_with_the_other_refunds() -> None:
    own = make_shop()
    tea = make_product(own, "Tea", price="12.00", stock="100", cost="4.00")
    shift = own.till.post("/api/shifts/", {"opening_float": "50.00"}).json()["id"]
    given(own, tea)
    told = own.manager_till.get(f"/api/shifts/{shift}/x-report/").json()
    assert told["refunds"] == {"count": 1, "total": "12.00", "tax": "2.00"}
    day = own.storefront.local_day(datetime.now(UTC)).isoformat()
    (row,) = own.manager_till.get(f"/api/reports/product-sales/?date_from={day}&date_to={day}").json()["products"]
    assert (row["units_sold"], row["units_refunded"], row["refunds"]) == ("0", "1", "12.00")
    assert_books_balance(own.id)
