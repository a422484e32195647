"""Suppliers, and which of them deliver or take orders on a day."""

from datetime import date, time
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.pagination import CursorPages
from optimapos.apikit.paths import path_id
from optimapos.core.actors import Actor, Capability
from optimapos.core.tenancy import tenant_scope
from optimapos.partners.api import supplier_requests as asked
from optimapos.partners.api import supplier_shapes as shapes
from optimapos.partners.api.supplier_parts import LOCATION, DashboardActions, DivisionActions
from optimapos.partners.models import Supplier
from optimapos.partners.selectors import get_expected_deliveries, get_order_deadline_suppliers, suppliers_of
from optimapos.partners.selectors.suppliers import matching_suppliers
from optimapos.partners.services import SupplierService

DATE = OpenApiParameter("date", OpenApiTypes.DATE, description="Today at the asking place if left out.")
MIDNIGHT = time(0, 0)
_VIEWED = [
    "list",
    "retrieve",
    "divisions",
    "schedule",
    "dashboard",
    "financial",
    "deliveries",
    "statistics",
    "validate",
    "can_order_today",
    "next_delivery_date",
    "delivering",
    "expected_deliveries",
    "order_deadlines",
]
_MANAGED = [
    "create",
    "partial_update",
    "destroy",
    "add_division",
    "division",
    "remove_division",
    "set_week",
    "set_days",
]


class SupplierFilter(filters.FilterSet):
    """By the beginning of the code or a part of the name, and by what may be done with them."""

    search = filters.CharFilter(method="_search", max_length=200)
    is_active = filters.BooleanFilter()
    delivery_blocked = filters.BooleanFilter()

    class Meta:
        model = Supplier
        fields: list[str] = []

    def _search(self, rows: QuerySet[Supplier], name: str, value: str) -> QuerySet[Supplier]:
        return matching_suppliers(rows, value)


class FirstWindowFirst(CursorPages):
    """Deliveries in the order in which they may begin."""

    ordering = ("opens_at", "id")  # type: ignore[assignment]


class FirstDeadlineFirst(CursorPages):
    """Deadlines in the order in which they fall."""

    ordering = ("deadline", "id")  # type: ignore[assignment]


@extend_schema_view(
    list=extend_schema(parameters=[LOCATION]),
    retrieve=extend_schema(parameters=[LOCATION]),
)
class SupplierViewSet(DivisionActions, DashboardActions, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Suppliers of the business. Deleting one takes it out of use; its history stays."""

    serializer_class = shapes.SupplierSerializer
    filterset_class = SupplierFilter
    sorts = {"name": "name", "code": "code", "created_at": "created_at"}
    capabilities = dict.fromkeys(_VIEWED, Capability.SUPPLIER_VIEW) | dict.fromkeys(
        _MANAGED, Capability.SUPPLIER_MANAGE
    )

    def records(self, actor: Actor) -> QuerySet[Supplier]:
        """All suppliers of the business."""
        return suppliers_of(actor)

    def get_serializer_context(self) -> dict[str, Any]:
        """The day at the asking place, for `can_deliver_today`; none where the schema generator asks without an actor."""
        context = super().get_serializer_context()
        return context if getattr(self, "swagger_fake_view", False) else context | {"today": self.local_now().date()}

    @extend_schema(
        parameters=[LOCATION],
        request=asked.SupplierWriteSerializer,
        responses={201: shapes.SupplierSerializer},
    )
    def create(self, request: Request) -> Response:
        """Create a supplier; without a code the next free number is drawn."""
        return self.act(
            SupplierService.create_supplier,
            present=self._presented,
            status=201,
            actor=self.actor,
            fields=self.parsed(asked.SupplierWriteSerializer),
        )

    @extend_schema(
        parameters=[LOCATION],
        request=asked.SupplierWriteSerializer(partial=True),
        responses=shapes.SupplierSerializer,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a supplier."""
        return self.act(
            SupplierService.update_supplier,
            present=self._presented,
            supplier_id=path_id(pk),
            actor=self.actor,
            fields=self.parsed(asked.SupplierWriteSerializer, partial=True),
        )

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take a supplier out of use."""
        return self.act(
            SupplierService.deactivate_supplier,
            present=lambda _: None,
            status=204,
            supplier_id=path_id(pk),
            actor=self.actor,
        )

    @extend_schema(parameters=[DATE, LOCATION], responses=shapes.SupplierSerializer(many=True), filters=False)
    @action(detail=False, methods=["get"], filterset_class=None)
    def delivering(self, request: Request) -> Response:
        """The suppliers that deliver on a day."""
        with tenant_scope(self.actor.business_id):
            rows = get_expected_deliveries(self.actor.business_id, self._day()).prefetch_related("day_schedules")
            page = self.paginate_queryset(rows)
            return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(parameters=[DATE, LOCATION], responses=shapes.ExpectedDeliverySerializer(many=True), filters=False)
    @action(
        detail=False,
        methods=["get"],
        url_path="expected-deliveries",
        pagination_class=FirstWindowFirst,
        filterset_class=None,
    )
    def expected_deliveries(self, request: Request) -> Response:
        """When deliveries are expected on a day, the earliest first."""
        with tenant_scope(self.actor.business_id):
            day = self._day()
            rows = get_expected_deliveries(self.actor.business_id, day)
            page = self.paginate_queryset(rows.annotate(opens_at=Coalesce("time_from", MIDNIGHT)))
            told = shapes.ExpectedDeliverySerializer(page, many=True, context={"day": day})
            return self.get_paginated_response(told.data)

    @extend_schema(parameters=[DATE, LOCATION], responses=shapes.OrderDeadlineSerializer(many=True), filters=False)
    @action(
        detail=False,
        methods=["get"],
        url_path="order-deadlines",
        pagination_class=FirstDeadlineFirst,
        filterset_class=None,
    )
    def order_deadlines(self, request: Request) -> Response:
        """Until when orders are taken on a day, the earliest first."""
        with tenant_scope(self.actor.business_id):
            day = self._day()
            page = self.paginate_queryset(get_order_deadline_suppliers(self.actor.business_id, day))
            told = shapes.OrderDeadlineSerializer(page, many=True, context={"day": day})
            return self.get_paginated_response(told.data)

    def _day(self) -> date:
        asked_for: date | None = self.asked(asked.DayQuery).get("date")
        today = self.local_now().date()
        return asked_for or today

    def _presented(self, supplier: Supplier) -> Any:
        row = suppliers_of(self.actor).get(pk=supplier.pk)
        return self.get_serializer(row).data
