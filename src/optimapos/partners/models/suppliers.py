"""Supplier, its divisions and its week."""

from datetime import date
from typing import ClassVar, cast

from django.db import models
from django.db.models import F, Q

from optimapos.core.fields import amount_field, amounts_not_negative
from optimapos.core.tenancy import BusinessRef, TenantManager
from optimapos.partners.models.base import ContactBase, PartnerBase, PartnerScheduleBase
from optimapos.partners.rules.schedules import delivers_on, weekday_of
from optimapos.partners.types import WEEK, DayPlan, Weekday

MAX_DAYS = 3650
DEFAULT_PAYMENT_DAYS = 30
DEFAULT_LEAD_TIME_DAYS = 1


class SupplierQuerySet(models.QuerySet["Supplier"]):
    """Suppliers by what may be done with them."""

    def active(self) -> "SupplierQuerySet":
        """Those in use."""
        return self.filter(is_active=True)

    def deliverable(self) -> "SupplierQuerySet":
        """Those that may deliver."""
        return self.active().filter(delivery_blocked=False)

    def delivering_on(self, day: date) -> "SupplierQuerySet":
        """Those that may and do deliver on a date, with `time_from` and `time_to` of that day."""
        found = self.deliverable().filter(day_schedules__day=weekday_of(day), day_schedules__makes_delivery=True)
        return found.annotate(
            time_from=F("day_schedules__delivery_time_from"), time_to=F("day_schedules__delivery_time_to")
        )

    def ordering_on(self, day: date) -> "SupplierQuerySet":
        """Those that may deliver and take orders on a date."""
        return self.deliverable().filter(day_schedules__day=weekday_of(day), day_schedules__expects_order=True)

    def with_deadline_on(self, day: date) -> "SupplierQuerySet":
        """Those that may deliver and take orders on a date until a `deadline`."""
        found = self.deliverable().filter(
            day_schedules__day=weekday_of(day), day_schedules__order_deadline_time__isnull=False
        )
        return found.annotate(deadline=F("day_schedules__order_deadline_time"))


class SupplierManager(TenantManager["Supplier"]):
    """The suppliers of a business."""

    _queryset_class = SupplierQuerySet

    def for_business(self, business: BusinessRef) -> SupplierQuerySet:
        """The suppliers of `business`."""
        return cast(SupplierQuerySet, super().for_business(business))


class Supplier(PartnerBase):
    """Who goods are bought from. `credit_limit` is in the business's currency, `currency` that of the supplier's papers.

    `credit_limit` None: none was agreed. 0: the supplier gives no credit.
    """

    currency = models.CharField(max_length=3)
    credit_limit = amount_field(null=True, blank=True)
    payment_days = models.PositiveSmallIntegerField(default=DEFAULT_PAYMENT_DAYS)
    lead_time_days = models.PositiveSmallIntegerField(default=DEFAULT_LEAD_TIME_DAYS)
    delivery_blocked = models.BooleanField(default=False)

    objects: ClassVar[SupplierManager] = SupplierManager()

    class Meta:
        db_table = "supplier"
        constraints = [
            models.UniqueConstraint(fields=["business", "code"], name="supplier_code_unique"),
            amounts_not_negative("supplier_limit_bounded", "credit_limit"),
            models.CheckConstraint(
                name="supplier_days_bounded", condition=Q(payment_days__lte=MAX_DAYS, lead_time_days__lte=MAX_DAYS)
            ),
        ]
        indexes = [models.Index(fields=["business", "name"], name="supplier_name")]

    def can_deliver(self) -> bool:
        """Whether anything may be ordered from this supplier."""
        return self.is_active and not self.delivery_blocked

    def can_deliver_on(self, day: date) -> bool:
        """Whether it may and does deliver on a date: what the source keeps as `can_deliver_today`."""
        return self.can_deliver() and delivers_on(self.week, day)

    def get_effective_payment_days(self, division: "SupplierDivision | None" = None) -> int:
        """Days until an invoice is due: the division's where it has its own, 0 included."""
        return self.payment_days if division is None or division.payment_days is None else division.payment_days

    def get_order_days(self) -> "list[SupplierDaySchedule]":
        """The days on which it takes orders, from Monday on."""
        return [row for row in self.get_week() if row.expects_order]

    def get_delivery_days(self) -> "list[SupplierDaySchedule]":
        """The days on which it delivers, from Monday on."""
        return [row for row in self.get_week() if row.makes_delivery]

    @property
    def week(self) -> list[DayPlan]:
        """Its week as the rules take it, from Monday on."""
        return [row.plan for row in self.get_week()]

    def get_week(self) -> "list[SupplierDaySchedule]":
        """The days on which something happens, from Monday on."""
        # Sorted here, so that rows that were fetched with many suppliers are not asked for again.
        return sorted(self.day_schedules.all(), key=lambda row: WEEK.index(Weekday(row.day)))


class SupplierDivision(ContactBase):
    """A part of a supplier, perhaps with terms of its own. Its code is unique in the supplier."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, db_index=False, related_name="divisions")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    payment_days = models.PositiveSmallIntegerField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "supplier_division"
        constraints = [
            models.UniqueConstraint(fields=["supplier", "code"], name="supplier_division_code_unique"),
            models.CheckConstraint(name="supplier_division_days_bounded", condition=Q(payment_days__lte=MAX_DAYS)),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_effective_payment_days(self) -> int:
        """Days until an invoice is due."""
        return self.supplier.get_effective_payment_days(self)


class SupplierDaySchedule(PartnerScheduleBase):
    """A weekday on which a supplier takes orders or delivers. Times are those of the place that orders."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, db_index=False, related_name="day_schedules")
    makes_delivery = models.BooleanField(default=False)
    order_deadline_time = models.TimeField(null=True, blank=True)
    delivery_time_from = models.TimeField(null=True, blank=True)
    delivery_time_to = models.TimeField(null=True, blank=True)

    class Meta:
        db_table = "supplier_day_schedule"
        constraints = [
            models.UniqueConstraint(fields=["supplier", "day"], name="supplier_schedule_day_unique"),
            models.CheckConstraint(name="supplier_schedule_day_known", condition=Q(day__in=Weekday.values)),
            models.CheckConstraint(
                name="supplier_schedule_times_ordered",
                violation_error_message="The delivery ends before it begins.",
                condition=Q(delivery_time_from__lt=F("delivery_time_to"))
                | Q(delivery_time_from__isnull=True)
                | Q(delivery_time_to__isnull=True),
            ),
            models.CheckConstraint(
                name="supplier_schedule_times_used",
                violation_error_message="A deadline needs a day that takes orders, a time of delivery one with deliveries.",
                condition=(Q(expects_order=True) | Q(order_deadline_time__isnull=True))
                & (Q(makes_delivery=True) | Q(delivery_time_from__isnull=True, delivery_time_to__isnull=True)),
            ),
        ]

    @property
    def plan(self) -> DayPlan:
        """The day as the rules take it."""
        return DayPlan(
            day=self.day,
            expects_order=self.expects_order,
            makes_delivery=self.makes_delivery,
            order_deadline_time=self.order_deadline_time,
            delivery_time_from=self.delivery_time_from,
            delivery_time_to=self.delivery_time_to,
        )
