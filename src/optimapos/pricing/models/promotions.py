"""Promotion, and whom and what it is for."""

from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from optimapos.core.fields import (
    amount_field,
    amounts_not_negative,
    price_field,
    prices_not_negative,
    quantities_not_negative,
    quantity_field,
)
from optimapos.nomenclatures.models import PriceGroup, ProductGroup
from optimapos.organization.models import BusinessOwned, Location
from optimapos.pricing import types
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
    BUY_GET = "BUY_GET", "Buy some, get some cheaper"
    SET_PRICE = "SET_PRICE", "So many pieces for a price"
    NTH_ITEM = "NTH_ITEM", "Each n-th piece cheaper"
    BASKET_PERCENT = "BASKET_PERCENT", "Percent off the basket"
    BASKET_AMOUNT = "BASKET_AMOUNT", "Amount off the basket"


PERCENT_KINDS = [
    KindOfPromotion.PERCENT,
    KindOfPromotion.BUY_GET,
    KindOfPromotion.NTH_ITEM,
    KindOfPromotion.BASKET_PERCENT,
]
SET_KINDS = sorted(kind.value for kind in types.SET_KINDS)
WHOLE_KINDS = sorted(kind.value for kind in types.WHOLE_KINDS)
BASKET_KINDS = sorted(kind.value for kind in types.BASKET_KINDS)


class PromotedSales(models.TextChoices):
    """Which sales a promotion is for; empty: all."""

    RETAIL = "RETAIL", "Retail"
    WHOLESALE = "WHOLESALE", "Wholesale"


class Promotion(BusinessOwned):
    """A lower price for a time, of a line or of a basket. `value`: percent, or an amount or price: of one base unit, of a set
    of pieces, or off the basket.

    `includes_tax` is of a price that is named; percent and amount come off the base price as it is kept. Without targets of
    a kind it is for everything of that kind. `weekdays` (ISO, empty: all) and hours are of the place's clock; hours that
    end before they begin go on past midnight. `min_quantity` in base units of one line.

    Of a basket: `set_quantity` pieces make a set, with `get_quantity` more that are cheaper; at most `max_times` in a sale.
    `min_amount` is what the basket has to cost. Unless it `combines`, it counts no line that is promoted already.

    `use_limit` counts sales; `uses` is how many there were (`sale_promotion` tells which).
    """

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=14, choices=KindOfPromotion)
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
    set_quantity = models.PositiveSmallIntegerField(default=0, db_default=0)
    get_quantity = models.PositiveSmallIntegerField(default=0, db_default=0)
    min_amount = amount_field(default=Decimal(0), db_default=Decimal(0))
    max_times = models.PositiveIntegerField(null=True, blank=True)
    combines = models.BooleanField(default=False, db_default=False)
    needs_coupon = models.BooleanField(default=False, db_default=False)
    use_limit = models.PositiveIntegerField(null=True, blank=True)
    uses = models.PositiveIntegerField(default=0, db_default=0, editable=False)
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
                name="promotion_percent_bounded", condition=~Q(kind__in=PERCENT_KINDS) | Q(value__lte=100)
            ),
            models.CheckConstraint(
                name="promotion_set",
                condition=(
                    Q(kind=KindOfPromotion.BUY_GET, set_quantity__gte=1, get_quantity__gte=1)
                    | Q(
                        kind__in=[KindOfPromotion.SET_PRICE, KindOfPromotion.NTH_ITEM],
                        set_quantity__gte=2,
                        get_quantity=0,
                    )
                    | (~Q(kind__in=SET_KINDS) & Q(set_quantity=0, get_quantity=0, max_times=None))
                ),
            ),
            models.CheckConstraint(
                name="promotion_min_quantity", condition=~Q(kind__in=BASKET_KINDS) | Q(min_quantity=0)
            ),
            models.CheckConstraint(name="promotion_min_amount", condition=Q(kind__in=WHOLE_KINDS) | Q(min_amount=0)),
            models.CheckConstraint(name="promotion_max_times", condition=Q(max_times=None) | Q(max_times__gte=1)),
            models.CheckConstraint(name="promotion_use_limit", condition=Q(use_limit=None) | Q(use_limit__gte=1)),
            models.CheckConstraint(
                name="promotion_uses_within_limit", condition=Q(use_limit=None) | Q(uses__lte=F("use_limit"))
            ),
            amounts_not_negative("promotion_amount_bounded", "min_amount"),
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
    """One thing that a promotion is for: a product, a group with all below it, a price group, or a location.

    `is_reward`: a product or group of which pieces are cheaper, apart from what has to be bought.
    """

    promotion = models.ForeignKey(Promotion, on_delete=models.CASCADE, related_name="targets")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    group = models.ForeignKey(ProductGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    price_group = models.ForeignKey(PriceGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    is_reward = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "promotion_target"
        constraints = [
            models.UniqueConstraint(
                fields=["promotion", "product", "group", "price_group", "location", "is_reward"],
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
            models.CheckConstraint(
                name="promotion_target_reward", condition=Q(is_reward=False) | Q(price_group=None, location=None)
            ),
        ]

    def __str__(self) -> str:
        return f"target of {self.promotion_id}"


class Coupon(BusinessOwned):
    """A code that opens a promotion which needs one. `use_limit` and `uses` count sales; empty: no limit."""

    promotion = models.ForeignKey(Promotion, on_delete=models.CASCADE, related_name="coupons")
    code = models.CharField(max_length=40)
    valid_until = models.DateTimeField(null=True, blank=True)
    use_limit = models.PositiveIntegerField(null=True, blank=True)
    uses = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "coupon"
        constraints = [
            models.UniqueConstraint(fields=["business", "code"], name="coupon_code_unique"),
            models.CheckConstraint(name="coupon_use_limit", condition=Q(use_limit=None) | Q(use_limit__gte=1)),
            models.CheckConstraint(
                name="coupon_uses_within_limit", condition=Q(use_limit=None) | Q(uses__lte=F("use_limit"))
            ),
        ]

    def __str__(self) -> str:
        return self.code
