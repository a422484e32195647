"""Sales that tills made offline: taken in, listed, reviewed; and what is missing of their queues."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.paths import path_id
from optimapos.apikit.problems import problem_response
from optimapos.apikit.views import ActorView, ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.core.tenancy import tenant_scope
from optimapos.offline.api import serializers as shapes
from optimapos.offline.api.intake import SENDERS, results, sender_of
from optimapos.offline.api.senders import IsSender
from optimapos.offline.models import OfflineSale
from optimapos.offline.selectors import TO_REVIEW, offline_sales_of, queues_of
from optimapos.offline.services import IntakeService, ReviewService
from optimapos.offline.types import SaleState


class OfflineSaleFilter(filters.FilterSet):
    """By state, by till, by what was noted, and whether somebody has looked at it or is to."""

    state = filters.ChoiceFilter(choices=SaleState.choices)
    terminal = filters.UUIDFilter(field_name="terminal_id")
    flag = filters.CharFilter(method="_flagged", max_length=30)
    reviewed = filters.BooleanFilter(field_name="reviewed_at", lookup_expr="isnull", exclude=True)
    to_review = filters.BooleanFilter(
        method="_waiting", help_text="What could not be booked, and what was noted and is not settled yet."
    )

    class Meta:
        model = OfflineSale
        fields: list[str] = []

    def _flagged(self, rows: QuerySet[OfflineSale], name: str, value: str) -> QuerySet[OfflineSale]:
        return rows.filter(flags__contains=[value])

    def _waiting(self, rows: QuerySet[OfflineSale], name: str, value: bool) -> QuerySet[OfflineSale]:
        return rows.filter(TO_REVIEW) if value else rows.exclude(TO_REVIEW)


class OfflineSaleViewSet(ScopedViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Sales that tills made offline, newest first."""

    serializer_class = shapes.OfflineSaleSerializer
    filterset_class = OfflineSaleFilter
    capabilities = dict.fromkeys(["list", "retrieve", "retry", "settle"], Capability.SALE_IMPORT)

    def get_authenticators(self) -> Any:
        """Devices may bring what they sold, and nothing else."""
        if self.request is not None and self.request.method == "POST" and not self.kwargs:
            return [each() for each in SENDERS]
        return super().get_authenticators()

    def get_permissions(self) -> Any:
        """Whoever works for the business may bring what a till has signed."""
        return [IsSender()] if self.action == "create" else super().get_permissions()

    def records(self, actor: Actor) -> QuerySet[OfflineSale]:
        """Those of tills at places that the member may see."""
        return offline_sales_of(actor)

    @extend_schema(responses=shapes.OfflineSaleDetailSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One of them, with its envelope."""
        with tenant_scope(self.actor.business_id):
            return Response(shapes.OfflineSaleDetailSerializer(self.get_object()).data)

    @extend_schema(request=shapes.IntakeSerializer, responses=shapes.ResultsSerializer)
    def create(self, request: Request) -> Response:
        """Take in what tills sold offline. Each envelope has its own answer, and the same one however often it is sent."""
        found = IntakeService.take_in(
            business=self.actor.business_id,
            envelopes=self.parsed(shapes.IntakeSerializer)["envelopes"],
            sender=sender_of(request),
            at=timezone.now(),
        )
        return results(found)

    @extend_schema(request=None, responses=shapes.OfflineSaleSerializer)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str) -> Response:
        """Try to book it again, after what was in the way is mended. The state of the answer tells whether that did."""
        result = ReviewService.retry(
            business=self.actor.business_id, actor=self.actor, offline_sale_id=path_id(pk), at=timezone.now()
        )
        if not result.ok:
            return problem_response(result.code, result.msg, result.data, result.suggestions)
        return Response(self._presented(result.data))

    @extend_schema(request=shapes.SettleSerializer, responses=shapes.OfflineSaleSerializer)
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, pk: str) -> Response:
        """Close it with a note: what was noted is seen, what could not be booked is dealt with by hand."""
        return self.act(
            ReviewService.settle,
            present=self._presented,
            actor=self.actor,
            offline_sale_id=path_id(pk),
            at=timezone.now(),
            **self.parsed(shapes.SettleSerializer),
        )

    def _presented(self, row: OfflineSale) -> Any:
        return shapes.OfflineSaleSerializer(row).data


class QueuesView(ActorView):
    """What has arrived of the queues of tills."""

    capabilities = {"get": Capability.SALE_IMPORT}

    @extend_schema(responses=shapes.QueuesSerializer)
    def get(self, request: Request) -> Response:
        """For each device: the last number of its queue, those that are missing, when it was last heard of."""
        with tenant_scope(self.actor.business_id):
            return Response(shapes.QueuesSerializer({"terminals": queues_of(self.actor)}).data)
