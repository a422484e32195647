"""What the catalog answers."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from optimapos.apikit.fields import PriceField
from optimapos.products.models import Product, ProductBarcode, ProductPackaging
from optimapos.products.types import PictureSize, picture_url


class BarcodeSerializer(serializers.ModelSerializer[ProductBarcode]):
    """A barcode; `packaging` where it is on a package."""

    packaging = serializers.UUIDField(source="packaging_id", allow_null=True, read_only=True)

    class Meta:
        model = ProductBarcode
        fields = ["id", "code", "packaging"]


class PackagingSerializer(serializers.ModelSerializer[ProductPackaging]):
    """A packaging with its barcodes."""

    barcodes = BarcodeSerializer(many=True, read_only=True)

    class Meta:
        model = ProductPackaging
        fields = ["id", "name", "factor_num", "factor_den", "is_active", "barcodes"]


class CurrentPriceSerializer(serializers.Serializer[Any]):
    """The base price of one base unit right now; `location` null: the one for all locations."""

    price = PriceField()
    includes_tax = serializers.BooleanField()
    location = serializers.UUIDField(source="location_id", allow_null=True)
    valid_from = serializers.DateTimeField()


class ProductSerializer(serializers.ModelSerializer[Product]):
    """A product with its main picture, and its current price at the storefront that was asked for."""

    unit = serializers.UUIDField(source="unit_id", read_only=True)
    unit_code = serializers.CharField(source="unit.code", read_only=True)
    unit_decimals = serializers.IntegerField(source="unit.decimals", read_only=True)
    tax_category = serializers.UUIDField(source="tax_category_id", read_only=True)
    group = serializers.UUIDField(source="group_id", allow_null=True, read_only=True)
    brand = serializers.UUIDField(source="brand_id", allow_null=True, read_only=True)
    prix_br = PriceField(read_only=True, allow_null=True)
    ppv = PriceField(source="prix_br", read_only=True, allow_null=True)
    floor_price = PriceField(read_only=True, allow_null=True)
    price = serializers.SerializerMethodField()
    picture = serializers.SerializerMethodField()

    class Meta:
        model = Product
        fields = [
            "id",
            "sku",
            "name",
            "description",
            "kind",
            "life_cycle",
            "unit",
            "unit_code",
            "unit_decimals",
            "tax_category",
            "group",
            "brand",
            "tracks_stock",
            "keeps_expiry",
            "tracks_serials",
            "weight_kg",
            "warranty_days",
            "plu",
            "prix_br",
            "ppv",
            "floor_price",
            "price",
            "picture",
            "created_at",
            "updated_at",
        ]

    @extend_schema_field(CurrentPriceSerializer(allow_null=True))
    def get_price(self, product: Product) -> Any:
        """The current base price, or null where there is none."""
        found = self.context["prices"].get(product.pk)
        return CurrentPriceSerializer(found).data if found else None

    def get_picture(self, product: Product) -> str | None:
        """Where the small file of the main picture is (`pictures` in the context), or null where there is none."""
        address = self.context["pictures"].get(product.pk)
        return picture_url(address, PictureSize.SMALL) if address else None


class ProductDetailSerializer(ProductSerializer):
    """A product with its packagings and all its barcodes."""

    packagings = PackagingSerializer(many=True, read_only=True)
    barcodes = BarcodeSerializer(many=True, read_only=True)

    class Meta(ProductSerializer.Meta):
        fields = [*ProductSerializer.Meta.fields, "packagings", "barcodes"]


class MatchSerializer(serializers.Serializer[Any]):
    """What a code means: a product, and the packaging where the code is on a package."""

    matched = serializers.ChoiceField(choices=["barcode", "plu", "sku"])
    packaging = PackagingSerializer(allow_null=True)
    product = ProductDetailSerializer()


class FindingSerializer(serializers.Serializer[Any]):
    """One inconsistency."""

    code = serializers.CharField()
    severity = serializers.ChoiceField(choices=["error", "warning"])
    sentence = serializers.CharField()
    figures = serializers.DictField()


class CheckedSerializer(serializers.Serializer[Any]):
    """A product and all that doesn't fit about it; `is_consistent` while none of it is an error."""

    product = serializers.UUIDField(source="product.pk")
    sku = serializers.CharField(source="product.sku")
    is_consistent = serializers.SerializerMethodField()
    findings = FindingSerializer(many=True)

    def get_is_consistent(self, checked: Any) -> bool:
        """Whether no finding is an error."""
        return all(finding.severity != "error" for finding in checked.findings)
