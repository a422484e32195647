"""What products and customers are sorted by: brands, groups, units, price groups."""

from decimal import Decimal

from django.db import models

from optimapos.core.fields import percent_bounded, percent_field
from optimapos.organization.models import BusinessOwned


class Brand(BusinessOwned):
    """A maker's name."""

    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "brand"
        constraints = [models.UniqueConstraint(fields=["business", "name"], name="brand_name_unique")]

    def __str__(self) -> str:
        return self.name


class ProductGroup(BusinessOwned):
    """A node of the product tree. A group without a parent is a root."""

    code = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "product_group"
        constraints = [
            models.UniqueConstraint(fields=["business", "code"], name="product_group_code_unique"),
            models.CheckConstraint(name="product_group_not_own_parent", condition=~models.Q(parent=models.F("id"))),
        ]

    def __str__(self) -> str:
        return self.name


class UnitOfMeasure(BusinessOwned):
    """What a product is counted in. `decimals` is how finely: 0 for pieces, 3 for kilograms."""

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    decimals = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "unit_of_measure"
        constraints = [
            models.UniqueConstraint(fields=["business", "code"], name="unit_code_unique"),
            models.CheckConstraint(name="unit_decimals_bounded", condition=models.Q(decimals__lte=6)),
        ]

    def __str__(self) -> str:
        return self.code


class PriceGroup(BusinessOwned):
    """Customers who are priced alike, `discount_percentage` below the base price where the group has no own price."""

    code = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    discount_percentage = percent_field(default=Decimal(0))
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "price_group"
        constraints = [
            models.UniqueConstraint(fields=["business", "code"], name="price_group_code_unique"),
            percent_bounded("price_group_discount_bounded", "discount_percentage"),
        ]

    def __str__(self) -> str:
        return self.name
