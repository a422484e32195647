"""Reading the log."""

from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor


def events_of(actor: Actor) -> QuerySet[AuditLog]:
    """The business's events with their erasable side, newest first; of locations only those that the actor may see."""
    rows = AuditLog.objects.for_business(actor.business_id).select_related("detail").order_by("-timestamp", "-id")
    if actor.location_ids is None:
        return rows
    return rows.filter(Q(location_id=None) | Q(location_id__in=actor.location_ids))


def about(rows: QuerySet[AuditLog], record: UUID) -> QuerySet[AuditLog]:
    """The events that name a record, in a column of their own or in their data."""
    named = Q(location_id=record) | Q(sale_id=record) | Q(sale_item_id=record) | Q(customer_id=record)
    named |= Q(payment_id=record) | Q(refund_id=record) | Q(user_id=record)
    told = rows.annotate(told=Cast("event_data", TextField()))
    return told.filter(named | Q(told__contains=f'"{record}"'))
