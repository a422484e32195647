"""Taking back, correcting and adding costs: what is left afterwards, and what is refused."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from optimapos.core.ids import UUID, new_id
from optimapos.core.operations import run_operation
from optimapos.core.result import Result
from optimapos.inventory.services import StockAmendments
from optimapos.inventory.types import Source
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.inventory.ledger import Shelf


@pytest.fixture
def shelf(shop: Shop) -> Shelf:
    return Shelf(shop, make_product(shop, stock=None))


def reprice(shelf: Shelf, receipt: Source, line: UUID, delta: str) -> Result[object]:
    return run_operation(
        shelf.shop.business,
        lambda: Result.success(
            StockAmendments.reprice(
                business=shelf.shop.business,
                source=receipt,
                deltas={line: Decimal(delta)},
                occurred_at=datetime.now(UTC),
            )
        ),
    )


def shorten(shelf: Shelf, receipt: Source, line: UUID, quantity: str) -> Result[object]:
    return run_operation(
        shelf.shop.business,
        lambda: Result.success(
            StockAmendments.shorten(
                business=shelf.shop.business,
                source=receipt,
                line_id=line,
                quantity=Decimal(quantity),
                occurred_at=datetime.now(UTC),
            )
        ),
    )


def received(shelf: Shelf, quantity: str, cost: str) -> tuple[Source, UUID]:
    receipt, line = Source("DELIVERY", new_id()), new_id()
    shelf.receive(quantity, cost, source=receipt, line=line).unwrap()
    return receipt, line


def test_a_receipt_that_is_taken_back_leaves_nothing(shelf: Shelf) -> None:
    first, _ = received(shelf, "3", "2.00")
    second, _ = received(shelf, "10", "5.00")
    shelf.reverse(second).unwrap()
    assert shelf.figures() == (Decimal(3), Decimal(6))
    assert shelf.item().last_purchase_cost == Decimal(2)
    shelf.reverse(first).unwrap()
    assert (shelf.figures(), shelf.item().last_purchase_cost) == ((Decimal(0), Decimal(0)), Decimal(0))
    assert_books_balance(shelf.shop.id)


def test_a_receipt_whose_goods_are_gone_cannot_be_taken_back(shelf: Shelf) -> None:
    receipt, line = received(shelf, "10", "5.00")
    shelf.issue("4").unwrap()
    refused = shelf.reverse(receipt)
    assert (refused.code, refused.data) == (
        "ALREADY_USED",
        {"lines": [{"line": str(line), "received": "10", "remaining": "6"}]},
    )
    assert (shelf.figures(), len(shelf.movements())) == ((Decimal(6), Decimal(30)), 2)


def test_a_receipt_with_later_costs_is_taken_back_after_these(shelf: Shelf) -> None:
    receipt, line = received(shelf, "3", "5.00")
    shelf.add_cost(receipt, line, "1.00").unwrap()
    assert shelf.reverse(receipt).code == "HAS_LATER_COSTS"
    shelf.add_cost(receipt, line, "-1.00").unwrap()
    assert shelf.layers() == [(Decimal(3), Decimal(5))]
    shelf.reverse(receipt).unwrap()
    assert shelf.figures() == (Decimal(0), Decimal(0))
    assert_books_balance(shelf.shop.id)


def test_what_was_never_booked_cannot_be_taken_back(shelf: Shelf) -> None:
    assert shelf.reverse(Source("DELIVERY", new_id())).code == "NOTHING_TO_REVERSE"


def test_a_price_that_was_wrong_is_put_right_also_for_what_is_gone(shelf: Shelf) -> None:
    receipt, line = received(shelf, "10", "5.00")
    shelf.issue("4").unwrap()
    reprice(shelf, receipt, line, "-0.50").unwrap()
    assert (shelf.figures(), shelf.layers()) == ((Decimal(6), Decimal(27)), [(Decimal(6), Decimal("4.5"))])
    assert [row.cost_amount for row in shelf.movements()] == [Decimal(50), Decimal(-20), Decimal(-5), Decimal(2)]
    assert shelf.item().last_purchase_cost == Decimal("4.5")
    assert_books_balance(shelf.shop.id)


def test_a_corrected_receipt_can_be_taken_back(shelf: Shelf) -> None:
    receipt, line = received(shelf, "10", "5.00")
    reprice(shelf, receipt, line, "1.25").unwrap()
    shelf.reverse(receipt).unwrap()
    assert shelf.figures() == (Decimal(0), Decimal(0))
    assert_books_balance(shelf.shop.id)


def test_a_unit_cost_never_falls_below_zero(shelf: Shelf) -> None:
    receipt, line = received(shelf, "10", "5.00")
    for refused in (reprice(shelf, receipt, line, "-5.01"), shelf.add_cost(receipt, line, "-50.01")):
        assert refused.code == "COST_BELOW_ZERO"
    assert shelf.figures() == (Decimal(10), Decimal(50))


def test_a_quantity_that_was_too_high_is_shortened(shelf: Shelf) -> None:
    receipt, line = received(shelf, "10", "5.00")
    shorten(shelf, receipt, line, "3").unwrap()
    assert (shelf.figures(), shelf.layers()) == ((Decimal(7), Decimal(35)), [(Decimal(7), Decimal(5))])
    shelf.issue("6").unwrap()
    refused = shorten(shelf, receipt, line, "2")
    assert (refused.code, refused.data["lines"][0]["remaining"]) == ("ALREADY_USED", "1")
    assert_books_balance(shelf.shop.id)


def test_a_cost_of_a_line_that_brought_nothing_is_refused(shelf: Shelf) -> None:
    receipt, line = received(shelf, "10", "5.00")
    other = new_id()
    refused = shelf.add_cost(receipt, other, "1.00")
    assert (refused.code, refused.data) == ("NOT_RECEIVED", {"lines": [str(other)]})
    assert shelf.add_cost(Source("DELIVERY", new_id()), line, "1.00").code == "NOT_RECEIVED"
