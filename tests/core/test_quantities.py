"""Quantities: at most six places, packages in base units."""

from decimal import Decimal

import pytest

from optimapos.core.quantities import QUANTITY_LIMIT, has_at_most_places, to_base_quantity

D = Decimal


@pytest.mark.parametrize(
    ("value", "places", "fits"),
    [
        ("2.500", 1, True),
        ("2.55", 1, False),
        ("0", 0, True),
        ("-0.000", 0, True),
        ("1E+3", 0, True),
        ("0.000001", 6, True),
        ("0.0000001", 6, False),
        ("999999999.999999", 6, True),
        ("-1.5", 1, True),
        ("NaN", 6, False),
        ("Infinity", 6, False),
    ],
)
def test_trailing_zeros_are_no_places(value: str, places: int, fits: bool) -> None:
    assert has_at_most_places(D(value), places) is fits


@pytest.mark.parametrize(
    ("quantity", "num", "den", "base"),
    [
        ("2", 12, 1, "24"),
        ("0.5", 12, 1, "6"),
        ("-3", 6, 1, "-18"),
        ("3", 1, 3, "1"),
        ("1", 1, 8, "0.125"),
        ("0", 12, 1, "0"),
        ("83333333.333333", 12, 1, "999999999.999996"),
    ],
)
def test_packages_become_base_units(quantity: str, num: int, den: int, base: str) -> None:
    assert to_base_quantity(D(quantity), num, den) == D(base)


@pytest.mark.parametrize(("quantity", "num", "den"), [("1", 1, 3), ("0.000001", 1, 2), ("1", 1, 128)])
def test_what_six_places_cannot_say_is_no_quantity(quantity: str, num: int, den: int) -> None:
    assert to_base_quantity(D(quantity), num, den) is None


def test_a_quantity_is_below_a_thousand_million() -> None:
    assert D("1000000000") == QUANTITY_LIMIT
