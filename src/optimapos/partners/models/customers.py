"""Customer: who buys, at which terms."""

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, cast

from django.db import models
from django.db.models import F, Q

from optimapos.core.fields import (
    DerivedTextField,
    amount_field,
    amounts_bounded,
    amounts_not_negative,
    percent_bounded,
    percent_field,
)
from optimapos.core.sealed import BlindIndexField, SealedTextField
from optimapos.core.tenancy import BusinessRef, TenantManager
from optimapos.nomenclatures.models import PriceGroup
from optimapos.partners.models.base import PartnerBase
from optimapos.partners.rules.contacts import last_digits, phone_digits
from optimapos.partners.rules.names import folded, letters_of, name_key
from optimapos.partners.rules.schedules import weekday_of
from optimapos.partners.rules.sites import billing_site, delivery_site, in_order
from optimapos.partners.types import (
    WEEK,
    CustomerCategory,
    CustomerDayPlan,
    CustomerType,
    PartnerType,
    Weekday,
)

if TYPE_CHECKING:
    from optimapos.partners.models.customer_parts import CustomerDaySchedule, CustomerSite


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Customers by kind and by what may be done with them."""

    def active(self) -> "CustomerQuerySet":
        """Those in use."""
        return self.filter(is_active=True)

    def companies(self) -> "CustomerQuerySet":
        """Companies."""
        return self.filter(type=PartnerType.COMPANY)

    def persons(self) -> "CustomerQuerySet":
        """Persons."""
        return self.filter(type=PartnerType.PERSON)

    def retail(self) -> "CustomerQuerySet":
        """Those who buy at retail."""
        return self.filter(customer_type=CustomerType.RETAIL)

    def wholesale(self) -> "CustomerQuerySet":
        """Those who buy at wholesale."""
        return self.filter(customer_type=CustomerType.WHOLESALE)

    def vip(self) -> "CustomerQuerySet":
        """The most valued."""
        return self.filter(category=CustomerCategory.VIP)

    def problematic(self) -> "CustomerQuerySet":
        """Those to be careful with."""
        return self.filter(category=CustomerCategory.PROBLEMATIC)

    def can_buy(self) -> "CustomerQuerySet":
        """Those to whom something may be sold."""
        return self.active().filter(sales_blocked=False)

    def with_credit(self) -> "CustomerQuerySet":
        """Those who may buy on credit."""
        return self.can_buy().filter(credit_blocked=False, credit_limit__gt=0)

    def owing(self) -> "CustomerQuerySet":
        """Those who owe something."""
        return self.filter(outstanding_balance__gt=0)

    def over_limit(self) -> "CustomerQuerySet":
        """Those who owe more than their limit."""
        return self.filter(outstanding_balance__gt=F("credit_limit"))

    def ordering_on(self, day: date) -> "CustomerQuerySet":
        """Those to whom something may be sold and who place orders on a date, with that day's `deadline`."""
        found = self.can_buy().filter(day_schedules__day=weekday_of(day), day_schedules__expects_order=True)
        return found.annotate(deadline=F("day_schedules__order_deadline_time"))

    def expecting_on(self, day: date) -> "CustomerQuerySet":
        """Those in use who expect deliveries on a date, with that day's `time_from` and `time_to`. Whoever is blocked still
        gets what was sold before.
        """
        found = self.active().filter(day_schedules__day=weekday_of(day), day_schedules__expects_delivery=True)
        return found.annotate(
            time_from=F("day_schedules__preferred_delivery_time_from"),
            time_to=F("day_schedules__preferred_delivery_time_to"),
        )


class CustomerManager(TenantManager["Customer"]):
    """The customers of a business."""

    _queryset_class = CustomerQuerySet

    def for_business(self, business: BusinessRef) -> CustomerQuerySet:
        """The customers of `business`."""
        return cast(CustomerQuerySet, super().for_business(business))


def _found_by(column: str, name: str) -> models.Index:
    return models.Index(fields=["business", column], name=name, condition=Q(**{f"{column}__isnull": False}))


class Customer(PartnerBase):
    """Who buys. `outstanding_balance` caches the sum of the credit transactions: above zero the customer owes.

    `payment_delay_days` and `credit_terms_days` are one column. `merged_into`: who took over what this one owed. Phone,
    e-mail address and tax number are sealed, and found by their blind indexes.
    """

    COMPANY, PERSON = PartnerType.COMPANY, PartnerType.PERSON
    REGULAR, VIP, PROBLEMATIC = CustomerCategory
    CATEGORY_VIP = CustomerCategory.VIP

    name_folded = DerivedTextField(of="name", normal=folded)
    name_letters = DerivedTextField(of="name", normal=letters_of)
    name_key = DerivedTextField(of="name", normal=name_key)
    vat_number = SealedTextField(max_length=40, blank=True)
    phone = SealedTextField(max_length=40, blank=True)
    email = SealedTextField(max_length=254, blank=True)
    vat_number_index = BlindIndexField(of="vat_number")
    phone_index = BlindIndexField(of="phone", normal=phone_digits)
    phone_last_index = BlindIndexField(of="phone", normal=last_digits)
    email_index = BlindIndexField(of="email")
    type = models.CharField(max_length=8, choices=PartnerType, default=PartnerType.PERSON)
    customer_type = models.CharField(max_length=10, choices=CustomerType, default=CustomerType.RETAIL)
    category = models.CharField(max_length=12, choices=CustomerCategory, default=CustomerCategory.REGULAR)
    price_group = models.ForeignKey(PriceGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    discount_percent = percent_field(default=Decimal(0))
    is_tax_exempt = models.BooleanField(default=False)
    credit_limit = amount_field(default=Decimal(0))
    credit_terms_days = models.PositiveSmallIntegerField(default=30)
    credit_blocked = models.BooleanField(default=False)
    sales_blocked = models.BooleanField(default=False)
    outstanding_balance = amount_field(default=Decimal(0))
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="merged", db_index=False
    )

    objects: ClassVar[CustomerManager] = CustomerManager()

    class Meta:
        db_table = "customer"
        constraints = [
            models.UniqueConstraint(fields=["business", "code"], name="customer_code_unique"),
            amounts_not_negative("customer_limit_bounded", "credit_limit"),
            amounts_bounded("customer_balance_bounded", "outstanding_balance"),
            percent_bounded("customer_discount_bounded", "discount_percent"),
            models.CheckConstraint(name="customer_terms_bounded", condition=Q(credit_terms_days__lte=3650)),
            models.CheckConstraint(
                name="customer_merged_out_of_use", condition=Q(merged_into__isnull=True) | Q(is_active=False)
            ),
        ]
        indexes = [
            models.Index(fields=["business", "name"], name="customer_name"),
            _found_by("vat_number_index", "customer_vat_number"),
            _found_by("phone_index", "customer_phone"),
            _found_by("phone_last_index", "customer_phone_last"),
            _found_by("email_index", "customer_email"),
            models.Index(fields=["business", "name_key"], name="customer_name_key", condition=~Q(name_key="")),
            models.Index(fields=["merged_into"], name="customer_merged_into", condition=Q(merged_into__isnull=False)),
        ]

    @property
    def payment_delay_days(self) -> int:
        """The same column under its other name."""
        return self.credit_terms_days

    @property
    def available_credit(self) -> Decimal:
        """The limit less what is owed; never stored."""
        available: Decimal = self.credit_limit - self.outstanding_balance
        return available

    @property
    def balance(self) -> Decimal:
        """Credits less debits: below zero the customer owes. Source: pharmacy-customer-management.md."""
        balance: Decimal = -self.outstanding_balance
        return balance

    def due_on(self, day: date) -> date:
        """When something that is bought on a day is due by the customer's terms."""
        return day + timedelta(days=self.credit_terms_days)

    def can_buy(self) -> bool:
        """Whether anything may be sold to this customer."""
        return self.is_active and not self.sales_blocked

    def can_buy_on_credit(self) -> bool:
        """Whether anything may be sold to this customer on credit."""
        return self.can_buy() and not self.credit_blocked and self.credit_limit > 0

    def get_sites(self) -> "list[CustomerSite]":
        """The sites in use, the primary one first."""
        # Sorted here, so that rows that were fetched with many customers are not asked for again.
        return in_order(self.sites.all())

    def get_delivery_address(self) -> "CustomerSite | None":
        """The site that goods go to: a delivery address, else the primary site, if there is one."""
        return delivery_site(self.sites.all())

    def get_billing_address(self) -> "CustomerSite | None":
        """The site that bills go to, found likewise."""
        return billing_site(self.sites.all())

    def get_week(self) -> "list[CustomerDaySchedule]":
        """The days on which something happens, from Monday on."""
        return sorted(self.day_schedules.all(), key=lambda row: WEEK.index(Weekday(row.day)))

    def get_order_days(self) -> "list[CustomerDaySchedule]":
        """The days on which the customer places orders."""
        return [row for row in self.get_week() if row.expects_order]

    def get_delivery_days(self) -> "list[CustomerDaySchedule]":
        """The days on which the customer expects deliveries."""
        return [row for row in self.get_week() if row.expects_delivery]

    @property
    def week(self) -> list[CustomerDayPlan]:
        """The week as the rules take it."""
        return [row.plan for row in self.get_week()]

    def get_effective_discount(self) -> Decimal:
        """The percentage off base prices: the price group's where there is one, else the customer's own."""
        return self.price_group.discount_percentage if self.price_group else self.discount_percent
