"""What prices are asked and answered with."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from optimapos.apikit.fields import PriceField, StrictDecimalField
from optimapos.apikit.related import ScopedRelatedField
from optimapos.inventory.api.fields import CostField, HidesCosts
from optimapos.organization.selectors import visible_locations
from optimapos.pricing.models import DirectionOfRounding, ProductPrice, RoundingOfPrice
from optimapos.pricing.types import Rounding

ANY_MARKUP = Decimal(10) ** 9
ANY_STEP = Decimal(10) ** 9
# What is beyond the bounds is refused by its own code.


class ProductPriceSerializer(HidesCosts, serializers.ModelSerializer[ProductPrice]):
    """A base price, past, current or to come. `is_current`: the one that applies now for its packaging and location.

    That of a MARKUP was worked out of `unit_cost`, for a base unit without tax; both for those who may see costs.
    """

    product = serializers.UUIDField(source="product_id", read_only=True)
    packaging = serializers.UUIDField(source="packaging_id", allow_null=True, read_only=True)
    location = serializers.UUIDField(source="location_id", allow_null=True, read_only=True)
    price = PriceField(read_only=True)
    markup_percent = CostField(allow_null=True)
    unit_cost = CostField(allow_null=True)
    rounding_to = PriceField(read_only=True)
    is_current = serializers.SerializerMethodField()

    class Meta:
        model = ProductPrice
        fields = [
            "id",
            "product",
            "packaging",
            "location",
            "price",
            "kind",
            "markup_percent",
            "unit_cost",
            "rounding",
            "rounding_to",
            "rounding_direction",
            "includes_tax",
            "valid_from",
            "valid_until",
            "is_current",
        ]

    def get_is_current(self, row: ProductPrice) -> bool:
        """Whether it applies now (`current` in the context holds the ids)."""
        return row.pk in self.context["current"]


class SetBasePriceSerializer(serializers.Serializer[Any]):
    """A base price from now on: of the product or a packaging, at a location or everywhere. Either a `price`, or a
    `markup_percent` on the last purchase cost, which may be rounded: to whole steps (`rounding_to` 0.05) or to an ending
    (0.99).
    """

    price = PriceField(required=False)
    markup_percent = StrictDecimalField(places=4, low=None, high=ANY_MARKUP, required=False)
    rounding = serializers.ChoiceField(choices=RoundingOfPrice.choices, required=False)
    rounding_to = StrictDecimalField(places=6, low=Decimal(0), high=ANY_STEP, required=False)
    rounding_direction = serializers.ChoiceField(choices=DirectionOfRounding.choices, required=False)
    includes_tax = serializers.BooleanField(required=False, help_text="As the business keeps its prices, if left out.")
    location = ScopedRelatedField(visible_locations, allow_null=True, required=False)
    packaging = serializers.UUIDField(allow_null=True, required=False)

    def validate(self, attrs: Any) -> Any:
        """Either kind, and a rounding only with a markup.

        Raises: ValidationError.
        """
        if ("price" in attrs) == ("markup_percent" in attrs):
            raise serializers.ValidationError({"price": "Name either a price or a markup."})
        if "price" in attrs and (given := sorted(name for name in attrs if name.startswith("rounding"))):
            raise serializers.ValidationError(dict.fromkeys(given, "A price that is named is not rounded."))
        return attrs


def rounding_of(body: dict[str, Any]) -> Rounding:
    """The rounding that a body names."""
    fields = {"rounding": "kind", "rounding_to": "to", "rounding_direction": "direction"}
    return Rounding(**{fields[name]: value for name, value in body.items() if name in fields})
