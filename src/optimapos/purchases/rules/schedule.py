"""When to order from a supplier, and when what is ordered arrives: its week and its lead time.

A supplier that names no days of delivery delivers on all, and one that names no days for orders takes them on all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from optimapos.partners.rules.schedules import next_delivery_date, plan_of, takes_orders_at
from optimapos.partners.types import DayPlan

WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class OrderTime:
    """When to order: on `order_date`, before `deadline` where that day has one; it arrives on `delivery_date`."""

    order_date: date
    delivery_date: date
    is_today: bool
    deadline: time | None


def arrival(week: Sequence[DayPlan], ordered: date, lead_time_days: int) -> date:
    """The day on which goods arrive that are ordered on `ordered`: after the lead time, on a day of delivery."""
    earliest = ordered + timedelta(days=lead_time_days)
    return next_delivery_date(week, earliest) or earliest


def order_time(week: Sequence[DayPlan], local: datetime, lead_time_days: int) -> OrderTime:
    """The next chance to order, from the local time `local` on."""
    today = local.date()
    order_date = _order_date(week, local)
    plan = plan_of(week, order_date)
    return OrderTime(
        order_date=order_date,
        delivery_date=arrival(week, order_date, lead_time_days),
        is_today=order_date == today,
        deadline=plan.order_deadline_time if plan else None,
    )


def _order_date(week: Sequence[DayPlan], local: datetime) -> date:
    today = local.date()
    if takes_orders_at(week, local) or not any(plan.expects_order for plan in week):
        return today
    # The seventh day ahead is today's weekday again, for a supplier whose only deadline has just passed.
    ahead = (today + timedelta(days=days) for days in range(1, WEEK_DAYS + 1))
    return next(day for day in ahead if _takes_orders_on(week, day))


def _takes_orders_on(week: Sequence[DayPlan], day: date) -> bool:
    plan = plan_of(week, day)
    return plan is not None and plan.expects_order
