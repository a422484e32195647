"""What is open of entries of the payables ledger, what settles what, and how old it is. Pure.

An entry above zero is owed (a debit); one below zero lowers that (a credit): a payment, a credit note. Entries are settled
in their own currency; what that is worth in the business's own follows, and the last part takes what is left, so that an
entry that is settled in full is 0 in both. Worked tables: docs/algorithms/payables.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from optimapos.core.money import ZERO, currency_exponent, round_money
from optimapos.core.quantities import has_at_most_places, shown
from optimapos.core.result import DomainError


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """An entry by its size: `foreign` in its currency, `amount` in the business's own; and what of both is settled."""

    id: UUID
    currency: str
    foreign: Decimal
    amount: Decimal
    due_date: date
    settled_foreign: Decimal = ZERO
    settled_amount: Decimal = ZERO

    @property
    def open_foreign(self) -> Decimal:
        """What is not settled, in its currency."""
        return self.foreign - self.settled_foreign

    @property
    def open_amount(self) -> Decimal:
        """What is not settled, in the business's own currency."""
        return self.amount - self.settled_amount

    def settled_by(self, foreign: Decimal, own_currency: str) -> "tuple[OpenEntry, Decimal]":
        """The entry with `foreign` more of it settled, and what that is worth in the business's own currency."""
        after = self.settled_foreign + foreign
        worth = self.amount if after == self.foreign else round_money(self.amount * after / self.foreign, own_currency)
        settled = max(worth, self.settled_amount)
        changed = replace(self, settled_foreign=after, settled_amount=settled)
        return changed, settled - self.settled_amount


@dataclass(frozen=True, slots=True)
class Settlement:
    """So much of a credit settles a debit: in the currency of both, and what it is worth on either side."""

    credit: UUID
    debit: UUID
    foreign: Decimal
    credit_amount: Decimal
    debit_amount: Decimal


def due_on(document_date: date, payment_days: int) -> date:
    """When an invoice is due; 0 days: at once.

    >>> due_on(date(2030, 1, 31), 30)
    datetime.date(2030, 3, 2)
    """
    return document_date + timedelta(days=payment_days)


def settle(
    credits: Sequence[OpenEntry], debits: Sequence[OpenEntry], limit: Decimal, own_currency: str
) -> list[Settlement]:
    """Settle debits by credits, both in this order, up to `limit` in their currency.

    Raises: ValueError for entries in several currencies.
    """
    if len({entry.currency for entry in (*credits, *debits)}) > 1:
        raise ValueError("entries of one currency settle each other")
    ahead, found = list(credits), []
    for waiting in debits:
        debit = waiting
        while ahead and limit > 0 and debit.open_foreign > 0:
            part = min(ahead[0].open_foreign, debit.open_foreign, limit)
            ahead[0], credit_amount = ahead[0].settled_by(part, own_currency)
            debit, debit_amount = debit.settled_by(part, own_currency)
            found.append(Settlement(ahead[0].id, debit.id, part, credit_amount, debit_amount))
            limit -= part
            if not ahead[0].open_foreign:
                del ahead[0]
    return found


def check_wishes(wishes: Sequence[tuple[UUID, OpenEntry, Decimal]], own: OpenEntry) -> None:
    """Whether an entry may settle so much of each of others: (what booked it, the entry, the amount).

    Refuses: AMOUNT_NOT_POSITIVE, AMOUNT_TOO_PRECISE, CURRENCY_DIFFERS, ALLOCATION_TOO_LARGE (data: invoice, open, asked).
    """
    for source, other, amount in wishes:
        if other.currency != own.currency:
            msg = f"What is in {other.currency} is paid in {other.currency}, at the rate that the bank took."
            raise DomainError("CURRENCY_DIFFERS", msg, {"invoice": str(source), "currency": other.currency})
        check_amount(amount, own.currency)
        if amount > other.open_foreign:
            figures = {"invoice": str(source), "open": shown(other.open_foreign), "asked": shown(amount)}
            msg = f"Of that, {figures['open']} {own.currency} is open, and {figures['asked']} was asked."
            raise DomainError("ALLOCATION_TOO_LARGE", msg, figures)
    if (total := sum((amount for _, _, amount in wishes), ZERO)) > own.open_foreign:
        figures = {"open": shown(own.open_foreign), "asked": shown(total)}
        msg = f"There is {figures['open']} {own.currency} left to settle with, and {figures['asked']} was asked."
        raise DomainError("ALLOCATION_TOO_LARGE", msg, figures)


def check_amount(amount: Decimal, currency: str) -> None:
    """Whether an amount is one that money has.

    Refuses: AMOUNT_NOT_POSITIVE, AMOUNT_TOO_PRECISE (data: decimals).
    """
    if amount <= 0:
        raise DomainError("AMOUNT_NOT_POSITIVE", "An amount is above 0.", {"amount": shown(amount)})
    check_decimals(amount, currency)


def check_decimals(amount: Decimal, currency: str) -> None:
    """Refuses: AMOUNT_TOO_PRECISE (data: decimals)."""
    decimals = currency_exponent(currency)
    if not has_at_most_places(amount, decimals):
        msg = f"{currency} has {decimals} decimals."
        raise DomainError("AMOUNT_TOO_PRECISE", msg, {"amount": shown(amount), "decimals": decimals})


@dataclass(frozen=True, slots=True)
class Returned:
    """Goods of a receipt's line that went back, in base units; `credited` of them stand in credit notes."""

    line_id: UUID
    receipt_line_id: UUID
    quantity: Decimal
    credited: Decimal


def expected_credits(returned: Iterable[Returned], invoiced_beyond_kept: Mapping[UUID, Decimal]) -> dict[UUID, Decimal]:
    """Base units by line of a return that the supplier still has to credit: those that it has invoiced, oldest return first.

    `invoiced_beyond_kept`: by receipt's line, what is invoiced beyond what was kept, credits counted.
    """
    left = dict(invoiced_beyond_kept)
    found = {}
    for line in returned:
        part = min(line.quantity - line.credited, left.get(line.receipt_line_id, ZERO))
        if part > 0:
            found[line.line_id] = part
            left[line.receipt_line_id] -= part
    return found
