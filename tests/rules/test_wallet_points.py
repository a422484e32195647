"""Points: how many a sale earns, which amounts they pay, and which terms a program may have."""

from dataclasses import replace
from decimal import Decimal

import pytest

from optimapos.core.result import DomainError
from optimapos.wallet.rules.points import (
    EarningLine,
    amount_of,
    check_spend,
    check_terms,
    points_earned,
    points_for,
)
from optimapos.wallet.types import LoyaltyTerms, PointsBasis
from tests.tables import worked_table

D = Decimal
EARNED = worked_table("algorithms/wallet.md", "Worked: points earned")
SPENT = worked_table("algorithms/wallet.md", "Worked: points spent")
TERMS = LoyaltyTerms(points_per_unit=D(1), point_value=D("0.01"), min_points=100, max_share=D(50))


@pytest.mark.parametrize("row", EARNED, ids=lambda row: row["case"])
def test_a_sale_earns_as_worked(row: dict[str, str]) -> None:
    lines = []
    for each in row["lines"].split(", "):
        figures, _, mark = each.partition(" ")
        net, _, gross = figures.partition("/")
        lines.append(EarningLine(D(net), D(gross), earns=not mark))
    terms = replace(TERMS, points_per_unit=D(row["per unit"]), basis=PointsBasis(row["basis"]))
    total = sum((line.gross for line in lines), D(0))
    assert points_earned(lines, total=total, paid_by_points=D(row["paid by points"]), terms=terms) == int(row["points"])


def test_a_program_that_is_off_gives_nothing() -> None:
    terms = replace(TERMS, is_active=False)
    line = EarningLine(D(10), D(12))
    assert points_earned([line], total=D(12), paid_by_points=D(0), terms=terms) == 0


@pytest.mark.parametrize("row", SPENT, ids=lambda row: row["amount"])
def test_points_pay_as_worked(row: dict[str, str]) -> None:
    terms, amount = replace(TERMS, point_value=D(row["a point is worth"])), D(row["amount"])
    try:
        points = points_for(amount, "EUR", terms)
        check_spend(points, amount, total=D("40.00"), terms=terms)
        found = "taken"
    except DomainError as refusal:
        found = refusal.code
    assert found == row["answer"]
    if row["points"] != "-":
        assert points == int(row["points"])
        assert amount_of(points, "EUR", terms) == amount


def test_points_that_are_worth_no_amount_of_the_currency_pay_nothing() -> None:
    for points, currency, value in ((101, "EUR", "0.005"), (1, "JPY", "0.5")):
        with pytest.raises(DomainError, match="POINTS_NOT_WHOLE"):
            amount_of(points, currency, replace(TERMS, point_value=D(value)))
    with pytest.raises(DomainError, match="POINTS_NOT_WHOLE"):
        points_for(D("0.5"), "JPY", replace(TERMS, point_value=D("0.5")))


@pytest.mark.parametrize("terms", [None, replace(TERMS, is_active=False)])
def test_without_a_program_in_force_no_points_are_spent(terms: LoyaltyTerms | None) -> None:
    with pytest.raises(DomainError, match="LOYALTY_NOT_ACTIVE"):
        check_spend(500, D(5), total=D(40), terms=terms)


@pytest.mark.parametrize(
    "wrong",
    [
        {"points_per_unit": D(-1)},
        {"points_per_unit": D("10000.1")},
        {"point_value": D(0)},
        {"max_share": D("100.1")},
        {"min_points": -1},
        {"validity_days": 40_000},
    ],
    ids=str,
)
def test_terms_out_of_bounds_are_refused(wrong: dict[str, Decimal]) -> None:
    check_terms(TERMS)
    with pytest.raises(DomainError) as refused:
        check_terms(replace(TERMS, **wrong))  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.data) == ("LOYALTY_TERMS_WRONG", {"field": next(iter(wrong))})
