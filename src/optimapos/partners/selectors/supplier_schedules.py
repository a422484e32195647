"""When suppliers take orders and deliver, on the clock of the place that orders.

A day here is a day of the calendar at that place, not its business day: the supplier keeps no shop's hours.
Source: partners-app.md "Schedule Management", "Schedule-Aware Operations".
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from optimapos.core.tenancy import BusinessRef
from optimapos.organization.models import Location
from optimapos.partners.models import Supplier
from optimapos.partners.models.suppliers import SupplierQuerySet
from optimapos.partners.rules import schedules


def clock_at(location: Location, at: datetime) -> datetime:
    """The instant `at` on a location's clock."""
    return at.astimezone(ZoneInfo(location.timezone))


def can_place_order_today(supplier: Supplier, *, at: datetime, location: Location) -> bool:
    """Whether an order placed at `at` is still taken that day; never of a supplier that may not deliver."""
    return supplier.can_deliver() and schedules.takes_orders_at(supplier.week, clock_at(location, at))


def get_next_delivery_date(supplier: Supplier, *, after: date) -> date | None:
    """The first delivery day of the seven from `after` on, `after` included; None where it may not deliver."""
    return schedules.next_delivery_date(supplier.week, after) if supplier.can_deliver() else None


def next_order_deadline(supplier: Supplier, *, at: datetime, location: Location) -> datetime | None:
    """The next moment, on the location's clock, by which an order has to be placed; None where there is none."""
    return schedules.next_order_deadline(supplier.week, clock_at(location, at)) if supplier.can_deliver() else None


def get_today_delivery_suppliers(business: BusinessRef, *, at: datetime, location: Location) -> SupplierQuerySet:
    """The suppliers that deliver today."""
    return get_expected_deliveries(business, clock_at(location, at).date())


def get_expected_deliveries(business: BusinessRef, day: date) -> SupplierQuerySet:
    """The suppliers that deliver on a date, with `time_from` and `time_to`; not those whose deliveries are blocked."""
    return Supplier.objects.for_business(business).delivering_on(day)


def get_order_deadline_suppliers(business: BusinessRef, day: date) -> SupplierQuerySet:
    """The suppliers with a deadline for orders on a date, as `deadline`; not those that nothing may be ordered from."""
    return Supplier.objects.for_business(business).with_deadline_on(day)
