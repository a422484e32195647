"""How amounts and prices are rounded. The tables are those of docs/algorithms/rounding.md."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product as combinations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimapos.core.ids import new_id
from optimapos.core.money import round_money, round_to_step, split_money
from optimapos.core.result import DomainError
from optimapos.pricing.markups import (
    LOWEST_MARGIN,
    check_markup,
    check_rounding,
    cost_for,
    is_other_price,
    margin_of,
    price_by_markup,
    rounded_price,
)
from optimapos.pricing.models import DirectionOfRounding, KindOfPrice, RoundingOfPrice
from optimapos.pricing.types import LastCost, PriceKind, PriceRounding, Rounding, RoundingDirection
from tests.tables import worked_table

PAGE = "algorithms/rounding.md"
D = Decimal
NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)
Row = dict[str, str]


def rule_of(row: Row) -> Rounding:
    return Rounding(row["rule"], D(row["to"]), row["direction"])


def test_the_kinds_that_are_stored_are_those_that_are_worked_with() -> None:
    assert KindOfPrice.values == [each.value for each in PriceKind]
    assert RoundingOfPrice.values == [each.value for each in PriceRounding]
    assert DirectionOfRounding.values == [each.value for each in RoundingDirection]


@pytest.mark.parametrize("row", worked_table(PAGE, "Worked: money"))
def test_money_is_rounded_half_up_to_the_currencys_decimals(row: Row) -> None:
    assert str(round_money(D(row["exact"]), row["currency"])) == row["rounded"]


@pytest.mark.parametrize("row", worked_table(PAGE, "Worked: paid in cash"))
def test_what_is_paid_in_cash_is_a_multiple_of_the_smallest_coin(row: Row) -> None:
    assert str(round_to_step(D(row["total"]), D(row["smallest coin"]), row["currency"])) == row["to pay"]


@pytest.mark.parametrize("row", worked_table(PAGE, "Worked: price endings"))
def test_a_price_is_rounded_to_its_ending_and_never_below_cost(row: Row) -> None:
    assert rounded_price(D(row["price"]), rule_of(row), not_below=D(row["cost"])) == D(row["rounded"])


@pytest.mark.parametrize("row", worked_table(PAGE, "Worked: a markup"))
def test_a_markup_makes_a_price_of_a_cost(row: Row) -> None:
    price = price_by_markup(
        D(row["cost"]),
        D(row["markup %"]),
        rounding=rule_of(row),
        includes_tax=row["price is"] == "with tax",
        tax_rate=D(row["tax %"]),
        factor_num=int(row["pack of"]),
    )
    assert str(price) == row["price"]


@pytest.mark.parametrize("row", worked_table(PAGE, "Worked: splitting"))
def test_an_amount_is_split_by_largest_remainder(row: Row) -> None:
    weights = [D(weight) for weight in row["weights"].split(", ")]
    assert [str(part) for part in split_money(D(row["amount"]), weights, row["currency"])] == row["parts"].split(", ")


@pytest.mark.parametrize(
    ("kind", "to", "places"),
    [
        ("NONE", "0.05", 2),
        ("STEP", "0", 2),
        ("STEP", "0.001", 2),
        ("STEP", "0.5", 0),
        ("STEP", "1000001", 2),
        ("ENDING", "1", 2),
        ("ENDING", "1.99", 2),
        ("ENDING", "-0.01", 2),
        ("ENDING", "0.999", 2),
        ("ENDING", "0.99", 0),
    ],
)
def test_a_rule_that_leads_to_no_price_of_the_currency_is_refused(kind: str, to: str, places: int) -> None:
    with pytest.raises(DomainError) as refusal:
        check_rounding(Rounding(kind, D(to)), places=places)
    assert (refusal.value.code, refusal.value.data["rounding"]) == ("BAD_PRICE_ROUNDING", kind)


@pytest.mark.parametrize(
    ("kind", "to", "places"),
    [("NONE", "0", 2), ("STEP", "0.05", 2), ("STEP", "10", 0), ("ENDING", "0", 0), ("ENDING", "0.995", 3)],
)
def test_a_rule_that_leads_to_prices_is_taken(kind: str, to: str, places: int) -> None:
    check_rounding(Rounding(kind, D(to)), places=places)


def test_a_markup_is_bounded_on_both_sides() -> None:
    for markup in ("-100", "0", "9999"):
        check_markup(D(markup))
    for markup in ("-100.0001", "9999.0001"):
        with pytest.raises(DomainError) as refusal:
            check_markup(D(markup))
        assert (refusal.value.code, refusal.value.data) == ("MARKUP_OUT_OF_RANGE", {"markup_percent": markup})


RULES = [
    Rounding(),
    *(
        Rounding(kind, D(to), direction)
        for (kind, to), direction in combinations(
            [("STEP", "0.05"), ("STEP", "0.1"), ("STEP", "1"), ("ENDING", "0.99"), ("ENDING", "0.9"), ("ENDING", "0")],
            [each.value for each in RoundingDirection],
        )
    ),
]
figures = st.decimals("0.000001", 10**6, places=6)


@given(
    cost=figures,
    markup=st.decimals(0, 500, places=4),
    rounding=st.sampled_from(RULES),
    with_tax=st.booleans(),
    rate=st.decimals(0, 50, places=2),
)
def test_rounding_never_leads_below_cost_and_moves_by_less_than_two_steps(
    cost: Decimal, markup: Decimal, rounding: Rounding, with_tax: bool, rate: Decimal
) -> None:
    known = {"includes_tax": with_tax, "tax_rate": rate}
    exact = price_by_markup(cost, markup, **known)  # type: ignore[arg-type]
    price = price_by_markup(cost, markup, rounding=rounding, **known)  # type: ignore[arg-type]
    assert price > 0
    assert price >= price_by_markup(cost, D(0), **known)  # type: ignore[arg-type]
    step = {"NONE": D(0), "STEP": rounding.to, "ENDING": D(1)}[rounding.kind]
    assert abs(price - exact) <= step + D("0.000001")
    if step:
        assert (price - (rounding.to if rounding.kind == "ENDING" else 0)) % step == 0
    if rounding.direction == "UP":
        assert price >= exact


@given(price=figures, rounding=st.sampled_from(RULES))
def test_a_rounded_price_stays_when_it_is_rounded_again(price: Decimal, rounding: Rounding) -> None:
    once = rounded_price(price, rounding)
    assert rounded_price(once, rounding) == once


def cost(place: UUID, amount: str, days_ago: int | None) -> LastCost:
    return LastCost(place, D(amount), None if days_ago is None else NOON - timedelta(days=days_ago))


def test_a_price_is_made_of_the_places_own_cost_else_of_the_one_bought_at_last() -> None:
    here, there, far = new_id(), new_id(), new_id()
    costs = [cost(here, "4", 9), cost(there, "5", 2), cost(far, "6", None)]
    assert [found.unit_cost for place in (here, there, far) if (found := cost_for(costs, place))] == [4, 5, 6]
    for place in (None, new_id()):
        found = cost_for(costs, place)
        assert found is not None
        assert found.location_id == there
    assert cost_for([cost(here, "0", 1)], here) is None
    assert cost_for([], None) is None


@pytest.mark.parametrize(
    ("old", "new", "threshold", "is_other"),
    [
        ("2.00", "2.00", "0", False),
        ("2.00", "2.01", "0", True),
        ("2.00", "2.04", "2.5", False),
        ("2.00", "2.05", "2.5", True),
        ("2.00", "1.95", "2.5", True),
        ("0", "0.01", "100", True),
    ],
)
def test_a_small_difference_makes_no_other_price(old: str, new: str, threshold: str, is_other: bool) -> None:
    assert is_other_price(D(old), D(new), threshold_percent=D(threshold)) is is_other


def test_a_margin_is_that_of_a_package_without_its_tax() -> None:
    assert margin_of(D("7.20"), D(4), includes_tax=True, tax_rate=D(20), factor_num=1, factor_den=1) == D("33.3")
    assert margin_of(D("96"), D(4), includes_tax=False, tax_rate=D(20), factor_num=12, factor_den=1) == D("50.0")
    assert (
        margin_of(D("0.000001"), D(4), includes_tax=False, tax_rate=D(0), factor_num=1, factor_den=1) == LOWEST_MARGIN
    )
    assert margin_of(D(0), D(4), includes_tax=False, tax_rate=D(0), factor_num=1, factor_den=1) == 0
