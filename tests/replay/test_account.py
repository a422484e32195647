"""The account: every basket, line and cent of the file is sold or explained, or shows."""

from optimapos.replay.rules.account import (
    LEFT_OUT,
    NOT_REACHED,
    NOTHING_TO_SELL,
    QUANTITY_ZERO,
    Selling,
    close,
)
from optimapos.replay.rules.notes import FREE, LINE_DISCOUNT, MORE_PLACES, NO_ROW, NO_ROW_NOTHING, notes_of
from optimapos.replay.types import CatalogRow, Tally
from tests.replay.baskets import basket

SOLD = basket(1, (1, 199), (0, 50))
EARLIER = basket(2, (2, 400))
REFUSED = basket(3, (1, 100), (1, 101))
EMPTY = basket(4, (0, 1))
UNREACHED = basket(5, (1, 700))
BEYOND = basket(6, (1, 800), (0, 2))


def test_everything_is_sold_or_explained() -> None:
    account = close(
        chosen=[SOLD, EARLIER, REFUSED, EMPTY, UNREACHED],
        left_out=[BEYOND],
        selling=Selling(
            before={2: Tally(1, 1, 400)},
            now={1: Tally(1, 1, 199)},
            refused={"INSUFFICIENT_STOCK": [REFUSED]},
            not_reached=[UNREACHED],
        ),
    )

    assert account.file == Tally(6, 9, 2353)
    assert account.explained == {
        LEFT_OUT: Tally(1, 2, 802),
        NOTHING_TO_SELL: Tally(1, 1, 1),
        QUANTITY_ZERO: Tally(0, 1, 50),
        "refused: INSUFFICIENT_STOCK": Tally(1, 2, 201),
        NOT_REACHED: Tally(1, 1, 700),
    }
    assert (account.before, account.now) == (Tally(1, 1, 400), Tally(1, 1, 199))
    assert (account.unexplained, account.differing, account.is_exact) == (Tally(), [], True)


def test_a_basket_that_is_neither_sold_nor_explained_shows() -> None:
    account = close(chosen=[SOLD], left_out=[], selling=Selling(before={}, now={}))

    assert account.unexplained == Tally(1, 1, 199)
    assert not account.is_exact


def test_errors_that_cancel_each_other_out_show_too() -> None:
    now = {1: Tally(1, 1, 200), 2: Tally(1, 1, 399)}
    account = close(chosen=[SOLD, EARLIER], left_out=[], selling=Selling(before={}, now=now))

    assert account.unexplained == Tally()
    assert account.differing == [1, 2]
    assert not account.is_exact


def test_what_is_particular_about_lines_is_counted() -> None:
    odd = basket(1, (2, 355), (15000, 3298), (1, 0), (0, 10), (1, 100))
    catalog = [CatalogRow(number, "Soup", "", "GROCERY", "SOUP") for number in (1, 2, 3)]
    catalog += [CatalogRow(number, f"Product {number}", "", "", "") for number in (4, 5)]

    assert notes_of([odd], catalog) == {MORE_PLACES: 1, LINE_DISCOUNT: 1, FREE: 1, NO_ROW: 1, NO_ROW_NOTHING: 1}
