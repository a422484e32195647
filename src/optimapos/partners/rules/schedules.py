"""When a partner orders or takes orders, and when deliveries are made, from its week. Days and times are those of the place
that asks.

A deadline is an instant: where the clock is set back it is the later of the two that show its time, and where the clock skips
it, it falls as much later as is skipped. So what is said beforehand and what is decided then agree.

A weekday comes from the date itself, never from a name that the machine's language gives. Source: partners-app.md
"Schedule-Aware Operations"; docs/adr on the location's day.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from optimapos.core.result import DomainError
from optimapos.partners.types import WEEK, AnyDayPlan, Weekday

DAYS_AHEAD = 7
"""How far to look for a delivery, the first day included: every weekday comes up once."""


def weekday_of(day: date) -> Weekday:
    """The weekday of a date."""
    return WEEK[day.weekday()]


def plan_of(plans: Iterable[AnyDayPlan], day: date) -> AnyDayPlan | None:
    """What happens on a date, or None where the week says nothing of it."""
    wanted = weekday_of(day)
    return next((plan for plan in plans if plan.day == wanted), None)


def takes_orders_at(plans: Iterable[AnyDayPlan], local: datetime) -> bool:
    """Whether an order placed at `local` is still taken that day: the deadline itself counts, as in the source."""
    plan = plan_of(plans, local.date())
    if plan is None or not plan.expects_order:
        return False
    return plan.order_deadline_time is None or _is_before(local, local.date(), plan.order_deadline_time)


def delivers_on(plans: Iterable[AnyDayPlan], day: date) -> bool:
    """Whether a delivery is made on a date."""
    plan = plan_of(plans, day)
    return plan is not None and plan.makes_delivery


def next_delivery_date(plans: Sequence[AnyDayPlan], after: date) -> date | None:
    """The first delivery day of the seven from `after` on, `after` included; None for a week without deliveries."""
    days = (after + timedelta(days=ahead) for ahead in range(DAYS_AHEAD))
    return next((day for day in days if delivers_on(plans, day)), None)


def next_order_deadline(plans: Sequence[AnyDayPlan], local: datetime) -> datetime | None:
    """The next moment from `local` on, in its time zone, by which an order has to be placed; None without a deadline.

    A day that takes orders without a deadline sets none.
    """
    for ahead in range(DAYS_AHEAD + 1):  # the eighth day is today's weekday again, when its deadline has passed
        day = local.date() + timedelta(days=ahead)
        plan = plan_of(plans, day)
        if plan is None or not plan.expects_order or plan.order_deadline_time is None:
            continue
        if ahead or _is_before(local, day, plan.order_deadline_time):
            return _instant(local, day, plan.order_deadline_time).astimezone(local.tzinfo)
    return None


def _is_before(local: datetime, day: date, deadline: time) -> bool:
    return local.astimezone(UTC) <= _instant(local, day, deadline)


def _instant(local: datetime, day: date, at: time) -> datetime:
    """The instant at which a clock like that of `local` shows a time of a day."""
    shown = datetime.combine(day, at, tzinfo=local.tzinfo)
    return max(shown.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def check_week(plans: Sequence[AnyDayPlan]) -> None:
    """Refuse days that make no sense.

    Refuses: BAD_SCHEDULE (data: day, field).
    """
    seen: set[str] = set()
    for plan in plans:
        if plan.day in seen:
            raise _bad(plan, "day", "the day is named twice")
        seen.add(plan.day)
        _check_day(plan)


def _check_day(plan: AnyDayPlan) -> None:
    if plan.order_deadline_time and not plan.expects_order:
        raise _bad(plan, "order_deadline_time", "a deadline needs a day that takes orders")
    for field in plan.WINDOW:
        if getattr(plan, field) and not plan.makes_delivery:
            raise _bad(plan, field, "a time of delivery needs a day with deliveries")
    since, until = (getattr(plan, field) for field in plan.WINDOW)
    if since and until and since >= until:
        raise _bad(plan, plan.WINDOW[1], "the delivery ends before it begins")
    _check_minutes(plan)


def _check_minutes(plan: AnyDayPlan) -> None:
    for field in ("order_deadline_time", *plan.WINDOW):
        at = getattr(plan, field)
        if at and (at.second or at.microsecond):
            raise _bad(plan, field, "write whole minutes")


def _bad(plan: AnyDayPlan, field: str, what: str) -> DomainError:
    return DomainError("BAD_SCHEDULE", f"{Weekday(plan.day).label}: {what}.", {"day": str(plan.day), "field": field})
