"""What price lists, reorder rules, the order board, alerts and settings are asked and answered with."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from optimapos.apikit.fields import AmountField, BoundedIntegerField, DayField, PercentField, PriceField, QuantityField
from optimapos.apikit.related import ScopedRelatedField
from optimapos.core.actors import Actor
from optimapos.core.quantities import shown
from optimapos.inventory.api.fields import FigureField
from optimapos.organization.selectors import visible_locations
from optimapos.partners.selectors import suppliers_of
from optimapos.products.models import Product
from optimapos.purchases.api.answers import PurchaseOrderSerializer, PurchaseRequestSerializer
from optimapos.purchases.models import PurchaseSettings, ReorderRule, StockAlert, SupplierProduct
from optimapos.purchases.models.planning import MAX_LEAD_TIME_DAYS
from optimapos.purchases.selectors.board import BoardGroup, Suggestion

MAX_SUPPLIERS = 500
DECIMAL_OR_NULL = {"type": ["string", "null"], "format": "decimal"}


def products_of(actor: Actor) -> QuerySet[Product]:
    """The products of the business."""
    return Product.objects.for_business(actor.business_id)


class SupplierProductSerializer(serializers.ModelSerializer[SupplierProduct]):
    """A line of a supplier's price list."""

    supplier = serializers.UUIDField(source="supplier_id", read_only=True)
    supplier_name = serializers.CharField(source="supplier.name", read_only=True)
    product = serializers.UUIDField(source="product_id", read_only=True)
    product_sku = serializers.CharField(source="product.sku", read_only=True)
    product_name = serializers.CharField(source="product.name", read_only=True)
    packaging = serializers.UUIDField(source="packaging_id", read_only=True, allow_null=True)
    price = FigureField()
    min_order_qty = FigureField()
    order_multiple = FigureField()

    class Meta:
        model = SupplierProduct
        fields = [
            "id",
            "supplier",
            "supplier_name",
            "product",
            "product_sku",
            "product_name",
            "supplier_sku",
            "packaging",
            "currency",
            "price",
            "valid_from",
            "valid_until",
            "min_order_qty",
            "order_multiple",
            "lead_time_days",
            "is_preferred",
            "created_at",
            "updated_at",
        ]


class SupplierProductChange(serializers.Serializer[Any]):
    """A line of a price list to change. `min_order_qty` and `order_multiple` count packages."""

    supplier_sku = serializers.CharField(max_length=60, required=False, allow_blank=True)
    packaging = serializers.UUIDField(source="packaging_id", required=False, allow_null=True)
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False)
    price = PriceField()
    valid_from = DayField()
    valid_until = DayField(required=False, allow_null=True)
    min_order_qty = QuantityField(low=Decimal(0), required=False)
    order_multiple = QuantityField(required=False)
    lead_time_days = BoundedIntegerField(min_value=0, max_value=MAX_LEAD_TIME_DAYS, required=False, allow_null=True)
    is_preferred = serializers.BooleanField(required=False)


class SupplierProductBody(SupplierProductChange):
    """A line of a price list to create."""

    supplier = ScopedRelatedField(suppliers_of)
    product = ScopedRelatedField(products_of)


class ReorderRuleSerializer(serializers.ModelSerializer[ReorderRule]):
    """When a product is bought again for a location, and up to how much; base units."""

    product = serializers.UUIDField(source="product_id", read_only=True)
    product_sku = serializers.CharField(source="product.sku", read_only=True)
    product_name = serializers.CharField(source="product.name", read_only=True)
    location = serializers.UUIDField(source="location_id", read_only=True)
    supplier = serializers.UUIDField(source="supplier_id", read_only=True, allow_null=True)
    reorder_point = FigureField()
    target_qty = FigureField()

    class Meta:
        model = ReorderRule
        fields = [
            "id",
            "product",
            "product_sku",
            "product_name",
            "location",
            "reorder_point",
            "target_qty",
            "supplier",
            "is_active",
            "created_at",
            "updated_at",
        ]


class ReorderRuleChange(serializers.Serializer[Any]):
    """A rule to change."""

    reorder_point = QuantityField(low=Decimal(0))
    target_qty = QuantityField()
    supplier = ScopedRelatedField(suppliers_of, required=False, allow_null=True)
    is_active = serializers.BooleanField(required=False)


class ReorderRuleBody(ReorderRuleChange):
    """A rule to create."""

    product = ScopedRelatedField(products_of)
    location = ScopedRelatedField(visible_locations)


class StockAlertSerializer(serializers.ModelSerializer[StockAlert]):
    """A product that ran low; `closed_at` is null as long as it is."""

    product = serializers.UUIDField(source="product_id", read_only=True)
    product_sku = serializers.CharField(source="product.sku", read_only=True)
    product_name = serializers.CharField(source="product.name", read_only=True)
    location = serializers.UUIDField(source="location_id", read_only=True)
    reorder_point = FigureField()
    available = FigureField()
    expected = FigureField()

    class Meta:
        model = StockAlert
        fields = [
            "id",
            "product",
            "product_sku",
            "product_name",
            "location",
            "reorder_point",
            "available",
            "expected",
            "opened_at",
            "closed_at",
        ]


class SuggestionSerializer(serializers.Serializer[Suggestion]):
    """A product to buy. `quantity` packages are `base_qty` base units; `position` is what can be counted on. Price and amount
    are null where the supplier's list has none in its currency.
    """

    product = serializers.UUIDField(source="product.pk")
    product_sku = serializers.CharField(source="product.sku")
    product_name = serializers.CharField(source="product.name")
    supplier_sku = serializers.CharField(source="price.supplier_sku", default="")
    reorder_point = FigureField(source="rule.reorder_point")
    target_qty = FigureField(source="rule.target_qty")
    available = FigureField(source="position.available")
    on_order = FigureField(source="position.on_order")
    requested = FigureField(source="position.requested")
    in_transit = FigureField(source="position.in_transit")
    position = FigureField(source="position.total")
    packaging = serializers.UUIDField(source="price.packaging_id", default=None, allow_null=True)
    quantity = FigureField()
    base_qty = FigureField()
    unit_price = serializers.SerializerMethodField()
    amount = serializers.SerializerMethodField()

    @extend_schema_field(DECIMAL_OR_NULL)
    def get_unit_price(self, made: Suggestion) -> str | None:
        """The price of a package."""
        return shown(made.price.price) if made.price else None

    @extend_schema_field(DECIMAL_OR_NULL)
    def get_amount(self, made: Suggestion) -> str | None:
        """What the suggested quantity costs."""
        return None if made.amount is None else f"{made.amount:f}"


class BoardGroupSerializer(serializers.Serializer[BoardGroup]):
    """What to buy from one supplier: on `order_date` before `deadline`; it arrives on `delivery_date`."""

    supplier = serializers.UUIDField(source="supplier.pk", default=None, allow_null=True)
    supplier_name = serializers.CharField(source="supplier.name", default=None, allow_null=True)
    can_deliver = serializers.SerializerMethodField()
    currency = serializers.CharField(source="supplier.currency", default=None, allow_null=True)
    order_date = serializers.DateField(source="when.order_date", default=None, allow_null=True)
    is_today = serializers.BooleanField(source="when.is_today", default=False)
    deadline = serializers.DateTimeField(allow_null=True)
    delivery_date = serializers.DateField(source="when.delivery_date", default=None, allow_null=True)
    products = serializers.SerializerMethodField()
    amount = AmountField()
    suggestions = SuggestionSerializer(many=True)

    def get_can_deliver(self, group: BoardGroup) -> bool:
        """Whether anything may be ordered from the supplier now."""
        return group.supplier is not None and group.supplier.can_deliver()

    def get_products(self, group: BoardGroup) -> int:
        """How many products there are to buy."""
        return len(group.suggestions)


class BoardSerializer(serializers.Serializer[Any]):
    """What has to be bought for a location: the next deadline first, what nobody supplies last."""

    location = serializers.UUIDField()
    as_of = serializers.DateTimeField()
    groups = BoardGroupSerializer(many=True)


class BuyingBody(serializers.Serializer[Any]):
    """What to buy of the board: of these suppliers, or of all; as requests or straight as orders."""

    location = ScopedRelatedField(visible_locations)
    suppliers = serializers.ListField(
        child=serializers.UUIDField(), required=False, allow_null=True, allow_empty=False, max_length=MAX_SUPPLIERS
    )
    as_orders = serializers.BooleanField(required=False)


class BoughtSerializer(serializers.Serializer[Any]):
    """What was made of the board."""

    requests = PurchaseRequestSerializer(many=True)
    orders = PurchaseOrderSerializer(many=True)


class PurchaseSettingsSerializer(serializers.ModelSerializer[PurchaseSettings]):
    """`over_delivery_percent` of an order's line may be received on top of it.

    An invoice's price may differ by `price_tolerance_percent` or, for a line, by `price_tolerance_amount` in its currency,
    whichever is more; `quantity_tolerance_percent` more may be invoiced than was received.
    """

    over_delivery_percent = PercentField()
    price_tolerance_percent = PercentField()
    price_tolerance_amount = AmountField()
    quantity_tolerance_percent = PercentField()

    class Meta:
        model = PurchaseSettings
        fields = [
            "over_delivery_percent",
            "price_tolerance_percent",
            "price_tolerance_amount",
            "quantity_tolerance_percent",
        ]
