"""Actions on one supplier: its divisions, its week, and what is told of it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.paths import path_id
from optimapos.apikit.problems import problem_response
from optimapos.apikit.views import ScopedViewSet
from optimapos.core.ids import UUID
from optimapos.core.result import Result
from optimapos.core.tenancy import tenant_scope
from optimapos.partners.api import supplier_requests as asked
from optimapos.partners.api import supplier_shapes as shapes
from optimapos.partners.api.places import asking_place, clock_of
from optimapos.partners.api.rights import check_sees_amounts, sees_amounts
from optimapos.partners.models import Supplier
from optimapos.partners.selectors import (
    can_place_order_today,
    divisions_of,
    get_next_delivery_date,
    next_order_deadline,
    supplier_by_id,
)
from optimapos.partners.selectors.supplier_schedules import clock_at
from optimapos.partners.services import SupplierDivisionService, SupplierScheduleService, SupplierService
from optimapos.partners.services.supplier_dashboard import SHOWN_DELIVERIES, last_days
from optimapos.partners.types import Period

LOCATION = OpenApiParameter("location", OpenApiTypes.UUID, description="Whose clock counts; else the terminal's place.")
DIVISION = OpenApiParameter("division", OpenApiTypes.UUID, OpenApiParameter.PATH)
SINCE = OpenApiParameter("since", OpenApiTypes.DATE, description="90 days back if left out.")
UNTIL = OpenApiParameter("until", OpenApiTypes.DATE, description="Today if left out.")
LIMIT = OpenApiParameter("limit", OpenApiTypes.INT, description="10 if left out, 200 at most.")
PERIOD = OpenApiParameter("period", OpenApiTypes.STR, enum=Period.values, description="A month if left out.")


class SupplierAnswers(ScopedViewSet):
    """What views of suppliers share: the day at the asking place, one supplier, a result as an answer."""

    def local_now(self) -> datetime:
        """Now on the clock of the asking place."""
        return clock_of(self.request, self.actor, timezone.now())

    def told(self, pk: str, ask: Callable[[Supplier, date], Result[Any]], present: Callable[[Any], Any]) -> Response:
        """What a read of one supplier answers on the asking place's day.

        Refuses: SUPPLIER_NOT_FOUND.
        """
        with tenant_scope(self.actor.business_id):
            result = ask(self.supplier(pk), self.local_now().date())
            if not result.ok:
                return problem_response(result.code, result.msg, result.data, result.suggestions)
            return Response(present(result.data))

    def supplier(self, pk: str) -> Supplier:
        """The supplier in the address.

        Refuses: SUPPLIER_NOT_FOUND.
        """
        return supplier_by_id(self.actor.business_id, path_id(pk))

    def amounts_context(self) -> dict[str, Any]:
        """Whether amounts are shown, for serializers."""
        return {"sees_amounts": sees_amounts(self.actor)}


class DivisionActions(SupplierAnswers):
    """Divisions and the week."""

    @extend_schema(responses=shapes.DivisionSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], filterset_class=None)
    def divisions(self, request: Request, pk: str) -> Response:
        """The divisions of a supplier, newest first."""
        with tenant_scope(self.actor.business_id):
            page = self.paginate_queryset(divisions_of(self.supplier(pk)))
            return self.get_paginated_response(shapes.DivisionSerializer(page, many=True).data)

    @extend_schema(request=asked.DivisionWriteSerializer, responses={201: shapes.DivisionSerializer})
    @divisions.mapping.post
    def add_division(self, request: Request, pk: str) -> Response:
        """Add a division."""
        return self.act(
            SupplierDivisionService.create_division,
            present=lambda row: shapes.DivisionSerializer(row).data,
            status=201,
            supplier_id=path_id(pk),
            actor=self.actor,
            fields=self.parsed(asked.DivisionWriteSerializer),
        )

    @extend_schema(
        parameters=[DIVISION],
        request=asked.DivisionWriteSerializer(partial=True),
        responses=shapes.DivisionSerializer,
    )
    @action(detail=True, methods=["patch"], url_path="divisions/(?P<division>[^/.]+)")
    def division(self, request: Request, pk: str, division: str) -> Response:
        """Change a division."""
        return self.act(
            SupplierDivisionService.update_division,
            present=lambda row: shapes.DivisionSerializer(row).data,
            supplier_id=path_id(pk),
            division_id=path_id(division),
            actor=self.actor,
            fields=self.parsed(asked.DivisionWriteSerializer, partial=True),
        )

    @extend_schema(parameters=[DIVISION], responses={204: None})
    @division.mapping.delete
    def remove_division(self, request: Request, pk: str, division: str) -> Response:
        """Take a division out of use."""
        return self.act(
            SupplierDivisionService.deactivate_division,
            present=lambda _: None,
            status=204,
            supplier_id=path_id(pk),
            division_id=path_id(division),
            actor=self.actor,
        )

    @extend_schema(responses=shapes.WeekSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def schedule(self, request: Request, pk: str) -> Response:
        """The week of a supplier."""
        with tenant_scope(self.actor.business_id):
            return Response(self._week(path_id(pk)))

    @extend_schema(request=asked.WeekWriteSerializer, responses=shapes.WeekSerializer)
    @schedule.mapping.post
    def set_week(self, request: Request, pk: str) -> Response:
        """Set the whole week: on days that are left out nothing happens."""
        return self._scheduled(SupplierScheduleService.set_week, pk)

    @extend_schema(request=asked.WeekWriteSerializer, responses=shapes.WeekSerializer)
    @schedule.mapping.patch
    def set_days(self, request: Request, pk: str) -> Response:
        """Set some days and leave the others."""
        return self._scheduled(SupplierScheduleService.set_days, pk)

    def _scheduled(self, work: Callable[..., Result[Any]], pk: str) -> Response:
        return self.act(
            work,
            present=lambda supplier: self._week(supplier.pk),
            supplier_id=path_id(pk),
            actor=self.actor,
            **self.parsed(asked.WeekWriteSerializer),
        )

    def _week(self, supplier_id: UUID) -> Any:
        supplier = supplier_by_id(self.actor.business_id, supplier_id)
        return shapes.WeekSerializer({"days": supplier.get_week()}).data


class DashboardActions(SupplierAnswers):
    """What is told of a supplier. Amounts only for those with `cost.view` or `supplier.pay`."""

    @extend_schema(parameters=[LOCATION], responses=shapes.DashboardSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def dashboard(self, request: Request, pk: str) -> Response:
        """All about a supplier; without the right to see amounts, without `financial` and `statistics`."""

        def asked_for(supplier: Supplier, on: date) -> Result[dict[str, Any]]:
            return SupplierService.get_dashboard_data(
                business=self.actor.business_id, supplier_id=supplier.pk, on=on, places=self.actor.location_ids
            )

        return self.told(pk, asked_for, self._dashboard)

    def _dashboard(self, found: dict[str, Any]) -> Any:
        context = self.amounts_context()
        if not context["sees_amounts"]:
            found = {name: part for name, part in found.items() if name not in {"financial", "statistics"}}
        return shapes.DashboardSerializer(found, context=context).data

    @extend_schema(parameters=[LOCATION], responses=shapes.FinancialSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def financial(self, request: Request, pk: str) -> Response:
        """Credit and what is owed."""
        check_sees_amounts(self.actor)
        return self.told(
            pk,
            lambda supplier, on: SupplierService.get_financial_data(supplier=supplier, on=on),
            lambda found: shapes.FinancialSerializer(found).data,
        )

    @extend_schema(
        parameters=[LOCATION, SINCE, UNTIL, LIMIT], responses=shapes.DeliverySerializer(many=True), filters=False
    )
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def deliveries(self, request: Request, pk: str) -> Response:
        """What came to the member's locations, newest first."""
        query = self.asked(asked.DeliveriesQuery)
        return self.told(
            pk,
            lambda supplier, on: SupplierService.get_delivery_data(
                supplier=supplier,
                date_range=asked.days_of(query, last_days(on)),
                limit=query.get("limit", SHOWN_DELIVERIES),
                places=self.actor.location_ids,
            ),
            lambda found: shapes.DeliverySerializer(found, many=True, context=self.amounts_context()).data,
        )

    @extend_schema(parameters=[LOCATION, PERIOD], responses=shapes.StatisticsSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def statistics(self, request: Request, pk: str) -> Response:
        """How much was bought."""
        check_sees_amounts(self.actor)
        period = Period(self.asked(asked.PeriodQuery)["period"])
        return self.told(
            pk,
            lambda supplier, on: SupplierService.get_statistics_data(supplier=supplier, on=on, period=period),
            lambda found: shapes.StatisticsSerializer(found).data,
        )

    @extend_schema(parameters=[LOCATION], request=asked.AmountSerializer, responses=shapes.ValidatedSerializer)
    @action(detail=True, methods=["post"])
    def validate(self, request: Request, pk: str) -> Response:
        """Whether an amount may be bought; nothing is kept of it."""
        check_sees_amounts(self.actor)
        amount = self.parsed(asked.AmountSerializer)["amount"]
        return self.told(
            pk,
            lambda supplier, on: SupplierService.validate_supplier_operation(supplier=supplier, amount=amount, on=on),
            lambda found: shapes.ValidatedSerializer(found).data,
        )

    @extend_schema(parameters=[LOCATION], responses=shapes.CanOrderSerializer, filters=False)
    @action(detail=True, methods=["get"], url_path="can-order-today", pagination_class=None, filterset_class=None)
    def can_order_today(self, request: Request, pk: str) -> Response:
        """Whether an order placed now is still taken today."""
        now = timezone.now()
        with tenant_scope(self.actor.business_id):
            supplier, place = self.supplier(pk), asking_place(request, self.actor)
            found = {
                "can_order_today": can_place_order_today(supplier, at=now, location=place),
                "next_order_deadline": next_order_deadline(supplier, at=now, location=place),
                "as_of": now,
                "timezone": place.timezone,
            }
        return Response(shapes.CanOrderSerializer(found).data)

    @extend_schema(parameters=[LOCATION], responses=shapes.NextDeliverySerializer, filters=False)
    @action(detail=True, methods=["get"], url_path="next-delivery-date", pagination_class=None, filterset_class=None)
    def next_delivery_date(self, request: Request, pk: str) -> Response:
        """The next day with a delivery, today included."""
        with tenant_scope(self.actor.business_id):
            supplier, place = self.supplier(pk), asking_place(request, self.actor)
            today = clock_at(place, timezone.now()).date()
            found = get_next_delivery_date(supplier, after=today)
        told = {"next_delivery_date": found, "today": today, "timezone": place.timezone}
        return Response(shapes.NextDeliverySerializer(told).data)
