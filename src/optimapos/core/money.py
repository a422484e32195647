"""Money: the only place that rounds an amount or splits one.

Amounts are `Decimal` in major units of a currency with 0, 2 or 3 decimals (ISO 4217), stored as numeric(19,4). Unit
prices and unit costs keep six places. Source: docs/algorithms/tax-and-rounding.md.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from math import lcm

from babel.core import get_global
from babel.numbers import get_currency_precision

AMOUNT_LIMIT = Decimal("1e15")
"""Amounts are below this in size; numeric(19,4) holds no more."""
PRICE_LIMIT = Decimal("1e13")
"""Unit prices and costs are below this in size; numeric(19,6) holds no more."""
PRICE_PLACES = 6
ZERO = Decimal(0)
HUNDRED = Decimal(100)
LEDGER_DECIMALS = 4
"""Ledger columns hold four places, so a currency with more cannot be kept."""


@cache
def currency_exponent(currency: str) -> int:
    """The number of decimals of a currency: 0 for JPY, 2 for EUR, 3 for KWD.

    Raises: ValueError for a code that ISO 4217 does not list, or one with more decimals than the ledger keeps.
    """
    if currency not in get_global("all_currencies"):
        raise ValueError(f"{currency!r} is not an ISO 4217 currency code")
    exponent = get_currency_precision(currency)
    if exponent > LEDGER_DECIMALS:
        raise ValueError(f"{currency} has {exponent} decimals; the ledger keeps {LEDGER_DECIMALS}")
    return exponent


@cache
def _step(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def round_places(value: Decimal, places: int) -> Decimal:
    """`value` rounded half-up (away from zero on a tie) to `places` decimals, never as minus zero."""
    return value.quantize(_step(places), rounding=ROUND_HALF_UP) + ZERO


def round_money(amount: Decimal, currency: str) -> Decimal:
    """`amount` rounded half-up to the decimals of `currency`.

    >>> round_money(Decimal("2.345"), "EUR"), round_money(Decimal("2.5"), "JPY"), round_money(Decimal("-0.001"), "EUR")
    (Decimal('2.35'), Decimal('3'), Decimal('0.00'))
    """
    return round_places(amount, currency_exponent(currency))


def round_to_step(amount: Decimal, step: Decimal, currency: str) -> Decimal:
    """`amount` rounded half-up to a multiple of `step`, the smallest coin in use; a step of 0 means no cash rounding."""
    if not step:
        return amount
    return round_money((amount / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step, currency)


def round_onto(
    amount: Decimal, *, step: Decimal, start: Decimal = ZERO, rounding: str = ROUND_HALF_UP, places: int = PRICE_PLACES
) -> Decimal:
    """`amount` brought onto the grid of `start` + whole `step`s, by a rounding mode of `decimal`, with `places` decimals.

    >>> round_onto(Decimal("3.30"), step=Decimal(1), start=Decimal("0.99"), places=2)
    Decimal('2.99')
    """
    steps = ((amount - start) / step).quantize(Decimal(1), rounding=rounding)
    return round_places(start + steps * step, places)


def percent_of(amount: Decimal, percent: Decimal) -> Decimal:
    """`percent` per cent of `amount`, not rounded."""
    return amount * percent / HUNDRED


def split_money(amount: Decimal, weights: Sequence[Decimal], currency: str) -> list[Decimal]:
    """`amount` split over `weights` so that the parts are in the currency's decimals and sum exactly to it.

    Largest remainder: each part is rounded down in size, what is left goes unit by unit to the largest remainders, the
    earlier one on a tie. All weights 0: split evenly. `amount` must already be in the currency's decimals.

    Raises: ValueError for no weights, a negative weight, or an amount with more decimals than the currency.
    """
    if not weights:
        raise ValueError("no weights to split over")
    if any(weight < 0 for weight in weights):
        raise ValueError("a weight is negative")
    unit = _step(currency_exponent(currency))
    units = amount / unit
    if units != units.to_integral_value():
        raise ValueError(f"{amount} has more decimals than {currency}")
    parts = _split_units(int(units), [Decimal(1)] * len(weights) if not any(weights) else list(weights))
    return [round_places(part * unit, currency_exponent(currency)) for part in parts]


def _split_units(units: int, weights: list[Decimal]) -> list[int]:
    sign = -1 if units < 0 else 1
    fractions = [weight.as_integer_ratio() for weight in weights]
    scale = lcm(*(denominator for _, denominator in fractions))
    whole = [numerator * (scale // denominator) for numerator, denominator in fractions]
    total = sum(whole)
    parts = [abs(units) * weight // total for weight in whole]
    remainders = [abs(units) * weight % total for weight in whole]
    left = abs(units) - sum(parts)
    for index in sorted(range(len(whole)), key=lambda at: (-remainders[at], at))[:left]:
        parts[index] += 1
    return [sign * part for part in parts]
