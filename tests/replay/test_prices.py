"""Unit prices found back from a line's value: always exact, in as few places as do it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from optimapos.core.money import PRICE_PLACES, round_money
from optimapos.core.quantities import has_at_most_places
from optimapos.replay.rules.prices import price_line, unit_cost, usual_prices
from optimapos.replay.types import FileLine, PricedLine


@pytest.mark.parametrize(
    ("quantity", "cents", "price", "discount_cents"),
    [
        (1, 199, "1.99", 0),
        (3, 600, "2.00", 0),
        (2, 355, "1.775", 0),
        (3, 1000, "3.333", 0),
        (7, 100, "0.143", 0),
        (1000, 1, "0.00001", 0),
        (5, 0, "0.00", 0),
        (89638, 25000, "0.002789", 0),
        # The nine lines of the file that no price of six places hits.
        (15000, 3298, "0.002199", 1),
        (15630, 3844, "0.00246", 1),
        (10853, 2907, "0.002679", 1),
        (30131, 8400, "0.002788", 1),
        (15839, 4529, "0.00286", 1),
        (30080, 8601, "0.00286", 2),
        (26281, 7547, "0.002872", 1),
        (24640, 5000, "0.00203", 2),
        (14743, 3200, "0.002171", 1),
    ],
)
def test_a_line_is_priced_so_that_it_comes_to_its_value(
    quantity: int, cents: int, price: str, discount_cents: int
) -> None:
    assert price_line(FileLine(1, quantity, cents)) == PricedLine(Decimal(price), discount_cents)


@given(quantity=some.integers(1, 100_000), cents=some.integers(0, 10_000_000))
def test_any_line_comes_to_its_value_to_the_cent(quantity: int, cents: int) -> None:
    priced = price_line(FileLine(1, quantity, cents))

    amount = round_money(priced.unit_price * quantity, "USD")
    assert amount - Decimal(priced.discount_cents).scaleb(-2) == Decimal(cents).scaleb(-2)
    assert has_at_most_places(priced.unit_price, PRICE_PLACES)
    assert priced.discount_cents >= 0


@given(quantity=some.integers(1, 10_000), cents=some.integers(0, 10_000_000))
def test_a_quantity_up_to_ten_thousand_never_needs_a_discount(quantity: int, cents: int) -> None:
    assert price_line(FileLine(1, quantity, cents)).discount_cents == 0


@given(quantity=some.integers(10_001, 100_000), cents=some.integers(0, 1_000_000))
def test_a_discount_is_given_only_where_the_price_one_step_below_falls_short(quantity: int, cents: int) -> None:
    priced = price_line(FileLine(1, quantity, cents))

    below = priced.unit_price - Decimal(1).scaleb(-PRICE_PLACES)
    if priced.discount_cents:
        assert round_money(below * quantity, "USD") < Decimal(cents).scaleb(-2)


@pytest.mark.parametrize(("quantity", "cents"), [(0, 100), (-1, 100), (1, -1)])
def test_what_sells_nothing_has_no_price(quantity: int, cents: int) -> None:
    with pytest.raises(ValueError, match="has no price"):
        price_line(FileLine(1, quantity, cents))


def test_the_usual_price_is_the_most_frequent_one_and_free_only_where_all_are() -> None:
    lines = [FileLine(1, 1, 199), FileLine(1, 2, 398), FileLine(1, 1, 149)]
    free = [FileLine(2, 1, 0), FileLine(2, 1, 0), FileLine(2, 1, 99), FileLine(3, 1, 0)]
    nothing = [FileLine(4, 0, 50)]

    assert usual_prices([*lines, *free, *nothing]) == {1: Decimal("1.99"), 2: Decimal("0.99"), 3: Decimal("0.00")}


def test_of_two_prices_as_frequent_the_higher_one_is_usual() -> None:
    assert usual_prices([FileLine(1, 1, 100), FileLine(1, 1, 120)]) == {1: Decimal("1.20")}


def test_a_cost_is_seventy_percent_of_the_price_in_six_places() -> None:
    assert unit_cost(Decimal("0.002789")) == Decimal("0.001952")
