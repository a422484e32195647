"""What is particular about the chosen lines: counted, so that nothing about them is hidden."""

from collections.abc import Iterable

from optimapos.core.quantities import has_at_most_places
from optimapos.replay.rules.prices import FEWEST_PLACES, price_line
from optimapos.replay.types import Basket, CatalogRow, FileLine

MORE_PLACES = "lines at a unit price of three to six places"
LINE_DISCOUNT = "lines without an exact six-place price, made exact by a line discount"
FREE = "lines sold at 0.00"
NO_ROW = "lines sold of products without a catalog row"
NO_ROW_NOTHING = "lines of quantity 0 of products without a catalog row"


def notes_of(baskets: Iterable[Basket], catalog: Iterable[CatalogRow]) -> dict[str, int]:
    """How many lines each note applies to; notes that apply to none are left out. `catalog` has all their products."""
    without_row = {row.number for row in catalog if not row.department}
    counted = dict.fromkeys((MORE_PLACES, LINE_DISCOUNT, FREE, NO_ROW, NO_ROW_NOTHING), 0)
    for basket in baskets:
        for line in basket.lines:
            for note in _notes(line, without_row):
                counted[note] += 1
    return {note: count for note, count in counted.items() if count}


def _notes(line: FileLine, without_row: set[int]) -> Iterable[str]:
    if line.product in without_row:
        yield NO_ROW if line.quantity else NO_ROW_NOTHING
    if line.quantity:
        yield from _price_notes(line)


def _price_notes(line: FileLine) -> Iterable[str]:
    priced = price_line(line)
    if priced.discount_cents:
        yield LINE_DISCOUNT
    elif not has_at_most_places(priced.unit_price, FEWEST_PLACES):
        yield MORE_PLACES
    if not line.cents:
        yield FREE
