"""When a supplier takes orders and when it delivers, from its week. Days and times are those of the place that orders.

A weekday comes from the date itself, never from a name that the machine's language gives. Source: partners-app.md
"Schedule-Aware Operations"; docs/adr on the location's day.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from optimapos.core.result import DomainError
from optimapos.partners.types import WEEK, DayPlan, Weekday

DAYS_AHEAD = 7
"""How far to look for a delivery, the first day included: every weekday comes up once."""


def weekday_of(day: date) -> Weekday:
    """The weekday of a date."""
    return WEEK[day.weekday()]


def plan_of(plans: Iterable[DayPlan], day: date) -> DayPlan | None:
    """What happens on a date, or None where the week says nothing of it."""
    wanted = weekday_of(day)
    return next((plan for plan in plans if plan.day == wanted), None)


def takes_orders_at(plans: Iterable[DayPlan], local: datetime) -> bool:
    """Whether an order placed at `local` is still taken that day: the deadline itself counts, as in the source."""
    plan = plan_of(plans, local.date())
    if plan is None or not plan.expects_order:
        return False
    return plan.order_deadline_time is None or local.time() <= plan.order_deadline_time


def delivers_on(plans: Iterable[DayPlan], day: date) -> bool:
    """Whether a delivery is made on a date."""
    plan = plan_of(plans, day)
    return plan is not None and plan.makes_delivery


def next_delivery_date(plans: Sequence[DayPlan], after: date) -> date | None:
    """The first delivery day of the seven from `after` on, `after` included; None for a week without deliveries."""
    days = (after + timedelta(days=ahead) for ahead in range(DAYS_AHEAD))
    return next((day for day in days if delivers_on(plans, day)), None)


def next_order_deadline(plans: Sequence[DayPlan], local: datetime) -> datetime | None:
    """The next moment from `local` on, in its time zone, by which an order has to be placed; None without a deadline.

    A day that takes orders without a deadline sets none.
    """
    for ahead in range(DAYS_AHEAD + 1):  # the eighth day is today's weekday again, when its deadline has passed
        day = local.date() + timedelta(days=ahead)
        plan = plan_of(plans, day)
        if plan is None or not plan.expects_order or plan.order_deadline_time is None:
            continue
        if ahead or local.time() <= plan.order_deadline_time:
            return datetime.combine(day, plan.order_deadline_time, tzinfo=local.tzinfo)
    return None


def check_week(plans: Sequence[DayPlan]) -> None:
    """Refuse days that make no sense.

    Refuses: BAD_SCHEDULE (data: day, field).
    """
    seen: set[str] = set()
    for plan in plans:
        if plan.day in seen:
            raise _bad(plan, "day", "the day is named twice")
        seen.add(plan.day)
        _check_day(plan)


def _check_day(plan: DayPlan) -> None:
    if plan.order_deadline_time and not plan.expects_order:
        raise _bad(plan, "order_deadline_time", "a deadline needs a day that takes orders")
    for field, at in (("delivery_time_from", plan.delivery_time_from), ("delivery_time_to", plan.delivery_time_to)):
        if at and not plan.makes_delivery:
            raise _bad(plan, field, "a time of delivery needs a day with deliveries")
    if plan.delivery_time_from and plan.delivery_time_to and plan.delivery_time_from >= plan.delivery_time_to:
        raise _bad(plan, "delivery_time_to", "the delivery ends before it begins")
    _check_minutes(plan)


def _check_minutes(plan: DayPlan) -> None:
    for field in ("order_deadline_time", "delivery_time_from", "delivery_time_to"):
        at = getattr(plan, field)
        if at and (at.second or at.microsecond):
            raise _bad(plan, field, "write whole minutes")


def _bad(plan: DayPlan, field: str, what: str) -> DomainError:
    return DomainError("BAD_SCHEDULE", f"{Weekday(plan.day).label}: {what}.", {"day": str(plan.day), "field": field})
