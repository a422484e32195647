"""The last unit: one buyer gets it, the others are told what is left, and without the lock this goes wrong."""

from collections import Counter
from decimal import Decimal
from uuid import UUID

import pytest

from optimapos.inventory.models import InventoryItem, StockReservation
from optimapos.sales.models import Sale, SaleItem
from tests.concurrency.books import assert_books_balance
from tests.concurrency.orders import CHECKOUT, line, sale
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.servers import Answer, Server, race

BUYERS = 50
CART_BUYERS = 25


def stock_of(shop: Shop, product_id: UUID) -> Decimal:
    with shop.scope():
        return InventoryItem.objects.for_business(shop.id).get(product_id=product_id).current_qty


def tokens(shop: Shop) -> list[str]:
    return [shop.till.token, shop.manager_till.token]


def told(answer: Answer) -> tuple[int, str, str]:
    """Status, code, and how much the loser was told that there is."""
    if answer.status < 400 or answer.status >= 500:
        return answer.status, "", ""
    return answer.status, answer.code, answer.json()["data"]["items"][0]["available"]


def rush(server: Server, shop: Shop, buyers: int = BUYERS) -> tuple[UUID, list[Answer]]:
    """All want the one unit of a new product by a checkout in one request."""
    product = make_product(shop, stock="1").pk
    return product, race(server, tokens(shop), [(CHECKOUT, sale([(product, 1)]), None)] * buyers)


def cart_rush(server: Server, shop: Shop, carts: int) -> tuple[UUID, list[Answer]]:
    """All want to put the one unit of a new product into a cart of their own."""
    product = make_product(shop, stock="1").pk
    opener = server.client(shop.till.token)
    opened = [opener.post("/api/sales/").json()["id"] for _ in range(carts)]
    opener.close()
    return product, race(
        server, [shop.till.token], [(f"/api/sales/{cart}/items/", line(product), None) for cart in opened]
    )


def one_winner(answers: list[Answer]) -> None:
    assert Counter(map(told, answers)) == {(201, "", ""): 1, (409, "INSUFFICIENT_STOCK", "0"): len(answers) - 1}


def race_for_the_last_unit(server: Server, shop: Shop, rounds: int) -> None:
    for _ in range(rounds):
        product, answers = rush(server, shop)
        one_winner(answers)
        assert stock_of(shop, product) == 0
    with shop.scope():
        assert Sale.objects.for_business(shop.id).count() == rounds
    assert_books_balance(shop.id)


def race_for_the_last_unit_by_carts(server: Server, shop: Shop, rounds: int, carts: int) -> None:
    for _ in range(rounds):
        product, answers = cart_rush(server, shop, carts)
        one_winner(answers)
        with shop.scope():
            held = StockReservation.objects.for_business(shop.id).filter(item__product_id=product)
            lines = SaleItem.objects.for_business(shop.id).filter(product_id=product)
            assert [(row.quantity, row.status) for row in held] == [(Decimal(1), "ACTIVE")]
            assert lines.count() == 1
    assert_books_balance(shop.id)


def test_of_fifty_buyers_of_the_last_unit_one_gets_it_and_the_others_are_told_that_none_is_left(
    server: Server, shop: Shop
) -> None:
    race_for_the_last_unit(server, shop, rounds=20)


@pytest.mark.slow
def test_of_fifty_buyers_one_gets_the_last_unit_five_hundred_times(server: Server, shop: Shop) -> None:
    race_for_the_last_unit(server, shop, rounds=500)


def test_without_the_lock_of_items_the_same_race_oversells_or_hits_the_constraint(unlocked: Server, shop: Shop) -> None:
    outcomes: Counter[tuple[int, str, str]] = Counter()
    for _ in range(20):
        _, answers = rush(unlocked, shop)
        round_ = Counter(map(told, answers))
        outcomes += round_
        if round_[201, "", ""] > 1 or any(status >= 500 for status, *_ in round_):
            return
    pytest.fail(f"the control never went wrong, so the race proves nothing: {outcomes}")


def test_of_many_carts_one_holds_the_last_unit_and_the_others_are_told_that_none_is_left(
    server: Server, shop: Shop
) -> None:
    race_for_the_last_unit_by_carts(server, shop, rounds=3, carts=CART_BUYERS)


@pytest.mark.slow
def test_of_fifty_carts_one_holds_the_last_unit_two_hundred_times(server: Server, shop: Shop) -> None:
    race_for_the_last_unit_by_carts(server, shop, rounds=200, carts=50)


def test_without_the_lock_of_items_two_carts_hold_the_same_unit(unlocked: Server, shop: Shop) -> None:
    winners = []
    for _ in range(10):
        _, answers = cart_rush(unlocked, shop, carts=16)
        winners.append(sum(answer.status == 201 for answer in answers))
        if winners[-1] > 1:
            return
    pytest.fail(f"the control never went wrong, so the race proves nothing: {winners} carts got the unit")


def test_two_lines_of_one_product_that_only_together_exceed_the_stock_are_refused_with_what_there_is(
    server: Server, shop: Shop
) -> None:
    product = make_product(shop, stock="3").pk
    answers = race(server, tokens(shop), [(CHECKOUT, sale([(product, 2), (product, 2)]), None)] * 10)
    assert Counter(map(told, answers)) == {(409, "INSUFFICIENT_STOCK", "3"): 10}
    assert stock_of(shop, product) == 3
    with shop.scope():
        assert not Sale.objects.for_business(shop.id).exists()


def test_of_many_carts_with_two_lines_of_one_product_as_many_win_as_there_is_stock_for(
    server: Server, shop: Shop
) -> None:
    product = make_product(shop, stock="10").pk
    answers = race(server, tokens(shop), [(CHECKOUT, sale([(product, 1), (product, 2)]), None)] * 20)
    assert Counter(map(told, answers)) == {(201, "", ""): 3, (409, "INSUFFICIENT_STOCK", "1"): 17}
    assert stock_of(shop, product) == 1
    assert_books_balance(shop.id)


def test_a_second_line_that_only_together_with_the_first_exceeds_the_stock_is_not_added(
    server: Server, shop: Shop
) -> None:
    product = make_product(shop, stock="3").pk
    cart = shop.till.post("/api/sales/").json()["id"]
    answers = race(server, [shop.till.token], [(f"/api/sales/{cart}/items/", line(product, 2), None)] * 8)
    assert Counter(map(told, answers)) == {(201, "", ""): 1, (409, "INSUFFICIENT_STOCK", "3"): 7}
    document = shop.till.get(f"/api/sales/{cart}/").json()
    assert [row["quantity"] for row in document["items"]] == ["2"]
    assert_books_balance(shop.id)
