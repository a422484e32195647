"""Shifts: open, cash in and out, X at any time, blind count and close, supplements."""

from typing import Any
from uuid import UUID

import orjson
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.filters import DayFilter
from optimapos.apikit.pagination import CursorPages
from optimapos.apikit.problems import Refusal
from optimapos.apikit.views import ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.models import Business
from optimapos.papers.api.answers import sent
from optimapos.papers.api.shapes import PrintSerializer, print_answers
from optimapos.shifts.api import shapes
from optimapos.shifts.models import CashMovement, Shift, ShiftSupplement
from optimapos.shifts.selectors import drawer_of, open_shift_at, report_of, shifts_of
from optimapos.shifts.selectors.slips import slip_of
from optimapos.shifts.services import ShiftService
from optimapos.shifts.types import ShiftStatus


class ShiftFilter(filters.FilterSet):
    """By place, till, state and business day."""

    location = filters.UUIDFilter(field_name="location_id")
    terminal = filters.UUIDFilter(field_name="terminal_id")
    status = filters.ChoiceFilter(choices=ShiftStatus.choices)
    date_from = DayFilter(field_name="business_date", lookup_expr="gte")
    date_to = DayFilter(field_name="business_date", lookup_expr="lte")

    class Meta:
        model = Shift
        fields: list[str] = []


class NewestFirst(CursorPages):
    """The last opened first."""

    ordering = ("-opened_at", "-id")  # type: ignore[assignment]  # the stub knows one name only


def whole(shift: Shift) -> dict[str, Any]:
    """The shift with its cash movements and its sealed reports."""
    rows = Shift.objects.for_business(shift.business_id).select_related("terminal")
    moved = CashMovement.objects.for_business(shift.business_id).order_by("created_at", "id")
    supplements = ShiftSupplement.objects.for_business(shift.business_id).order_by("number")
    found = rows.prefetch_related(Prefetch("cash_movements", moved), Prefetch("supplements", supplements))
    return dict(shapes.WholeShiftSerializer(found.get(pk=shift.pk)).data)


class ShiftViewSet(ScopedViewSet, mixins.ListModelMixin):
    """Shifts of one's own till, or of all tills that the member may see; the last opened first."""

    serializer_class = shapes.ShiftSerializer
    filterset_class = ShiftFilter
    pagination_class = NewestFirst
    lookup_value_converter = "uuid"
    sorts = {"opened_at": "opened_at"}
    capabilities = {
        **dict.fromkeys(["list", "retrieve", "current"], Capability.SALE_VIEW),
        **dict.fromkeys(["create", "cash_movements", "close"], Capability.SHIFT_OPERATE),
        **dict.fromkeys(["x_report", "supplements", "slip"], Capability.SHIFT_VIEW),
    }

    def records(self, actor: Actor) -> QuerySet[Shift]:
        """Those that the member may see."""
        return shifts_of(actor)

    @extend_schema(responses=shapes.WholeShiftSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A shift with its cash movements and its sealed reports."""
        with tenant_scope(self.actor.business_id):
            return Response(whole(self.get_object()))

    @extend_schema(responses=shapes.WholeShiftSerializer, filters=False)
    @action(detail=False, methods=["get"], pagination_class=None, filterset_class=None)
    def current(self, request: Request) -> Response:
        """The open shift of one's own till.

        Refuses: SHIFT_NOT_OPEN.
        """
        with tenant_scope(self.actor.business_id):
            shift = open_shift_at(self.actor.business_id, self.actor.terminal_id)
            if shift is None:
                raise Refusal(DomainError("SHIFT_NOT_OPEN", "No shift is open at this till."))
            return Response(whole(shift))

    @extend_schema(request=shapes.OpenShiftSerializer, responses={201: shapes.WholeShiftSerializer})
    def create(self, request: Request) -> Response:
        """Open a shift at one's own till."""
        return self._act(ShiftService.open_shift, present=whole, status=201, **self.parsed(shapes.OpenShiftSerializer))

    @extend_schema(request=shapes.MoveCashSerializer, responses={201: shapes.CashMovementSerializer})
    @action(detail=True, methods=["post"], url_path="cash-movements")
    def cash_movements(self, request: Request, pk: UUID) -> Response:
        """Put cash in, or take some out, without a sale."""
        body = self.parsed(shapes.MoveCashSerializer)
        return self._act(ShiftService.move_cash, present=_moved, status=201, shift_id=pk, **body)

    @extend_schema(responses=shapes.ShiftReportSerializer)
    @action(detail=True, methods=["get"], url_path="x-report")
    def x_report(self, request: Request, pk: UUID) -> Response:
        """What the shift comes to until now, and what the drawer should hold."""
        with tenant_scope(self.actor.business_id):
            shift = self.get_object()
            report = report_of(shift)
            drawer, _ = drawer_of(shift, report)
            return Response({**report, "drawer": drawer})

    @extend_schema(request=PrintSerializer, responses=print_answers(shapes.ShiftReportSerializer))
    @action(detail=True, methods=["post"])
    def slip(self, request: Request, pk: UUID) -> HttpResponse | Response:
        """Print its slip: the X report of an open shift, the Z report of a closed one, of which later prints are copies."""
        asked = self.parsed(PrintSerializer)
        done = self._act(
            ShiftService.print_slip,
            present=lambda row: {"number": row.print_number if row else 0},
            shift_id=pk,
            form=asked["form"],
        )
        if done.status_code != 200:
            return done
        number = orjson.loads(done.data)["number"]
        with tenant_scope(self.actor.business_id):
            shift = self.get_object()
            report = shift.figures or report_of(shift)
            figures = {**report, "drawer": report.get("drawer") or drawer_of(shift, report)[0]}
            shown = slip_of(shift, figures, max(number - 1, 0))
            code_page = Business.objects.values_list("receipt_code_page", flat=True).get(pk=shift.business_id)
        return sent(
            figures,
            shown,
            asked["form"],
            at=shift.closed_at or timezone.now(),
            file_name=f"shift-{shift.pk}",
            width=asked["width"],
            code_page=code_page,
            opens_drawer=bool(asked["open_drawer"]),
        )

    @extend_schema(request=shapes.CloseShiftSerializer, responses=shapes.WholeShiftSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: UUID) -> Response:
        """Count and close it: the Z report, sealed."""
        body = self.parsed(shapes.CloseShiftSerializer)
        counted = shapes.counted_of(body)
        return self._act(ShiftService.close_shift, present=whole, shift_id=pk, counted=counted, note=body["note"])

    @extend_schema(request=None, responses={201: shapes.ShiftSupplementSerializer})
    @action(detail=True, methods=["post"])
    def supplements(self, request: Request, pk: UUID) -> Response:
        """Seal what was told after it was closed as its next supplement."""
        return self._act(ShiftService.seal_supplement, present=_supplement, status=201, shift_id=pk)

    def _act(self, work: Any, *, present: Any, status: int = 200, **arguments: Any) -> Response:
        return self.act(work, present=present, status=status, actor=self.actor, at=timezone.now(), **arguments)


def _moved(row: CashMovement) -> Any:
    return shapes.CashMovementSerializer(row).data


def _supplement(row: ShiftSupplement) -> Any:
    return shapes.ShiftSupplementSerializer(row).data
