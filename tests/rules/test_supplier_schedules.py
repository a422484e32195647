"""When suppliers take orders and deliver: 5 October 2026 is a Monday."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from optimapos.core.result import DomainError
from optimapos.partners.rules.schedules import (
    check_week,
    delivers_on,
    next_delivery_date,
    next_order_deadline,
    takes_orders_at,
    weekday_of,
)
from optimapos.partners.types import DateRange, DayPlan, Period, Weekday

MONDAY = date(2026, 10, 5)
SOFIA = ZoneInfo("Europe/Sofia")
WEEK = [
    DayPlan("mon", expects_order=True, order_deadline_time=time(14, 0)),
    DayPlan("wed", makes_delivery=True, delivery_time_from=time(8, 0), delivery_time_to=time(16, 0)),
    DayPlan("thu", expects_order=True),
]


def on(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment of that October in Sofia."""
    return datetime(2026, 10, day, hour, minute, second, tzinfo=SOFIA)


def test_the_seven_days_from_a_monday_are_the_week() -> None:
    assert [weekday_of(date(2026, 10, 5 + number)) for number in range(7)] == list(Weekday)


@pytest.mark.parametrize(
    ("at", "taken"),
    [
        (on(5, 13, 59, 59), True),
        (on(5, 14), True),
        (on(5, 14, 0, 1), False),
        (on(5, 23, 59), False),
        (on(6, 10), False),
        (on(7, 10), False),
        (on(8, 23, 59), True),
    ],
)
def test_an_order_is_taken_up_to_the_deadline_itself_and_all_day_without_one(at: datetime, taken: bool) -> None:
    assert takes_orders_at(WEEK, at) is taken


def test_deliveries_come_on_delivery_days_only() -> None:
    assert [day for day in range(5, 12) if delivers_on(WEEK, date(2026, 10, day))] == [7]


@pytest.mark.parametrize(("after", "expected"), [(5, 7), (7, 7), (8, 14), (6, 7)])
def test_the_next_delivery_is_at_most_a_week_away_and_may_be_today(after: int, expected: int) -> None:
    assert next_delivery_date(WEEK, date(2026, 10, after)) == date(2026, 10, expected)


def test_a_week_without_deliveries_has_no_next_one() -> None:
    assert next_delivery_date([WEEK[0]], MONDAY) is None
    assert next_delivery_date([], MONDAY) is None


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (on(5, 9), on(5, 14)),
        (on(5, 14), on(5, 14)),
        (on(5, 14, 0, 1), on(12, 14)),
        (on(8, 12), on(12, 14)),
    ],
)
def test_the_next_deadline_skips_days_without_one_and_comes_again_in_a_week(at: datetime, expected: datetime) -> None:
    assert next_order_deadline(WEEK, at) == expected


def test_a_deadline_keeps_its_clock_when_summer_time_ends() -> None:
    found = next_order_deadline(WEEK, on(20, 12))
    assert found
    assert found.isoformat() == "2026-10-26T14:00:00+02:00"


def test_without_deadlines_there_is_no_next_one() -> None:
    assert next_order_deadline(WEEK[1:], on(5, 9)) is None


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ([DayPlan("mon", expects_order=True), DayPlan("mon", makes_delivery=True)], "day"),
        ([DayPlan("mon", makes_delivery=True, order_deadline_time=time(9))], "order_deadline_time"),
        ([DayPlan("mon", expects_order=True, delivery_time_from=time(9))], "delivery_time_from"),
        ([DayPlan("mon", delivery_time_to=time(9))], "delivery_time_to"),
        (
            [DayPlan("mon", makes_delivery=True, delivery_time_from=time(9), delivery_time_to=time(9))],
            "delivery_time_to",
        ),
        ([DayPlan("mon", expects_order=True, order_deadline_time=time(9, 0, 30))], "order_deadline_time"),
        ([DayPlan("mon", makes_delivery=True, delivery_time_to=time(9, 0, 0, 5))], "delivery_time_to"),
    ],
)
def test_days_that_make_no_sense_are_refused(days: list[DayPlan], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        check_week(days)
    assert (refused.value.code, refused.value.data) == ("BAD_SCHEDULE", {"day": "mon", "field": field})


def test_days_that_make_sense_pass() -> None:
    check_week([*WEEK, DayPlan("fri", makes_delivery=True, delivery_time_from=time(22)), DayPlan("sun")])


def test_a_period_ends_with_its_last_day() -> None:
    assert Period.WEEK.up_to(MONDAY) == DateRange(date(2026, 9, 29), MONDAY)
    assert Period.YEAR.up_to(MONDAY) == DateRange(date(2025, 10, 6), MONDAY)
