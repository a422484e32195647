"""Adjustments of stock."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.fields import DayField, PriceField, QuantityField
from optimapos.apikit.paths import path_id
from optimapos.apikit.related import ScopedRelatedField
from optimapos.core.actors import Actor, Capability
from optimapos.inventory.api.document_shapes import (
    LINE_FIELDS,
    MAX_LINES,
    HeadSerializer,
    LineSerializer,
    NewLineSerializer,
)
from optimapos.inventory.api.fields import CostField, HidesCosts
from optimapos.inventory.models import StockAdjustment, StockAdjustmentLine
from optimapos.inventory.selectors.documents import adjustments_of
from optimapos.inventory.services import StockAdjustmentService
from optimapos.inventory.types import BatchStatus, Kind, NewAdjustmentLine, Reason
from optimapos.nomenclatures.api.documents import (
    DOCUMENT_FIELDS,
    DocumentSerializer,
    DocumentViewSet,
    document_capabilities,
)
from optimapos.organization.selectors import visible_locations


class AdjustmentLineSerializer(HidesCosts, LineSerializer):
    """A line of an adjustment. Below 0 it is gone; above 0 it was found, or changes to `to_status`."""

    reason = serializers.ChoiceField(choices=Reason.choices, read_only=True)
    stock_status = serializers.ChoiceField(choices=BatchStatus.choices, read_only=True)
    to_status = serializers.CharField(read_only=True)
    unit_cost = CostField(allow_null=True)

    class Meta:
        model = StockAdjustmentLine
        fields = [
            *LINE_FIELDS,
            "reason",
            "batch",
            "stock_status",
            "to_status",
            "unit_cost",
            "batch_number",
            "expires_on",
            "comment",
        ]


class AdjustmentSerializer(DocumentSerializer):
    """Stock that is put right at one location."""

    lines = AdjustmentLineSerializer(many=True, read_only=True)

    class Meta:
        model = StockAdjustment
        fields = [*DOCUMENT_FIELDS, "lines"]


class NewAdjustmentLineSerializer(NewLineSerializer):
    """A line to be written down: a quantity below 0 is gone, one above 0 was found, or changes to `to_status`.

    `stock_status` is what the goods are in now, or are found as; `batch` says which goods are gone or change, and what found
    ones are like. `unit_cost`, `batch_number` and `expires_on` are for found goods; without a cost they come in at what they
    would likely cost.
    """

    quantity = QuantityField(low=None)
    reason = serializers.ChoiceField(choices=Reason.choices)
    batch = serializers.UUIDField(source="batch_id", allow_null=True, required=False)
    stock_status = serializers.ChoiceField(choices=BatchStatus.choices, required=False)
    to_status = serializers.ChoiceField(choices=BatchStatus.choices, allow_blank=True, required=False)
    unit_cost = PriceField(allow_null=True, required=False)
    batch_number = serializers.CharField(max_length=120, allow_blank=True, required=False)
    expires_on = DayField(allow_null=True, required=False)
    comment = serializers.CharField(max_length=200, allow_blank=True, required=False)


class ChangedAdjustmentSerializer(HeadSerializer):
    """What may be changed of an adjustment. `lines` are all its lines from then on."""

    lines = serializers.ListField(child=NewAdjustmentLineSerializer(), max_length=MAX_LINES, required=False)


class NewAdjustmentSerializer(HeadSerializer):
    """An adjustment to be written down."""

    location = ScopedRelatedField(visible_locations)
    lines = serializers.ListField(child=NewAdjustmentLineSerializer(), max_length=MAX_LINES)


class StockAdjustmentViewSet(DocumentViewSet):
    """Adjustments at the member's locations. Costs only for those with `cost.view`."""

    kind = Kind.ADJUSTMENT
    serializer_class = AdjustmentSerializer
    capabilities = document_capabilities(view=Capability.STOCK_VIEW, change=Capability.STOCK_ADJUST)

    def records(self, actor: Actor) -> QuerySet[StockAdjustment]:
        """Adjustments at the membership's locations."""
        return adjustments_of(actor)

    @extend_schema(request=NewAdjustmentSerializer, responses={201: AdjustmentSerializer})
    def create(self, request: Request) -> Response:
        """Write an adjustment down. Nothing moves before it is completed."""
        body = self.parsed(NewAdjustmentSerializer)
        return self.act(
            StockAdjustmentService.create_adjustment,
            present=self.presented,
            status=201,
            actor=self.actor,
            location=body.pop("location"),
            lines=_lines(body.pop("lines")),
            fields=body,
            at=timezone.now(),
        )

    @extend_schema(request=ChangedAdjustmentSerializer, responses=AdjustmentSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change an adjustment that hasn't been completed."""
        body = self.parsed(ChangedAdjustmentSerializer)
        lines = body.pop("lines", None)
        return self.act(
            StockAdjustmentService.update_adjustment,
            present=self.presented,
            actor=self.actor,
            adjustment_id=path_id(pk),
            lines=None if lines is None else _lines(lines),
            fields=body,
        )


def _lines(rows: list[dict[str, Any]]) -> list[NewAdjustmentLine]:
    return [NewAdjustmentLine(**row) for row in rows]
