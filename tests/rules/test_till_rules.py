"""Cursors of a till's feed, and the notes and coins of currencies."""

import pytest

from optimapos.core.ids import new_id
from optimapos.core.money import currency_exponent
from optimapos.core.result import DomainError
from optimapos.tills.rules import cursors
from optimapos.tills.rules.cash import cash_of
from optimapos.tills.types import Kind, Moment, Position

HERE = new_id()
TAG = cursors.tag_of("1-1", HERE)
NOW = Moment("1-1", 2_000_000_000, 2_000_000_010)


@pytest.mark.parametrize(
    "position", [Position(1_999_999_999), Position(1_999_999_999, 2_000_000_000, Kind.PRICES, new_id())]
)
def test_a_cursor_tells_its_position(position: Position) -> None:
    assert cursors.read(cursors.written(position, TAG), TAG, NOW) == position


def test_a_cursor_is_of_one_database_and_one_storefront() -> None:
    assert len({TAG, cursors.tag_of("1-2", HERE), cursors.tag_of("2-1", HERE), cursors.tag_of("1-1", new_id())}) == 4


@pytest.mark.parametrize("since", [500_000_010, 2_000_000_011])
def test_a_position_that_is_too_old_or_was_lost_is_refused(since: int) -> None:
    with pytest.raises(DomainError, match="load its catalog anew"):
        cursors.read(f"{TAG}.{since}", TAG, NOW)


@pytest.mark.parametrize("since", [500_000_011, 2_000_000_010])
def test_the_first_and_the_last_position_that_are_taken(since: int) -> None:
    assert cursors.read(f"{TAG}.{since}", TAG, NOW) == Position(since)


@pytest.mark.parametrize("text", ["", "a", "a.1", "{}", "{}.", "{}.1.2", "{}.1.2.stocks.3", "{}.१"])
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(DomainError):
        cursors.read(text.format(TAG), TAG, NOW)


@pytest.mark.parametrize(
    "currency", ["EUR", "BGN", "USD", "GBP", "MAD", "XOF", "XAF", "TND", "CHF", "JPY", "KWD", "SEK"]
)
def test_notes_and_coins_grow_and_fit_the_currencys_decimals(currency: str) -> None:
    cash = cash_of(currency)
    for pieces in (cash.notes, cash.coins):
        assert list(pieces) == sorted(pieces, key=float)
    assert all(len(piece.partition(".")[2]) <= currency_exponent(currency) for piece in (*cash.notes, *cash.coins))
