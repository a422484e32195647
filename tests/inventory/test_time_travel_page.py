"""The worked tables of docs/algorithms/time-travel.md on the real ledger."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from optimapos.inventory.selectors.time_travel import stock_as_of
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.inventory.ledger import Shelf
from tests.tables import worked_table

PAGE = "algorithms/time-travel.md"
MONDAY = datetime(2031, 3, 10, 12, tzinfo=UTC)
DAYS = {"Monday": 0, "Tuesday": 1, "Wednesday": 2, "Thursday": 3, "Friday": 4}


def noon(day: str) -> datetime:
    return MONDAY + timedelta(days=DAYS[day])


@pytest.fixture
def shelf(shop: Shop) -> Shelf:
    return Shelf(shop, make_product(shop, stock=None))


def test_stock_as_of_each_day_is_what_the_page_says(shelf: Shelf) -> None:
    known, told = {}, worked_table(PAGE, "Worked: movements")
    for row in told:
        quantity, at = row["quantity"], noon(row["happened on"])
        if quantity.startswith("-"):
            shelf.issue(quantity[1:], at=at).unwrap()
        else:
            shelf.receive(quantity, "1.00", at=at).unwrap()
        known[row["booked on"]] = datetime.now(UTC)
    assert [(f"{move.qty_after:.0f}", move.is_backdated) for move in shelf.movements()] == [
        (row["qty_after"], row["backdated"] == "yes") for row in told
    ]
    for row in worked_table(PAGE, "Worked: as of a day"):
        known_at = None if row["known at"] == "Friday" else known[row["known at"]]
        with shelf.shop.scope():
            (found,) = stock_as_of(shelf.shop.business, noon(row["as of"]), known_at=known_at)
        assert found.quantity == Decimal(row["stock"]), row
