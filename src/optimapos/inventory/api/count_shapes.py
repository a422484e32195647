"""What stock counts are asked and answered with. Quantities in base units."""

from typing import Any

from rest_framework import serializers

from optimapos.apikit.fields import PriceField, QuantityField, SerialsField
from optimapos.apikit.related import ScopedRelatedField
from optimapos.core.actors import Actor
from optimapos.core.money import ZERO
from optimapos.inventory.api.document_shapes import HeadSerializer
from optimapos.inventory.api.fields import CostField, FigureField, HidesCosts
from optimapos.inventory.models import StockCount, StockCountLine
from optimapos.inventory.types import CountScope
from optimapos.nomenclatures.api.documents import DOCUMENT_FIELDS, DocumentSerializer, StepSerializer
from optimapos.nomenclatures.models import ProductGroup
from optimapos.organization.selectors import visible_locations

MAX_COUNTED = 1000
MAX_PRODUCTS = 5000
EXPECTED = ("expected_quantity", "expected_serials")
"""What those who count blindly are not shown."""


def groups_of(actor: Actor) -> Any:
    """The product groups of the actor's business."""
    return ProductGroup.objects.for_business(actor.business_id)


class CountSerializer(DocumentSerializer):
    """A stock count. `line_count` items are in it, `counted_count` of them are counted."""

    scope = serializers.ChoiceField(choices=CountScope.choices, read_only=True)
    products = serializers.ListField(source="product_ids", child=serializers.UUIDField(), read_only=True)
    line_count = serializers.IntegerField(read_only=True)
    counted_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = StockCount
        fields = [
            *DOCUMENT_FIELDS,
            "scope",
            "group",
            "products",
            "is_blind",
            "started_at",
            "line_count",
            "counted_count",
        ]


class ChangedCountSerializer(HeadSerializer):
    """What may be changed of a count that hasn't started. `group` with the scope GROUP, `products` with PRODUCTS."""

    scope = serializers.ChoiceField(choices=CountScope.choices, required=False)
    group = ScopedRelatedField(groups_of, allow_null=True, required=False)
    products = serializers.ListField(
        source="product_ids", child=serializers.UUIDField(), max_length=MAX_PRODUCTS, required=False
    )
    is_blind = serializers.BooleanField(required=False)


class NewCountSerializer(ChangedCountSerializer):
    """A count to be written down."""

    location = ScopedRelatedField(visible_locations)


class CountStepSerializer(StepSerializer):
    """A step of a count. `uncounted_as_zero` when it is posted: what was not counted isn't there."""

    uncounted_as_zero = serializers.BooleanField(required=False)


class CountLineSerializer(HidesCosts, serializers.ModelSerializer[StockCountLine]):
    """An item of a count. What the books say is left out for those who count blindly."""

    product_sku = serializers.CharField(source="product.sku", read_only=True)
    product_name = serializers.CharField(source="product.name", read_only=True)
    unit_code = serializers.CharField(source="product.unit.code", read_only=True)
    stock_product = serializers.UUIDField(source="item_id", read_only=True)
    expected_quantity = FigureField(source="expected_qty", allow_null=True)
    counted_quantity = FigureField(source="counted_qty", allow_null=True)
    serials = SerialsField(read_only=True, allow_null=True)
    expected_serials = SerialsField(read_only=True, allow_null=True)
    unit_cost = CostField(allow_null=True)

    class Meta:
        model = StockCountLine
        fields = [
            "id",
            "product",
            "product_sku",
            "product_name",
            "unit_code",
            "stock_product",
            "expected_quantity",
            "counted_quantity",
            "serials",
            "expected_serials",
            "unit_cost",
            "counted_at",
            "counted_by",
        ]

    def get_fields(self) -> dict[str, Any]:
        """The fields that this actor gets of this count."""
        fields = super().get_fields()
        hidden = EXPECTED if self.context.get("is_blind") else ()
        return {name: field for name, field in fields.items() if name not in hidden}


class CountedLineSerializer(serializers.Serializer[Any]):
    """What was counted of a line, or of a product. Of one with serial numbers, all that were scanned.

    `unit_cost` of a base unit is for what is found too much; without it that comes in at what it would likely cost.
    """

    line = serializers.UUIDField(source="line_id", required=False)
    product = serializers.UUIDField(source="product_id", required=False)
    quantity = QuantityField(low=ZERO, required=False)
    serials = SerialsField()
    unit_cost = PriceField(required=False)


class CountedSerializer(serializers.Serializer[Any]):
    """What was counted."""

    lines = serializers.ListField(child=CountedLineSerializer(), allow_empty=False, max_length=MAX_COUNTED)


class DifferenceSerializer(HidesCosts, serializers.Serializer[Any]):
    """An item that was not as the books said. `value` below 0 is that of missing goods."""

    line = serializers.UUIDField(source="line.pk")
    product = serializers.UUIDField(source="line.product_id")
    product_sku = serializers.CharField(source="line.product.sku")
    product_name = serializers.CharField(source="line.product.name")
    expected_quantity = FigureField(source="expected")
    counted_quantity = FigureField(source="line.counted_qty")
    difference = FigureField()
    found_serials = serializers.ListField(source="corrected.found_serials", child=serializers.CharField())
    missing_serials = serializers.ListField(source="corrected.missing_serials", child=serializers.CharField())
    value = CostField()
    counted_at = serializers.DateTimeField(source="line.counted_at")


class DifferencesSerializer(HidesCosts, serializers.Serializer[Any]):
    """How a count and the books differ. Values are those that were booked, or before the count is posted likely ones."""

    count = serializers.UUIDField()
    is_posted = serializers.BooleanField()
    line_count = serializers.IntegerField()
    counted_count = serializers.IntegerField()
    surplus_value = CostField()
    shortage_value = CostField()
    net_value = CostField()
    lines = DifferenceSerializer(many=True)
