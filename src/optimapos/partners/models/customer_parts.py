"""Parts of customers: the sites where they take deliveries and bills, their week, and what they bought in all."""

from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from optimapos.core.fields import amount_field, amounts_not_negative, percent_bounded
from optimapos.core.sealed import SealedTextField
from optimapos.core.tenancy import TenantManager
from optimapos.partners.models.base import ContactBase, PartnerScheduleBase
from optimapos.partners.models.customers import Customer
from optimapos.partners.types import CustomerDayPlan, Weekday


class CustomerSite(ContactBase):
    """A place of a customer. One of its sites may be the primary one; `special_discount` None: as the customer.

    A site that is out of use is not primary, and no goods go there.
    """

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, db_index=False, related_name="sites")
    name = models.CharField(max_length=200)
    city = models.CharField(max_length=120, blank=True)
    address = models.TextField(blank=True)
    phone = SealedTextField(max_length=40, blank=True)
    email = SealedTextField(max_length=254, blank=True)
    is_delivery_address = models.BooleanField(default=False)
    is_billing_address = models.BooleanField(default=False)
    is_primary = models.BooleanField(default=False)
    special_discount = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "customer_site"
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(is_primary=True),
                name="customer_site_primary_unique",
                violation_error_message="The customer has a primary site already.",
            ),
            models.UniqueConstraint(fields=["customer", "name"], name="customer_site_name_unique"),
            percent_bounded("customer_site_discount_bounded", "special_discount"),
            models.CheckConstraint(
                name="customer_site_primary_in_use",
                condition=Q(is_active=True) | Q(is_primary=False),
                violation_error_message="A site out of use is not the primary one.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CustomerDaySchedule(PartnerScheduleBase):
    """A weekday on which a customer places orders or expects deliveries. Times are those of the place that sells."""

    TIMES: ClassVar = ("order_deadline_time", "preferred_delivery_time_from", "preferred_delivery_time_to")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, db_index=False, related_name="day_schedules")
    expects_delivery = models.BooleanField(default=False)
    order_deadline_time = models.TimeField(null=True, blank=True)
    preferred_delivery_time_from = models.TimeField(null=True, blank=True)
    preferred_delivery_time_to = models.TimeField(null=True, blank=True)

    class Meta:
        db_table = "customer_day_schedule"
        constraints = [
            models.UniqueConstraint(fields=["customer", "day"], name="customer_schedule_day_unique"),
            models.CheckConstraint(name="customer_schedule_day_known", condition=Q(day__in=Weekday.values)),
            models.CheckConstraint(
                name="customer_schedule_times_ordered",
                violation_error_message="The delivery ends before it begins.",
                condition=Q(preferred_delivery_time_from__lt=F("preferred_delivery_time_to"))
                | Q(preferred_delivery_time_from__isnull=True)
                | Q(preferred_delivery_time_to__isnull=True),
            ),
            models.CheckConstraint(
                name="customer_schedule_times_used",
                violation_error_message="A deadline needs a day that takes orders, a time of delivery one with deliveries.",
                condition=(Q(expects_order=True) | Q(order_deadline_time__isnull=True))
                & (
                    Q(expects_delivery=True)
                    | Q(preferred_delivery_time_from__isnull=True, preferred_delivery_time_to__isnull=True)
                ),
            ),
        ]

    @property
    def plan(self) -> CustomerDayPlan:
        """The day as the rules take it."""
        return CustomerDayPlan(
            day=self.day,
            expects_order=self.expects_order,
            expects_delivery=self.expects_delivery,
            **{name: getattr(self, name) for name in self.TIMES},
        )


class CustomerStats(models.Model):
    """What a customer bought in all, and what of it was given back: a cache, counted when the news is handed on. `verify`
    proves it.
    """

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, primary_key=True, related_name="stats")
    business_id = models.UUIDField()
    total_purchases = amount_field(default=Decimal(0))
    total_refunded = amount_field(default=Decimal(0), db_default=Decimal(0))
    sales_count = models.PositiveBigIntegerField(default=0)
    first_purchase_at = models.DateTimeField()
    last_purchase_at = models.DateTimeField()
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        db_table = "customer_stats"
        constraints = [
            amounts_not_negative("customer_stats_bounded", "total_purchases"),
            amounts_not_negative("customer_stats_refunded_bounded", "total_refunded"),
        ]
        indexes = [models.Index(fields=["business_id", "last_purchase_at"], name="customer_stats_last")]

    def __str__(self) -> str:
        return f"{self.sales_count} sales, {self.total_purchases}"
