"""Selling what the books don't have, where the location allows it: deficits, their cost, and who gives way."""

from decimal import Decimal
from typing import Any

import pytest

from optimapos.audit.models import AuditLog
from optimapos.inventory.models import InventoryBatch, StockReservation
from optimapos.sales.models import Sale, SaleItem
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.sales.shelves import CHECKOUT, body, item_of, late, layers, movements, receive, sell_on, sound, take_in
from tests.sales.test_phase_one import add, available, expire, open_cart, pay
from tests.sales.test_statements import calls_during


def oversold(shop: Shop) -> list[dict[str, Any]]:
    """What the audit log tells of sales beyond the books."""
    with shop.scope():
        rows = AuditLog.objects.for_business(shop.id).filter(event_type="stock.oversold").order_by("id")
        return [item for event in rows for item in event.event_data["items"]]


def held(shop: Shop, cart: str) -> list[tuple[Decimal, str]]:
    """(quantity, status) of a cart's reservations."""
    with shop.scope():
        rows = StockReservation.objects.for_business(shop.id).filter(sale_id=cart).order_by("id")
        return list(rows.values_list("quantity", "status"))


def test_a_deficit_is_sold_at_a_provisional_cost_and_settled_by_the_next_receipt(shop: Shop) -> None:
    sell_on(shop)
    tea = make_product(shop, price="12.00", stock="1", cost="4.00")
    assert shop.till.post(CHECKOUT, body((tea, "1"))).status_code == 201
    sale = shop.till.post(CHECKOUT, body((tea, "5")), key="five")
    assert sale.status_code == 201, sale.content
    assert sale.json()["flags"] == ["OVERSOLD"]
    item = item_of(shop, tea)
    assert (item.current_qty, item.floor_qty, item.stock_value) == (-5, -5, -20)
    with shop.scope():
        deficit = InventoryBatch.objects.for_business(shop.id).get(kind="DEFICIT")
        stored = Sale.objects.for_business(shop.id).get(pk=sale.json()["id"])
        line = SaleItem.objects.for_business(shop.id).get(sale=stored)
    assert (deficit.remaining_qty, deficit.received_qty, deficit.unit_cost) == (-5, 0, 4)
    assert (deficit.batch_number, deficit.cost_provisional, deficit.is_open) == ("DEFICIT", True, True)
    assert (stored.flags, line.cost_amount) == (["OVERSOLD"], 20)
    assert shop.till.get(f"/api/sales/{stored.pk}/").content == sale.content
    receive(business=shop.business, location=shop.storefront, product=tea, quantity="10", cost="5.00").unwrap()
    item = item_of(shop, tea)
    assert (item.current_qty, item.floor_qty, item.stock_value) == (5, 0, 25)
    assert layers(shop, tea) == [("STOCK", 5, 5)]
    assert movements(shop, tea)[2:] == [
        ("SALE", -5, -20, -5, -20),
        ("RECEIPT", 5, 25, 0, 5),
        ("COST_ADJUSTMENT", 0, -5, 0, 0),
        ("RECEIPT", 5, 25, 5, 25),
    ]
    sound(shop)


def test_each_line_costs_what_it_took_and_a_second_deficit_keeps_the_first_ones_cost(shop: Shop) -> None:
    sell_on(shop)
    tea = make_product(shop, price="1.00", stock="3", cost="1.234567", unit_decimals=3)
    sale = shop.till.post(CHECKOUT, body((tea, "2"), (tea, "2.125"), (tea, "0.5")))
    assert sale.status_code == 201, sale.content
    with shop.scope():
        costs = list(SaleItem.objects.for_business(shop.id).order_by("line_no").values_list("cost_amount", flat=True))
    assert costs == [Decimal("2.469134"), Decimal("2.623455"), Decimal("0.617283")]
    assert sum(costs) == Decimal("5.709872")
    take_in(shop, tea, "1", "9.00")
    assert shop.till.post(CHECKOUT, body((tea, "1"))).status_code == 201
    assert layers(shop, tea) == [("DEFICIT", Decimal("-1.625"), Decimal("1.234567"))]
    assert item_of(shop, tea).floor_qty == Decimal("-1.625")
    sound(shop)


def test_goods_that_were_never_here_are_sold_at_no_cost_by_a_cart_and_at_once(shop: Shop) -> None:
    sell_on(shop)
    tea, milk = make_product(shop, price="1.00", stock=None), make_product(shop, price="1.00", stock=None)
    cart = open_cart(shop.till)
    added = add(shop.till, cart, tea, "2")
    assert (added.status_code, added.json()["reserved_until"]) == (201, None)
    done = pay(shop.till, cart, ("CASH", "2.00"))
    assert (done.status_code, done.json()["flags"]) == (200, ["OVERSOLD"])
    assert shop.till.get(f"/api/sales/{cart}/").content == done.content
    assert shop.till.post(CHECKOUT, body((milk, "3"))).status_code == 201
    for product, quantity in ((tea, -2), (milk, -3)):
        item = item_of(shop, product)
        assert (item.current_qty, item.stock_value, item.floor_qty) == (quantity, 0, quantity)
    sound(shop)


def test_what_is_there_is_sold_without_a_flag_and_a_repeat_gets_the_first_answer(shop: Shop) -> None:
    sell_on(shop)
    tea = make_product(shop, price="1.00", stock="4")
    first = shop.till.post(CHECKOUT, body((tea, "4")), key="k1")
    assert (first.status_code, first.json()["flags"]) == (201, [])
    assert oversold(shop) == []
    again = shop.till.post(CHECKOUT, body((tea, "4")), key="k1")
    assert (again.content, again["Idempotent-Replayed"]) == (first.content, "true")
    beyond = shop.till.post(CHECKOUT, body((tea, "1")), key="k2")
    assert beyond.json()["flags"] == ["OVERSOLD"]
    assert shop.till.post(CHECKOUT, body((tea, "1")), key="k2").content == beyond.content
    item = str(item_of(shop, tea).pk)
    figures = {"item": item, "product": str(tea.pk), "requested": "1", "there": "0", "deficit": "1"}
    assert oversold(shop) == [figures]
    with shop.scope():
        told = AuditLog.objects.for_business(shop.id).filter(event_type="sale.completed").order_by("id").last()
    assert told is not None
    assert told.event_data["flags"] == ["OVERSOLD"]


def test_other_flags_stay_beside_it(shop: Shop) -> None:
    sell_on(shop)
    tea = make_product(shop, price="12.00", floor_price=Decimal("10.00"), stock="1")
    line = {"product": str(tea.pk), "quantity": "2", "unit_price": "9.00"}
    tender = [{"payment_method": "CASH", "amount_paid": "18.00"}]
    sale = shop.manager_till.post(CHECKOUT, {"items": [line], "payments": tender}).json()
    assert sale["flags"] == ["OVERSOLD", "BELOW_FLOOR"]
    line["quantity"] = "1"
    take_in(shop, tea, "5")
    tender[0]["amount_paid"] = "9.00"
    sale = shop.manager_till.post(CHECKOUT, {"items": [line], "payments": tender}).json()
    assert sale["flags"] == ["BELOW_FLOOR"]


def test_a_cart_holds_what_there_is_and_takes_the_rest_without_holding(shop: Shop) -> None:
    sell_on(shop)
    tea = make_product(shop, price="1.00", stock="5")
    first, second, third = (open_cart(shop.till) for _ in range(3))
    assert add(shop.till, first, tea, "3").status_code == 201
    line = add(shop.till, second, tea, "4").json()["id"]
    assert add(shop.till, third, tea, "1").status_code == 201
    assert (held(shop, first), held(shop, second), held(shop, third)) == ([(3, "ACTIVE")], [(2, "ACTIVE")], [])
    assert available(shop, tea) == "0"
    sound(shop)
    shop.till.patch(f"/api/sales/{second}/items/{line}/", {"quantity": "3"})
    assert held(shop, second) == [(2, "ACTIVE")]
    sound(shop)


def test_taking_a_line_out_never_holds_more_than_before(shop: Shop) -> None:
    sell_on(shop)
    tea = make_product(shop, price="1.00", stock="2")
    cart = open_cart(shop.till)
    add(shop.till, cart, tea, "4")
    line = add(shop.till, cart, tea, "3").json()["id"]
    assert held(shop, cart) == [(2, "ACTIVE")]
    assert shop.till.delete(f"/api/sales/{cart}/items/{line}/").status_code == 204
    assert held(shop, cart) == [(2, "ACTIVE")]


def test_a_sale_beyond_what_is_there_takes_it_from_the_newest_carts(shop: Shop) -> None:
    sell_on(shop)
    tea = make_product(shop, price="1.00", stock="10")
    older, newer = open_cart(shop.till), open_cart(shop.till)
    add(shop.till, older, tea, "3")
    add(shop.till, newer, tea, "4")
    assert shop.till.post(CHECKOUT, body((tea, "6"))).json()["flags"] == []
    assert (held(shop, older), held(shop, newer)) == ([(3, "ACTIVE")], [(4, "CANCELLED")])
    sound(shop)
    done = pay(shop.till, newer, ("CASH", "4.00"))
    assert (done.status_code, done.json()["flags"]) == (200, [])
    assert held(shop, older) == [(3, "CANCELLED")]
    done = pay(shop.till, older, ("CASH", "3.00"))
    assert (done.status_code, done.json()["flags"]) == (200, ["OVERSOLD"])
    assert item_of(shop, tea).current_qty == -3
    sound(shop)


def test_a_strict_storefront_sells_nothing_of_what_it_owes(shop: Shop) -> None:
    tea = make_product(shop, price="1.00", stock="2")
    assert shop.manager_till.post(CHECKOUT, late((tea, "5"))).status_code == 201
    refused = shop.till.post(CHECKOUT, body((tea, "1")))
    assert (refused.status_code, refused.json()["data"]["items"][0]["available"]) == (409, "0")
    assert available(shop, tea) == "0"
    assert item_of(shop, tea).current_qty == -3


def test_selling_on_takes_as_many_statements_for_40_lines_as_for_one(shop: Shop) -> None:
    sell_on(shop)
    products = [make_product(shop, price="1.00", stock="1") for _ in range(40)]

    def sell(count: int) -> None:
        sale = shop.till.post(CHECKOUT, body(*((product, "2") for product in products[:count])))
        assert (sale.status_code, sale.json()["flags"]) == (201, ["OVERSOLD"])

    sell(1)
    assert calls_during(lambda: sell(1)) == calls_during(lambda: sell(40))
    assert [item_of(shop, product).current_qty for product in (products[0], products[-1])] == [-5, -1]


ASKED = [("3", ["4", "3"], 7), ("3", ["4", "4"], 7), (None, ["6", "6"], 10)]


@pytest.mark.parametrize(("others", "lines", "holds"), ASKED)
def test_a_cart_that_asks_for_more_holds_the_worked_quantity(
    shop: Shop, others: str | None, lines: list[str], holds: int
) -> None:
    sell_on(shop)
    tea = make_product(shop, price="1.00", stock="10")
    cart = open_cart(shop.till)
    if others:
        add(shop.till, open_cart(shop.till), tea, others)
    for quantity in lines:
        assert add(shop.till, cart, tea, quantity).status_code == 201
    assert held(shop, cart) == [(holds, "ACTIVE")]
    sound(shop)


def test_a_cart_that_asks_anew_when_nothing_is_left_holds_nothing(shop: Shop) -> None:
    sell_on(shop)
    tea = make_product(shop, price="1.00", stock="4")
    cart = open_cart(shop.till)
    add(shop.till, cart, tea, "4")
    expire(cart)
    add(shop.till, open_cart(shop.till), tea, "4")
    assert shop.till.post(f"/api/sales/{cart}/hold/", {}).status_code == 200
    assert held(shop, cart) == [(4, "RELEASED")]
    sound(shop)


def test_more_than_the_books_can_hold_is_refused_not_a_bug(shop: Shop) -> None:
    tea = make_product(shop, price="0.01", stock="1")
    sell_on(shop)
    payments = [{"payment_method": "CASH", "amount_paid": "99999999.00"}]
    wanted = body((tea, "999999999"), (tea, "999999999")) | {"payments": payments}
    answer = shop.till.post(CHECKOUT, wanted)
    assert (answer.status_code, answer.json()["code"]) == (422, "AMOUNT_TOO_LARGE")
    assert item_of(shop, tea).current_qty == 1
