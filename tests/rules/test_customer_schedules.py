"""Deadlines of customers at midnight and when clocks change. In Sofia the clock skips 03:00 to 04:00 on 29 March 2026 and is
set back from 04:00 to 03:00 on 25 October 2026; both are Sundays.
"""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from optimapos.partners.rules.schedules import next_delivery_date, next_order_deadline, takes_orders_at
from optimapos.partners.types import CustomerDayPlan

SOFIA = ZoneInfo("Europe/Sofia")


def utc(month: int, day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=UTC).astimezone(SOFIA)


def until(at: time) -> list[CustomerDayPlan]:
    return [CustomerDayPlan("sun", expects_order=True, order_deadline_time=at)]


@pytest.mark.parametrize(
    ("at", "taken"),
    [
        (utc(10, 17, 20, 59, 59), False),  # Saturday 23:59:59
        (utc(10, 17, 21), True),  # Sunday 00:00 in Sofia, still Saturday in UTC
        (utc(10, 18, 20, 59), True),  # Sunday 23:59, the deadline itself
        (utc(10, 18, 20, 59, 1), False),
        (utc(10, 18, 21), False),  # Monday
    ],
)
def test_an_order_is_one_of_the_day_that_the_places_clock_shows(at: datetime, taken: bool) -> None:
    assert takes_orders_at(until(time(23, 59)), at) is taken


def test_a_deadline_at_midnight_ends_with_the_days_first_moment() -> None:
    week = until(time(0, 0))
    assert takes_orders_at(week, utc(10, 17, 21))
    assert not takes_orders_at(week, utc(10, 17, 21, 0, 1))
    assert next_order_deadline(week, utc(10, 17, 21, 1)) == utc(10, 24, 21)


def test_a_deadline_that_the_clock_skips_falls_as_much_later() -> None:
    week = until(time(3, 30))
    deadline = next_order_deadline(week, utc(3, 28, 12))
    assert deadline == utc(3, 29, 1, 30)
    assert deadline.isoformat() == "2026-03-29T04:30:00+03:00"
    assert takes_orders_at(week, utc(3, 29, 1, 30))
    assert not takes_orders_at(week, utc(3, 29, 1, 31))


def test_a_deadline_that_the_clock_shows_twice_is_the_later_one() -> None:
    week = until(time(3, 30))
    deadline = next_order_deadline(week, utc(10, 24, 12))
    assert deadline == utc(10, 25, 1, 30)
    assert takes_orders_at(week, utc(10, 25, 0, 45))  # 03:45 for the first time
    assert takes_orders_at(week, utc(10, 25, 1, 30))  # 03:30 for the second time
    assert not takes_orders_at(week, utc(10, 25, 1, 31))
    assert next_order_deadline(week, utc(10, 25, 0, 45)) == deadline
    assert next_order_deadline(week, utc(10, 25, 1, 31)) == utc(11, 1, 1, 30)


def test_a_customers_deliveries_are_looked_for_like_a_suppliers() -> None:
    week = [CustomerDayPlan("wed", expects_delivery=True)]
    assert next_delivery_date(week, utc(10, 5, 12).date()) == utc(10, 7, 12).date()
