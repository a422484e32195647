"""Baskets for tests of the pure rules."""

from datetime import UTC, datetime, timedelta

from optimapos.replay.types import Basket, FileLine

MONDAY = datetime(2017, 1, 2, 5, 0, tzinfo=UTC)


def basket(number: int, *lines: tuple[int, int], store: int = 1) -> Basket:
    """A basket with lines of (quantity, cents), `number` minutes into week 2."""
    made = tuple(FileLine(product, quantity, cents) for product, (quantity, cents) in enumerate(lines, 1))
    return Basket(number, store, household=7, at=MONDAY + timedelta(minutes=number), lines=made)
