"""What reference data asks and answers."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from optimapos.apikit.fields import BoundedIntegerField, PercentField
from optimapos.apikit.related import ScopedRelatedField
from optimapos.core.actors import Actor
from optimapos.nomenclatures.models import (
    Brand,
    PriceGroup,
    ProductGroup,
    Sequence,
    TaxCategory,
    TaxRate,
    UnitOfMeasure,
)
from optimapos.organization.selectors import visible_locations

MAX_DECIMALS = 6
MAX_PADDING = 12
MAX_NUMBER = 10**12


def groups_of(actor: Actor) -> QuerySet[ProductGroup]:
    """The groups of the actor's business."""
    return ProductGroup.objects.for_business(actor.business_id)


def tax_categories_of(actor: Actor) -> QuerySet[TaxCategory]:
    """The tax categories of the actor's business."""
    return TaxCategory.objects.for_business(actor.business_id)


class BrandSerializer(serializers.ModelSerializer[Brand]):
    """A maker's name."""

    class Meta:
        model = Brand
        fields = ["id", "name", "is_active", "created_at", "updated_at"]


class ProductGroupSerializer(serializers.ModelSerializer[ProductGroup]):
    """A node of the product tree."""

    parent = ScopedRelatedField(groups_of, allow_null=True, required=False)  # type: ignore[assignment]

    class Meta:
        model = ProductGroup
        fields = ["id", "code", "name", "parent", "is_active", "created_at", "updated_at"]


class GroupTreeSerializer(serializers.Serializer[Any]):
    """A group with the groups below it."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    is_active = serializers.BooleanField()
    children = serializers.SerializerMethodField()

    def get_children(self, node: Any) -> list[dict[str, Any]]:
        """The groups right below, each with its own."""
        return [dict(GroupTreeSerializer(child).data) for child in node.children]


class UnitSerializer(serializers.ModelSerializer[UnitOfMeasure]):
    """What products are counted in."""

    decimals = BoundedIntegerField(min_value=0, max_value=MAX_DECIMALS, required=False)

    class Meta:
        model = UnitOfMeasure
        fields = ["id", "code", "name", "decimals", "created_at", "updated_at"]


class PriceGroupSerializer(serializers.ModelSerializer[PriceGroup]):
    """Customers who are priced alike."""

    discount_percentage = PercentField(required=False)

    class Meta:
        model = PriceGroup
        fields = ["id", "code", "name", "discount_percentage", "is_active", "created_at", "updated_at"]


class TaxCategorySerializer(serializers.ModelSerializer[TaxCategory]):
    """How products are taxed."""

    class Meta:
        model = TaxCategory
        fields = ["id", "code", "name", "created_at", "updated_at"]


class TaxRateSerializer(serializers.ModelSerializer[TaxRate]):
    """The rate in percent of a category from a day on."""

    category = ScopedRelatedField(tax_categories_of)
    location = ScopedRelatedField(visible_locations, allow_null=True, required=False)
    rate = PercentField()

    class Meta:
        model = TaxRate
        fields = ["id", "category", "location", "code", "rate", "valid_from", "created_at"]
        validators: ClassVar[list[Any]] = []  # the database refuses a second rate of one day, with a code of its own


class SequenceSerializer(serializers.ModelSerializer[Sequence]):
    """A series of numbers."""

    padding = BoundedIntegerField(min_value=1, max_value=MAX_PADDING, required=False)
    next_number = BoundedIntegerField(min_value=1, max_value=MAX_NUMBER, required=False)

    class Meta:
        model = Sequence
        fields = ["id", "code", "prefix", "padding", "next_number", "created_at", "updated_at"]


class SequenceChangesSerializer(serializers.Serializer[Any]):
    """How a series goes on."""

    prefix = serializers.CharField(max_length=20, allow_blank=True, required=False)
    padding = BoundedIntegerField(min_value=1, max_value=MAX_PADDING, required=False)
    next_number = BoundedIntegerField(min_value=1, max_value=MAX_NUMBER, required=False)
