"""What a return gives back. The table is from docs/algorithms/tax-and-rounding.md "Giving back"."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimapos.sales.rules.refunds import give_back

D = Decimal


def sequence(column: str, returns: list[int]) -> list[str]:
    """What each of `returns` gives back of a line of three units."""
    given_back, returned, parts = D(0), 0, []
    for units in returns:
        returned += units
        part = give_back(D(column), quantity=D(3), returned=D(returned), given_back=given_back, currency="EUR")
        given_back += part
        parts.append(str(part))
    return parts


@pytest.mark.parametrize(
    ("column", "returns", "parts"),
    [
        ("8.33", [1, 1, 1], ["2.78", "2.77", "2.78"]),
        ("1.67", [1, 1, 1], ["0.56", "0.55", "0.56"]),
        ("8.33", [2, 1], ["5.55", "2.78"]),
        ("1.67", [2, 1], ["1.11", "0.56"]),
        ("0.00", [3], ["0.00"]),
    ],
)
def test_a_return_gives_back_what_is_missing_of_the_rounded_share(
    column: str, returns: list[int], parts: list[str]
) -> None:
    assert sequence(column, returns) == parts


@settings(deadline=None)
@given(units=st.integers(0, 10**12), returns=st.lists(st.decimals("0.000001", 1000, places=6), min_size=1, max_size=10))
def test_any_sequence_of_returns_adds_up_to_what_was_sold(units: int, returns: list[Decimal]) -> None:
    column = D(units).scaleb(-2)
    quantity = sum(returns, D(0))
    given_back = returned = D(0)
    for each in returns:
        returned += each
        part = give_back(column, quantity=quantity, returned=returned, given_back=given_back, currency="EUR")
        assert part >= 0
        given_back += part
    assert given_back == column
