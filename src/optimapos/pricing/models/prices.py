"""ProductPrice: the base price of a product or a packaging, at one location or everywhere, from an instant on."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q

from optimapos.core.fields import between, price_field, prices_not_negative
from optimapos.organization.models import BusinessOwned, Location
from optimapos.pricing.markups import MAX_MARKUP, MAX_STEP, MIN_MARKUP
from optimapos.pricing.types import PriceKind, PriceRounding, Rounding, RoundingDirection
from optimapos.products.models import Product, ProductPackaging


class KindOfPrice(models.TextChoices):
    """`pricing.types.PriceKind` with labels."""

    FIXED = PriceKind.FIXED.value, "Fixed price"
    MARKUP = PriceKind.MARKUP.value, "Markup on cost"


class RoundingOfPrice(models.TextChoices):
    """`pricing.types.PriceRounding` with labels."""

    NONE = PriceRounding.NONE.value, "Not rounded"
    STEP = PriceRounding.STEP.value, "To a step"
    ENDING = PriceRounding.ENDING.value, "To an ending"


class DirectionOfRounding(models.TextChoices):
    """`pricing.types.RoundingDirection` with labels."""

    NEAREST = RoundingDirection.NEAREST.value, "To the nearest"
    UP = RoundingDirection.UP.value, "Up"
    DOWN = RoundingDirection.DOWN.value, "Down"


def markup_field(**options: Any) -> "models.DecimalField[Any, Decimal | None]":
    """Percent on cost, below 0 for a price below cost."""
    return models.DecimalField(max_digits=8, decimal_places=4, **options)


class ProductPrice(BusinessOwned):
    """A base price, for one base unit or for one package. The latest row that has begun and not ended applies.

    A price of the location stands before one of the business; a packaging's own before its share of the product's.
    `price` is what a till reads, whatever its `kind`: that of a MARKUP row was worked out of `unit_cost`, of a base unit
    without tax, when the row was made. Another cost makes another row.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="prices")
    packaging = models.ForeignKey(ProductPackaging, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    price = price_field()
    kind = models.CharField(
        max_length=6, choices=KindOfPrice, default=KindOfPrice.FIXED, db_default=PriceKind.FIXED.value
    )
    markup_percent = markup_field(null=True, blank=True)
    unit_cost = price_field(null=True, blank=True)
    rounding = models.CharField(
        max_length=6, choices=RoundingOfPrice, default=RoundingOfPrice.NONE, db_default=PriceRounding.NONE.value
    )
    rounding_to = price_field(default=Decimal(0), db_default=Decimal(0))
    rounding_direction = models.CharField(
        max_length=7,
        choices=DirectionOfRounding,
        default=DirectionOfRounding.NEAREST,
        db_default=RoundingDirection.NEAREST.value,
    )
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
            models.CheckConstraint(
                name="product_price_of_its_kind",
                condition=Q(
                    kind=PriceKind.FIXED.value, markup_percent=None, unit_cost=None, rounding=PriceRounding.NONE.value
                )
                | Q(kind=PriceKind.MARKUP.value, markup_percent__isnull=False, unit_cost__isnull=False),
            ),
            models.CheckConstraint(
                name="product_price_worked_out",
                condition=Q(markup_percent=None) | Q(markup_percent__gte=MIN_MARKUP, markup_percent__lte=MAX_MARKUP),
            ),
            between("product_price_rounding_bounded", Decimal(0), MAX_STEP, "rounding_to"),
            models.UniqueConstraint(
                fields=["product", "location", "packaging", "valid_from"],
                name="product_price_unique",
                nulls_distinct=False,
            ),
        ]

    @property
    def rule(self) -> Rounding:
        """How the price is rounded."""
        return Rounding(self.rounding, self.rounding_to, self.rounding_direction)

    def __str__(self) -> str:
        return f"{self.price} from {self.valid_from:%Y-%m-%d}"
