"""The payables ledger: entries are booked, settled by each other, and reversed; none is ever changed.

All of these are parts of an operation that holds the supplier's lock, so that nothing is settled twice.
Source: docs/algorithms/payables.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from optimapos.core.actors import Actor
from optimapos.core.result import DomainError
from optimapos.organization.models import Location
from optimapos.organization.selectors import currency_of
from optimapos.partners.models import Supplier
from optimapos.purchases.models import SupplierAllocation, SupplierTransaction
from optimapos.purchases.rules.payables import OpenEntry, Settlement, check_wishes, settle
from optimapos.purchases.selectors.papers import is_paper_of
from optimapos.purchases.selectors.payables import OpenRow, open_entries
from optimapos.purchases.types import EntryKind, Wish

ALLOCATION = "ALLOCATION"
"""The source of entries that only make up for rates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """An entry to be booked. `foreign_amount` in `currency`, `amount` in the business's own, both signed: above 0 is owed."""

    kind: EntryKind
    amount: Decimal
    currency: str
    foreign_amount: Decimal
    rate: Decimal
    document_date: date
    due_date: date | None = None
    reference: str = ""
    source_type: str = ""
    source_id: UUID | None = None
    reversal_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class SupplierLedger:
    """The ledger of one supplier, whose row is locked, in the hands of one actor at one location."""

    supplier: Supplier
    location: Location
    actor: Actor
    at: datetime

    @property
    def business_id(self) -> UUID:
        """Whose ledger it is."""
        return self.supplier.business_id

    @property
    def today(self) -> date:
        """The location's day."""
        return self.location.local_day(self.at)

    def book(self, entry: NewEntry) -> SupplierTransaction:
        """Write one entry; one that nothing booked stands for itself."""
        row = self._row(entry)
        row.source_id = row.source_id or row.pk
        row.save(force_insert=True)
        return row

    def open(self) -> list[OpenRow]:
        """What is open of the supplier at the places that the actor sees, the oldest due first."""
        return open_entries(self.business_id, [self.supplier.pk], self.actor.location_ids)

    def settle_with(self, entry_id: UUID, wishes: Sequence[Wish] | None) -> None:
        """Let an entry settle what stands against it: what is wished, or the oldest due first up to all of it.

        Refuses: NOT_FOUND (data: invoice), INVOICE_NOT_OPEN (data: invoice), and as `check_wishes`.
        """
        rows = self.open()
        own = next((row for row in rows if row.entry.id == entry_id), None)
        if own is None:
            if wishes:
                raise DomainError("ALLOCATION_TOO_LARGE", "All of it is used already.", {"open": "0"})
            return
        against = [row for row in rows if row.is_debit != own.is_debit]
        if wishes is None:
            others = [row.entry for row in against if row.entry.currency == own.entry.currency]
            self._settle(self._pairs(own, others, own.entry.open_foreign))
            return
        named = self._named(against, wishes)
        check_wishes(named, own.entry)
        self._settle_each(own, [(other, amount) for _, other, amount in named])

    def reverse(self, entry: SupplierTransaction) -> None:
        """Book the opposite of an entry; what it settled is open again."""
        self._take_back(entry)
        opposite = self.book(
            NewEntry(
                kind=EntryKind.REVERSAL,
                amount=-entry.amount,
                currency=entry.currency,
                foreign_amount=-entry.foreign_amount,
                rate=entry.rate,
                document_date=self.today,
                reference=entry.reference,
                source_type=entry.source_type,
                source_id=entry.source_id,
                reversal_of=entry.pk,
            )
        )
        if entry.foreign_amount:
            debit, credit = (entry, opposite) if entry.foreign_amount > 0 else (opposite, entry)
            worth = abs(entry.amount)
            self._settle([Settlement(credit.pk, debit.pk, abs(entry.foreign_amount), worth, worth)])

    def _named(self, against: Iterable[OpenRow], wishes: Sequence[Wish]) -> list[tuple[UUID, OpenEntry, Decimal]]:
        """What is wished of each open entry; what is named twice is one wish."""
        by_source = {row.source_id: row.entry for row in against}
        asked: dict[UUID, Decimal] = {}
        for wish in wishes:
            if wish.invoice_id not in by_source:
                raise self._missing(wish.invoice_id)
            asked[wish.invoice_id] = asked.get(wish.invoice_id, Decimal(0)) + wish.amount
        return [(source, by_source[source], amount) for source, amount in asked.items()]

    def _missing(self, source_id: UUID) -> DomainError:
        data = {"invoice": str(source_id)}
        if is_paper_of(self.actor, self.supplier.pk, source_id):
            return DomainError("INVOICE_NOT_OPEN", "Nothing of that is open: it isn't booked, or settled.", data)
        return DomainError("NOT_FOUND", "The supplier has no such invoice.", data)

    def _pairs(self, own: OpenRow, others: Sequence[OpenEntry], limit: Decimal) -> list[Settlement]:
        currency = currency_of(self.business_id)
        if own.is_debit:
            return settle(others, [own.entry], limit, currency)
        return settle([own.entry], others, limit, currency)

    def _settle_each(self, own: OpenRow, wishes: Iterable[tuple[OpenEntry, Decimal]]) -> None:
        currency, entry, found = currency_of(self.business_id), own.entry, []
        for other, amount in wishes:
            entry, own_worth = entry.settled_by(amount, currency)
            _, other_worth = other.settled_by(amount, currency)
            if own.is_debit:
                found.append(Settlement(other.id, entry.id, amount, other_worth, own_worth))
            else:
                found.append(Settlement(entry.id, other.id, amount, own_worth, other_worth))
        self._settle(found)

    def _settle(self, settlements: Sequence[Settlement]) -> None:
        self._write(
            [
                self._allocation(each.credit, each.debit, each.foreign, each.credit_amount, each.debit_amount)
                for each in settlements
            ]
        )

    def _take_back(self, entry: SupplierTransaction) -> None:
        """Take back what an entry settled or was settled by."""
        rows = SupplierAllocation.objects.for_business(self.business_id)
        side = "debit" if entry.foreign_amount > 0 else "credit"
        own = list(rows.filter(**{side: entry}).order_by("pk"))
        gone = {row.takes_back for row in own if row.takes_back}
        live = [row for row in own if not row.takes_back and row.pk not in gone]
        self._write(
            [
                self._allocation(
                    row.credit_id, row.debit_id, -row.amount, -row.credit_amount, -row.debit_amount, row.pk
                )
                for row in live
            ]
        )

    def _write(self, allocations: Sequence[SupplierAllocation]) -> None:
        """Write allocations, and for each that rates made a difference of, the entry that evens it out."""
        SupplierAllocation.objects.for_business(self.business_id).bulk_create(allocations)
        currencies = self._currencies(allocations)
        differences = [
            self._row(
                NewEntry(
                    kind=EntryKind.ADJUSTMENT,
                    amount=row.credit_amount - row.debit_amount,
                    currency=currencies[row.debit_id],
                    foreign_amount=Decimal(0),
                    rate=Decimal(1),
                    document_date=self.today,
                    source_type=ALLOCATION,
                    source_id=row.pk,
                )
            )
            for row in allocations
            if row.credit_amount != row.debit_amount
        ]
        SupplierTransaction.objects.for_business(self.business_id).bulk_create(differences)

    def _currencies(self, allocations: Sequence[SupplierAllocation]) -> dict[UUID, str]:
        rows = SupplierTransaction.objects.for_business(self.business_id)
        return dict(
            rows.filter(pk__in=[row.debit_id for row in allocations if row.debit_id]).values_list("pk", "currency")
        )

    def _allocation(
        self,
        credit_id: UUID,
        debit_id: UUID,
        amount: Decimal,
        credit_amount: Decimal,
        debit_amount: Decimal,
        takes_back: UUID | None = None,
    ) -> SupplierAllocation:
        return SupplierAllocation(
            business_id=self.business_id,
            supplier=self.supplier,
            credit_id=credit_id,
            debit_id=debit_id,
            amount=amount,
            credit_amount=credit_amount,
            debit_amount=debit_amount,
            takes_back=takes_back,
            user_id=self.actor.user_id,
            occurred_at=self.at,
        )

    def _row(self, entry: NewEntry) -> SupplierTransaction:
        return SupplierTransaction(
            business_id=self.business_id,
            supplier=self.supplier,
            location_id=self.location.pk,
            kind=entry.kind,
            amount=entry.amount,
            currency=entry.currency,
            foreign_amount=entry.foreign_amount,
            rate=entry.rate,
            document_date=entry.document_date,
            due_date=entry.due_date,
            reference=entry.reference,
            source_type=entry.source_type,
            source_id=entry.source_id,
            reversal_of=entry.reversal_of,
            user_id=self.actor.user_id,
            occurred_at=self.at,
        )


def entry_of(business_id: UUID, source_id: UUID) -> SupplierTransaction:
    """The last entry that a document booked and that was not reversed."""
    rows = SupplierTransaction.objects.for_business(business_id).filter(source_id=source_id)
    return rows.exclude(kind=EntryKind.REVERSAL).order_by("-posted_at", "-id")[0]
