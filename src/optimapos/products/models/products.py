"""Product, its packagings, its barcodes and its pictures."""

from django.db import models
from django.db.models import Q

from optimapos.core.fields import price_field, prices_not_negative, quantities_not_negative, quantity_field
from optimapos.nomenclatures.models import Brand, ProductGroup, TaxCategory, UnitOfMeasure
from optimapos.organization.models import BusinessOwned
from optimapos.products.types import LifeCycle, ProductKind


class Product(BusinessOwned):
    """Something that is sold, counted in its base unit.

    `prix_br` is the public price printed on a medicine's box; the API also answers it as `ppv`. `plu` is the number
    that a cashier types for goods without a barcode. `tracks_serials`: each piece has a number of its own. `weight_kg` of a
    base unit, for landed costs by weight. `floor_price` is the lowest unit price without a special right.
    """

    sku = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=ProductKind, default=ProductKind.GOODS)
    life_cycle = models.CharField(max_length=12, choices=LifeCycle, default=LifeCycle.NEW)
    unit = models.ForeignKey(UnitOfMeasure, on_delete=models.PROTECT, related_name="+")
    tax_category = models.ForeignKey(TaxCategory, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(ProductGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    tracks_stock = models.BooleanField(default=True)
    keeps_expiry = models.BooleanField(default=False)
    tracks_serials = models.BooleanField(default=False)
    weight_kg = quantity_field(null=True, blank=True)
    warranty_days = models.PositiveIntegerField(default=0)
    plu = models.CharField(max_length=5, blank=True)
    prix_br = price_field(null=True, blank=True)
    floor_price = price_field(null=True, blank=True)

    class Meta:
        db_table = "product"
        constraints = [
            models.UniqueConstraint(fields=["business", "sku"], name="product_sku_unique"),
            models.UniqueConstraint(fields=["business", "plu"], name="product_plu_unique", condition=~Q(plu="")),
            prices_not_negative("product_prices_bounded", "prix_br", "floor_price"),
            models.CheckConstraint(name="product_warranty_bounded", condition=Q(warranty_days__lte=36500)),
            quantities_not_negative("product_weight_bounded", "weight_kg"),
            models.CheckConstraint(
                name="product_serials_need_stock", condition=Q(tracks_serials=False) | Q(tracks_stock=True)
            ),
            models.CheckConstraint(
                name="product_service_has_no_stock", condition=~Q(kind=ProductKind.SERVICE, tracks_stock=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.name}"


class ProductPackaging(BusinessOwned):
    """A package of a product: one holds `factor_num / factor_den` base units."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="packagings")
    name = models.CharField(max_length=60)
    factor_num = models.PositiveIntegerField()
    factor_den = models.PositiveIntegerField(default=1)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "product_packaging"
        constraints = [
            models.UniqueConstraint(fields=["product", "name"], name="packaging_name_unique"),
            models.CheckConstraint(
                name="packaging_factor_bounded",
                condition=Q(factor_num__gte=1, factor_num__lte=1_000_000, factor_den__gte=1, factor_den__lte=1_000_000),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProductBarcode(BusinessOwned):
    """A code that a scanner reads for a product or one of its packagings."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="barcodes")
    packaging = models.ForeignKey(
        ProductPackaging, on_delete=models.CASCADE, null=True, blank=True, related_name="barcodes"
    )
    code = models.CharField(max_length=48)

    class Meta:
        db_table = "product_barcode"
        constraints = [models.UniqueConstraint(fields=["business", "code"], name="barcode_unique")]

    def __str__(self) -> str:
        return self.code


class ProductPicture(BusinessOwned):
    """A picture of a product; the one at position 0 is its main one.

    Its files are found by `address`, which nobody can guess; they never change, so a picture that is drawn anew is a
    new one. `removed_at`: it was taken away and can be restored for a while; until then its row and files stay.
    `width` and `height` are of the large file, `size` is of both files in bytes.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField()
    alt_text = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=40)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "product_picture"
        constraints = [models.UniqueConstraint(fields=["business", "address"], name="picture_address_unique")]

    def __str__(self) -> str:
        return self.alt_text or f"Picture {self.position + 1}"
