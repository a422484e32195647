"""Refunds as they are shown: those handled at locations that the actor may see."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from optimapos.core.actors import Actor
from optimapos.refunds.models import Refund, RefundItem
from optimapos.sales.models import Payment
from optimapos.sales.types import PaymentDirection, PaymentStatus


def refunds_of(actor: Actor) -> QuerySet[Refund]:
    """The refunds that the actor may see, each with its sale."""
    rows = Refund.objects.for_business(actor.business_id).select_related("sale")
    return rows if actor.location_ids is None else rows.filter(location_id__in=actor.location_ids)


def with_items(rows: QuerySet[Refund]) -> QuerySet[Refund]:
    """The same with their items and the lines that they give back, in two queries more."""
    items = RefundItem._base_manager.select_related("sale_item").order_by("line_no")
    return rows.prefetch_related(Prefetch("refund_items", queryset=items))


def is_refused() -> Exists:
    """Of a refund: whether a provider would not give some of it back, and nothing went out instead yet."""
    refused = Payment._base_manager.filter(direction=PaymentDirection.OUT, status=PaymentStatus.FAILED)
    return Exists(
        refused.filter(business_id=OuterRef("business_id"), refund_id=OuterRef("pk"), replacements__isnull=True)
    )
