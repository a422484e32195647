"""Customer: who buys, at which terms."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import models
from django.db.models import Q

from optimapos.core.fields import (
    amount_field,
    amounts_bounded,
    amounts_not_negative,
    percent_bounded,
    percent_field,
)
from optimapos.nomenclatures.models import PriceGroup
from optimapos.organization.models import BusinessOwned
from optimapos.partners.types import CustomerCategory, CustomerType, PartnerType


class Customer(BusinessOwned):
    """Who buys. `outstanding_balance` caches the sum of the credit transactions: above zero the customer owes.

    `payment_delay_days` and `credit_terms_days` are one column. Contact data comes with encryption in a later version.
    """

    code = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
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
    notes = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "customer"
        constraints = [
            models.UniqueConstraint(fields=["business", "code"], name="customer_code_unique"),
            amounts_not_negative("customer_limit_bounded", "credit_limit"),
            amounts_bounded("customer_balance_bounded", "outstanding_balance"),
            percent_bounded("customer_discount_bounded", "discount_percent"),
            models.CheckConstraint(name="customer_terms_bounded", condition=Q(credit_terms_days__lte=3650)),
        ]
        indexes = [models.Index(fields=["business", "name"], name="customer_name")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

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
