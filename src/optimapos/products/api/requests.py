"""What the catalog is asked: bodies, and their translation into what its services take."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from optimapos.apikit.fields import BoundedIntegerField, PriceField, QuantityField
from optimapos.apikit.related import ScopedRelatedField
from optimapos.core.actors import Actor
from optimapos.nomenclatures.models import Brand, ProductGroup, TaxCategory, UnitOfMeasure
from optimapos.organization.selectors import visible_locations
from optimapos.products.rules.codes import BARCODE_LENGTH
from optimapos.products.types import FIRST_STAGES, LifeCycle, NewPackaging, NewPrice, OpeningStock, ProductKind

MAX_FACTOR = 1_000_000
MAX_WARRANTY_DAYS = 36_500
MAX_PARTS = 100
# More packagings, barcodes or places than that in one request is a mistake.


def brands_of(actor: Actor) -> QuerySet[Brand]:
    """The brands of the actor's business."""
    return Brand.objects.for_business(actor.business_id)


def groups_of(actor: Actor) -> QuerySet[ProductGroup]:
    """The groups of the actor's business."""
    return ProductGroup.objects.for_business(actor.business_id)


def units_of(actor: Actor) -> QuerySet[UnitOfMeasure]:
    """The units of the actor's business."""
    return UnitOfMeasure.objects.for_business(actor.business_id)


def tax_categories_of(actor: Actor) -> QuerySet[TaxCategory]:
    """The tax categories of the actor's business."""
    return TaxCategory.objects.for_business(actor.business_id)


class BarcodeField(serializers.CharField):
    """A barcode as scanned."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=BARCODE_LENGTH, **options)


class ProductWriteSerializer(serializers.Serializer[Any]):
    """The columns of a product. `ppv` is another name of `prix_br`."""

    sku = serializers.CharField(max_length=60, required=False)
    name = serializers.CharField(max_length=200)
    description = serializers.CharField(max_length=5000, allow_blank=True, required=False)
    kind = serializers.ChoiceField(choices=ProductKind.choices, required=False)
    unit = ScopedRelatedField(units_of)
    tax_category = ScopedRelatedField(tax_categories_of)
    group = ScopedRelatedField(groups_of, allow_null=True, required=False)
    brand = ScopedRelatedField(brands_of, allow_null=True, required=False)
    tracks_stock = serializers.BooleanField(required=False)
    keeps_expiry = serializers.BooleanField(required=False)
    tracks_serials = serializers.BooleanField(required=False)
    weight_kg = QuantityField(allow_null=True, required=False)
    warranty_days = BoundedIntegerField(min_value=0, max_value=MAX_WARRANTY_DAYS, required=False)
    plu = serializers.CharField(max_length=5, allow_blank=True, required=False)
    prix_br = PriceField(allow_null=True, required=False)
    ppv = PriceField(allow_null=True, required=False)
    floor_price = PriceField(allow_null=True, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The printed price under its one name.

        Raises: ValidationError where both names are sent and differ.
        """
        if "ppv" in attrs:
            printed = attrs.pop("ppv")
            if attrs.setdefault("prix_br", printed) != printed:
                raise serializers.ValidationError({"ppv": "Differs from prix_br."})
        return attrs


class NewPackagingSerializer(serializers.Serializer[Any]):
    """A packaging: one holds `factor_num / factor_den` base units. `price` is for one package."""

    name = serializers.CharField(max_length=60)
    factor_num = BoundedIntegerField(min_value=1, max_value=MAX_FACTOR)
    factor_den = BoundedIntegerField(min_value=1, max_value=MAX_FACTOR, required=False)
    barcodes = serializers.ListField(child=BarcodeField(), required=False, max_length=MAX_PARTS)
    price = PriceField(required=False)

    def validate(self, attrs: dict[str, Any]) -> Any:
        """The packaging as services take it."""
        return NewPackaging(**attrs | {"barcodes": tuple(attrs.get("barcodes", ()))})


class PackagingChangesSerializer(serializers.Serializer[Any]):
    """Columns of a packaging to change."""

    name = serializers.CharField(max_length=60)
    factor_num = BoundedIntegerField(min_value=1, max_value=MAX_FACTOR)
    factor_den = BoundedIntegerField(min_value=1, max_value=MAX_FACTOR)
    is_active = serializers.BooleanField()


class NewPriceSerializer(serializers.Serializer[Any]):
    """A base price for one base unit; without a location, for all of them."""

    price = PriceField()
    location = ScopedRelatedField(visible_locations, allow_null=True, required=False)
    includes_tax = serializers.BooleanField(required=False)

    def validate(self, attrs: dict[str, Any]) -> Any:
        """The price as services take it."""
        location = attrs.get("location")
        return NewPrice(attrs["price"], location.pk if location else None, attrs.get("includes_tax"))


class ProductOpeningStockSerializer(serializers.Serializer[Any]):
    """Base units on the shelf of a location, and what each cost."""

    location = ScopedRelatedField(visible_locations)
    quantity = QuantityField()
    unit_cost = PriceField()

    def validate(self, attrs: dict[str, Any]) -> Any:
        """The stock as services take it."""
        return OpeningStock(attrs["location"].pk, attrs["quantity"], attrs["unit_cost"])


class NewProductSerializer(ProductWriteSerializer):
    """A product with its packagings, barcodes, base prices and opening stock, in one go."""

    life_cycle = serializers.ChoiceField(
        choices=[choice for choice in LifeCycle.choices if choice[0] in FIRST_STAGES], required=False
    )
    packagings = serializers.ListField(child=NewPackagingSerializer(), required=False, max_length=MAX_PARTS)
    barcodes = serializers.ListField(child=BarcodeField(), required=False, max_length=MAX_PARTS)
    prices = serializers.ListField(child=NewPriceSerializer(), required=False, max_length=MAX_PARTS)
    opening_stock = serializers.ListField(child=ProductOpeningStockSerializer(), required=False, max_length=MAX_PARTS)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What `create_product` takes: the columns together, the parts apart."""
        parts = ("life_cycle", "packagings", "barcodes", "prices", "opening_stock")
        arguments = {part: attrs.pop(part) for part in parts if part in attrs}
        return {"fields": super().validate(attrs), **arguments}


class LifeCycleSerializer(serializers.Serializer[Any]):
    """The stage to move to."""

    life_cycle = serializers.ChoiceField(choices=LifeCycle.choices, source="to")


class NewBarcodeSerializer(serializers.Serializer[Any]):
    """A barcode; with `packaging`, of that package."""

    code = BarcodeField()
    packaging = serializers.UUIDField(source="packaging_id", allow_null=True, required=False)


class LookupSerializer(serializers.Serializer[Any]):
    """What was scanned or typed."""

    code = serializers.CharField(max_length=60)
