"""What is owed to suppliers: open entries, statements, aging, and credits that are expected."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from optimapos.core.actors import Actor
from optimapos.core.money import ZERO
from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.partners.models import Supplier
from optimapos.partners.rules.aging import BUCKETS, bucket_of
from optimapos.purchases.models import SupplierAllocation, SupplierReturnLine, SupplierTransaction
from optimapos.purchases.rules.payables import OpenEntry, Returned, expected_credits
from optimapos.purchases.sql.payables import OPEN_ENTRIES
from optimapos.purchases.types import EntryKind

Places = frozenset[UUID] | None
_NOT_REVERSED = Q(credit_lines__credit_note__reversed_at__isnull=True)


@dataclass(frozen=True, slots=True)
class OpenRow:
    """An entry that is not settled in full, with where it comes from."""

    supplier_id: UUID
    kind: str
    document_date: date
    reference: str
    source_type: str
    source_id: UUID | None
    is_debit: bool
    entry: OpenEntry


def open_entries(
    business: BusinessRef, supplier_ids: Collection[UUID] | None = None, places: Places = None
) -> list[OpenRow]:
    """The open entries of suppliers, or of all, the oldest due first; one query."""
    with connections[APP].cursor() as cursor:
        cursor.execute(
            OPEN_ENTRIES,
            {
                "business_id": business_id_of(business),
                "suppliers": None if supplier_ids is None else list(supplier_ids),
                "locations": None if places is None else list(places),
            },
        )
        return [_open_row(row) for row in cursor.fetchall()]


def settled_by_source(business: BusinessRef, side: str) -> QuerySet[Any, Any]:
    """For an annotation of documents: how much of the entries that a document booked is settled, in their currency.

    `side`: `debit` for invoices and refunds, `credit` for payments and credit notes.
    """
    other = "credit" if side == "debit" else "debit"
    named = SupplierAllocation.objects.for_business(business).filter(**{f"{side}__source_id": OuterRef("pk")})
    live = named.exclude(**{f"{other}__kind": EntryKind.REVERSAL}).order_by()
    found: QuerySet[Any, Any] = live.values(f"{side}__source_id").annotate(settled=Sum("amount")).values("settled")
    return found


def entries_of(actor: Actor, supplier_id: UUID) -> QuerySet[SupplierTransaction]:
    """The entries of a supplier at the membership's locations."""
    rows = SupplierTransaction.objects.for_business(actor.business_id).filter(supplier_id=supplier_id)
    return rows if actor.location_ids is None else rows.filter(location_id__in=actor.location_ids)


@dataclass(frozen=True, slots=True)
class Statement:
    """The entries of a period with the balance after each; amounts in the business's currency."""

    opening_balance: Decimal
    closing_balance: Decimal
    lines: Sequence[tuple[SupplierTransaction, Decimal]]


def statement_of(actor: Actor, supplier_id: UUID, since: date | None, until: date) -> Statement:
    """What happened between a business and a supplier, by day; two queries."""
    rows = entries_of(actor, supplier_id)
    opening = ZERO
    if since:
        opening = rows.filter(document_date__lt=since).aggregate(total=Coalesce(Sum("amount"), ZERO))["total"]
        rows = rows.filter(document_date__gte=since)
    balance, lines = opening, []
    for entry in rows.filter(document_date__lte=until).order_by("document_date", "id"):
        balance += entry.amount
        lines.append((entry, balance))
    return Statement(opening, balance, lines)


def aging_of(
    business: BusinessRef, on: date, supplier_ids: Iterable[UUID] | None, places: Places
) -> dict[UUID, dict[str, Decimal]]:
    """What is open by how long it is past its due date, in the business's currency, by supplier; one query.

    `credits` are payments and credit notes that settle nothing yet; `total` is what is owed less these.
    """
    wanted = None if supplier_ids is None else list(supplier_ids)
    found = {supplier: _no_aging() for supplier in wanted or ()}
    for row in open_entries(business, wanted, places):
        figures = found.setdefault(row.supplier_id, _no_aging())
        open_amount = row.entry.open_amount
        figures[bucket_of(row.entry.due_date, on) if row.is_debit else "credits"] += open_amount
        figures["total"] += open_amount if row.is_debit else -open_amount
    return found


def total_aging(business: BusinessRef, on: date, places: Places) -> dict[str, Decimal]:
    """The same over all suppliers."""
    total = _no_aging()
    for figures in aging_of(business, on, None, places).values():
        for name, amount in figures.items():
            total[name] += amount
    return total


def suppliers_with_entries(actor: Actor) -> QuerySet[Supplier]:
    """The suppliers with whom anything was booked at the membership's locations."""
    entries = SupplierTransaction.objects.for_business(actor.business_id).filter(supplier=OuterRef("pk"))
    if actor.location_ids is not None:
        entries = entries.filter(location_id__in=actor.location_ids)
    return Supplier.objects.for_business(actor.business_id).filter(Exists(entries))


def credits_expected(actor: Actor, supplier_id: UUID | None = None) -> list[tuple[SupplierReturnLine, Decimal]]:
    """Lines of returns that were posted and that the supplier has invoiced and not credited yet, with how many base units
    of each, the oldest first; one query.
    """
    credited = Coalesce(Sum("credit_lines__base_qty", filter=_NOT_REVERSED), ZERO)
    rows = SupplierReturnLine.objects.for_business(actor.business_id).filter(
        supplier_return__posted_at__isnull=False, receipt_line__invoiced_base_qty__gt=0
    )
    if supplier_id:
        rows = rows.filter(supplier_return__supplier_id=supplier_id)
    if actor.location_ids is not None:
        rows = rows.filter(supplier_return__location_id__in=actor.location_ids)
    lines = list(
        rows.annotate(credited=credited)
        .select_related("supplier_return", "receipt_line", "product")
        .order_by("supplier_return__document_date", "supplier_return_id", "line_no")
    )
    due = expected_credits(
        [Returned(line.pk, line.receipt_line_id, line.base_qty, line.credited) for line in lines],
        _beyond_kept(lines),
    )
    return [(line, due[line.pk]) for line in lines if line.pk in due]


def credited_of(business: BusinessRef, return_line_ids: Iterable[UUID]) -> dict[UUID, Decimal]:
    """Base units of lines of returns that stand in credit notes."""
    rows = SupplierReturnLine.objects.for_business(business).filter(pk__in=set(return_line_ids))
    found = rows.values_list("pk").annotate(
        credited=Coalesce(Sum("credit_lines__base_qty", filter=_NOT_REVERSED), ZERO)
    )
    return dict(found)


def _beyond_kept(lines: Iterable[SupplierReturnLine]) -> dict[UUID, Decimal]:
    """By receipt's line: what is invoiced beyond what was kept, less what was credited."""
    found: dict[UUID, Decimal] = {}
    for line in lines:
        row = line.receipt_line
        kept = row.base_qty - row.returned_base_qty
        found.setdefault(row.pk, row.invoiced_base_qty - kept)
        found[row.pk] -= line.credited  # type: ignore[attr-defined]  # annotated
    return found


def _no_aging() -> dict[str, Decimal]:
    return dict.fromkeys([*BUCKETS, "credits", "total"], ZERO)


def _open_row(row: tuple[Any, ...]) -> OpenRow:
    entry_id, supplier, _, kind, currency, day, due, reference, source_type, source_id, is_debit, *sizes = row
    foreign, amount, settled_foreign, settled = sizes
    entry = OpenEntry(entry_id, currency, foreign, amount, due, settled_foreign, settled)
    return OpenRow(supplier, kind, day, reference, source_type, source_id, is_debit, entry)
