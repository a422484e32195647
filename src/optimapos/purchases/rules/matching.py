"""The three-way match: what an invoice asks for, held against what was ordered and what was received.

Worked table: docs/algorithms/payables.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from optimapos.core.money import HUNDRED, PRICE_PLACES, ZERO, round_money, round_places
from optimapos.core.quantities import QUANTITY_PLACES, shown
from optimapos.core.result import DomainError


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far an invoice may be off without anybody's leave. Of a price: the percentage or the amount, whichever is more."""

    price_percent: Decimal = ZERO
    price_amount: Decimal = ZERO
    quantity_percent: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class MatchedLine:
    """A line of an invoice beside its goods. Quantities in base units, prices for one of them in the invoice's currency.

    `already_invoiced` stands in other invoices, or in lines above this one.
    """

    line_no: int
    ordered_price: Decimal
    received: Decimal
    already_invoiced: Decimal
    invoiced: Decimal
    invoiced_amount: Decimal

    def has_wrong_price(self, tolerance: Tolerance, currency: str) -> bool:
        """Whether it costs more or less than ordered, beyond the tolerance."""
        expected = round_money(self.ordered_price * self.invoiced, currency)
        allowed = max(expected * tolerance.price_percent / HUNDRED, tolerance.price_amount)
        return abs(self.invoiced_amount - expected) > allowed

    def exceeds_received(self, tolerance: Tolerance) -> bool:
        """Whether more is invoiced than was received, beyond the tolerance."""
        allowed = round_places(self.received * (HUNDRED + tolerance.quantity_percent) / HUNDRED, QUANTITY_PLACES)
        return self.already_invoiced + self.invoiced > allowed

    @property
    def figures(self) -> dict[str, Any]:
        """As a refusal tells them."""
        return {
            "line": self.line_no,
            "ordered_price": shown(round_places(self.ordered_price, PRICE_PLACES)),
            "invoiced_price": shown(round_places(self.invoiced_amount / self.invoiced, PRICE_PLACES)),
            "received": shown(self.received),
            "already_invoiced": shown(self.already_invoiced),
            "invoiced": shown(self.invoiced),
        }


def mismatches(lines: Iterable[MatchedLine], tolerance: Tolerance, currency: str) -> list[MatchedLine]:
    """The lines that are off by more than is tolerated."""
    return [line for line in lines if line.has_wrong_price(tolerance, currency) or line.exceeds_received(tolerance)]


def mismatch(lines: Sequence[MatchedLine], number: str) -> DomainError:
    """The refusal of an invoice that is off: INVOICE_MISMATCH (data: lines)."""
    return DomainError(
        "INVOICE_MISMATCH",
        f"{number} asks for other prices or quantities than were ordered and received.",
        {"lines": [line.figures for line in lines]},
        ("Correct the invoice, or let somebody who approves purchases accept the differences with a reason.",),
    )


def difference_on_goods(
    *, invoiced_amount: Decimal, rate: Decimal, quantity: Decimal, unit_cost: Decimal, own_currency: str
) -> Decimal:
    """By how much goods cost more (below 0: less) by an invoice than they were received for, in the business's currency.

    >>> difference_on_goods(invoiced_amount=Decimal("55.00"), rate=Decimal(1), quantity=Decimal(10),
    ...                     unit_cost=Decimal("5.00"), own_currency="EUR")
    Decimal('5.00')
    """
    return round_money(invoiced_amount * rate, own_currency) - round_money(quantity * unit_cost, own_currency)
