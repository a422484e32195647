"""What the state machine of the ledger (tests/torture/test_ledger_machine.py) found, told as plain examples."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from optimapos.core.ids import UUID, new_id
from optimapos.core.result import Result
from optimapos.inventory.models import InventoryBatch
from optimapos.inventory.services import Move, StockAmendments, StockMoves
from optimapos.inventory.types import MovementKind, Outgoing, Source
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.inventory.ledger import Shelf
from tests.inventory.stock import add_to_cart

D = Decimal


@pytest.fixture
def shelf(shop: Shop) -> Shelf:
    """A product that is counted with three decimals."""
    return Shelf(shop, make_product(shop, stock=None, unit_decimals=3))


def received(shelf: Shelf, quantity: str, cost: str, **more: str) -> tuple[Source, UUID]:
    receipt, line = Source("DELIVERY", new_id()), new_id()
    shelf.receive(quantity, cost, source=receipt, line=line, **more).unwrap()  # type: ignore[arg-type]
    return receipt, line


def set_aside(shelf: Shelf, quantity: str, status: str = "QUARANTINE", source: str = "AVAILABLE") -> None:
    line = Outgoing(shelf.product.pk, D(quantity), line_id=new_id(), statuses=frozenset({source}))
    shelf.do(
        lambda: StockMoves.move(
            business=shelf.shop.business,
            moves=[Move(line, status=status)],
            from_location=shelf.location,
            to_location=shelf.location,
            kinds=(MovementKind.ADJUST, MovementKind.ADJUST),
            source=Source("ADJUSTMENT", new_id()),
            occurred_at=datetime.now(UTC),
        )
    ).unwrap()


def amend(shelf: Shelf, receipt: Source, line: UUID, *, by: str = "", less: str = "") -> Result[object]:
    """Correct the price of a receipt's line, or its quantity."""
    if by:
        return shelf.do(
            lambda: StockAmendments.reprice(
                business=shelf.shop.business, source=receipt, deltas={line: D(by)}, occurred_at=datetime.now(UTC)
            )
        )
    return shelf.do(
        lambda: StockAmendments.shorten(
            business=shelf.shop.business,
            source=receipt,
            line_id=line,
            quantity=D(less),
            occurred_at=datetime.now(UTC),
        )
    )


def batches(shelf: Shelf) -> list[tuple[str, Decimal, Decimal]]:
    """Kind, remainder and unit cost of each open layer, oldest first."""
    with shelf.shop.scope():
        rows = InventoryBatch.objects.for_business(shelf.shop.id).filter(item=shelf.item(), is_open=True)
        return list(rows.order_by("received_at", "id").values_list("kind", "remaining_qty", "unit_cost"))


def test_what_was_taken_back_cannot_be_taken_back_again(shelf: Shelf) -> None:
    received(shelf, "10", "5")
    out = Source("ADJUSTMENT", new_id())
    shelf.issue("4", source=out).unwrap()
    shelf.issue("3").unwrap()
    shelf.reverse(out).unwrap()
    assert shelf.reverse(out).code == "NOTHING_TO_REVERSE"
    assert shelf.figures() == (D(7), D(35))
    assert_books_balance(shelf.shop.id)


def test_a_receipt_that_was_shortened_is_taken_back_with_what_is_left_of_it(shelf: Shelf) -> None:
    receipt, line = received(shelf, "10", "5")
    amend(shelf, receipt, line, less="3").unwrap()
    shelf.reverse(receipt).unwrap()
    assert (shelf.figures(), shelf.layers()) == ((D(0), D(0)), [])
    assert [row.quantity for row in shelf.movements()] == [D(10), D(-3), D(-7)]
    assert shelf.reverse(receipt).code == "NOTHING_TO_REVERSE"
    assert_books_balance(shelf.shop.id)


def test_a_late_cost_is_not_silently_left_when_its_source_is_to_be_taken_back(shelf: Shelf) -> None:
    receipt, line = received(shelf, "10", "5")
    (added, *_) = shelf.add_cost(receipt, line, "10.00").unwrap()
    with shelf.shop.scope():
        freight = shelf.movements()[-1]
    assert freight.batch_id == added.batch_id
    refused = shelf.reverse(Source("LANDED_COST", freight.source_id))
    assert refused.code == "NOTHING_TO_REVERSE"
    assert shelf.figures() == (D(10), D(60))


def test_goods_that_cannot_be_sold_settle_no_deficit_and_goods_that_are_released_do(shelf: Shelf) -> None:
    shelf.issue("2", may_go_short=True).unwrap()
    shelf.receive("3", "5", status="QUARANTINE").unwrap()
    assert batches(shelf) == [("DEFICIT", D(-2), D(0)), ("STOCK", D(3), D(5))]
    set_aside(shelf, "3", "DAMAGED", "QUARANTINE")
    assert batches(shelf) == [("DEFICIT", D(-2), D(0)), ("STOCK", D(3), D(5))]
    set_aside(shelf, "3", "AVAILABLE", "DAMAGED")
    assert (batches(shelf), shelf.item().floor_qty) == ([("STOCK", D(1), D(5))], D(0))
    assert_books_balance(shelf.shop.id)


def test_of_two_deficits_the_older_is_settled_first(shelf: Shelf) -> None:
    received(shelf, "1", "4")
    shelf.issue("6", may_go_short=True).unwrap()
    settling, _ = received(shelf, "5", "4.50")
    shelf.issue("3", may_go_short=True).unwrap()
    shelf.reverse(settling).unwrap()
    assert batches(shelf) == [("DEFICIT", D(-5), D(4)), ("DEFICIT", D(-3), D("4.5"))]
    shelf.receive("6", "5").unwrap()
    assert batches(shelf) == [("DEFICIT", D(-2), D("4.5"))]
    assert_books_balance(shelf.shop.id)


def test_what_is_owed_is_not_left_for_carts(shelf: Shelf) -> None:
    received(shelf, "5", "4")
    out = Source("ADJUSTMENT", new_id())
    shelf.issue("5", source=out).unwrap()
    shelf.issue("3", may_go_short=True).unwrap()
    shelf.reverse(out).unwrap()
    assert [row[:2] for row in batches(shelf)] == [("STOCK", D(5)), ("DEFICIT", D(-3))]
    assert add_to_cart(shelf.shop.till, shelf.product, "2")[1].status_code == 201
    refused = shelf.issue("1")
    assert (refused.code, refused.data["items"][0]["available"]) == ("INSUFFICIENT_STOCK", "0")
    assert shelf.figures()[0] == D(2)


def test_what_is_owed_keeps_nobody_from_writing_off_what_lies_there(shelf: Shelf) -> None:
    received(shelf, "5", "4")
    out = Source("ADJUSTMENT", new_id())
    shelf.issue("5", source=out).unwrap()
    shelf.issue("3", may_go_short=True).unwrap()
    shelf.reverse(out).unwrap()
    shelf.issue("4").unwrap()
    assert [row[:2] for row in batches(shelf)] == [("STOCK", D(1)), ("DEFICIT", D(-3))]


def test_a_receipt_for_nothing_stays_the_last_purchase_when_goods_come_otherwise(shelf: Shelf) -> None:
    shelf.receive("1", "5", kind=MovementKind.COUNT).unwrap()
    assert shelf.item().last_purchase_cost == D(5)
    received(shelf, "1", "0")
    shelf.receive("1", "7", kind=MovementKind.COUNT).unwrap()
    assert shelf.item().last_purchase_cost == D(0)


def test_a_late_cost_gives_what_was_set_aside_the_unit_cost_of_the_rest(shelf: Shelf) -> None:
    receipt, line = received(shelf, "3.5", "1")
    set_aside(shelf, "0.001")
    shelf.add_cost(receipt, line, "0.01").unwrap()
    assert shelf.layers() == [(D("3.499"), D("1.002857")), (D("0.001"), D("1.002857"))]
    shelf.add_cost(receipt, line, "-0.01").unwrap()
    assert (shelf.layers(), shelf.figures()) == ([(D("3.499"), D(1)), (D("0.001"), D(1))], (D("3.5"), D("3.5")))
    assert_books_balance(shelf.shop.id)


def test_a_corrected_price_is_the_last_purchase_cost_whatever_became_of_the_goods(shelf: Shelf) -> None:
    shelf.issue("2", may_go_short=True).unwrap()
    receipt, line = received(shelf, "2", "5")
    amend(shelf, receipt, line, by="0.50").unwrap()
    assert shelf.item().last_purchase_cost == D("5.5")
    other, other_line = received(shelf, "4", "6")
    shelf.add_cost(other, other_line, "2.00").unwrap()
    amend(shelf, other, other_line, by="-1").unwrap()
    assert (shelf.item().last_purchase_cost, shelf.layers()) == (D(5), [(D(4), D("5.5"))])
    assert amend(shelf, other, other_line, by="-5.01").code == "COST_BELOW_ZERO"
    shelf.add_cost(other, other_line, "-2.00").unwrap()
    shelf.reverse(other).unwrap()
    assert (shelf.item().last_purchase_cost, shelf.figures()) == (D("5.5"), (D(0), D(0)))
    assert_books_balance(shelf.shop.id)


def test_a_price_that_was_corrected_to_nothing_is_the_price(shelf: Shelf) -> None:
    receipt, line = received(shelf, "4", "6")
    amend(shelf, receipt, line, by="-6").unwrap()
    assert (shelf.item().last_purchase_cost, shelf.figures()) == (D(0), (D(4), D(0)))
    assert amend(shelf, receipt, line, by="-0.01").code == "COST_BELOW_ZERO"
    amend(shelf, receipt, line, by="2").unwrap()
    assert (shelf.item().last_purchase_cost, shelf.figures()) == (D(2), (D(4), D(8)))
    shelf.reverse(receipt).unwrap()
    assert shelf.figures() == (D(0), D(0))


def test_later_costs_keep_a_receipt_from_being_taken_back_also_after_its_price_was_corrected(shelf: Shelf) -> None:
    receipt, line = received(shelf, "4", "6")
    shelf.add_cost(receipt, line, "2.00").unwrap()
    amend(shelf, receipt, line, by="1").unwrap()
    assert shelf.reverse(receipt).code == "HAS_LATER_COSTS"
    assert shelf.figures() == (D(4), D(30))


def test_a_correction_that_is_worth_nothing_by_itself_is_kept(shelf: Shelf) -> None:
    receipt, line = received(shelf, "0.058", "0.206652")
    amend(shelf, receipt, line, by="0.000009").unwrap()
    assert (shelf.layers(), shelf.figures()[1]) == ([(D("0.058"), D("0.206661"))], D("0.011986"))
    assert (shelf.movements()[-1].cost_amount, shelf.movements()[-1].unit_cost) == (D(0), D("0.206661"))
    assert shelf.item().last_purchase_cost == D("0.206661")
    assert_books_balance(shelf.shop.id)


def test_a_line_that_is_shortened_to_nothing_was_no_purchase(shelf: Shelf) -> None:
    received(shelf, "1", "3")
    receipt, line = received(shelf, "2", "7")
    amend(shelf, receipt, line, less="1").unwrap()
    assert shelf.item().last_purchase_cost == D(7)
    amend(shelf, receipt, line, less="1").unwrap()
    assert shelf.item().last_purchase_cost == D(3)
    later, _ = received(shelf, "1", "5")
    shelf.reverse(later).unwrap()
    assert (shelf.item().last_purchase_cost, shelf.figures()) == (D(3), (D(1), D(3)))
