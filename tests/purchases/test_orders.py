"""Orders: prices, expected dates, what may be received of them, and what may not."""

import json
from decimal import Decimal
from typing import Any

import time_machine

from optimapos.partners.services import SupplierService
from optimapos.partners.types import DayPlan
from optimapos.products.types import NewPackaging
from optimapos.purchases.services import PurchaseSettingsService
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.factories.partners import make_division, make_supplier
from tests.purchases.desks import (
    ORDERS,
    RECEIPTS,
    complete,
    created,
    line,
    list_price,
    make_order,
    make_sent_order,
    on_hand,
    refused,
    step,
    stepped,
)

MONDAY = "2026-03-02T09:00:00Z"
SOME_ID = "01890000-0000-7000-8000-000000000000"


def ordered(shop: Shop, body: Any) -> Any:
    """The answer to an order for the storefront."""
    return shop.manager_till.post(ORDERS, {"location": str(shop.storefront.pk), **body})


def receive(shop: Shop, order: Any, body: Any = None) -> Any:
    """The answer to receiving an order."""
    return shop.manager_till.post(f"{ORDERS}{order['id']}/receive/", body or {})


def read(shop: Shop, order: Any) -> Any:
    """An order as it is now."""
    return shop.manager_till.get(f"{ORDERS}{order['id']}/").json()


def allow_over_delivery(shop: Shop, percent: str) -> None:
    """Let so much come on top of orders."""
    owner = shop.manager_till.patch("/api/purchase-settings/", {"over_delivery_percent": percent})
    assert owner.status_code == 403  # a manager does not change settings
    PurchaseSettingsService.update_settings(
        business=shop.business, actor=shop.owner, over_delivery_percent=Decimal(percent)
    ).unwrap()


def test_an_order_is_received_in_two_deliveries(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock="10", cost="4.00")
    order = make_sent_order(shop, supplier, line(tea, "100", "12.50"))
    row = order["lines"][0]["id"]
    first = created(shop.manager_till, f"{ORDERS}{order['id']}/receive/", {"lines": [{"line": row, "quantity": "40"}]})
    complete(shop, RECEIPTS, first)
    after = read(shop, order)
    assert (after["status"], after["lines"][0]["open_base_qty"]) == ("partially_received", "60")
    second = created(shop.manager_till, f"{ORDERS}{order['id']}/receive/", {})
    assert second["lines"][0]["quantity"] == "60"
    complete(shop, RECEIPTS, second)
    after = read(shop, order)
    assert (after["status"], after["lines"][0]["open_base_qty"]) == ("received", "0")
    assert on_hand(shop, tea) == 110
    assert refused(receive(shop, order))[:2] == (409, "NOTHING_TO_RECEIVE")


def test_a_line_without_a_price_takes_that_of_its_packaging_or_works_it_out(shop: Shop) -> None:
    supplier = make_supplier(shop)
    tea = make_product(shop, packagings=[NewPackaging("Box", 12), NewPackaging("Pair", 2)])
    with shop.scope():
        box, pair = (str(tea.packagings.get(name=name).pk) for name in ("Box", "Pair"))
    list_price(shop, supplier, tea, "24.00", packaging=box)
    list_price(shop, supplier, tea, "30.00", packaging=box, valid_from="2021-01-01", valid_until="2021-12-31")
    order = make_order(
        shop, supplier, line(tea, "1", None, packaging=box), line(tea, "1", None, packaging=pair), line(tea, "1", None)
    )
    assert [row["unit_price"] for row in order["lines"]] == ["24", "4", "2"]
    assert order["net_amount"] == "30.0000"


def test_an_order_needs_prices(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop)
    list_price(shop, supplier, tea, "2.00", currency="USD")
    answer = ordered(shop, {"supplier": str(supplier.pk), "lines": [line(tea, "1", None)]})
    assert refused(answer) == (422, "NO_PRICE", {"line": 1, "product": str(tea.pk)})
    assert shop.manager_till.get(ORDERS).json()["results"] == []


def test_goods_are_expected_after_the_lead_time_on_a_day_of_delivery(shop: Shop) -> None:
    days = [DayPlan("mon", expects_order=True), DayPlan("thu", makes_delivery=True)]
    supplier, tea = make_supplier(shop, days, lead_time_days=2), make_product(shop)
    with time_machine.travel(MONDAY, tick=False):
        order = make_order(shop, supplier, line(tea, "1"))
        list_price(shop, supplier, tea, "1.00", lead_time_days=4)
        slower = make_order(shop, supplier, line(tea, "1"))
        given = make_order(shop, supplier, line(tea, "1"), expected_delivery_date="2026-03-04")
    assert (order["document_date"], order["expected_delivery_date"]) == ("2026-03-02", "2026-03-05")
    assert slower["expected_delivery_date"] == "2026-03-12"
    assert given["expected_delivery_date"] == "2026-03-04"


def test_an_order_in_another_currency_needs_a_rate_and_keeps_it(shop: Shop) -> None:
    supplier, tea = make_supplier(shop, currency="USD"), make_product(shop, stock=None)
    body = {"supplier": str(supplier.pk), "lines": [line(tea, "10", "5.00")]}
    assert refused(ordered(shop, body)) == (422, "BAD_EXCHANGE_RATE", {"currency": "USD", "exchange_rate": None})
    wrong = ordered(shop, {**body, "currency": "EUR", "exchange_rate": "1.1"})
    assert refused(wrong) == (422, "BAD_EXCHANGE_RATE", {"currency": "EUR", "exchange_rate": "1.1"})
    unknown = ordered(shop, {**body, "currency": "XQZ", "exchange_rate": "1.1"})
    assert refused(unknown)[:2] == (422, "UNKNOWN_CURRENCY")
    order = make_sent_order(shop, supplier, line(tea, "10", "5.00"), exchange_rate="0.92345678")
    assert (order["currency"], order["exchange_rate"], order["net_amount"]) == ("USD", "0.92345678", "50.0000")
    receipt = receive(shop, order).json()
    assert (receipt["exchange_rate"], receipt["lines"][0]["unit_cost"]) == ("0.92345678", "4.617284")


def test_suppliers_that_may_not_deliver_are_refused_when_ordering_and_when_approving(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop)
    order = make_order(shop, supplier, line(tea, "1"))
    body = {"supplier": str(supplier.pk), "lines": [line(tea, "1")]}
    for fields, code in (({"delivery_blocked": True}, "DELIVERY_BLOCKED"), ({"is_active": False}, "SUPPLIER_INACTIVE")):
        SupplierService.update_supplier(
            business=shop.business, supplier_id=supplier.pk, actor=shop.owner, fields=fields
        ).unwrap()
        assert refused(step(shop.manager_till, ORDERS, order, "approved"))[:2] == (422, code)
        assert refused(ordered(shop, body))[:2] == (422, code)
    assert read(shop, order)["status"] == "draft"
    assert len(shop.manager_till.get(ORDERS).json()["results"]) == 1


def test_no_more_is_ordered_than_the_suppliers_credit_allows(shop: Shop) -> None:
    supplier, tea = make_supplier(shop, credit_limit=Decimal(100)), make_product(shop)
    body = {"supplier": str(supplier.pk), "lines": [line(tea, "10", "10.01")]}
    status, code, data = refused(ordered(shop, body))
    assert (status, code, data["requested_amount"]) == (422, "CREDIT_LIMIT_EXCEEDED", "100.10")
    assert float(data["available_credit"]) == 100
    order = make_order(shop, supplier, line(tea, "10", "10.00"))
    SupplierService.update_supplier(
        business=shop.business, supplier_id=supplier.pk, actor=shop.owner, fields={"credit_limit": Decimal(99)}
    ).unwrap()
    assert refused(step(shop.manager_till, ORDERS, order, "approved"))[:2] == (422, "CREDIT_LIMIT_EXCEEDED")


def test_an_order_is_changed_as_a_whole_while_it_is_a_draft(shop: Shop) -> None:
    supplier, tea, milk = make_supplier(shop), make_product(shop, "Tea"), make_product(shop, "Milk")
    order = make_order(shop, supplier, line(tea, "1", "1.00"), line(milk, "2", "1.00"))
    path = f"{ORDERS}{order['id']}/"
    first = order["lines"][0]["id"]
    twice = [{**line(tea, "1"), "id": first}, {**line(milk, "1"), "id": first}]
    assert refused(shop.manager_till.patch(path, {"lines": twice}))[:2] == (400, "VALIDATION_FAILED")
    strange = [{**line(tea, "1"), "id": SOME_ID}]
    assert refused(shop.manager_till.patch(path, {"lines": strange})) == (404, "NOT_FOUND", {"lines": [SOME_ID]})
    assert read(shop, order)["lines"] == order["lines"]
    changed = shop.manager_till.patch(path, {"lines": [{**line(tea, "5", "2.00"), "id": first}], "notes": "n"}).json()
    assert [(row["id"], row["quantity"]) for row in changed["lines"]] == [(first, "5")]
    assert changed["net_amount"] == "10.0000"
    dearer = shop.manager_till.patch(path, {"currency": "USD", "exchange_rate": "0.9"}).json()
    assert (dearer["currency"], dearer["net_amount"], dearer["lines"][0]["id"]) == ("USD", "10.0000", first)


def test_a_division_belongs_to_its_supplier(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop)
    own, strange = make_division(shop, supplier), make_division(shop, make_supplier(shop))
    order = make_order(shop, supplier, line(tea, "1"), division=str(own.pk))
    assert order["division"] == str(own.pk)
    wrong = shop.manager_till.patch(f"{ORDERS}{order['id']}/", {"division": str(strange.pk)})
    assert refused(wrong) == (404, "NOT_FOUND", {"field": "division"})


def test_more_than_ordered_is_refused_unless_the_business_tolerates_it(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    order = make_sent_order(shop, supplier, line(tea, "100", "1.00"))
    row = order["lines"][0]["id"]
    too_much = {"lines": [{"line": row, "quantity": "106"}]}
    figures = {"line": 1, "ordered": "100", "received": "0", "asked": "106"}
    assert refused(receive(shop, order, too_much)) == (422, "OVER_DELIVERY", {**figures, "allowed": "100"})
    allow_over_delivery(shop, "5")
    assert shop.manager_till.get("/api/purchase-settings/").json()["over_delivery_percent"] == "5.0000"
    assert refused(receive(shop, order, too_much)) == (422, "OVER_DELIVERY", {**figures, "allowed": "105"})
    most = receive(shop, order, {"lines": [{"line": row, "quantity": "105"}]}).json()
    complete(shop, RECEIPTS, most)
    after = read(shop, order)
    assert (after["status"], after["lines"][0]["received_base_qty"], after["lines"][0]["open_base_qty"]) == (
        "received",
        "105",
        "0",
    )
    one_more = receive(shop, order, {"lines": [{"line": row, "quantity": "1"}]})
    assert refused(one_more)[1] == "OVER_DELIVERY"
    assert on_hand(shop, tea) == 105


def test_two_drafts_that_fit_alone_are_not_both_completed(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    order = make_sent_order(shop, supplier, line(tea, "10", "1.00"))
    first, second = receive(shop, order).json(), receive(shop, order).json()
    complete(shop, RECEIPTS, first)
    late = step(shop.manager_till, RECEIPTS, second, "completed")
    figures = {"line": 1, "ordered": "10", "received": "10", "asked": "10", "allowed": "0"}
    assert refused(late) == (422, "OVER_DELIVERY", figures)
    assert on_hand(shop, tea) == 10
    assert read(shop, order)["lines"][0]["received_base_qty"] == "10"


def test_nothing_is_received_of_an_order_that_is_not_open(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    order = make_order(shop, supplier, line(tea, "10"))
    closed = {"order": order["id"], "status": "draft"}
    assert refused(receive(shop, order)) == (409, "ORDER_CLOSED", closed)
    stepped(shop.manager_till, ORDERS, order, "approved")
    pending = receive(shop, order).json()
    stepped(shop.manager_till, ORDERS, order, "cancelled", "Out of fashion")
    refusal = (409, "ORDER_CLOSED", closed | {"status": "cancelled"})
    assert refused(step(shop.manager_till, RECEIPTS, pending, "completed")) == refusal
    assert refused(receive(shop, order)) == refusal
    assert on_hand(shop, tea) == 0


def test_lines_of_another_order_are_not_received(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop)
    order, other = (make_sent_order(shop, supplier, line(tea, "1")) for _ in range(2))
    strange = other["lines"][0]["id"]
    answer = receive(shop, order, {"lines": [{"line": strange, "quantity": "1"}]})
    assert refused(answer) == (404, "NOT_FOUND", {"lines": [strange]})


def test_an_order_with_deliveries_is_closed_not_cancelled(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    order = make_sent_order(shop, supplier, line(tea, "10", "1.00"))
    row = order["lines"][0]["id"]
    complete(shop, RECEIPTS, receive(shop, order, {"lines": [{"line": row, "quantity": "4"}]}).json())
    assert refused(step(shop.manager_till, ORDERS, order, "cancelled", "x"))[1] == "TRANSITION_NOT_ALLOWED"
    closed = stepped(shop.manager_till, ORDERS, order, "closed", "The rest is sold out")
    figures = closed["lines"][0]
    assert (figures["received_base_qty"], figures["cancelled_base_qty"], figures["open_base_qty"]) == ("4", "6", "0")


def test_lines_that_will_not_come_are_given_up(shop: Shop) -> None:
    supplier, tea, milk = make_supplier(shop), make_product(shop, "Tea", stock=None), make_product(shop, "Milk")
    order = make_sent_order(shop, supplier, line(tea, "10", "1.00"), line(milk, "5", "1.00"))
    of_tea, of_milk = (row["id"] for row in order["lines"])
    path = f"{ORDERS}{order['id']}/cancel-lines/"
    strange = shop.manager_till.post(path, {"lines": [SOME_ID], "reason": "x"})
    assert refused(strange) == (404, "NOT_FOUND", {"lines": [SOME_ID]})
    before = shop.manager_till.post(path, {"lines": [of_milk], "reason": "sold out"}).json()
    assert (before["status"], [row["open_base_qty"] for row in before["lines"]]) == ("sent", ["10", "0"])
    complete(shop, RECEIPTS, receive(shop, order, {"lines": [{"line": of_tea, "quantity": "9"}]}).json())
    assert read(shop, order)["status"] == "partially_received"
    after = shop.manager_till.post(path, {"lines": [of_tea], "reason": "one was broken"}).json()
    assert (after["status"], [row["cancelled_base_qty"] for row in after["lines"]]) == ("received", ["1", "5"])
    stepped(shop.manager_till, ORDERS, order, "closed")
    late = shop.manager_till.post(path, {"lines": [of_tea], "reason": "x"})
    assert refused(late)[:2] == (409, "ORDER_CLOSED")


def test_an_order_that_goods_were_received_of_is_neither_reworked_nor_loses_lines(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None)
    order = make_order(shop, supplier, line(tea, "10"))
    stepped(shop.manager_till, ORDERS, order, "approved")
    receipt = receive(shop, order).json()
    back = stepped(shop.manager_till, ORDERS, order, "draft")
    assert back["is_editable"] is True
    in_use = shop.manager_till.patch(f"{ORDERS}{order['id']}/", {"lines": []})
    assert refused(in_use)[:2] == (409, "IN_USE")
    assert refused(shop.manager_till.delete(f"{ORDERS}{order['id']}/"))[:2] == (409, "IN_USE")
    assert len(read(shop, order)["lines"]) == 1
    stepped(shop.manager_till, ORDERS, order, "approved")
    complete(shop, RECEIPTS, receipt)
    assert read(shop, order)["status"] == "received"


def test_a_deleted_order_is_gone_and_an_approved_one_stays(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop)
    order = make_order(shop, supplier, line(tea, "1"))
    assert shop.manager_till.delete(f"{ORDERS}{order['id']}/").status_code == 204
    assert shop.manager_till.get(f"{ORDERS}{order['id']}/").status_code == 404
    kept = make_sent_order(shop, supplier, line(tea, "1"))
    assert refused(shop.manager_till.delete(f"{ORDERS}{kept['id']}/"))[:2] == (409, "DOCUMENT_NOT_DELETABLE")


def test_quantities_packagings_and_products_are_checked(shop: Shop) -> None:
    supplier = make_supplier(shop)
    tea, other = (make_product(shop, packagings=[NewPackaging("Box", 12)]) for _ in range(2))
    with shop.scope():
        strange = str(other.packagings.get().pk)
    head = {"supplier": str(supplier.pk)}
    for row, wanted in (
        (line(tea, "1.5"), (422, "QUANTITY_TOO_PRECISE", {"line": 1, "decimals": 0})),
        (line(tea, "1", packaging=strange), (404, "PACKAGING_NOT_FOUND", {"packagings": [strange]})),
        ({**line(tea, "1"), "product": SOME_ID}, (404, "PRODUCT_NOT_FOUND", {"products": [SOME_ID]})),
    ):
        assert refused(ordered(shop, {**head, "lines": [row]})) == wanted
    huge = ordered(shop, {**head, "lines": [line(tea, "999999999", "9999999999999")]})
    assert refused(huge)[:2] == (422, "AMOUNT_TOO_LARGE")
    assert shop.manager_till.get(ORDERS).json()["results"] == []


def test_a_packaging_out_of_use_stays_on_the_order_that_has_it(shop: Shop) -> None:
    supplier, tea = make_supplier(shop), make_product(shop, stock=None, packagings=[NewPackaging("Box", 12)])
    with shop.scope():
        box = tea.packagings.get()
    order = make_sent_order(shop, supplier, line(tea, "2", "24.00", packaging=str(box.pk)))
    retired = shop.manager_till.patch(f"/api/products/{tea.pk}/packagings/{box.pk}/", {"is_active": False})
    assert retired.status_code == 200, retired.content
    receipt = receive(shop, order).json()
    assert (receipt["lines"][0]["packaging"], receipt["lines"][0]["unit_cost"]) == (str(box.pk), "2")
    fresh = ordered(shop, {"supplier": str(supplier.pk), "lines": [line(tea, "1", packaging=str(box.pk))]})
    assert refused(fresh)[:2] == (404, "PACKAGING_NOT_FOUND")


def test_orders_are_found_by_supplier_status_and_number(shop: Shop) -> None:
    first, second, tea = make_supplier(shop), make_supplier(shop), make_product(shop)
    one = make_order(shop, first, line(tea, "1"))
    two = make_sent_order(shop, second, line(tea, "1"))
    for query, wanted in (
        (f"supplier={first.pk}", [one["id"]]),
        ("status=sent", [two["id"]]),
        (f"number={two['number']}", [two["id"]]),
        ("", [two["id"], one["id"]]),
    ):
        assert [row["id"] for row in shop.manager_till.get(f"{ORDERS}?{query}").json()["results"]] == wanted


def test_a_business_that_calls_its_statuses_otherwise_is_checked_alike(shop: Shop) -> None:
    types = {each["kind"]: each for each in shop.manager_till.get("/api/document-types/").json()["results"]}
    own = json.dumps({name: types["PURCHASE_ORDER"][name] for name in ("statuses", "transitions")})
    for built_in, called in (("draft", "sketch"), ("approved", "agreed"), ("sent", "faxed")):
        own = own.replace(f'"{built_in}"', f'"{called}"')
    path = f"/api/document-types/{types['PURCHASE_ORDER']['id']}/workflow/"
    assert shop.manager_till.post(path, json.loads(own)).status_code == 200
    supplier, tea = make_supplier(shop, credit_limit=Decimal(10)), make_product(shop, stock=None)
    empty = created(shop.manager_till, ORDERS, {"location": str(shop.storefront.pk), "supplier": str(supplier.pk)})
    assert refused(step(shop.manager_till, ORDERS, empty, "agreed"))[:2] == (422, "DOCUMENT_EMPTY")
    order = make_order(shop, supplier, line(tea, "5", "1.00"))
    SupplierService.update_supplier(
        business=shop.business, supplier_id=supplier.pk, actor=shop.owner, fields={"credit_limit": Decimal(4)}
    ).unwrap()
    assert refused(step(shop.manager_till, ORDERS, order, "agreed"))[:2] == (422, "CREDIT_LIMIT_EXCEEDED")
    SupplierService.update_supplier(
        business=shop.business, supplier_id=supplier.pk, actor=shop.owner, fields={"credit_limit": Decimal(10)}
    ).unwrap()
    stepped(shop.manager_till, ORDERS, order, "agreed")
    receipt = receive(shop, order, {"lines": [{"line": order["lines"][0]["id"], "quantity": "2"}]}).json()
    complete(shop, RECEIPTS, receipt)
    assert read(shop, order)["status"] == "partially_received"
