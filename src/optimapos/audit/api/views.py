"""The audit log, read-only."""

from uuid import UUID

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework import mixins

from optimapos.apikit.filters import InstantFilter
from optimapos.apikit.pagination import CursorPages
from optimapos.apikit.views import ScopedViewSet
from optimapos.audit.api.serializers import AuditLogSerializer
from optimapos.audit.models import AuditLog
from optimapos.audit.selectors import about, events_of
from optimapos.core.actors import Actor, Capability


class AuditLogFilter(filters.FilterSet):
    """By kind of event, by what it is about, by whom, and by time."""

    event_type = filters.CharFilter()
    search = filters.CharFilter(
        field_name="event_type", lookup_expr="startswith", max_length=40, help_text="The beginning of the kind: sale."
    )
    location = filters.UUIDFilter(field_name="location_id")
    payment = filters.UUIDFilter(field_name="payment_id")
    record = filters.UUIDFilter(method="_about", help_text="Whatever the event names by this id.")
    sale = filters.UUIDFilter(field_name="sale_id")
    customer = filters.UUIDFilter(field_name="customer_id")
    user = filters.UUIDFilter(field_name="user_id")
    since = InstantFilter(field_name="timestamp", lookup_expr="gte")
    until = InstantFilter(field_name="timestamp", lookup_expr="lt")

    class Meta:
        model = AuditLog
        fields: list[str] = []

    def _about(self, rows: QuerySet[AuditLog], name: str, value: UUID) -> QuerySet[AuditLog]:
        return about(rows, value)


class NewestFirst(CursorPages):
    """Newest events first."""

    ordering = ("-timestamp", "-id")  # type: ignore[assignment]


class AuditLogViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Events of the business, newest first."""

    serializer_class = AuditLogSerializer
    filterset_class = AuditLogFilter
    pagination_class = NewestFirst
    capabilities = {"list": Capability.AUDIT_VIEW, "retrieve": Capability.AUDIT_VIEW}

    def records(self, actor: Actor) -> QuerySet[AuditLog]:
        """All events of the business."""
        return events_of(actor)
