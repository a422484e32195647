"""Prices beside the base price: for customers of a price group, and from a quantity on."""

from django.db import models
from django.db.models import F, Q

from optimapos.core.fields import price_field, prices_not_negative, quantities_not_negative, quantity_field
from optimapos.nomenclatures.models import PriceGroup
from optimapos.organization.models import BusinessOwned, Location
from optimapos.products.models import Product, ProductPackaging


class TierPrice(BusinessOwned):
    """A price for one base unit or one package, at one location or everywhere, while it is in force.

    Of several of one kind that are, the one that began last applies. Its location's stands before the business's, its
    packaging's before its share of the product's.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", db_index=False)
    packaging = models.ForeignKey(ProductPackaging, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    price = price_field()
    includes_tax = models.BooleanField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class ProductPriceByGroup(TierPrice):
    """What customers of a price group pay for a product; it stands in place of the group's percent."""

    price_group = models.ForeignKey(PriceGroup, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "product_price_by_group"
        constraints = [
            models.UniqueConstraint(
                fields=["product", "price_group", "location", "packaging", "valid_from"],
                name="group_price_unique",
                nulls_distinct=False,
            ),
            prices_not_negative("group_price_bounded", "price"),
            models.CheckConstraint(
                name="group_price_period", condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.price} from {self.valid_from:%Y-%m-%d}"


class ProductStepPrice(TierPrice):
    """What is paid from `min_quantity` in one line on: base units, or packages of the packaging."""

    min_quantity = quantity_field()

    class Meta:
        db_table = "product_step_price"
        constraints = [
            models.UniqueConstraint(
                fields=["product", "location", "packaging", "min_quantity", "valid_from"],
                name="step_price_unique",
                nulls_distinct=False,
            ),
            prices_not_negative("step_price_bounded", "price"),
            quantities_not_negative("step_price_quantity_bounded", "min_quantity"),
            models.CheckConstraint(name="step_price_from_something", condition=Q(min_quantity__gt=0)),
            models.CheckConstraint(
                name="step_price_period", condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.price} from {self.min_quantity}"
