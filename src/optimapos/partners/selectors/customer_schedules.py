"""When customers order and expect deliveries, on the clock of the place that sells; and all that is planned for a day.

`local` is an instant on that clock. Source: partners-app.md "Schedule Management", "Schedule-Based Operations".
"""

from datetime import date, datetime

from django.db.models import QuerySet

from optimapos.core.tenancy import BusinessRef
from optimapos.partners.models import Customer, Supplier
from optimapos.partners.rules import schedules


def can_order_today(customer: Customer, local: datetime) -> bool:
    """Whether an order that the customer places at `local` is still one of that day; never of one that nothing is sold to."""
    return customer.can_buy() and schedules.takes_orders_at(customer.week, local)


def next_customer_deadline(customer: Customer, local: datetime) -> datetime | None:
    """The next moment from `local` on until which the customer's order of a day is taken; None without one."""
    return schedules.next_order_deadline(customer.week, local) if customer.can_buy() else None


def next_customer_delivery(customer: Customer, after: date) -> date | None:
    """The first day of the seven from `after` on, `after` included, on which the customer expects a delivery."""
    return schedules.next_delivery_date(customer.week, after) if customer.is_active else None


def get_daily_operations(
    business: BusinessRef, target_date: date
) -> dict[str, QuerySet[Supplier] | QuerySet[Customer]]:
    """What is planned for a date, by the names of the source. `target_date` is a calendar day at the place that asks."""
    suppliers, customers = Supplier.objects.for_business(business), Customer.objects.for_business(business)
    return {
        "suppliers_expecting_orders": suppliers.ordering_on(target_date),
        "suppliers_making_deliveries": suppliers.delivering_on(target_date),
        "customers_placing_orders": customers.ordering_on(target_date),
        "customers_expecting_deliveries": customers.expecting_on(target_date),
    }
