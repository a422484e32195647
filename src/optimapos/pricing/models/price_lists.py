"""PriceList: base prices for one kind of sale, from a day on, approved as a whole."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from optimapos.core.fields import price_field, prices_not_negative
from optimapos.organization.models import BusinessOwned
from optimapos.pricing.models.promotions import PromotedSales, PromotionStatus
from optimapos.products.models import Product, ProductPackaging


class PriceList(BusinessOwned):
    """A list of base prices for retail or wholesale sales (`sale_type`, empty: both) from `valid_from` on, once approved.

    It stands before the products' own prices. A list for one kind of sale stands before one for both, of these the one
    that began last. `includes_tax` holds for all rows.
    """

    name = models.CharField(max_length=120)
    sale_type = models.CharField(max_length=9, choices=PromotedSales, blank=True, default="")
    includes_tax = models.BooleanField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=8, choices=PromotionStatus, default=PromotionStatus.DRAFT)
    approved_by: "models.UUIDField[Any, Any]" = models.UUIDField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "price_list"
        constraints = [
            models.CheckConstraint(
                name="price_list_period", condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from"))
            ),
            models.UniqueConstraint(fields=["business", "name"], name="price_list_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class PriceListRow(BusinessOwned):
    """What one base unit of a product, or one package, costs by a list."""

    price_list = models.ForeignKey(PriceList, on_delete=models.CASCADE, related_name="rows", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    packaging = models.ForeignKey(ProductPackaging, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    price = price_field()

    class Meta:
        db_table = "price_list_row"
        constraints = [
            models.UniqueConstraint(
                fields=["price_list", "product", "packaging"], name="price_list_row_unique", nulls_distinct=False
            ),
            prices_not_negative("price_list_row_bounded", "price"),
        ]

    def __str__(self) -> str:
        return f"{self.price}"
