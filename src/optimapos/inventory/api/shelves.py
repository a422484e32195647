"""What expires, soonest first, and what moved, newest first: over all items."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from optimapos.apikit.filters import DayFilter
from optimapos.apikit.pagination import CursorPages
from optimapos.apikit.views import ScopedViewSet
from optimapos.core.actors import Actor, Capability
from optimapos.core.tenancy import tenant_scope
from optimapos.inventory.api.serializers import BatchSerializer, MovementSerializer
from optimapos.inventory.models import InventoryBatch, InventoryMovement
from optimapos.inventory.selectors.documents import with_reasons
from optimapos.inventory.selectors.shelves import expiring_of, movements_of
from optimapos.inventory.types import BatchStatus, MovementKind

ITEM_FIELDS = ["stock_product", "product", "product_sku", "product_name", "unit_code", "location", "location_name"]


class _OfItem(serializers.Serializer[Any]):
    """The product and the place that a row is about."""

    stock_product = serializers.UUIDField(source="item_id", read_only=True)
    product = serializers.UUIDField(source="item.product_id", read_only=True)
    product_sku = serializers.CharField(source="item.product.sku", read_only=True)
    product_name = serializers.CharField(source="item.product.name", read_only=True)
    unit_code = serializers.CharField(source="item.product.unit.code", read_only=True)
    location = serializers.UUIDField(source="item.location_id", read_only=True)
    location_name = serializers.CharField(source="item.location.name", read_only=True)


class ExpiringBatchSerializer(BatchSerializer, _OfItem):
    """An open layer with a date of expiry, and what it is of."""

    class Meta(BatchSerializer.Meta):
        fields = [*BatchSerializer.Meta.fields, *ITEM_FIELDS]


class StockMovementSerializer(MovementSerializer, _OfItem):
    """A movement, and what moved."""

    class Meta(MovementSerializer.Meta):
        fields = [*MovementSerializer.Meta.fields, *ITEM_FIELDS]


class ExpiryFilter(filters.FilterSet):
    """By place, product, state and day."""

    location = filters.UUIDFilter(field_name="item__location_id")
    product = filters.UUIDFilter(field_name="item__product_id")
    status = filters.ChoiceFilter(choices=BatchStatus.choices)
    expires_from = DayFilter(field_name="expires_on", lookup_expr="gte")
    expires_to = DayFilter(field_name="expires_on", lookup_expr="lte")

    class Meta:
        model = InventoryBatch
        fields: list[str] = []


class MovementFilter(filters.FilterSet):
    """By place, product, kind, day and the document that moved it."""

    location = filters.UUIDFilter(field_name="item__location_id")
    product = filters.UUIDFilter(field_name="item__product_id")
    kind = filters.ChoiceFilter(choices=MovementKind.choices)
    source_id = filters.UUIDFilter()
    date_from = DayFilter(field_name="business_date", lookup_expr="gte")
    date_to = DayFilter(field_name="business_date", lookup_expr="lte")

    class Meta:
        model = InventoryMovement
        fields: list[str] = []


class SoonestFirst(CursorPages):
    """Layers by the day on which they expire."""

    ordering = ("expires_on", "id")  # type: ignore[assignment]


class _Rows(ScopedViewSet, mixins.ListModelMixin):
    capabilities = {"list": Capability.STOCK_VIEW}

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page."""
        with tenant_scope(self.actor.business_id):
            return super().list(request, *args, **kwargs)


class StockExpiryViewSet(_Rows):
    """Layers that expire, soonest first. Costs only for those with `cost.view`."""

    serializer_class = ExpiringBatchSerializer
    filterset_class = ExpiryFilter
    pagination_class = SoonestFirst

    def records(self, actor: Actor) -> QuerySet[InventoryBatch]:
        """The layers at the membership's locations."""
        return expiring_of(actor)


class StockMovementViewSet(_Rows):
    """Movements, newest first. Costs only for those with `cost.view`."""

    serializer_class = StockMovementSerializer
    filterset_class = MovementFilter

    def records(self, actor: Actor) -> QuerySet[InventoryMovement]:
        """The movements at the membership's locations."""
        return with_reasons(actor.business_id, movements_of(actor))
