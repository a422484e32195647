"""What stock is asked and answered with. Quantities are in the product's base unit."""

from typing import Any

from rest_framework import serializers

from optimapos.apikit.fields import DayField, PriceField, QuantityField, SerialsField
from optimapos.apikit.related import ScopedRelatedField
from optimapos.inventory.api.fields import CostField, FigureField, HidesCosts
from optimapos.inventory.models import InventoryBatch, InventoryItem, InventoryMovement, StockReservation
from optimapos.inventory.selectors import Availability
from optimapos.inventory.types import BatchKind, BatchStatus, MovementKind, ReservationStatus
from optimapos.organization.models import StoreFront
from optimapos.organization.selectors import visible_locations

MAX_OPENING_LINES = 5000
# A supermarket's range comes in a few requests; one body stays below what the server accepts.


class StoreFrontSerializer(serializers.ModelSerializer[StoreFront]):
    """A location that sells."""

    class Meta:
        model = StoreFront
        fields = ["id", "code", "name", "timezone", "day_starts_at", "address", "phone", "is_active"]


class AvailabilitySerializer(serializers.Serializer[Any]):
    """How much of a product there is at a storefront at `as_of`. `stock_product` is null where it never was.

    `quantity` is physical; `sellable` what may be sold of it; `reserved` what carts hold. `unreserved` and `available`
    are one figure, sellable less reserved, and never below 0.
    """

    storefront = serializers.UUIDField()
    product = serializers.UUIDField()
    stock_product = serializers.UUIDField(allow_null=True)
    quantity = FigureField()
    sellable = FigureField()
    reserved = FigureField()
    unreserved = FigureField()
    available = FigureField()
    is_available = serializers.BooleanField()
    as_of = serializers.DateTimeField()


class StockProductSerializer(HidesCosts, serializers.ModelSerializer[InventoryItem]):
    """A product at a location with its figures; `found` in the context holds the availability of each item."""

    storefront = serializers.UUIDField(source="location_id", read_only=True)
    product = serializers.UUIDField(source="product_id", read_only=True)
    product_sku = serializers.CharField(source="product.sku", read_only=True)
    product_name = serializers.CharField(source="product.name", read_only=True)
    unit_code = serializers.CharField(source="product.unit.code", read_only=True)
    quantity = FigureField(source="current_qty")
    sellable = serializers.SerializerMethodField()
    reserved = serializers.SerializerMethodField()
    available = serializers.SerializerMethodField()
    value = CostField(source="stock_value")
    avg_cost = CostField()
    last_purchase_cost = CostField()

    class Meta:
        model = InventoryItem
        fields = [
            "id",
            "storefront",
            "product",
            "product_sku",
            "product_name",
            "unit_code",
            "quantity",
            "sellable",
            "reserved",
            "available",
            "value",
            "avg_cost",
            "last_purchase_cost",
            "last_movement_at",
        ]

    def get_sellable(self, item: InventoryItem) -> str:
        """What may be sold."""
        return FigureField().to_representation(self._found(item).sellable)

    def get_reserved(self, item: InventoryItem) -> str:
        """What carts hold."""
        return FigureField().to_representation(self._found(item).reserved)

    def get_available(self, item: InventoryItem) -> str:
        """What is left to promise, never below 0."""
        return FigureField().to_representation(self._found(item).shown)

    def _found(self, item: InventoryItem) -> Availability:
        found: Availability = self.context["found"][item.pk]
        return found


class MovementSerializer(HidesCosts, serializers.ModelSerializer[InventoryMovement]):
    """One movement of an item. `seq` counts an item's movements without a gap."""

    seq = serializers.IntegerField(source="item_seq", read_only=True)
    kind = serializers.ChoiceField(choices=MovementKind.choices, read_only=True)
    batch = serializers.UUIDField(source="batch_id", read_only=True)
    reason = serializers.CharField(default="", read_only=True, help_text="Why it was adjusted, as its document says.")
    quantity = FigureField()
    quantity_after = FigureField(source="qty_after")
    unit_cost = CostField()
    cost_amount = CostField()
    value_after = CostField()

    class Meta:
        model = InventoryMovement
        fields = [
            "id",
            "seq",
            "kind",
            "batch",
            "quantity",
            "quantity_after",
            "unit_cost",
            "cost_amount",
            "value_after",
            "reason",
            "source_type",
            "source_id",
            "reversal_of",
            "occurred_at",
            "posted_at",
            "business_date",
        ]


class BatchSerializer(HidesCosts, serializers.ModelSerializer[InventoryBatch]):
    """An open layer."""

    kind = serializers.ChoiceField(choices=BatchKind.choices, read_only=True)
    status = serializers.ChoiceField(choices=BatchStatus.choices, read_only=True)
    origin = serializers.UUIDField(
        source="origin_batch_id", allow_null=True, read_only=True, help_text="The layer that it was taken from."
    )
    received_quantity = FigureField(source="received_qty")
    remaining_quantity = FigureField(source="remaining_qty")
    unit_cost = CostField()

    class Meta:
        model = InventoryBatch
        fields = [
            "id",
            "kind",
            "status",
            "batch_number",
            "supplier_lot",
            "serial_number",
            "origin",
            "expires_on",
            "received_at",
            "received_quantity",
            "remaining_quantity",
            "unit_cost",
        ]


class ReservationSerializer(serializers.ModelSerializer[StockReservation]):
    """Stock that a cart holds until `expires_at`."""

    sale = serializers.UUIDField(source="sale_id", read_only=True)
    quantity = FigureField()
    status = serializers.ChoiceField(choices=ReservationStatus.choices, read_only=True)

    class Meta:
        model = StockReservation
        fields = ["id", "sale", "cart_session_id", "quantity", "status", "created_at", "expires_at"]


class OpeningLineSerializer(serializers.Serializer[Any]):
    """Base units of a product that are on the shelf, at what one had cost."""

    product = serializers.UUIDField(source="product_id")
    quantity = QuantityField()
    unit_cost = PriceField()
    batch_number = serializers.CharField(max_length=120, allow_blank=True, required=False)
    expires_on = DayField(allow_null=True, required=False)
    serials = SerialsField()


class OpeningStockSerializer(serializers.Serializer[Any]):
    """Opening stock of one storefront or warehouse."""

    storefront = ScopedRelatedField(visible_locations)
    lines = serializers.ListField(child=OpeningLineSerializer(), allow_empty=False, max_length=MAX_OPENING_LINES)


class OpenedSerializer(serializers.Serializer[Any]):
    """How many lines were booked."""

    storefront = serializers.UUIDField()
    lines = serializers.IntegerField()
