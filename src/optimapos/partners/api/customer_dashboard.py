"""What is told of one customer, and of a day."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.problems import problem_response
from optimapos.apikit.views import ActorView
from optimapos.core.actors import Capability
from optimapos.core.result import Result
from optimapos.core.tenancy import tenant_scope
from optimapos.partners.api import customer_dashboard_shapes as shapes
from optimapos.partners.api.customer_parts import CustomerAnswers
from optimapos.partners.api.places import asking_place, clock_of
from optimapos.partners.api.supplier_parts import LOCATION, PERIOD
from optimapos.partners.api.supplier_requests import DayQuery, PeriodQuery
from optimapos.partners.models import Customer
from optimapos.partners.selectors import get_daily_operations
from optimapos.partners.selectors.customer_dashboard import metrics
from optimapos.partners.selectors.customer_segments import segment_figures
from optimapos.partners.selectors.supplier_schedules import clock_at
from optimapos.partners.services import CustomerService
from optimapos.partners.types import Period

DATE = OpenApiParameter("date", OpenApiTypes.DATE, description="Today at the asking place if left out.")
DAYS = OpenApiParameter("days", OpenApiTypes.INT, description="Active is who bought in so many days: 30 if left out.")
SHOWN = 500


class DashboardActions(CustomerAnswers):
    """What is told of a customer."""

    def told(self, pk: str, ask: Callable[[Customer, date], Result[Any]], present: Callable[[Any], Any]) -> Response:
        """What a read of one customer answers on the asking place's day.

        Refuses: CUSTOMER_NOT_FOUND.
        """
        with tenant_scope(self.actor.business_id):
            result = ask(self.customer(pk), clock_of(self.request, self.actor, timezone.now()).date())
            if not result.ok:
                return problem_response(result.code, result.msg, result.data, result.suggestions)
            return Response(present(result.data))

    @extend_schema(parameters=[LOCATION], responses=shapes.CustomerDashboardSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def dashboard(self, request: Request, pk: str) -> Response:
        """All about a customer."""

        def asked_for(customer: Customer, on: date) -> Result[dict[str, Any]]:
            return CustomerService.get_dashboard_data(business=self.actor.business_id, customer_id=customer.pk, on=on)

        return self.told(pk, asked_for, lambda found: shapes.CustomerDashboardSerializer(found).data)

    @extend_schema(parameters=[LOCATION], responses=shapes.CustomerFinancialSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def financial(self, request: Request, pk: str) -> Response:
        """Credit and what is owed."""
        return self.told(
            pk,
            lambda customer, on: CustomerService.get_financial_data(customer=customer),
            lambda found: shapes.CustomerFinancialSerializer(found).data,
        )

    @extend_schema(parameters=[LOCATION, PERIOD], responses=shapes.CustomerStatisticsSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def statistics(self, request: Request, pk: str) -> Response:
        """What was bought."""
        period = Period(self.asked(PeriodQuery)["period"])
        return self.told(
            pk,
            lambda customer, on: CustomerService.get_statistics_data(customer=customer, on=on, period=period),
            lambda found: shapes.CustomerStatisticsSerializer(found).data,
        )

    @extend_schema(parameters=[DAYS], responses=shapes.MetricsSerializer, filters=False)
    @action(detail=False, methods=["get"], pagination_class=None, filterset_class=None)
    def metrics(self, request: Request) -> Response:
        """How many customers there are, how many bought lately, what they owe, and what a purchase is worth."""
        since = timezone.now() - timedelta(days=self.asked(shapes.MetricsQuery)["days"])
        with tenant_scope(self.actor.business_id):
            return Response(shapes.MetricsSerializer(metrics(self.actor.business_id, since)).data)

    @extend_schema(parameters=[LOCATION], responses=shapes.SegmentsSerializer, filters=False)
    @action(detail=False, methods=["get"], pagination_class=None, filterset_class=None)
    def segments(self, request: Request) -> Response:
        """Customers by how recently, how often and for how much they bought."""
        with tenant_scope(self.actor.business_id):
            local = clock_of(self.request, self.actor, timezone.now())
            zone = str(local.tzinfo)
            told = {"on": local.date(), "timezone": zone, "segments": segment_figures(self.actor.business_id, zone)}
            return Response(shapes.SegmentsSerializer(told).data)

    @extend_schema(parameters=[LOCATION], request=shapes.OperationSerializer, responses=shapes.ValidOperationSerializer)
    @action(detail=True, methods=["post"])
    def validate(self, request: Request, pk: str) -> Response:
        """Whether an amount may be sold; nothing is kept of it."""
        asked = self.parsed(shapes.OperationSerializer)
        return self.told(
            pk,
            lambda customer, on: CustomerService.validate_customer_operation(customer=customer, on=on, **asked),
            lambda found: shapes.ValidOperationSerializer(found).data,
        )


class DailyOperationsView(ActorView):
    """What is planned with suppliers and customers for a day."""

    capabilities = {"get": Capability.CUSTOMER_VIEW}

    @extend_schema(
        operation_id="daily_operations", parameters=[DATE, LOCATION], responses=shapes.DailyOperationsSerializer
    )
    def get(self, request: Request) -> Response:
        """Who orders and delivers on a day of the asking place's calendar. Suppliers only for those who may see them."""
        with tenant_scope(self.actor.business_id):
            place = asking_place(request, self.actor)
            day = self.asked(DayQuery).get("date") or clock_at(place, timezone.now()).date()
            planned = get_daily_operations(self.actor.business_id, day)
            if not self.actor.can(Capability.SUPPLIER_VIEW):
                planned |= {name: rows.none() for name, rows in planned.items() if name.startswith("suppliers")}
            told = {name: list(rows.order_by("code")[:SHOWN]) for name, rows in planned.items()}
            counts = {
                name: rows.count() if len(told[name]) == SHOWN else len(told[name]) for name, rows in planned.items()
            }
        head = {"date": day, "timezone": place.timezone, "counts": counts}
        return Response(shapes.DailyOperationsSerializer({**head, **told}).data)
