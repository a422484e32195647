"""Invoices, payments, credit notes and landed costs as a member sees them, with what of them is settled."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Case, Exists, F, Model, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest

from optimapos.core.actors import Actor
from optimapos.core.fields import amount_field
from optimapos.core.money import ZERO
from optimapos.inventory.models import InventoryMovement
from optimapos.purchases.models import (
    LandedCost,
    LandedCostCharge,
    LandedCostTarget,
    SupplierAllocation,
    SupplierCreditNote,
    SupplierCreditNoteLine,
    SupplierInvoice,
    SupplierInvoiceLine,
    SupplierPayment,
)
from optimapos.purchases.selectors.payables import entries_of, settled_by_source
from optimapos.purchases.types import EntryKind

M = TypeVar("M", bound=Model)


def invoices_of(actor: Actor) -> QuerySet[SupplierInvoice]:
    """Invoices at the membership's locations, with lines and what is open of each, in its currency."""
    lines = SupplierInvoiceLine.objects.for_business(actor.business_id).select_related("receipt_line__product")
    rows = _here(SupplierInvoice.objects.for_business(actor.business_id), actor)
    return (
        rows.select_related("document_type", "status", "location", "supplier")
        .prefetch_related(Prefetch("lines", lines.order_by("line_no")))
        .annotate(
            open_amount=Case(When(posted_at=None, then=Value(ZERO)), default=_open(actor, "debit", "total_amount"))
        )
    )


def payments_of(actor: Actor) -> QuerySet[SupplierPayment]:
    """Payments at the membership's locations, with what they settle and what is left of each."""
    rows = _here(SupplierPayment.objects.for_business(actor.business_id), actor)
    left = Case(
        When(reversed_at__isnull=False, then=Value(ZERO)),
        When(is_refund=True, then=_open(actor, "debit", "amount")),
        default=_open(actor, "credit", "amount"),
    )
    return rows.select_related("supplier").annotate(open_amount=left)


def credit_notes_of(actor: Actor) -> QuerySet[SupplierCreditNote]:
    """Credit notes at the membership's locations, with lines and what is left of each."""
    lines = SupplierCreditNoteLine.objects.for_business(actor.business_id)
    lines = lines.select_related("return_line__product", "return_line__supplier_return").order_by("line_no")
    rows = _here(SupplierCreditNote.objects.for_business(actor.business_id), actor)
    left = Case(When(reversed_at__isnull=False, then=Value(ZERO)), default=_open(actor, "credit", "total_amount"))
    return rows.select_related("supplier").prefetch_related(Prefetch("lines", lines)).annotate(open_amount=left)


def landed_costs_of(actor: Actor) -> QuerySet[LandedCost]:
    """Landed costs at the membership's locations, with their charges and the goods that these are added to: how much of
    each share went into the value of stock, and how much was expensed because the goods were sold or gone by then.
    """
    charges = LandedCostCharge.objects.for_business(actor.business_id).select_related("invoice_line")
    targets = LandedCostTarget.objects.for_business(actor.business_id).select_related("receipt_line__product")
    return (
        _here(LandedCost.objects.for_business(actor.business_id), actor)
        .select_related("document_type", "status", "location")
        .prefetch_related(
            Prefetch("charges", charges.order_by("line_no")),
            Prefetch("targets", _told(targets).order_by("receipt_line__receipt_id", "receipt_line__line_no")),
        )
    )


def _told(targets: QuerySet[LandedCostTarget]) -> QuerySet[LandedCostTarget]:
    moved = InventoryMovement.objects.filter(
        source_id=OuterRef("landed_cost_id"), source_line_id=OuterRef("receipt_line_id")
    )
    added = moved.order_by().values("source_id").annotate(added=Sum("cost_amount")).values("added")
    in_stock = Coalesce(Subquery(added), Value(ZERO), output_field=amount_field())
    expensed = Case(When(landed_cost__posted_at=None, then=Value(ZERO)), default=F("amount") - F("stock_amount"))
    return targets.annotate(stock_amount=in_stock).annotate(expensed_amount=expensed)


def is_paper_of(actor: Actor, supplier_id: UUID, source_id: UUID) -> bool:
    """Whether a supplier has such an invoice, payment, credit note or entry at the membership's locations."""
    wanted = {"pk": source_id, "supplier_id": supplier_id}
    business = actor.business_id
    return (
        _here(SupplierInvoice.objects.for_business(business).filter(**wanted), actor).exists()
        or _here(SupplierPayment.objects.for_business(business).filter(**wanted), actor).exists()
        or _here(SupplierCreditNote.objects.for_business(business).filter(**wanted), actor).exists()
        or entries_of(actor, supplier_id).filter(source_id=source_id).exists()
    )


def allocations_of(actor: Actor, source_id: UUID) -> QuerySet[SupplierAllocation]:
    """What a paper or a payment settles or is settled by at the membership's locations, oldest first; what was taken back is
    left out.
    """
    rows = SupplierAllocation.objects.for_business(actor.business_id)
    live = rows.filter(~Exists(rows.filter(takes_back=OuterRef("pk"))), takes_back__isnull=True)
    named = live.filter(Q(credit__source_id=source_id) | Q(debit__source_id=source_id))
    if actor.location_ids is not None:
        named = named.filter(credit__location_id__in=actor.location_ids, debit__location_id__in=actor.location_ids)
    return (
        named.exclude(credit__kind=EntryKind.REVERSAL)
        .exclude(debit__kind=EntryKind.REVERSAL)
        .select_related("credit", "debit")
        .order_by("posted_at", "id")
    )


def _open(actor: Actor, side: str, total: str) -> Greatest:
    settled = Subquery(settled_by_source(actor.business_id, side), output_field=amount_field())
    return Greatest(F(total) - Coalesce(settled, ZERO), ZERO)


def _here(rows: QuerySet[M], actor: Actor) -> QuerySet[M]:
    return rows if actor.location_ids is None else rows.filter(location_id__in=actor.location_ids)
