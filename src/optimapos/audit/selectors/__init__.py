"""Reading the log."""

from django.db.models import QuerySet

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor


def events_of(actor: Actor) -> QuerySet[AuditLog]:
    """The business's events with their erasable side, newest first."""
    return AuditLog.objects.for_business(actor.business_id).select_related("detail").order_by("-timestamp", "-id")
