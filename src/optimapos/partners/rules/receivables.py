"""What of a customer's debts is settled by what, and when what is owed alarms. Pure.

Amounts are in the business's currency. An open amount above zero is owed, one below zero is the customer's credit.
Worked tables: docs/algorithms/credit.md. Source: sales-backend-guide.md phase 2.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from optimapos.core.money import HUNDRED, ZERO, currency_exponent
from optimapos.core.quantities import has_at_most_places, shown
from optimapos.core.result import DomainError

NEAR_PERCENT = 80
NEAR_LIMIT = "CREDIT_80_PERCENT"
AT_LIMIT = "CREDIT_100_PERCENT"


@dataclass(frozen=True, slots=True)
class Open:
    """What is open of an entry: `amount` signed like the entry; `source_id` names its sale or, without one, itself."""

    entry_id: UUID
    source_id: UUID
    amount: Decimal
    due_date: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """So much of a credit settles a debit."""

    credit: Open
    debit: Open
    amount: Decimal


def settle(credits: Sequence[Open], debits: Sequence[Open]) -> list[Part]:
    """Settle debits by credits, both in this order, as far as both go."""
    left = {each.entry_id: abs(each.amount) for each in (*credits, *debits)}
    ahead, found = list(credits), []
    for debit in debits:
        while ahead and left[debit.entry_id]:
            part = min(left[ahead[0].entry_id], left[debit.entry_id])
            found.append(Part(ahead[0], debit, part))
            left[ahead[0].entry_id] -= part
            left[debit.entry_id] -= part
            if not left[ahead[0].entry_id]:
                del ahead[0]
    return found


def settle_wishes(credit: Open, debits: Iterable[Open], wishes: Sequence[tuple[UUID, Decimal]]) -> list[Part]:
    """Settle by a credit so much of each debit that is named by its source; what is named twice is one wish.

    Refuses: DEBT_NOT_OPEN (data: source), AMOUNT_NOT_POSITIVE, ALLOCATION_TOO_LARGE (data: source, open, asked).
    """
    by_source = {each.source_id: each for each in debits}
    asked: dict[UUID, Decimal] = {}
    for source, amount in wishes:
        if source not in by_source:
            msg = "Nothing of that is open: the customer does not owe it, or it is settled."
            raise DomainError("DEBT_NOT_OPEN", msg, {"source": str(source)})
        if amount <= 0:
            raise DomainError("AMOUNT_NOT_POSITIVE", "An amount is above 0.", {"amount": shown(amount)})
        asked[source] = asked.get(source, ZERO) + amount
    for source, amount in asked.items():
        _check_room(source, by_source[source].amount, amount)
    _check_room(credit.source_id, -credit.amount, sum(asked.values(), ZERO))
    return [Part(credit, by_source[source], amount) for source, amount in asked.items()]


def _check_room(source: UUID, is_open: Decimal, asked: Decimal) -> None:
    if asked > is_open:
        figures = {"source": str(source), "open": shown(is_open), "asked": shown(asked)}
        msg = f"Of that, {figures['open']} is open, and {figures['asked']} was asked."
        raise DomainError("ALLOCATION_TOO_LARGE", msg, figures)


def check_amount(amount: Decimal, currency: str) -> None:
    """Whether an amount is one that money has.

    Refuses: AMOUNT_NOT_POSITIVE, AMOUNT_TOO_PRECISE (data: amount, decimals).
    """
    if amount <= 0:
        raise DomainError("AMOUNT_NOT_POSITIVE", "An amount is above 0.", {"amount": shown(amount)})
    decimals = currency_exponent(currency)
    if not has_at_most_places(amount, decimals):
        msg = f"{currency} has {decimals} decimals."
        raise DomainError("AMOUNT_TOO_PRECISE", msg, {"amount": shown(amount), "decimals": decimals})


def alert_of(outstanding: Decimal, limit: Decimal) -> str:
    """CREDIT_100_PERCENT where all of the limit is used, CREDIT_80_PERCENT where four fifths are, else nothing."""
    if limit <= 0 or outstanding * HUNDRED < limit * NEAR_PERCENT:
        return ""
    return AT_LIMIT if outstanding >= limit else NEAR_LIMIT
