"""What prices are asked and answered with."""

from typing import Any

from rest_framework import serializers

from optimapos.apikit.fields import PriceField
from optimapos.apikit.related import ScopedRelatedField
from optimapos.organization.selectors import visible_locations
from optimapos.pricing.models import ProductPrice


class ProductPriceSerializer(serializers.ModelSerializer[ProductPrice]):
    """A base price, past, current or to come. `is_current`: the one that applies now for its packaging and location."""

    product = serializers.UUIDField(source="product_id", read_only=True)
    packaging = serializers.UUIDField(source="packaging_id", allow_null=True, read_only=True)
    location = serializers.UUIDField(source="location_id", allow_null=True, read_only=True)
    price = PriceField(read_only=True)
    is_current = serializers.SerializerMethodField()

    class Meta:
        model = ProductPrice
        fields = [
            "id",
            "product",
            "packaging",
            "location",
            "price",
            "includes_tax",
            "valid_from",
            "valid_until",
            "is_current",
        ]

    def get_is_current(self, row: ProductPrice) -> bool:
        """Whether it applies now (`current` in the context holds the ids)."""
        return row.pk in self.context["current"]


class SetBasePriceSerializer(serializers.Serializer[Any]):
    """A base price from now on: of the product or a packaging, at a location or everywhere."""

    price = PriceField()
    includes_tax = serializers.BooleanField(required=False, help_text="As the business keeps its prices, if left out.")
    location = ScopedRelatedField(visible_locations, allow_null=True, required=False)
    packaging = serializers.UUIDField(allow_null=True, required=False)
