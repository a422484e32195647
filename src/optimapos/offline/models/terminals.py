"""TerminalKey, what a device signs with, and OfflineSettings, what a business lets its tills do without a connection."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from optimapos.core.fields import amount_field, amounts_not_negative
from optimapos.offline.types import GRANT_HOURS, MAX_GRANT_HOURS
from optimapos.organization.models import BusinessOwned, Terminal
from optimapos.sales.types import PaymentMethod


def cash_alone() -> list[str]:
    """What is taken offline unless the business says otherwise."""
    return [PaymentMethod.CASH.value]


class TerminalKey(BusinessOwned):
    """The public half of a device's key. A replaced device brings another one; old ones stay, for what they signed.

    `number` counts a terminal's keys from 1; each has a queue and a series of receipt numbers of its own.
    """

    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    thumbprint = models.CharField(max_length=43)
    x = models.CharField(max_length=43)
    y = models.CharField(max_length=43)

    class Meta:
        db_table = "terminal_key"
        constraints = [
            models.UniqueConstraint(fields=["terminal", "number"], name="terminal_key_number_unique"),
            models.UniqueConstraint(fields=["business", "thumbprint"], name="terminal_key_thumbprint_unique"),
            models.CheckConstraint(name="terminal_key_counted", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return self.thumbprint


class OfflineSettings(BusinessOwned):
    """What a business's tills may do offline; one row, made on first use.

    A grant holds for `grant_hours`. `tenders` are the payment methods that are taken. `credit_limit`: as much of one sale
    may stay owed; 0: nothing.
    """

    grant_hours = models.PositiveSmallIntegerField(default=GRANT_HOURS)
    tenders: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=20, choices=PaymentMethod), default=cash_alone
    )
    credit_limit = amount_field(default=Decimal(0))

    class Meta:
        db_table = "offline_settings"
        verbose_name_plural = "offline settings"
        constraints = [
            models.UniqueConstraint(fields=["business"], name="offline_settings_one"),
            models.CheckConstraint(
                name="offline_grant_bounded", condition=Q(grant_hours__gte=1, grant_hours__lte=MAX_GRANT_HOURS)
            ),
            amounts_not_negative("offline_credit_bounded", "credit_limit"),
        ]

    def __str__(self) -> str:
        return f"{self.grant_hours} h"
