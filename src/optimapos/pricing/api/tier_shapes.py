"""What prices of groups and steps are asked and answered with."""

from typing import Any

from rest_framework import serializers

from optimapos.apikit.fields import InstantField, PriceField, QuantityField
from optimapos.apikit.related import ScopedRelatedField
from optimapos.core.actors import Actor
from optimapos.nomenclatures.models import PriceGroup
from optimapos.organization.selectors import visible_locations
from optimapos.pricing.models import ProductPriceByGroup, ProductStepPrice
from optimapos.products.models import Product

TIER_FIELDS = [
    "id",
    "product",
    "product_sku",
    "product_name",
    "packaging",
    "location",
    "price",
    "includes_tax",
    "valid_from",
    "valid_until",
    "created_at",
    "updated_at",
]


def _products(actor: Actor) -> Any:
    return Product.objects.for_business(actor.business_id)


def _price_groups(actor: Actor) -> Any:
    return PriceGroup.objects.for_business(actor.business_id)


class TierPriceFields(serializers.Serializer[Any]):
    """What both kinds answer."""

    product = serializers.UUIDField(source="product_id", read_only=True)
    product_sku = serializers.CharField(source="product.sku", read_only=True)
    product_name = serializers.CharField(source="product.name", read_only=True)
    packaging = serializers.UUIDField(source="packaging_id", allow_null=True, read_only=True)
    location = serializers.UUIDField(source="location_id", allow_null=True, read_only=True)
    price = PriceField(read_only=True)


class GroupPriceSerializer(TierPriceFields, serializers.ModelSerializer[ProductPriceByGroup]):
    """What customers of a price group pay for one base unit, or for one package of the packaging."""

    price_group = serializers.UUIDField(source="price_group_id", read_only=True)
    price_group_name = serializers.CharField(source="price_group.name", read_only=True)

    class Meta:
        model = ProductPriceByGroup
        fields = ["price_group", "price_group_name", *TIER_FIELDS]


class StepPriceSerializer(TierPriceFields, serializers.ModelSerializer[ProductStepPrice]):
    """What one base unit or package costs from `min_quantity` base units or packages in one line on."""

    min_quantity = QuantityField(read_only=True)

    class Meta:
        model = ProductStepPrice
        fields = ["min_quantity", *TIER_FIELDS]


class GroupPriceChange(serializers.Serializer[Any]):
    """A group's price to change."""

    price = PriceField()
    includes_tax = serializers.BooleanField(required=False, help_text="As the business keeps its prices, if left out.")
    valid_from = InstantField(required=False, help_text="Now, if left out.")
    valid_until = InstantField(required=False, allow_null=True)


class GroupPriceBody(GroupPriceChange):
    """A group's price to create: of the product or a packaging, at a location or everywhere."""

    product = ScopedRelatedField(_products)
    price_group = ScopedRelatedField(_price_groups)
    packaging = serializers.UUIDField(source="packaging_id", required=False, allow_null=True)
    location = ScopedRelatedField(visible_locations, required=False, allow_null=True)


class StepPriceChange(GroupPriceChange):
    """A step to change."""

    min_quantity = QuantityField()


class StepPriceBody(StepPriceChange):
    """A step to create: of the product or a packaging, at a location or everywhere."""

    product = ScopedRelatedField(_products)
    packaging = serializers.UUIDField(source="packaging_id", required=False, allow_null=True)
    location = ScopedRelatedField(visible_locations, required=False, allow_null=True)
