"""Customers."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.paths import path_id
from optimapos.core.actors import Actor, Capability
from optimapos.partners.api import serializers as shapes
from optimapos.partners.api.customer_dashboard import DashboardActions
from optimapos.partners.api.customer_merging import MergeActions
from optimapos.partners.api.customer_parts import SiteActions, WeekActions
from optimapos.partners.api.places import clock_of
from optimapos.partners.models import Customer
from optimapos.partners.selectors import customers_of
from optimapos.partners.selectors.customer_search import matching
from optimapos.partners.selectors.customer_segments import in_segment
from optimapos.partners.selectors.receivables import overdue_customers
from optimapos.partners.services import CustomerService
from optimapos.partners.types import CustomerCategory, CustomerType, PartnerType, Segment

_VIEWED = [
    "list",
    "retrieve",
    "sites",
    "schedule",
    "dashboard",
    "financial",
    "statistics",
    "validate",
    "metrics",
    "doubles",
    "segments",
]
_MANAGED = [
    "partial_update",
    "destroy",
    "add_site",
    "site",
    "remove_site",
    "set_week",
    "set_days",
    "merge",
]

WRITTEN_DOWN = frozenset({"name", "phone", "email", "vat_number"})
"""What may be said of a new customer without the right to manage customers: who it is, and no terms."""


class CustomerFilter(filters.FilterSet):
    """By what is known of a customer, and by kind. `has_balance`: whether anything is owed, either way; `owing`: by the
    customer; `overdue`: something is past its due date and the days of grace; `active_days`: bought in so many days.
    """

    search = filters.CharFilter(method="_search", max_length=200)
    is_active = filters.BooleanFilter()
    customer_type = filters.ChoiceFilter(choices=CustomerType.choices)
    category = filters.ChoiceFilter(choices=CustomerCategory.choices)
    type = filters.ChoiceFilter(choices=PartnerType.choices)
    price_group = filters.UUIDFilter(field_name="price_group_id")
    credit_blocked = filters.BooleanFilter()
    sales_blocked = filters.BooleanFilter()
    has_balance = filters.BooleanFilter(method="_has_balance")
    owing = filters.BooleanFilter(method="_owing")
    overdue = filters.BooleanFilter(method="_overdue")
    active_days = filters.NumberFilter(method="_active_days", min_value=1, max_value=3650, decimal_places=0)
    segment = filters.ChoiceFilter(choices=Segment.choices, method="_segment")

    class Meta:
        model = Customer
        fields: list[str] = []

    def _search(self, rows: QuerySet[Customer], name: str, value: str) -> QuerySet[Customer]:
        return matching(rows, value, self.request.auth.business_id)

    def _has_balance(self, rows: QuerySet[Customer], name: str, value: bool) -> QuerySet[Customer]:
        return rows.exclude(outstanding_balance=0) if value else rows.filter(outstanding_balance=0)

    def _owing(self, rows: QuerySet[Customer], name: str, value: bool) -> QuerySet[Customer]:
        return rows.filter(outstanding_balance__gt=0) if value else rows.exclude(outstanding_balance__gt=0)

    def _overdue(self, rows: QuerySet[Customer], name: str, value: bool) -> QuerySet[Customer]:
        actor = self.request.auth
        late = overdue_customers(actor, clock_of(self.request, actor, timezone.now()).date())
        return rows.filter(pk__in=late) if value else rows.exclude(pk__in=late)

    def _active_days(self, rows: QuerySet[Customer], name: str, value: Decimal) -> QuerySet[Customer]:
        return rows.filter(stats__last_purchase_at__gte=timezone.now() - timedelta(days=int(value)))

    def _segment(self, rows: QuerySet[Customer], name: str, value: str) -> QuerySet[Customer]:
        actor = self.request.auth
        zone = str(clock_of(self.request, actor, timezone.now()).tzinfo)
        return in_segment(rows, value, actor.business_id, zone)


class CustomerViewSet(
    SiteActions, WeekActions, DashboardActions, MergeActions, mixins.ListModelMixin, mixins.RetrieveModelMixin
):
    """Customers of the business, newest first unless asked otherwise. Deleting one takes it out of use; its history stays."""

    serializer_class = shapes.CustomerSerializer
    filterset_class = CustomerFilter
    sorts = {
        "name": "name",
        "code": "code",
        "created_at": "created_at",
        "outstanding_balance": "outstanding_balance",
        "total_purchases": "total_purchases",
    }
    capabilities = dict.fromkeys(_VIEWED, Capability.CUSTOMER_VIEW) | dict.fromkeys(
        _MANAGED, Capability.CUSTOMER_MANAGE
    )
    capabilities["create"] = Capability.CUSTOMER_VIEW  # and as `create` says

    def records(self, actor: Actor) -> QuerySet[Customer]:
        """All customers of the business; in the list none who was merged into another one."""
        rows = customers_of(actor)
        return rows.filter(merged_into=None) if self.action == "list" else rows

    @extend_schema(request=shapes.CustomerWriteSerializer, responses={201: shapes.CustomerSerializer})
    def create(self, request: Request) -> Response:
        """Create a customer; without a code the next free number is drawn. Who may only write customers down says who it is
        and how to reach them, and no terms.
        """
        fields = self.parsed(shapes.CustomerWriteSerializer)
        needed = Capability.CUSTOMER_CREATE if fields.keys() <= WRITTEN_DOWN else Capability.CUSTOMER_MANAGE
        if not (self.actor.can(needed) or self.actor.can(Capability.CUSTOMER_MANAGE)):
            raise PermissionDenied
        return self.act(
            CustomerService.create_customer, present=self._presented, status=201, actor=self.actor, fields=fields
        )

    @extend_schema(request=shapes.CustomerWriteSerializer(partial=True), responses=shapes.CustomerSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a customer."""
        return self.act(
            CustomerService.update_customer,
            present=self._presented,
            customer_id=path_id(pk),
            actor=self.actor,
            fields=self.parsed(shapes.CustomerWriteSerializer, partial=True),
        )

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take a customer out of use."""
        return self.act(
            CustomerService.deactivate_customer,
            present=lambda _: None,
            status=204,
            customer_id=path_id(pk),
            actor=self.actor,
        )

    def _presented(self, customer: Customer) -> Any:
        return shapes.CustomerSerializer(customers_of(self.actor).get(pk=customer.pk)).data
