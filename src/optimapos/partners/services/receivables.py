"""The receivables ledger of one customer: entries are booked, and settle each other; none is ever changed.

All of these are parts of an operation that holds the customer's lock, so that nothing is settled twice. Whoever booked a
debt is told what of it was settled (`IDebtSources`). Source: docs/algorithms/credit.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from optimapos.core.interfaces import IDebtSources, implementation
from optimapos.core.money import ZERO
from optimapos.organization.services import fix_currency
from optimapos.partners.models import CreditAllocation, CreditTransaction, Customer, OpenItem
from optimapos.partners.rules.receivables import Part, settle, settle_wishes
from optimapos.partners.selectors.receivables import open_of
from optimapos.partners.types import CreditKind, Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """An entry to be booked. `amount` above zero is owed from `due_date` on, one below zero lowers what is owed."""

    kind: CreditKind
    amount: Decimal
    business_date: date
    due_date: date | None = None
    source_id: UUID | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class CustomerLedger:
    """The ledger of one customer, whose row is locked, in the hands of one user."""

    customer: Customer
    user_id: UUID
    at: datetime

    def book(self, entry: NewEntry) -> CreditTransaction:
        """Write one entry, all of it open."""
        row = CreditTransaction(
            business_id=self.customer.business_id,
            customer=self.customer,
            kind=entry.kind,
            amount=entry.amount,
            due_date=entry.due_date,
            source_id=entry.source_id,
            reference=entry.reference,
            user_id=self.user_id,
            business_date=entry.business_date,
            occurred_at=self.at,
        )
        row.save(force_insert=True)
        fix_currency(row.business_id)
        OpenItem(
            entry=row,
            business_id=row.business_id,
            customer=self.customer,
            due_date=entry.due_date,
            open_amount=entry.amount,
        ).save(force_insert=True)
        self.customer.outstanding_balance += entry.amount
        self.customer.save(update_fields=["outstanding_balance", "updated_at"])
        return row

    def settle_open(self) -> list[Part]:
        """Let all open credits settle open debts, the oldest first on both sides."""
        found = open_of(self.customer.business_id, self.customer.pk)
        credits, debits = [each for each in found if each.amount < 0], [each for each in found if each.amount > 0]
        return self._settled(settle(credits, debits))

    def settle_chosen(self, credit: CreditTransaction, wishes: Sequence[Wish]) -> list[Part]:
        """Let a credit settle what is wished first, then with the rest the oldest.

        Refuses: DEBT_NOT_OPEN, AMOUNT_NOT_POSITIVE, ALLOCATION_TOO_LARGE.
        """
        found = open_of(self.customer.business_id, self.customer.pk)
        own = next(each for each in found if each.entry_id == credit.pk)
        debits = [each for each in found if each.amount > 0]
        chosen = self._settled(settle_wishes(own, debits, [(wish.source_id, wish.amount) for wish in wishes]))
        return [*chosen, *self.settle_open()]

    def _settled(self, parts: list[Part]) -> list[Part]:
        business = self.customer.business_id
        CreditAllocation.objects.for_business(business).bulk_create(
            CreditAllocation(
                business_id=business,
                customer=self.customer,
                credit_id=part.credit.entry_id,
                debit_id=part.debit.entry_id,
                amount=part.amount,
                user_id=self.user_id,
                created_at=self.at,
            )
            for part in parts
        )
        self._lower_open(parts)
        by_source: dict[UUID, Decimal] = {}
        for part in parts:
            by_source[part.debit.source_id] = by_source.get(part.debit.source_id, ZERO) + part.amount
        if by_source:
            implementation(IDebtSources).settled(business=business, amounts=by_source)
        return parts

    def _lower_open(self, parts: Sequence[Part]) -> None:
        left: dict[UUID, Decimal] = {}
        for part in parts:
            for side, change in ((part.credit, part.amount), (part.debit, -part.amount)):
                left[side.entry_id] = left.get(side.entry_id, side.amount) + change
        rows = OpenItem.objects.for_business(self.customer.business_id)
        rows.filter(pk__in=[entry for entry, amount in left.items() if not amount]).delete()
        still = list(rows.filter(pk__in=[entry for entry, amount in left.items() if amount]))
        for row in still:
            row.open_amount = left[row.pk]
        rows.bulk_update(still, ["open_amount"])


def kept_as_credit(entry: CreditTransaction, parts: Sequence[Part]) -> Decimal:
    """What of a credit settles nothing yet and stays the customer's."""
    return -entry.amount - sum((part.amount for part in parts if part.credit.entry_id == entry.pk), ZERO)
