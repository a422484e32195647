"""Business, the tenant, and its locations."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import models

from optimapos.core.fields import amount_field, amounts_not_negative, id_field
from optimapos.core.tenancy import TenantManager
from optimapos.organization.models.base import BusinessOwned
from optimapos.organization.types import CodePage, LocationKind, PricePolicy, StockPolicy


class Business(models.Model):
    """The tenant. Its ledger currency is fixed once something was posted.

    `settings_version` grows with each change of what a checkout reads, so that a checkout notices one in between.
    `receipt_code_page`: the letters that its receipt printers have. `logo`: the address of its file.
    """

    id = id_field()
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=60, unique=True)
    currency = models.CharField(max_length=3)
    currency_fixed = models.BooleanField(default=False)
    country = models.CharField(max_length=2, blank=True)
    tax_number = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)
    receipt_footer = models.TextField(blank=True)
    receipt_code_page = models.CharField(max_length=8, choices=CodePage, blank=True, default="")
    logo = models.CharField(max_length=40, blank=True)
    prices_include_tax = models.BooleanField(default=True)
    price_policy = models.CharField(max_length=20, choices=PricePolicy, default=PricePolicy.BEST_FOR_CUSTOMER)
    fallback_markup_percent = models.DecimalField(max_digits=7, decimal_places=4, default=Decimal(0))
    cash_rounding_step = amount_field(default=Decimal(0))
    credit_grace_days = models.PositiveSmallIntegerField(default=0)
    requires_shift = models.BooleanField(default=False)
    return_days = models.PositiveSmallIntegerField(default=14)
    refund_limit = amount_field(null=True, blank=True)
    reservation_minutes = models.PositiveSmallIntegerField(default=30)
    settings_version = models.BigIntegerField(default=1)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "business"
        verbose_name_plural = "businesses"
        constraints = [
            amounts_not_negative("business_rounding_bounded", "cash_rounding_step"),
            amounts_not_negative("business_refund_limit_bounded", "refund_limit"),
            models.CheckConstraint(name="business_return_days_bounded", condition=models.Q(return_days__lte=3650)),
            models.CheckConstraint(
                name="business_markup_bounded",
                condition=models.Q(fallback_markup_percent__gte=0, fallback_markup_percent__lte=999),
            ),
            models.CheckConstraint(
                name="business_reservation_bounded",
                condition=models.Q(reservation_minutes__gte=1, reservation_minutes__lte=1440),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Location(BusinessOwned):
    """A storefront or a warehouse. `day_starts_at` is when its business day begins, in its own time zone."""

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=LocationKind, default=LocationKind.STOREFRONT)
    timezone = models.CharField(max_length=64, default="UTC")
    day_starts_at = models.TimeField(default=time(0, 0))
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=32, blank=True)
    stock_policy = models.CharField(max_length=16, choices=StockPolicy, default=StockPolicy.STRICT)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "location"
        constraints = [
            models.UniqueConstraint(fields=["business", "code"], name="location_code_unique"),
            models.UniqueConstraint(
                fields=["business"], name="location_one_transit", condition=models.Q(kind=LocationKind.TRANSIT)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def local_day(self, at: datetime) -> date:
        """The business day that `at` (aware) falls on here: the local date, less one before `day_starts_at`."""
        local = at.astimezone(ZoneInfo(self.timezone))
        before_opening = local.time() < self.day_starts_at
        return local.date() - timedelta(days=1) if before_opening else local.date()


class StoreFrontManager(TenantManager["StoreFront"]):
    """Storefronts only."""

    def for_business(self, business: Any) -> Any:
        """The storefronts of `business`."""
        return super().for_business(business).filter(kind=LocationKind.STOREFRONT)


class StoreFront(Location):
    """A location that sells, under the name that the source documents use."""

    objects: ClassVar[StoreFrontManager] = StoreFrontManager()

    class Meta:
        proxy = True
