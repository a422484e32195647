"""Promotion, and whom and what it is for."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from optimapos.core.fields import price_field, prices_not_negative, quantities_not_negative, quantity_field
from optimapos.nomenclatures.models import PriceGroup, ProductGroup
from optimapos.organization.models import BusinessOwned, Location
from optimapos.products.models import Product


class PromotionStatus(models.TextChoices):
    """A draft is changed and approved; what is approved can only be paused and ended."""

    DRAFT = "DRAFT", "Draft"
    APPROVED = "APPROVED", "Approved"
    ENDED = "ENDED", "Ended"


class KindOfPromotion(models.TextChoices):
    """`pricing.types.PromotionKind` with labels."""

    PERCENT = "PERCENT", "Percent off the base price"
    AMOUNT = "AMOUNT", "Amount off the base price"
    FIXED_PRICE = "FIXED_PRICE", "Fixed price"


class PromotedSales(models.TextChoices):
    """Which sales a promotion is for; empty: all."""

    RETAIL = "RETAIL", "Retail"
    WHOLESALE = "WHOLESALE", "Wholesale"


class Promotion(BusinessOwned):
    """A lower price for a time. `value`: percent, or an amount or price of one base unit.

    `includes_tax` is of a fixed price; percent and amount come off the base price as it is kept. Without targets of a
    kind it is for everything of that kind. `weekdays` (ISO, empty: all) and hours are of the place's clock; hours that
    end before they begin go on past midnight. `min_quantity` in base units of one line.
    """

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=11, choices=KindOfPromotion)
    value = price_field()
    includes_tax = models.BooleanField(default=True)
    sale_type = models.CharField(max_length=9, choices=PromotedSales, blank=True, default="")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    weekdays: "ArrayField[list[int], list[int]]" = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True
    )
    hours_from = models.TimeField(null=True, blank=True)
    hours_until = models.TimeField(null=True, blank=True)
    min_quantity = quantity_field(default=0)
    priority = models.SmallIntegerField(default=0)
    status = models.CharField(max_length=8, choices=PromotionStatus, default=PromotionStatus.DRAFT)
    is_active = models.BooleanField(default=True)
    approved_by: "models.UUIDField[Any, Any]" = models.UUIDField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "promotion"
        indexes = [
            models.Index(
                fields=["business", "starts_at"],
                name="promotion_approved",
                condition=Q(status=PromotionStatus.APPROVED),
            )
        ]
        constraints = [
            prices_not_negative("promotion_value_bounded", "value"),
            models.CheckConstraint(
                name="promotion_percent_bounded", condition=~Q(kind=KindOfPromotion.PERCENT) | Q(value__lte=100)
            ),
            models.CheckConstraint(name="promotion_period", condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="promotion_hours",
                condition=Q(hours_from=None, hours_until=None)
                | Q(hours_from__isnull=False, hours_until__isnull=False) & ~Q(hours_from=F("hours_until")),
            ),
            models.CheckConstraint(
                name="promotion_weekdays", condition=Q(weekdays__contained_by=[1, 2, 3, 4, 5, 6, 7])
            ),
            quantities_not_negative("promotion_quantity_bounded", "min_quantity"),
        ]

    def __str__(self) -> str:
        return self.name


class PromotionTarget(BusinessOwned):
    """One thing that a promotion is for: a product, a group with all below it, a price group, or a location."""

    promotion = models.ForeignKey(Promotion, on_delete=models.CASCADE, related_name="targets")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    group = models.ForeignKey(ProductGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    price_group = models.ForeignKey(PriceGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        db_table = "promotion_target"
        constraints = [
            models.UniqueConstraint(
                fields=["promotion", "product", "group", "price_group", "location"],
                name="promotion_target_unique",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="promotion_target_not_two",
                condition=Q(group=None, price_group=None, location=None)
                | Q(product=None, price_group=None, location=None)
                | Q(product=None, group=None, location=None)
                | Q(product=None, group=None, price_group=None),
            ),
        ]

    def __str__(self) -> str:
        return f"target of {self.promotion_id}"
