"""What goods without a receipt give back: never more than they were lately sold for, nor than they cost now.

Prices for one package or base unit, tax included. Source: docs/adr/0064; docs/algorithms/refunds.md.
"""

from decimal import Decimal

from optimapos.core.money import HUNDRED, PRICE_PLACES, round_money, round_places
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError
from optimapos.refunds.types import Columns

LOOKS_BACK_DAYS = 30
"""How long ago a sale tells what goods may have cost: as long as the lowest earlier price has to be told of a reduction."""


def highest_price(*, now: Decimal, includes_tax: bool, tax_rate: Decimal, lowest_sold: Decimal | None) -> Decimal:
    """The most that one gives back: what it costs `now`, or the lowest price that it was sold at where that is less.

    >>> now = dict(now=Decimal("10"), includes_tax=False, tax_rate=Decimal("20"))
    >>> highest_price(lowest_sold=None, **now), highest_price(lowest_sold=Decimal("9.50"), **now)
    (Decimal('12.000000'), Decimal('9.500000'))
    """
    gross = now if includes_tax else now * (HUNDRED + tax_rate) / HUNDRED
    return round_places(gross if lowest_sold is None else min(gross, lowest_sold), PRICE_PLACES)


def check_price(wanted: Decimal | None, highest: Decimal, *, line: int, sku: str) -> Decimal:
    """What one gives back: as much as may be, or less where that is asked for.

    Refuses: REFUND_PRICE_TOO_HIGH (data: line, unit_price, highest).
    """
    if wanted is None:
        return highest
    if wanted > highest:
        raise DomainError(
            "REFUND_PRICE_TOO_HIGH",
            f"{sku} was sold for {shown(highest)} lately, or costs that now. No more goes back without a receipt.",
            {"line": line, "unit_price": shown(wanted), "highest": shown(highest)},
        )
    return wanted


def worth(unit_price: Decimal, quantity: Decimal, *, tax_rate: Decimal, currency: str) -> Columns:
    """Net and tax of so many, of a price with the tax in it.

    >>> worth(Decimal("12"), Decimal("2"), tax_rate=Decimal("20"), currency="EUR")
    Columns(net=Decimal('20.00'), tax=Decimal('4.00'))
    """
    gross = round_money(unit_price * quantity, currency)
    tax = round_money(gross * tax_rate / (HUNDRED + tax_rate), currency)
    return Columns(gross - tax, tax)
