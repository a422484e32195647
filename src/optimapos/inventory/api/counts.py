"""Stock counts."""

from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.paths import path_id
from optimapos.apikit.problems import Refusal
from optimapos.core.actors import Actor, Capability
from optimapos.core.money import ZERO
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.inventory.api import count_shapes as shapes
from optimapos.inventory.api.pages import BySku
from optimapos.inventory.models import StockCount
from optimapos.inventory.selectors.counting import differences_of, lines_of
from optimapos.inventory.selectors.documents import counts_of
from optimapos.inventory.services import StockCountService
from optimapos.inventory.types import CountedLine, Kind
from optimapos.nomenclatures.api.documents import DocumentViewSet, document_capabilities


@extend_schema_view(transition=extend_schema(request=shapes.CountStepSerializer))
class StockCountViewSet(DocumentViewSet):
    """Counts at the member's locations. In a blind one who counts is not shown what the books say until it is posted."""

    kind = Kind.COUNT
    serializer_class = shapes.CountSerializer
    step_serializer_class = shapes.CountStepSerializer
    capabilities = {
        **document_capabilities(view=Capability.STOCK_VIEW, change=Capability.STOCK_COUNT),
        "start": Capability.STOCK_COUNT,
        "lines": Capability.STOCK_VIEW,
        "count_lines": Capability.STOCK_COUNT,
        "differences": Capability.STOCK_COUNT,
    }

    def records(self, actor: Actor) -> QuerySet[StockCount]:
        """Counts at the membership's locations."""
        return counts_of(actor)

    @extend_schema(request=shapes.NewCountSerializer, responses={201: shapes.CountSerializer})
    def create(self, request: Request) -> Response:
        """Write a count down. It gets its lines when it starts."""
        body = self.parsed(shapes.NewCountSerializer)
        return self.act(
            StockCountService.create_count,
            present=self.presented,
            status=201,
            actor=self.actor,
            location=body.pop("location"),
            fields=body,
            at=timezone.now(),
        )

    @extend_schema(request=shapes.ChangedCountSerializer, responses=shapes.CountSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a count that hasn't started."""
        body = self.parsed(shapes.ChangedCountSerializer)
        return self.act(
            StockCountService.update_count,
            present=self.presented,
            actor=self.actor,
            count_id=path_id(pk),
            fields=body,
        )

    @extend_schema(request=None, responses=shapes.CountSerializer)
    @action(detail=True, methods=["post"])
    def start(self, request: Request, pk: str) -> Response:
        """Begin to count: one line for each item of the scope."""
        return self.act(
            StockCountService.start_count,
            present=self.presented,
            actor=self.actor,
            count_id=path_id(pk),
            at=timezone.now(),
        )

    @extend_schema(responses=shapes.CountLineSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=BySku, filterset_class=None)
    def lines(self, request: Request, pk: str) -> Response:
        """The items of the count by SKU."""
        with tenant_scope(self.actor.business_id):
            count = self.get_object()
            page = self.paginate_queryset(lines_of(count).annotate(sku=F("product__sku")))
            return self.get_paginated_response(self._shown(count, page))

    @extend_schema(request=shapes.CountedSerializer, responses=shapes.CountLineSerializer(many=True), filters=False)
    @lines.mapping.post
    def count_lines(self, request: Request, pk: str) -> Response:
        """Write down what was counted. A line that is counted again is replaced; selling goes on meanwhile."""
        body = self.parsed(shapes.CountedSerializer)
        count_id = path_id(pk)
        return self.act(
            StockCountService.count_lines,
            present=lambda ids: self._counted(count_id, ids),
            actor=self.actor,
            count_id=count_id,
            lines=[CountedLine(**line) for line in body["lines"]],
        )

    @extend_schema(responses=shapes.DifferencesSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def differences(self, request: Request, pk: str) -> Response:
        """Where the count and the books differ: as it would be booked now, or as it was."""
        with tenant_scope(self.actor.business_id):
            count = self.get_object()
            if self._is_hidden(count):
                raise Refusal(
                    DomainError("PERMISSION_DENIED", "This count is blind: differences are shown once it is posted.")
                )
            found = differences_of(count)
            values = [each.value for each in found]
            report = {
                "count": count.pk,
                "is_posted": count.is_posted,
                "line_count": count.line_count,
                "counted_count": count.counted_count,
                "surplus_value": sum((value for value in values if value > 0), ZERO),
                "shortage_value": -sum((value for value in values if value < 0), ZERO),
                "net_value": sum(values, ZERO),
                "lines": found,
            }
            return Response(shapes.DifferencesSerializer(report, context=self.get_serializer_context()).data)

    def _is_hidden(self, count: StockCount) -> bool:
        return count.is_blind and not count.posting and not self.actor.can(Capability.STOCK_APPROVE)

    def _counted(self, count_id: UUID, line_ids: list[UUID]) -> Any:
        count = self.records(self.actor).get(pk=count_id)
        return self._shown(count, lines_of(count).filter(pk__in=line_ids).order_by("product__sku", "pk"))

    def _shown(self, count: StockCount, rows: Any) -> Any:
        context = self.get_serializer_context() | {"is_blind": self._is_hidden(count)}
        return shapes.CountLineSerializer(rows, many=True, context=context).data
