"""Corners of the ledger that no document reaches: deficits that come back, costs of moved goods, waiting for a lock."""

import threading
import time
from datetime import UTC, datetime

import pytest

from optimapos.core.ids import UUID, new_id
from optimapos.inventory.models import InventoryItem
from optimapos.inventory.services import Move, OpeningStockService, StockAmendments, StockMoves
from optimapos.inventory.types import MovementKind, Posted, Source
from tests.concurrency.books import assert_books_balance, one
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.inventory.ledger import Shelf
from tests.inventory.ledger_calls import WAITING, D, books, move, out, refused, warehouse


def test_what_was_sold_short_and_is_settled_comes_back_as_goods(shop: Shop) -> None:
    shelf = Shelf(shop, make_product(shop, stock=None))
    shelf.receive("1", "4").unwrap()
    short = Source("ADJUSTMENT", new_id())
    shelf.issue("6", source=short, may_go_short=True).unwrap()
    shelf.receive("3", "4.50").unwrap()
    posted = shelf.reverse(short).unwrap()
    assert [(each.quantity, each.cost) for each in posted] == [(D(2), D(8)), (D(3), D(12)), (D(1), D(4))]
    assert (shelf.layers(), shelf.figures(), shelf.item().floor_qty) == (
        [(D(1), D(4)), (D(3), D(4))],
        (D(4), D(16)),
        D(0),
    )
    assert_books_balance(shop.id)


def test_what_was_sold_short_and_is_all_settled_comes_back_as_goods_alone(shop: Shop) -> None:
    shelf = Shelf(shop, make_product(shop, stock=None))
    short, receipt = Source("ADJUSTMENT", new_id()), Source("DELIVERY", new_id())
    shelf.receive("1", "4").unwrap()
    shelf.issue("1").unwrap()
    shelf.issue("2", source=short, may_go_short=True).unwrap()
    shelf.receive("2", "4", source=receipt).unwrap()
    assert [(each.quantity, each.cost) for each in shelf.reverse(short).unwrap()] == [(D(2), D(8))]
    assert [(each.quantity, each.cost) for each in shelf.reverse(receipt).unwrap()] == [(D(-2), D(-8))]
    assert (shelf.figures(), shelf.item().floor_qty) == ((D(0), D(0)), D(-2))
    assert_books_balance(shop.id)


def test_a_receipt_smaller_than_the_older_deficit_leaves_the_younger_alone(shop: Shop) -> None:
    shelf, settling = Shelf(shop, make_product(shop, stock=None)), Source("DELIVERY", new_id())
    shelf.issue("5", may_go_short=True).unwrap()
    shelf.receive("5", "3", source=settling).unwrap()
    shelf.issue("2", may_go_short=True).unwrap()
    shelf.reverse(settling).unwrap()
    shelf.receive("5", "2").unwrap()
    assert (shelf.layers(), shelf.item().floor_qty) == ([(D(-2), D(3))], D(-2))
    assert_books_balance(shop.id)


@pytest.mark.parametrize("amends", ["cost", "price"])
def test_costs_pass_by_what_was_moved_and_taken_back(shelf: Shelf, shop: Shop, amends: str) -> None:
    receipt, line, transfer = Source("DELIVERY", new_id()), new_id(), Source("TRANSFER", new_id())
    shelf.issue("10").unwrap()
    shelf.receive("4", "5", source=receipt, line=line).unwrap()
    store = Shelf(shop, shelf.product, warehouse(shop))
    move(shelf, store.location, out(shelf, "3"), source=transfer).unwrap()
    shelf.reverse(transfer).unwrap()
    if amends == "cost":
        posted = shelf.add_cost(receipt, line, "2.00").unwrap()
    else:
        posted = shelf.do(
            lambda: StockAmendments.reprice(
                business=shop.business, source=receipt, deltas={line: D("0.5")}, occurred_at=datetime.now(UTC)
            )
        ).unwrap()
    assert [each.cost for each in posted] == [D(2)]
    assert (shelf.figures(), store.figures()) == ((D(4), D(22)), (D(0), D(0)))
    assert_books_balance(shop.id)


def test_a_unit_cost_that_cannot_be_kept_is_refused(shop: Shop) -> None:
    shelf, receipt, line = Shelf(shop, make_product(shop, stock=None)), Source("DELIVERY", new_id()), new_id()
    shelf.receive("1", "9999999999999", source=receipt, line=line).unwrap()
    code, _ = refused(shop, lambda: shelf.add_cost(receipt, line, "1"))
    assert code == "AMOUNT_TOO_LARGE"


def test_opening_stock_at_no_place_is_refused(shelf: Shelf, shop: Shop) -> None:
    nowhere: UUID = new_id()
    answer = refused(
        shop,
        lambda: OpeningStockService.receive_opening_stock(
            business=shop.business,
            location_id=nowhere,
            product_id=shelf.product.pk,
            quantity=D(1),
            unit_cost=D(1),
            user_id=shop.owner.user_id,
        ),
    )
    assert answer == ("UNKNOWN_LOCATION", {"location": str(nowhere)})


def test_a_cost_for_goods_that_move_on_meanwhile_is_asked_to_wait(shelf: Shelf, shop: Shop) -> None:
    receipt, line = Source("DELIVERY", new_id()), new_id()
    shelf.receive("4", "5", source=receipt, line=line).unwrap()
    place, answers = warehouse(shop), []
    waits = threading.Thread(target=lambda: answers.append(shelf.add_cost(receipt, line, "2.00")))

    def move_on() -> list[Posted]:
        moved = StockMoves.move(
            business=shop.business,
            moves=[Move(out(shelf, "12"))],
            from_location=shelf.location,
            to_location=place,
            kinds=(MovementKind.TRANSFER_OUT, MovementKind.TRANSFER_IN),
            source=Source("TRANSFER", new_id()),
            occurred_at=datetime.now(UTC),
        )
        waits.start()
        _wait_until_somebody_waits()
        return moved

    shelf.do(move_on).unwrap()
    waits.join(timeout=30)
    assert [answer.code for answer in answers] == ["BUSY"]
    shelf.add_cost(receipt, line, "2.00").unwrap()
    assert (shelf.figures(), Shelf(shop, shelf.product, place).figures()) == ((D(2), D(11)), (D(12), D(61)))
    assert_books_balance(shop.id)


def _wait_until_somebody_waits() -> None:
    until = time.monotonic() + 20
    while one(WAITING) == (0,):
        assert time.monotonic() < until, "nobody waits for the lock"
        time.sleep(0.02)


def test_a_corrected_price_goes_with_what_was_moved(shelf: Shelf, shop: Shop) -> None:
    receipt, line = Source("DELIVERY", new_id()), new_id()
    shelf.issue("10").unwrap()
    shelf.receive("8", "5", source=receipt, line=line).unwrap()
    store = Shelf(shop, shelf.product, warehouse(shop))
    move(shelf, store.location, out(shelf, "3")).unwrap()
    store.issue("1").unwrap()
    shelf.issue("1").unwrap()
    posted = shelf.do(
        lambda: StockAmendments.reprice(
            business=shop.business, source=receipt, deltas={line: D(1)}, occurred_at=datetime.now(UTC)
        )
    ).unwrap()
    assert [each.cost for each in posted] == [D(8), D(-3), D(-1), D(3), D(-1)]
    assert (shelf.layers(), store.layers()) == ([(D(4), D(6))], [(D(2), D(6))])
    assert_books_balance(shop.id)


def test_what_goes_back_comes_from_what_its_line_brought(shelf: Shelf, shop: Shop) -> None:
    line = new_id()
    shelf.receive("4", "6", line=line, status="QUARANTINE").unwrap()
    (posted,) = shelf.issue("3", source_line_ids=frozenset({line})).unwrap()
    assert (posted.cost, shelf.layers()) == (D(-18), [(D(10), D(5)), (D(1), D(6))])
    code, data = refused(shop, lambda: shelf.issue("2", source_line_ids=frozenset({line})))
    assert (code, data["items"][0]["available"]) == ("INSUFFICIENT_STOCK", "1")


def test_an_open_deficit_is_deepened_at_the_cost_that_it_has(shop: Shop) -> None:
    shelf = Shelf(shop, make_product(shop, stock=None))
    shelf.receive("1", "4").unwrap()
    shelf.issue("4", may_go_short=True).unwrap()
    shelf.receive("1", "9").unwrap()
    shelf.issue("2", may_go_short=True).unwrap()
    assert (shelf.layers(), shelf.figures()) == ([(D(-4), D(4))], (D(-4), D(-16)))
    assert_books_balance(shop.id)


def test_what_was_never_bought_goes_short_at_the_average_of_before(shop: Shop) -> None:
    shelf = Shelf(shop, make_product(shop, stock=None))
    shelf.receive("2", "0", kind=MovementKind.COUNT).unwrap()
    shelf.receive("1", "5", kind=MovementKind.COUNT).unwrap()
    with shop.scope():
        InventoryItem.objects.for_business(shop.id).filter(pk=shelf.item().pk).update(last_purchase_cost=0)
    posted = shelf.issue("4", may_go_short=True).unwrap()
    assert [(each.quantity, each.cost) for each in posted] == [(D(-2), D(0)), (D(-1), D(-5)), (D(-1), D("-1.666667"))]


def test_a_cost_of_nothing_books_nothing(shelf: Shelf) -> None:
    receipt, line = Source("DELIVERY", new_id()), new_id()
    shelf.receive("1", "5", source=receipt, line=line).unwrap()
    before = books(shelf.shop)
    assert shelf.add_cost(receipt, line, "0").unwrap() == []
    assert books(shelf.shop) == before
