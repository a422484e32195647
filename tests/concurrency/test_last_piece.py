"""One piece by its number, and goods that are owed: many at once, and what goes wrong without the lock."""

from collections import Counter
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from optimapos.inventory.models import InventoryBatch
from optimapos.products.models import Product
from tests.concurrency.books import assert_books_balance
from tests.concurrency.orders import CHECKOUT, sale
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.sales.shelves import item_of, sell_on, sound, take_in
from tests.servers import Answer, Server, race

BUYERS = 20


def rush(server: Server, shop: Shop, body: dict[str, Any]) -> list[Answer]:
    """So many buyers of the same."""
    return race(server, [shop.till.token, shop.manager_till.token], [(CHECKOUT, body, None)] * BUYERS)


def told(answer: Answer) -> tuple[int, str]:
    """Status and code."""
    return answer.status, answer.code if 400 <= answer.status < 500 else ""


def of_one_piece(shop: Shop, number: int) -> tuple[Product, dict[str, Any]]:
    """A sale of one of three pieces."""
    phone = make_product(shop, price="1.00", stock=None, tracks_serials=True)
    take_in(shop, phone, "3", serials=tuple(f"SN-{number}-{piece}" for piece in range(3)))
    body = sale([(phone.pk, 1)])
    body["items"][0]["serials"] = [f"SN-{number}-1"]
    return phone, body


def deficits(shop: Shop, product: UUID) -> list[Decimal]:
    """What is left to settle in each deficit of a product."""
    with shop.scope():
        rows = InventoryBatch.objects.for_business(shop.id).filter(item__product_id=product, kind="DEFICIT")
        return list(rows.values_list("remaining_qty", flat=True))


def test_of_many_buyers_of_one_piece_one_gets_it_and_the_others_are_told_that_it_is_gone(
    server: Server, shop: Shop
) -> None:
    for number in range(3):
        phone, body = of_one_piece(shop, number)
        answers = Counter(map(told, rush(server, shop, body)))
        assert answers == {(201, ""): 1, (409, "SERIAL_NOT_IN_STOCK"): BUYERS - 1}
        assert item_of(shop, phone).current_qty == 2
    assert_books_balance(shop.id)


def test_without_the_lock_of_items_one_piece_is_sold_twice_or_hits_the_constraint(unlocked: Server, shop: Shop) -> None:
    for number in range(20):
        _, body = of_one_piece(shop, number)
        answers = Counter(map(told, rush(unlocked, shop, body)))
        if answers[201, ""] > 1 or any(status >= 500 for status, _ in answers):
            return
    pytest.fail("the control never went wrong, so the race proves nothing")


def test_many_sales_at_once_of_what_is_not_there_owe_it_in_one_deficit(server: Server, shop: Shop) -> None:
    sell_on(shop)
    tea = make_product(shop, price="1.00", stock="5", cost="4.00")
    assert Counter(map(told, rush(server, shop, sale([(tea.pk, 1)])))) == {(201, ""): BUYERS}
    item = item_of(shop, tea)
    assert (item.current_qty, item.floor_qty, item.stock_value) == (5 - BUYERS, 5 - BUYERS, 4 * (5 - BUYERS))
    assert deficits(shop, tea.pk) == [5 - BUYERS]
    assert_books_balance(shop.id)
    sound(shop)


def test_without_the_lock_of_items_deficits_are_opened_twice_or_counted_wrong(unlocked: Server, shop: Shop) -> None:
    sell_on(shop)
    for _ in range(20):
        tea = make_product(shop, price="1.00", stock="1")
        answers = Counter(map(told, rush(unlocked, shop, sale([(tea.pk, 1)]))))
        owed = deficits(shop, tea.pk)
        if answers != {(201, ""): BUYERS} or len(owed) != 1 or item_of(shop, tea).floor_qty != sum(owed):
            return
    pytest.fail("the control never went wrong, so the race proves nothing")
