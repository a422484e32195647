"""Transfers between locations."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.fields import QuantityField, SerialsField
from optimapos.apikit.paths import path_id
from optimapos.apikit.related import ScopedRelatedField
from optimapos.core.actors import Actor, Capability
from optimapos.core.money import ZERO
from optimapos.inventory.api.document_shapes import (
    LINE_FIELDS,
    MAX_LINES,
    HeadSerializer,
    LineSerializer,
    NewLineSerializer,
)
from optimapos.inventory.api.fields import FigureField
from optimapos.inventory.models import StockTransfer, StockTransferLine
from optimapos.inventory.selectors.documents import transfers_of
from optimapos.inventory.services import StockTransferService, TransferArrivals
from optimapos.inventory.types import ArrivedLine, Kind, NewTransferLine, Reason
from optimapos.nomenclatures.api.documents import (
    DOCUMENT_FIELDS,
    DocumentFilter,
    DocumentSerializer,
    DocumentViewSet,
    document_capabilities,
)
from optimapos.organization.selectors import visible_locations


class TransferLineSerializer(LineSerializer):
    """A line of a transfer. In base units: what arrived of it, what is lost, and what is still on its way or to be sent."""

    received_quantity = FigureField(source="received_base_qty")
    lost_quantity = FigureField(source="lost_base_qty")
    open_quantity = FigureField(source="open_base_qty")
    lost_reason = serializers.CharField(read_only=True)

    class Meta:
        model = StockTransferLine
        fields = [*LINE_FIELDS, "received_quantity", "lost_quantity", "open_quantity", "lost_reason"]


class TransferSerializer(DocumentSerializer):
    """Goods that go from `location` to `to_location`."""

    lines = TransferLineSerializer(many=True, read_only=True)

    class Meta:
        model = StockTransfer
        fields = [*DOCUMENT_FIELDS, "to_location", "lines"]


class ChangedTransferSerializer(HeadSerializer):
    """What may be changed of a transfer. `lines` are all its lines from then on."""

    to_location = ScopedRelatedField(visible_locations, required=False)
    lines = serializers.ListField(child=NewLineSerializer(), max_length=MAX_LINES, required=False)


class NewTransferSerializer(HeadSerializer):
    """A transfer to be written down."""

    location = ScopedRelatedField(visible_locations)
    to_location = ScopedRelatedField(visible_locations)
    lines = serializers.ListField(child=NewLineSerializer(), max_length=MAX_LINES)


class ArrivedLineSerializer(serializers.Serializer[Any]):
    """Base units of a line that arrived, and that are lost; serial numbers of both, of a product that has such."""

    line = serializers.UUIDField(source="line_id")
    quantity = QuantityField(low=ZERO, default=ZERO)
    lost = QuantityField(low=ZERO, default=ZERO)
    serials = SerialsField()
    lost_serials = SerialsField()


class ArrivalSerializer(serializers.Serializer[Any]):
    """What arrived of a transfer. `closes`: whatever else is on its way is lost. `reason` is that of the loss."""

    lines = serializers.ListField(child=ArrivedLineSerializer(), max_length=MAX_LINES)
    closes = serializers.BooleanField(default=False)
    reason = serializers.ChoiceField(choices=Reason.choices, default=Reason.LOSS)


class TransferFilter(DocumentFilter):
    """By both ends."""

    to_location = filters.UUIDFilter(field_name="to_location_id")


class StockTransferViewSet(DocumentViewSet):
    """Transfers from or to the member's locations. Who sends sees both ends; who receives, the one that goods come to."""

    kind = Kind.TRANSFER
    serializer_class = TransferSerializer
    filterset_class = TransferFilter
    capabilities = {
        **document_capabilities(view=Capability.STOCK_VIEW, change=Capability.STOCK_TRANSFER),
        "receive": Capability.STOCK_TRANSFER,
    }

    def records(self, actor: Actor) -> QuerySet[StockTransfer]:
        """Transfers from or to the membership's locations."""
        return transfers_of(actor)

    @extend_schema(request=NewTransferSerializer, responses={201: TransferSerializer})
    def create(self, request: Request) -> Response:
        """Write a transfer down. Nothing moves before it is dispatched."""
        body = self.parsed(NewTransferSerializer)
        return self.act(
            StockTransferService.create_transfer,
            present=self.presented,
            status=201,
            actor=self.actor,
            location=body.pop("location"),
            lines=[NewTransferLine(**line) for line in body.pop("lines")],
            fields=body,
            at=timezone.now(),
        )

    @extend_schema(request=ChangedTransferSerializer, responses=TransferSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a transfer that hasn't been dispatched."""
        body = self.parsed(ChangedTransferSerializer)
        lines = body.pop("lines", None)
        return self.act(
            StockTransferService.update_transfer,
            present=self.presented,
            actor=self.actor,
            transfer_id=path_id(pk),
            lines=None if lines is None else [NewTransferLine(**line) for line in lines],
            fields=body,
        )

    @extend_schema(request=ArrivalSerializer, responses=TransferSerializer)
    @action(detail=True, methods=["post"])
    def receive(self, request: Request, pk: str) -> Response:
        """Take in what arrived, all at once or several times over. Once nothing is on its way the transfer is received."""
        body = self.parsed(ArrivalSerializer)
        return self.act(
            TransferArrivals.receive_transfer,
            present=self.presented,
            actor=self.actor,
            transfer_id=path_id(pk),
            lines=[ArrivedLine(**line) for line in body["lines"]],
            closes=body["closes"],
            reason=body["reason"],
            at=timezone.now(),
        )
