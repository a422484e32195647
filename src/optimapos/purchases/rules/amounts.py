"""What a line costs, in the document's currency and in the business's. Source: docs/algorithms/tax-and-rounding.md."""

from collections.abc import Iterable
from decimal import Decimal

from optimapos.core.money import (
    AMOUNT_LIMIT,
    HUNDRED,
    PRICE_LIMIT,
    PRICE_PLACES,
    currency_exponent,
    round_money,
    round_places,
)
from optimapos.core.quantities import has_at_most_places
from optimapos.core.result import DomainError

RATE_PLACES = 8
RATE_LIMIT = Decimal("1e9")


def check_currency(currency: str, rate: Decimal, own_currency: str) -> None:
    """Whether a document may be in `currency` at `rate` units of the business's own currency for one of it.

    Refuses: UNKNOWN_CURRENCY, BAD_EXCHANGE_RATE (data: currency, exchange_rate).
    """
    try:
        currency_exponent(currency)
    except ValueError as error:
        raise DomainError("UNKNOWN_CURRENCY", f"{error}.", {"currency": currency}) from error
    if currency == own_currency and rate != 1:
        raise _bad_rate("One unit of the own currency is worth 1.", currency, rate)
    if not 0 < rate < RATE_LIMIT or not has_at_most_places(rate, RATE_PLACES):
        raise _bad_rate("An exchange rate is above 0 with at most eight decimals.", currency, rate)


def discounted(unit_price: Decimal, discount_percent: Decimal) -> Decimal:
    """The price less its discount, not rounded."""
    return unit_price * (HUNDRED - discount_percent) / HUNDRED


def net_amount(quantity: Decimal, unit_price: Decimal, discount_percent: Decimal, currency: str) -> Decimal:
    """What `quantity` packages cost without tax, in the document's currency.

    Refuses: AMOUNT_TOO_LARGE.

    >>> net_amount(Decimal(100), Decimal("12.50"), Decimal(10), "EUR")
    Decimal('1125.00')
    """
    exact = quantity * discounted(unit_price, discount_percent)
    if exact >= AMOUNT_LIMIT - 1:
        raise _too_large()
    return round_money(exact, currency)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum of the lines' amounts.

    Refuses: AMOUNT_TOO_LARGE.
    """
    added = sum(amounts, Decimal(0))
    if added >= AMOUNT_LIMIT:
        raise _too_large()
    return added


def unit_cost(
    unit_price: Decimal, discount_percent: Decimal, rate: Decimal, *, factor_num: int, factor_den: int
) -> Decimal:
    """What one base unit costs in the business's currency, when a package of `factor_num / factor_den` base units costs
    `unit_price` in the document's.

    Refuses: AMOUNT_TOO_LARGE.

    >>> unit_cost(Decimal(30), Decimal(10), Decimal("1.95583"), factor_num=12, factor_den=1)
    Decimal('4.400618')
    """
    exact = discounted(unit_price, discount_percent) * rate * factor_den / factor_num
    if exact >= PRICE_LIMIT - 1:
        raise _too_large()
    return round_places(exact, PRICE_PLACES)


def in_ledger_currency(amount: Decimal, rate: Decimal, own_currency: str) -> Decimal:
    """A document's amount in the business's currency.

    Refuses: AMOUNT_TOO_LARGE.
    """
    exact = amount * rate
    if exact >= AMOUNT_LIMIT - 1:
        raise _too_large()
    return round_money(exact, own_currency)


def price_of_package(price: Decimal, listed_num: int, listed_den: int, factor_num: int, factor_den: int) -> Decimal:
    """A price that is listed for packages of one size, for those of another.

    >>> price_of_package(Decimal(24), 12, 1, 6, 1)
    Decimal('12.000000')
    """
    return round_places(price * listed_den * factor_num / (listed_num * factor_den), PRICE_PLACES)


def _bad_rate(msg: str, currency: str, rate: Decimal) -> DomainError:
    return DomainError("BAD_EXCHANGE_RATE", msg, {"currency": currency, "exchange_rate": f"{rate:f}"})


def _too_large() -> DomainError:
    return DomainError("AMOUNT_TOO_LARGE", "A figure that comes of this is too large to be kept.")
