"""The audit log, read-only."""

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework import mixins

from optimapos.apikit.filters import InstantFilter
from optimapos.apikit.pagination import CursorPages
from optimapos.apikit.views import ScopedViewSet
from optimapos.audit.api.serializers import AuditLogSerializer
from optimapos.audit.models import AuditLog
from optimapos.audit.selectors import events_of
from optimapos.core.actors import Actor, Capability


class AuditLogFilter(filters.FilterSet):
    """By kind of event, by what it is about, by whom, and by time."""

    event_type = filters.CharFilter()
    sale = filters.UUIDFilter(field_name="sale_id")
    customer = filters.UUIDFilter(field_name="customer_id")
    user = filters.UUIDFilter(field_name="user_id")
    since = InstantFilter(field_name="timestamp", lookup_expr="gte")
    until = InstantFilter(field_name="timestamp", lookup_expr="lt")

    class Meta:
        model = AuditLog
        fields: list[str] = []


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
