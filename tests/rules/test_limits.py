"""How much discount a role may give."""

from decimal import Decimal

import pytest

from optimapos.core.result import DomainError
from optimapos.sales.rules.amounts import LineInput, price_sale
from optimapos.sales.rules.limits import check_discount, check_discounts

D = Decimal


def line(amount: str, percent: str = "0", fixed: str = "0") -> LineInput:
    return LineInput(D(amount), D(1), D(percent), D(fixed), D(20), "S")


def check(*lines: LineInput, percent: str = "0", fixed: str = "0", most: str = "10") -> None:
    sale = price_sale(
        lines, discount_percentage=D(percent), discount_fixed=D(fixed), prices_include_tax=False, currency="EUR"
    )
    check_discounts(sale, max_discount=D(most), currency="EUR")


def refusal(*lines: LineInput, **options: str) -> DomainError:
    with pytest.raises(DomainError) as caught:
        check(*lines, **options)
    assert caught.value.code == "DISCOUNT_NOT_ALLOWED"
    return caught.value


def test_a_sale_without_discounts_is_allowed_to_everyone() -> None:
    check(line("10.00"), line("0.00"), most="0")
    check(most="0")


@pytest.mark.parametrize(
    ("lines", "options"),
    [
        ([line("10.00", "10")], {}),
        ([line("10.00", fixed="1.00")], {}),
        ([line("10.00"), line("20.00")], {"percent": "10"}),
        ([line("10.00"), line("20.00")], {"fixed": "3.00"}),
        ([line("10.00", "5")], {"percent": "5"}),
        ([line("10.00", "100")], {"most": "100"}),
    ],
)
def test_a_discount_up_to_the_limit_of_the_role_is_allowed(lines: list[LineInput], options: dict[str, str]) -> None:
    check(*lines, **options)


def test_rounding_does_not_make_an_allowed_percentage_too_much() -> None:
    check(line("0.05", "10"), line("0.05", "10"), line("0.05", "10"))
    check(line("0.04"), line("0.04"), line("0.04"), percent="10")


def test_a_line_above_the_limit_is_refused_with_the_figures() -> None:
    refused = refusal(line("100.00"), line("10.00", "5", "0.51"))
    assert refused.msg == "A discount of 1.01 off 10.00 is 10.10 %; 10 % is allowed."
    assert refused.data == {
        "line": 2,
        "discount": "1.01",
        "amount": "10.00",
        "discount_percentage": "10.10",
        "max_discount": "10",
    }


@pytest.mark.parametrize(
    ("percent", "fixed", "discount", "effective"),
    [("11", "0", "3.30", "11.00"), ("0", "3.01", "3.01", "10.03"), ("9", "0.31", "3.01", "10.03")],
)
def test_the_discount_of_a_sale_above_the_limit_is_refused(
    percent: str, fixed: str, discount: str, effective: str
) -> None:
    refused = refusal(line("10.00"), line("20.00"), percent=percent, fixed=fixed)
    assert refused.data == {
        "discount": discount,
        "amount": "30.00",
        "discount_percentage": effective,
        "max_discount": "10",
    }


def test_a_discount_on_the_line_and_one_on_the_sale_count_together() -> None:
    refused = refusal(line("10.00", "10"), percent="10")
    assert (refused.data["discount"], refused.data["discount_percentage"]) == ("1.90", "19.00")


def test_one_discount_is_checked_by_itself() -> None:
    assert check_discount(D("1.00"), D("10.00"), D(10), "EUR") == D("1.00")
    with pytest.raises(DomainError):
        check_discount(D("0.01"), D("10.00"), D(0), "EUR")
