"""Money: half-up, the smallest coin, splitting without loss. Tables from docs/algorithms/tax-and-rounding.md."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimapos.core.money import (
    currency_exponent,
    percent_of,
    round_money,
    round_places,
    round_to_step,
    split_money,
)

D = Decimal
CURRENCY = {0: "JPY", 2: "EUR", 3: "KWD"}


def decimals(text: str) -> list[Decimal]:
    return [D(part) for part in text.split(", ")]


@pytest.mark.parametrize(("currency", "places"), [("JPY", 0), ("EUR", 2), ("KWD", 3), ("CLF", 4)])
def test_a_currency_has_the_decimals_of_its_standard(currency: str, places: int) -> None:
    assert currency_exponent(currency) == places


@pytest.mark.parametrize("code", ["", "EURO", "eur", "ZZZ"])
def test_an_unknown_currency_is_no_currency(code: str) -> None:
    with pytest.raises(ValueError, match="not an ISO 4217 currency"):
        currency_exponent(code)


def test_a_currency_with_more_decimals_than_the_ledger_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimapos.core.money.LEDGER_DECIMALS", 1)
    currency_exponent.cache_clear()
    with pytest.raises(ValueError, match="CHF has 2 decimals; the ledger keeps 1"):
        currency_exponent("CHF")


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("2.345", "EUR", "2.35"),
        ("2.344999999999", "EUR", "2.34"),
        ("-2.345", "EUR", "-2.35"),
        ("0.005", "EUR", "0.01"),
        ("0.025", "EUR", "0.03"),
        ("2.5", "JPY", "3"),
        ("3.5", "JPY", "4"),
        ("1.0005", "KWD", "1.001"),
        ("7", "EUR", "7.00"),
        ("999999999999999.994999", "EUR", "999999999999999.99"),
    ],
)
def test_a_tie_is_rounded_away_from_zero(amount: str, currency: str, rounded: str) -> None:
    assert str(round_money(D(amount), currency)) == rounded


@pytest.mark.parametrize("amount", ["-0", "-0.00", "-0.001", "-0.004999"])
def test_zero_never_carries_a_minus(amount: str) -> None:
    assert str(round_money(D(amount), "EUR")) == "0.00"
    assert str(round_places(D(amount), 1)) == "0.0"


def test_a_price_of_six_places_times_a_quantity_of_six_places_is_rounded_once() -> None:
    assert str(D("1.234567") * D("2.000001")) == "2.469135234567"
    assert str(round_money(D("1.234567") * D("2.000001"), "EUR")) == "2.47"
    assert str(round_money(D("0.999995") * D("1.004995"), "EUR")) == "1.00"


def test_a_percentage_is_not_rounded() -> None:
    assert percent_of(D("0.05"), D("10")) == D("0.005")


@pytest.mark.parametrize(
    ("total", "step", "to_pay"),
    [
        ("20.70", "0.05", "20.70"),
        ("20.71", "0.05", "20.70"),
        ("20.72", "0.05", "20.70"),
        ("20.73", "0.05", "20.75"),
        ("20.68", "0.05", "20.70"),
        ("20.75", "0.50", "21.00"),
        ("-20.73", "0.05", "-20.75"),
        ("-0.01", "0.05", "0.00"),
        ("20.73", "0", "20.73"),
    ],
)
def test_cash_is_rounded_to_the_smallest_coin(total: str, step: str, to_pay: str) -> None:
    assert str(round_to_step(D(total), D(step), "EUR")) == to_pay


@pytest.mark.parametrize(
    ("places", "amount", "weights", "parts"),
    [
        (2, "10.00", "33.33, 33.33, 33.34", "3.33, 3.33, 3.34"),
        (2, "1.00", "10.00, 10.00, 10.00", "0.34, 0.33, 0.33"),
        (0, "100", "1, 1, 1", "34, 33, 33"),
        (3, "1.000", "1, 1, 1", "0.334, 0.333, 0.333"),
        (2, "5.00", "19.99, 4.50, 0.51", "4.00, 0.90, 0.10"),
        (2, "25.00", "19.99, 4.50, 0.51", "19.99, 4.50, 0.51"),
        (2, "0.01", "1.00, 2.00, 3.00", "0.00, 0.00, 0.01"),
        (
            2,
            "0.05",
            "10.00, 10.00, 10.00, 10.00, 10.00, 10.00, 10.00",
            "0.01, 0.01, 0.01, 0.01, 0.01, 0.00, 0.00",
        ),
        (0, "100", "980, 15, 5", "98, 2, 0"),
        (2, "3.00", "0.00, 7.00, 2.00", "0.00, 2.33, 0.67"),
        (3, "1.000", "2.500, 1.250, 0.335", "0.612, 0.306, 0.082"),
        (2, "-1.00", "10.00, 10.00, 10.00", "-0.34, -0.33, -0.33"),
        (2, "0.05", "0, 0", "0.03, 0.02"),
        (2, "0.00", "1, 2", "0.00, 0.00"),
        (2, "999999999999999.99", "1, 1", "500000000000000.00, 499999999999999.99"),
        (2, "0.02", "0.000001, 1000000000.000000, 0.000001", "0.00, 0.02, 0.00"),
    ],
)
def test_an_amount_is_split_by_largest_remainder(places: int, amount: str, weights: str, parts: str) -> None:
    split = split_money(D(amount), decimals(weights), CURRENCY[places])
    assert [str(part) for part in split] == parts.split(", ")


@pytest.mark.parametrize(
    ("amount", "weights", "why"),
    [
        ("1.00", [], "no weights"),
        ("1.00", [D(1), D(-1)], "a weight is negative"),
        ("1.001", [D(1)], "1.001 has more decimals than EUR"),
    ],
)
def test_what_cannot_be_split_is_an_error(amount: str, weights: list[Decimal], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        split_money(D(amount), weights, "EUR")


@settings(deadline=None)
@given(
    places=st.sampled_from([0, 2, 3]),
    units=st.integers(-(10**15), 10**15),
    weights=st.lists(st.decimals(0, 10**9, places=6), min_size=1, max_size=20),
)
def test_parts_sum_exactly_and_each_is_within_one_unit_of_its_share(
    places: int, units: int, weights: list[Decimal]
) -> None:
    unit = D(1).scaleb(-places)
    amount = units * unit
    parts = split_money(amount, weights, CURRENCY[places])
    assert sum(parts) == amount
    assert all(-part.as_tuple().exponent == places for part in parts)
    assert all(part == 0 or (part < 0) == (amount < 0) for part in parts)
    total = sum(map(Fraction, weights))
    shares = [
        Fraction(amount) * (Fraction(weight) / total if total else Fraction(1, len(weights))) for weight in weights
    ]
    assert all(abs(part - share) < unit for part, share in zip(map(Fraction, parts), shares, strict=True))
