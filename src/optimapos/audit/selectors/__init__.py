"""Reading the log."""

from django.db.models import Q, QuerySet

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor


def events_of(actor: Actor) -> QuerySet[AuditLog]:
    """The business's events with their erasable side, newest first; of locations only those that the actor may see."""
    rows = AuditLog.objects.for_business(actor.business_id).select_related("detail").order_by("-timestamp", "-id")
    if actor.location_ids is None:
        return rows
    return rows.filter(Q(location_id=None) | Q(location_id__in=actor.location_ids))
