"""The order board: what to buy, from whom, how much, and by when; and buying it in one go."""

from collections.abc import Callable
from datetime import time
from decimal import Decimal
from typing import Any

import time_machine
from django.test.utils import CaptureQueriesContext

from optimapos.partners.services import SupplierService
from optimapos.partners.types import DayPlan
from optimapos.products.models import Product
from optimapos.products.types import NewPackaging
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_till
from tests.factories.partners import make_supplier
from tests.purchases.desks import (
    ORDERS,
    REQUESTS,
    created,
    line,
    list_price,
    make_order,
    make_request,
    make_warehouse,
    refused,
    stepped,
)

BOARD = "/api/order-board/"
BUY = "/api/order-board/requests/"
MONDAY = "2026-03-02T09:00:00Z"
"""11:00 at the storefront, which is in Sofia."""


def low(shop: Shop, name: str, *, stock: str = "5", point: str = "10", target: str = "40", **fields: Any) -> Product:
    """A product at its reorder point or below."""
    supplier = fields.pop("supplier", None)
    product = make_product(shop, name, stock=stock, **fields)
    body = {
        "product": str(product.pk),
        "location": str(shop.storefront.pk),
        "reorder_point": point,
        "target_qty": target,
        "supplier": supplier and str(supplier.pk),
    }
    created(shop.manager_till, "/api/reorder-rules/", body)
    return product


def board(shop: Shop) -> Any:
    """The groups of the storefront's board."""
    answer = shop.manager_till.get(f"{BOARD}?location={shop.storefront.pk}")
    assert answer.status_code == 200, answer.content
    return answer.json()["groups"]


def daily(deadline: time | None) -> list[DayPlan]:
    """A week of a supplier that takes orders and delivers every day."""
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return [DayPlan(day, expects_order=True, makes_delivery=True, order_deadline_time=deadline) for day in days]


def test_what_is_low_is_suggested_from_the_preferred_supplier_by_its_terms(shop: Shop) -> None:
    supplier = make_supplier(shop, daily(time(14)), lead_time_days=2)
    tea = low(shop, "Tea", packagings=[NewPackaging("Box", 12)])
    low(shop, "Enough", stock="11")
    with shop.scope():
        box = str(tea.packagings.get().pk)
    list_price(shop, make_supplier(shop), tea, "0.50")
    list_price(shop, supplier, tea, "24.00", packaging=box, supplier_sku="T-12", min_order_qty="2", is_preferred=True)
    with time_machine.travel(MONDAY, tick=False):
        (group,) = board(shop)
    assert (group["supplier"], group["products"], group["amount"]) == (str(supplier.pk), 1, "72.00")
    assert (group["order_date"], group["is_today"], group["delivery_date"]) == ("2026-03-02", True, "2026-03-04")
    assert group["deadline"] == "2026-03-02T12:00:00Z"  # 14:00 in Sofia
    (row,) = group["suggestions"]
    assert (row["product"], row["supplier_sku"], row["packaging"]) == (str(tea.pk), "T-12", box)
    assert (row["available"], row["position"], row["quantity"], row["base_qty"]) == ("5", "5", "3", "36")
    assert (row["unit_price"], row["amount"]) == ("24", "72.00")


def test_what_is_on_its_way_counts(shop: Shop) -> None:
    supplier = make_supplier(shop)
    tea = low(shop, "Tea", supplier=supplier)
    make_request(shop, line(tea, "2", "1.00"))
    make_order(shop, supplier, line(tea, "3", "1.00"))
    (row,) = board(shop)[0]["suggestions"]
    assert (row["available"], row["requested"], row["on_order"], row["position"]) == ("5", "2", "3", "10")
    assert row["base_qty"] == "30"
    make_order(shop, supplier, line(tea, "1", "1.00"))
    assert board(shop) == []


def test_what_carts_hold_and_transfers_bring_counts_too(shop: Shop) -> None:
    place = make_warehouse(shop)
    tea = low(shop, "Tea", supplier=make_supplier(shop), stock="12")
    assert board(shop) == []
    sale = shop.till.post("/api/sales/", {"type": "RETAIL"}).json()["id"]
    shop.till.post(f"/api/sales/{sale}/items/", {"product": str(tea.pk), "quantity": "2"})
    (row,) = board(shop)[0]["suggestions"]
    assert (row["available"], row["in_transit"]) == ("10", "0")
    assert place.code == "WH01"


def test_the_next_deadline_comes_first_and_what_nobody_supplies_last(shop: Shop) -> None:
    weeks = {
        "all day": daily(None),
        "noon": daily(time(12)),
        "two": daily(time(14)),
        "passed": daily(time(9)),
        "tomorrow": [DayPlan("tue", expects_order=True, order_deadline_time=time(8))],
        "no week": [],
    }
    for name, week in weeks.items():
        low(shop, name, supplier=make_supplier(shop, week, name=name))
    low(shop, "nobody")
    with time_machine.travel(MONDAY, tick=False):
        groups = board(shop)
    shown = [(group["supplier_name"], group["is_today"]) for group in groups]
    assert shown == [
        ("noon", True),
        ("two", True),
        ("all day", True),
        ("no week", True),
        ("tomorrow", False),
        ("passed", False),
        (None, False),
    ]
    assert groups[-1]["suggestions"][0]["product_name"] == "nobody"
    assert [groups[-1][name] for name in ("order_date", "deadline", "delivery_date", "currency")] == [None] * 4


def test_products_that_are_not_bought_any_more_are_not_suggested(shop: Shop) -> None:
    tea = low(shop, "Tea", supplier=make_supplier(shop))
    shop.manager_till.post(f"/api/products/{tea.pk}/life-cycle/", {"life_cycle": "PHASE_OUT"})
    assert board(shop) == []


def test_the_board_becomes_requests_once(shop: Shop) -> None:
    first, second = make_supplier(shop), make_supplier(shop)
    tea, milk = low(shop, "Tea", supplier=first), low(shop, "Milk", supplier=second)
    soap = low(shop, "Soap")
    list_price(shop, first, tea, "2.00")
    body = {"location": str(shop.storefront.pk)}
    answer = shop.manager_till.post(BUY, body, key="board-1")
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert {(row["supplier"], row["lines"][0]["product"], row["net_amount"]) for row in made["requests"]} == {
        (str(first.pk), str(tea.pk), "70.0000"),
        (str(second.pk), str(milk.pk), "0.0000"),
        (None, str(soap.pk), "0.0000"),
    }
    assert made["orders"] == []
    assert shop.manager_till.post(BUY, body, key="board-1").json() == made
    assert board(shop) == []
    assert refused(shop.manager_till.post(BUY, body, key="board-2"))[:2] == (409, "NOTHING_TO_ORDER")
    assert len(shop.manager_till.get(REQUESTS).json()["results"]) == 3


def test_chosen_suppliers_become_orders(shop: Shop) -> None:
    first, second = make_supplier(shop, daily(None), lead_time_days=1), make_supplier(shop)
    tea = low(shop, "Tea", supplier=first)
    low(shop, "Milk", supplier=second)
    list_price(shop, first, tea, "2.00", order_multiple="10")
    body = {"location": str(shop.storefront.pk), "suppliers": [str(first.pk)], "as_orders": True}
    with time_machine.travel(MONDAY, tick=False):
        (order,) = created(shop.manager_till, BUY, body)["orders"]
    assert (order["supplier"], order["net_amount"], order["expected_delivery_date"]) == (
        str(first.pk),
        "80.0000",
        "2026-03-03",
    )
    strange = refused(shop.manager_till.post(BUY, body))
    assert strange == (404, "NOT_FOUND", {"suppliers": [str(first.pk)]})
    assert [group["supplier"] for group in board(shop)] == [str(second.pk)]


def test_a_whole_board_of_orders_leaves_out_who_may_not_deliver_and_what_nobody_supplies(shop: Shop) -> None:
    fit, blocked = make_supplier(shop), make_supplier(shop)
    for supplier, name in ((fit, "Tea"), (blocked, "Milk")):
        list_price(shop, supplier, low(shop, name, supplier=supplier), "2.00")
    low(shop, "Soap")
    SupplierService.update_supplier(
        business=shop.business, supplier_id=blocked.pk, actor=shop.owner, fields={"delivery_blocked": True}
    ).unwrap()
    assert {group["supplier"]: group["can_deliver"] for group in board(shop)} == {
        str(fit.pk): True,
        str(blocked.pk): False,
        None: False,
    }
    body = {"location": str(shop.storefront.pk), "as_orders": True}
    made = created(shop.manager_till, BUY, body)
    assert [order["supplier"] for order in made["orders"]] == [str(fit.pk)]
    named = shop.manager_till.post(BUY, {**body, "suppliers": [str(blocked.pk)]})
    assert refused(named)[:2] == (422, "DELIVERY_BLOCKED")


def test_an_order_without_a_price_is_refused_and_nothing_of_the_board_is_ordered(shop: Shop) -> None:
    first, second = make_supplier(shop), make_supplier(shop)
    list_price(shop, first, low(shop, "Tea", supplier=first), "2.00")
    low(shop, "Milk", supplier=second)
    answer = shop.manager_till.post(BUY, {"location": str(shop.storefront.pk), "as_orders": True})
    assert refused(answer)[:2] == (422, "NO_PRICE")
    assert shop.manager_till.get(ORDERS).json()["results"] == []


def test_who_may_only_ask_does_not_order(shop: Shop) -> None:
    low(shop, "Tea", supplier=make_supplier(shop))
    clerk = make_till(shop.business, shop.storefront, shop.owner, code="T7", role="stock_clerk")
    body = {"location": str(shop.storefront.pk)}
    denied = (403, "PERMISSION_DENIED", {"capability": "purchase.order"})
    assert refused(clerk.post(BUY, {**body, "as_orders": True})) == denied
    assert clerk.post(BUY, body).status_code == 201
    assert shop.till.get(BOARD).status_code == 403


def test_the_board_of_a_hidden_place_is_not_shown(shop: Shop) -> None:
    hidden = make_warehouse(shop)
    assert shop.manager_till.get(f"{BOARD}?location={hidden.pk}").status_code == 404
    assert shop.manager_till.post(BUY, {"location": str(hidden.pk)}).status_code == 404
    here = shop.manager_till.get(BOARD).json()
    assert (here["location"], here["groups"]) == (str(shop.storefront.pk), [])


def test_the_board_asks_as_often_for_twelve_products_as_for_two(
    shop: Shop, queries: Callable[[], CaptureQueriesContext]
) -> None:
    def asked(products: int) -> int:
        for number in range(products):
            supplier = make_supplier(shop, daily(time(14)))
            list_price(shop, supplier, low(shop, f"Product {number}", supplier=supplier), "2.00", is_preferred=True)
        with queries() as captured:
            board(shop)
        return len(captured)

    assert asked(2) == asked(10)


def test_what_is_suggested_is_what_was_missing(shop: Shop) -> None:
    tea = low(shop, "Tea", stock="5", supplier=make_supplier(shop))
    request = created(shop.manager_till, BUY, {"location": str(shop.storefront.pk)})["requests"][0]
    assert Decimal(request["lines"][0]["base_qty"]) == 35
    stepped(shop.manager_till, REQUESTS, request, "cancelled")
    assert board(shop)[0]["suggestions"][0]["product"] == str(tea.pk)
