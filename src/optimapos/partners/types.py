"""Kinds of customers and entries in their ledger, suppliers' weeks, periods. Source: partners-app.md, sales-phase-1.md."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import ClassVar, NamedTuple
from uuid import UUID

from django.db import models


class PartnerType(models.TextChoices):
    """Whether a partner is a company or a person."""

    COMPANY = "COMPANY", "Company"
    PERSON = "PERSON", "Person"


class CustomerType(models.TextChoices):
    """Which prices and terms a customer usually buys at."""

    RETAIL = "RETAIL", "Retail"
    WHOLESALE = "WHOLESALE", "Wholesale"


class CustomerCategory(models.TextChoices):
    """How a customer is seen."""

    REGULAR = "REGULAR", "Regular"
    VIP = "VIP", "VIP"
    PROBLEMATIC = "PROBLEMATIC", "Problematic"


class Segment(models.TextChoices):
    """How customers are told apart by how recently, how often and for how much they bought."""

    CHAMPION = "CHAMPION", "Champion: lately, often and for much"
    LOYAL = "LOYAL", "Loyal: often, and not long ago"
    POTENTIAL = "POTENTIAL", "Potential loyalist: lately, not often yet"
    NEW = "NEW", "New: lately, for the first time"
    NEEDS_ATTENTION = "NEEDS_ATTENTION", "Needs attention: neither lately nor long ago"
    AT_RISK = "AT_RISK", "At risk: often or for much, but long ago"
    HIBERNATING = "HIBERNATING", "Hibernating: long ago"
    LOST = "LOST", "Lost: longest ago"
    PROSPECT = "PROSPECT", "Prospect: never bought anything"


class CreditKind(models.TextChoices):
    """What an entry of the receivables ledger stands for."""

    SALE = "SALE", "Sale on credit"
    PAYMENT = "PAYMENT", "Payment"
    REFUND = "REFUND", "Refund"
    ADJUSTMENT = "ADJUSTMENT", "Adjustment"
    OPENING = "OPENING", "Opening balance"
    MERGE = "MERGE", "Moved by a merge of customers"


class CreditChange(models.TextChoices):
    """Which way an adjustment goes, as pharmacy-customer-management.md names it: credit is the customer's money here."""

    ADD = "ADD", "Add credit: the customer owes less"
    DEDUCT = "DEDUCT", "Deduct credit: the customer owes more"


@dataclass(frozen=True, slots=True)
class Wish:
    """So much of a debt that was named by its source, a sale's id or an entry's own, is to be settled."""

    source_id: UUID
    amount: Decimal


class Weekday(models.TextChoices):
    """The days of a partner's week, as the source writes them."""

    MON = "mon", "Monday"
    TUE = "tue", "Tuesday"
    WED = "wed", "Wednesday"
    THU = "thu", "Thursday"
    FRI = "fri", "Friday"
    SAT = "sat", "Saturday"
    SUN = "sun", "Sunday"


WEEK = tuple(Weekday)
"""From Monday on, in the order of `date.weekday()`."""


@dataclass(frozen=True)
class DayPlan:
    """What happens with a supplier on one weekday. Times are whole minutes on the clock of the place that orders."""

    WINDOW: ClassVar = ("delivery_time_from", "delivery_time_to")

    day: str
    expects_order: bool = False
    makes_delivery: bool = False
    order_deadline_time: time | None = None
    delivery_time_from: time | None = None
    delivery_time_to: time | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing happens."""
        return not (self.expects_order or self.makes_delivery)


@dataclass(frozen=True)
class CustomerDayPlan:
    """The same of a customer, on the clock of the place that sells: until when an order of that day is taken, and when its
    deliveries are welcome.
    """

    WINDOW: ClassVar = ("preferred_delivery_time_from", "preferred_delivery_time_to")

    day: str
    expects_order: bool = False
    expects_delivery: bool = False
    order_deadline_time: time | None = None
    preferred_delivery_time_from: time | None = None
    preferred_delivery_time_to: time | None = None

    @property
    def makes_delivery(self) -> bool:
        """Whether a delivery is made, as the rules ask."""
        return self.expects_delivery

    @property
    def is_empty(self) -> bool:
        """Whether nothing happens."""
        return not (self.expects_order or self.expects_delivery)


AnyDayPlan = DayPlan | CustomerDayPlan


class DateRange(NamedTuple):
    """Days from `since` to `until`, both included."""

    since: date
    until: date


class Period(models.TextChoices):
    """How far back figures go."""

    WEEK = "week", "7 days"
    MONTH = "month", "30 days"
    QUARTER = "quarter", "91 days"
    YEAR = "year", "365 days"

    def up_to(self, last: date) -> DateRange:
        """The period that ends with `last`."""
        return DateRange(last - timedelta(days=PERIOD_DAYS[self] - 1), last)


PERIOD_DAYS = {Period.WEEK: 7, Period.MONTH: 30, Period.QUARTER: 91, Period.YEAR: 365}
