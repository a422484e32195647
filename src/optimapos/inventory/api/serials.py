"""Where pieces with serial numbers are and were."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.views import ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.core.tenancy import tenant_scope
from optimapos.inventory.api.fields import CostField, HidesCosts
from optimapos.inventory.api.serializers import MovementSerializer
from optimapos.inventory.models import InventoryBatch
from optimapos.inventory.selectors.serials import movements_by_layer, pieces_of
from optimapos.inventory.types import BatchKind, BatchStatus


class PieceSerializer(HidesCosts, serializers.ModelSerializer[InventoryBatch]):
    """A stay of a piece at one place, with what moved it there and away. `is_open`: it is there now."""

    product = serializers.UUIDField(source="item.product_id", read_only=True)
    product_sku = serializers.CharField(source="item.product.sku", read_only=True)
    product_name = serializers.CharField(source="item.product.name", read_only=True)
    location = serializers.UUIDField(source="item.location_id", read_only=True)
    location_name = serializers.CharField(source="item.location.name", read_only=True)
    kind = serializers.ChoiceField(choices=BatchKind.choices, read_only=True)
    status = serializers.ChoiceField(choices=BatchStatus.choices, read_only=True)
    unit_cost = CostField()
    movements = serializers.SerializerMethodField()

    class Meta:
        model = InventoryBatch
        fields = [
            "id",
            "serial_number",
            "product",
            "product_sku",
            "product_name",
            "location",
            "location_name",
            "kind",
            "status",
            "is_open",
            "batch_number",
            "supplier_lot",
            "expires_on",
            "received_at",
            "unit_cost",
            "movements",
        ]

    @extend_schema_field(MovementSerializer(many=True))
    def get_movements(self, layer: InventoryBatch) -> Any:
        """What moved it, oldest first; `moved` in the context holds the movements of each layer."""
        rows = self.context.get("moved", {}).get(layer.pk, [])
        return MovementSerializer(rows, many=True, context=self.context).data


class PieceFilter(filters.FilterSet):
    """By number, product and place."""

    number = filters.CharFilter(field_name="serial_number", max_length=60)
    product = filters.UUIDFilter(field_name="item__product_id")
    location = filters.UUIDFilter(field_name="item__location_id")
    is_open = filters.BooleanFilter()

    class Meta:
        model = InventoryBatch
        fields: list[str] = []


class SerialViewSet(ScopedViewSet, mixins.ListModelMixin):
    """Pieces with serial numbers at the member's locations, and on their way from or to them: newest stay first."""

    serializer_class = PieceSerializer
    filterset_class = PieceFilter
    capabilities = {"list": Capability.STOCK_VIEW}

    def records(self, actor: Actor) -> QuerySet[InventoryBatch]:
        """The stays that the membership includes."""
        return pieces_of(actor)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page of stays; `?number=` tells where one piece is and was."""
        with tenant_scope(self.actor.business_id):
            page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
            context = self.get_serializer_context() | {"moved": movements_by_layer(self.actor, page)}
            return self.get_paginated_response(PieceSerializer(page, many=True, context=context).data)
