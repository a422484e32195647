"""ProductPrice: the base price of a product or a packaging, at one location or everywhere, from an instant on."""

from django.db import models
from django.db.models import Q

from optimapos.core.fields import price_field, prices_not_negative
from optimapos.organization.models import BusinessOwned, Location
from optimapos.products.models import Product, ProductPackaging


class ProductPrice(BusinessOwned):
    """A base price, for one base unit or for one package. The latest row that has begun and not ended applies.

    A price of the location stands before one of the business; a packaging's own before its share of the product's.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="prices")
    packaging = models.ForeignKey(ProductPackaging, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    price = price_field()
    includes_tax = models.BooleanField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "product_price"
        constraints = [
            prices_not_negative("product_price_bounded", "price"),
            models.CheckConstraint(
                name="product_price_period", condition=Q(valid_until=None) | Q(valid_until__gt=models.F("valid_from"))
            ),
            models.UniqueConstraint(
                fields=["product", "location", "packaging", "valid_from"],
                name="product_price_unique",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.price} from {self.valid_from:%Y-%m-%d}"
