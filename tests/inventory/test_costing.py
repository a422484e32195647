"""The worked tables of docs/algorithms/costing.md, booked on the real ledger: each movement as the page says."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from optimapos.core.ids import new_id
from optimapos.core.quantities import shown
from optimapos.inventory.models import InventoryMovement
from optimapos.inventory.types import MovementKind, Source
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.inventory.ledger import Shelf
from tests.tables import worked_table

PAGE = "algorithms/costing.md"

BOOKED_AS = {"SALE": "ADJUST"}
"""A sale's movements belong to a sale; here an issue stands for it."""


def a_shelf(shop: Shop, decimals: int = 0) -> Shelf:
    return Shelf(shop, make_product(shop, stock=None, unit_decimals=decimals))


def as_told(rows: list[dict[str, str]]) -> list[tuple[str, Decimal, Decimal, Decimal, Decimal]]:
    """Kind, quantity, cost, quantity after, value after of each row of a table."""
    columns = ("quantity", "cost_amount", "qty after", "value after")
    return [(BOOKED_AS.get(kind := _kind(row), kind), *(Decimal(row[name]) for name in columns)) for row in rows]  # type: ignore[misc]


def as_booked(movements: list[InventoryMovement]) -> list[tuple[str, Decimal, Decimal, Decimal, Decimal]]:
    return [(row.kind, row.quantity, row.cost_amount, row.qty_after, row.value_after) for row in movements]


def fifo(shelf: Shelf) -> None:
    shelf.receive("10", "5.00").unwrap()
    shelf.receive("10", "6.00").unwrap()
    shelf.issue("12").unwrap()


def deficit(shelf: Shelf) -> None:
    shelf.receive("1", "4.00").unwrap()
    shelf.issue("1").unwrap()
    shelf.issue("5", may_go_short=True).unwrap()
    shelf.receive("8", "4.50").unwrap()


def late_cost(shelf: Shelf) -> None:
    receipt, line = Source("DELIVERY", new_id()), new_id()
    shelf.receive("10", "5.00", source=receipt, line=line).unwrap()
    shelf.issue("4").unwrap()
    shelf.add_cost(receipt, line, "10.00").unwrap()


def late_cost_on_a_deficit(shelf: Shelf) -> None:
    receipt, line = Source("DELIVERY", new_id()), new_id()
    shelf.receive("1", "2.00").unwrap()
    shelf.issue("1").unwrap()
    shelf.issue("4", may_go_short=True).unwrap()
    shelf.receive("10", "2.00", source=receipt, line=line).unwrap()
    shelf.add_cost(receipt, line, "5.00").unwrap()


def reversal(shelf: Shelf) -> None:
    out = Source("ADJUSTMENT", new_id())
    shelf.receive("10", "5.00").unwrap()
    shelf.receive("10", "6.00").unwrap()
    shelf.issue("12", source=out).unwrap()
    shelf.reverse(out).unwrap()


@pytest.mark.parametrize(
    ("heading", "story", "before"),
    [
        ("Worked: FIFO", fifo, 0),
        ("Worked: a deficit and its settlement", deficit, 2),
        ("Worked: a late cost after part was sold", late_cost, 0),
        ("Worked: a late cost on goods that settled a deficit", late_cost_on_a_deficit, 2),
        ("Worked: taking back", reversal, 0),
    ],
)
def test_the_ledger_books_what_the_page_says(
    shop: Shop, heading: str, story: Callable[[Shelf], None], before: int
) -> None:
    shelf = a_shelf(shop)
    story(shelf)
    assert as_booked(shelf.movements()[before:]) == as_told(worked_table(PAGE, heading))
    assert_books_balance(shop.id)


def test_the_average_that_is_shown(shop: Shop) -> None:
    shelf = a_shelf(shop)
    for row in worked_table(PAGE, "Worked: the average that is shown"):
        kind = MovementKind.OPENING if row["step"] == "opening" else MovementKind.RECEIPT
        shelf.receive(row["quantity"], row["unit cost"], kind=kind).unwrap()
        item = shelf.item()
        assert (item.current_qty, item.stock_value, item.avg_cost, item.last_purchase_cost) == (
            Decimal(row["qty after"]),
            Decimal(row["value after"]),
            Decimal(row["avg_cost"]),
            Decimal(row["last_purchase_cost"]),
        )


def test_rounding_inside_a_layer(shop: Shop) -> None:
    shelf = a_shelf(shop, decimals=3)
    shelf.receive("0.75", "1.234567").unwrap()
    for row in worked_table(PAGE, "Worked: rounding inside a layer"):
        (posted,) = shelf.issue(row["take"]).unwrap()
        assert posted.cost == Decimal(row["cost_amount"])
        assert shelf.figures() == (Decimal(row["left"]), Decimal(row["value left"]))
    assert_books_balance(shop.id)


def test_first_expired_first_out(shop: Shop) -> None:
    for case in worked_table(PAGE, "Worked: first expired, first out"):
        shelf = Shelf(shop, make_product(shop, stock=None, keeps_expiry=True))
        for quantity, cost, expires in (("4", "1", "2031-06-30"), ("4", "2", "2031-05-31"), ("4", "3", "2099-12-31")):
            shelf.receive(quantity, cost, expires=expires).unwrap()
        name = {Decimal(1): "A", Decimal(2): "B", Decimal(3): "C"}
        shelf.issue(case["sale of"], at=_noon(case["on"])).unwrap()
        taken = [row for row in shelf.movements() if row.kind == MovementKind.ADJUST]
        assert ", ".join(f"{name[row.unit_cost]} {shown(-row.quantity)}" for row in taken) == case["takes"]


def _kind(row: dict[str, str]) -> str:
    return row["movement"].split()[0].rstrip(",")


def _noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC)
