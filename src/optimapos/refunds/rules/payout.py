"""Who gets the money of a refund: what is owed for the sale is lowered first, each tender gets back at most what it paid.

Amounts in the sale's currency. Source: docs/adr/0020; docs/algorithms/refunds.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from optimapos.core.money import ZERO
from optimapos.core.result import DomainError
from optimapos.refunds.types import BackTo
from optimapos.sales.types import PaymentMethod

ORDER = (
    PaymentMethod.CARD,
    PaymentMethod.MOMO,
    PaymentMethod.TRANSFER,
    PaymentMethod.GIFT_CARD,
    PaymentMethod.STORE_CREDIT,
    PaymentMethod.LOYALTY,
    PaymentMethod.CASH,
)
"""In which order tenders get their money back where nobody says otherwise: cash last, as it is the easiest to steal."""


@dataclass(frozen=True, slots=True)
class Tender:
    """A payment of the sale, and how much of it has not gone back yet."""

    id: UUID
    method: str
    left: Decimal


@dataclass(frozen=True, slots=True)
class Payout:
    """`debt` lowers what is owed for the sale, `parts` go back to tenders, `rest` is for no tender of the sale."""

    debt: Decimal
    parts: tuple[BackTo, ...]
    rest: Decimal


def to_original(amount: Decimal, due: Decimal, tenders: Sequence[Tender], chosen: Sequence[BackTo] = ()) -> Payout:
    """`amount` over what is owed and then the sale's tenders: those that were `chosen`, else all in the order of `ORDER`.

    A rest is what was paid otherwise, such as on account.

    Refuses: PAYMENT_NOT_FOUND (data: payment), REFUND_ABOVE_PAYMENT (data: payment, left, asked), REFUND_PARTS_DIFFER (data:
    amount, parts).
    """
    debt = min(amount, due)
    left = amount - debt
    if chosen:
        return Payout(debt, _chosen(left, tenders, chosen), ZERO)
    parts = []
    for tender in sorted(tenders, key=lambda each: (ORDER.index(PaymentMethod(each.method)), each.id)):
        part = min(left, tender.left)
        if part > 0:
            parts.append(BackTo(tender.id, part))
            left -= part
    return Payout(debt, tuple(parts), left)


def credited(rest: Decimal, debts: Decimal) -> tuple[Decimal, Decimal]:
    """Of a credit note's `rest`, what settles other `debts` of the customer, and what becomes store credit.

    >>> credited(Decimal(30), Decimal(12)), credited(Decimal(30), Decimal(-5))
    ((Decimal('12'), Decimal('18')), (Decimal('0'), Decimal('30')))
    """
    settles = min(rest, max(debts, ZERO))
    return settles, rest - settles


def _chosen(left: Decimal, tenders: Sequence[Tender], chosen: Sequence[BackTo]) -> tuple[BackTo, ...]:
    by_id: Mapping[UUID, Tender] = {tender.id: tender for tender in tenders}
    summed: dict[UUID, Decimal] = {}
    for part in chosen:
        if part.payment_id not in by_id:
            raise DomainError("PAYMENT_NOT_FOUND", "The sale has no such payment.", {"payment": str(part.payment_id)})
        summed[part.payment_id] = summed.get(part.payment_id, ZERO) + part.amount
    for payment, asked in summed.items():
        if asked > by_id[payment].left:
            raise DomainError(
                "REFUND_ABOVE_PAYMENT",
                f"{asked} is more than the {by_id[payment].left} that is left of this payment.",
                {"payment": str(payment), "left": str(by_id[payment].left), "asked": str(asked)},
            )
    if sum(summed.values(), ZERO) != left:
        raise DomainError(
            "REFUND_PARTS_DIFFER",
            f"The parts come to {sum(summed.values(), ZERO)}; {left} goes back.",
            {"amount": str(left), "parts": str(sum(summed.values(), ZERO))},
        )
    return tuple(BackTo(payment, amount) for payment, amount in summed.items() if amount)
