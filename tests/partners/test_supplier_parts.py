"""Divisions and weeks of suppliers over HTTP."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client

from optimapos.organization.models import User
from optimapos.organization.services import BusinessService, LocationService
from optimapos.partners.models import Supplier, SupplierDaySchedule, SupplierDivision
from optimapos.partners.selectors import (
    get_daily_operations,
    get_expected_deliveries,
    get_next_delivery_date,
    get_order_deadline_suppliers,
    get_today_delivery_suppliers,
    next_order_deadline,
)
from optimapos.partners.services import SupplierDivisionService
from optimapos.partners.types import DayPlan
from tests.factories.organization import Shop, make_shop, unique
from tests.factories.partners import make_division, make_supplier
from tests.partners.test_suppliers import NOBODY, PATH, events

MONDAY_NOON = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
"""Noon in Sofia."""
WEEK = [
    {"day": "wed", "makes_delivery": True, "delivery_time_from": "08:00", "delivery_time_to": "16:00"},
    {"day": "mon", "expects_order": True, "order_deadline_time": "14:00"},
]
PLANS = (
    DayPlan("mon", expects_order=True, order_deadline_time=time(14)),
    DayPlan("wed", makes_delivery=True, delivery_time_from=time(8), delivery_time_to=time(16)),
)


def reloaded(shop: Shop, supplier: Supplier) -> Supplier:
    """The supplier as the table has it."""
    with shop.scope():
        return Supplier.objects.for_business(shop.business).prefetch_related("day_schedules").get(pk=supplier.pk)


def days(shop: Shop, supplier: Supplier) -> list[str]:
    """The days of its week."""
    told = shop.manager_till.get(f"{PATH}{supplier.pk}/schedule/").json()["days"]
    return [day["day"] for day in told]


def test_a_division_has_its_own_terms_and_zero_days_are_terms(shop: Shop) -> None:
    supplier = make_supplier(shop, payment_days=45)
    path = f"{PATH}{supplier.pk}/divisions/"
    body = {"code": " FOODS ", "name": "Foods  Division", "payment_days": 30, "contact_person": "Maria Petrova"}
    made = shop.manager_till.post(path, body)
    assert made.status_code == 201, made.json()
    told = made.json()
    assert (told["code"], told["name"], told["effective_payment_days"]) == ("FOODS", "Foods Division", 30)
    for own, effective in ((0, 0), (None, 45)):
        changed = shop.manager_till.patch(f"{path}{told['id']}/", {"payment_days": own}).json()
        assert (changed["payment_days"], changed["effective_payment_days"]) == (own, effective)
    assert [row["code"] for row in shop.manager_till.get(path).json()["results"]] == ["FOODS"]
    ids = {"division_id": told["id"]}
    assert events(shop, supplier.pk)[1:] == [
        ("supplier_division.created", ids),
        ("supplier_division.updated", ids | {"fields": ["payment_days"]}),
        ("supplier_division.updated", ids | {"fields": ["payment_days"]}),
    ]


def test_payment_days_are_the_divisions_where_it_has_some(shop: Shop) -> None:
    supplier = make_supplier(shop, payment_days=45)
    assert supplier.get_effective_payment_days() == 45
    assert supplier.get_effective_payment_days(SupplierDivision(payment_days=0)) == 0
    assert supplier.get_effective_payment_days(SupplierDivision(payment_days=None)) == 45


def test_a_division_is_taken_out_of_use_and_stays(shop: Shop) -> None:
    supplier = make_supplier(shop)
    division = make_division(shop, supplier)
    path = f"{PATH}{supplier.pk}/divisions/"
    for _ in range(2):
        assert shop.manager_till.delete(f"{path}{division.pk}/").status_code == 204
    assert [row["is_active"] for row in shop.manager_till.get(path).json()["results"]] == [False]
    assert str(division) == f"{division.code} {division.name}"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"code": "TAKEN"}, 409, "DUPLICATE_CODE"),
        ({"name": "  "}, 400, "VALIDATION_FAILED"),
        ({"code": ""}, 400, "VALIDATION_FAILED"),
        ({"payment_days": 3651}, 400, "VALIDATION_FAILED"),
    ],
)
def test_a_division_that_makes_no_sense_is_refused(shop: Shop, change: dict[str, Any], status: int, code: str) -> None:
    supplier = make_supplier(shop)
    make_division(shop, supplier, code="TAKEN", name="A")
    division = make_division(shop, supplier, code="B", name="B")
    path = f"{PATH}{supplier.pk}/divisions/"
    created = shop.manager_till.post(path, {"code": "C", "name": "C", **change})
    changed = shop.manager_till.patch(f"{path}{division.pk}/", {"name": "Changed", **change})
    assert {(answer.status_code, answer.json()["code"]) for answer in (created, changed)} == {(status, code)}
    assert [row["name"] for row in shop.manager_till.get(path).json()["results"]] == ["B", "A"]


def test_an_empty_code_of_a_division_is_refused_past_the_http_door_too(shop: Shop) -> None:
    supplier = make_supplier(shop)
    result = SupplierDivisionService.create_division(
        business=shop.business, supplier_id=supplier.pk, actor=shop.owner, fields={"code": " ", "name": "X"}
    )
    assert (result.code, result.data) == ("VALIDATION_FAILED", {"field": "code"})


def test_the_code_of_a_division_may_be_taken_at_another_supplier(shop: Shop) -> None:
    for _ in range(2):
        make_division(shop, make_supplier(shop), code="FOODS")


def test_a_division_is_found_at_its_own_supplier_alone(shop: Shop) -> None:
    supplier, other = make_supplier(shop), make_supplier(shop)
    division = make_division(shop, other)
    for wanted in (division.pk, NOBODY):
        refused = shop.manager_till.patch(f"{PATH}{supplier.pk}/divisions/{wanted}/", {"name": "X"})
        assert (refused.status_code, refused.json()["code"]) == (404, "DIVISION_NOT_FOUND")
    assert shop.manager_till.delete(f"{PATH}{NOBODY}/divisions/{division.pk}/").json()["code"] == "SUPPLIER_NOT_FOUND"


def test_a_whole_week_is_set_and_told_from_monday_on(shop: Shop) -> None:
    supplier = make_supplier(shop)
    answer = shop.manager_till.post(f"{PATH}{supplier.pk}/schedule/", {"days": WEEK})
    assert answer.status_code == 200, answer.json()
    nothing = {"order_deadline_time": None, "delivery_time_from": None, "delivery_time_to": None}
    assert answer.json()["days"] == [
        nothing | {"day": "mon", "expects_order": True, "makes_delivery": False, "order_deadline_time": "14:00"},
        {
            "day": "wed",
            "expects_order": False,
            "makes_delivery": True,
            "order_deadline_time": None,
            "delivery_time_from": "08:00",
            "delivery_time_to": "16:00",
        },
    ]
    assert events(shop, supplier.pk)[-1] == (
        "supplier_schedule.set",
        {"days": ["fri", "mon", "sat", "sun", "thu", "tue", "wed"]},
    )
    told = shop.manager_till.get(f"{PATH}{supplier.pk}/").json()
    assert (told["order_days"], told["delivery_days"]) == (["mon"], ["wed"])
    shop.manager_till.post(f"{PATH}{supplier.pk}/schedule/", {"days": [{"day": "sun", "expects_order": True}]})
    assert days(shop, supplier) == ["sun"]
    shop.manager_till.post(f"{PATH}{supplier.pk}/schedule/", {"days": []})
    assert days(shop, supplier) == []


def test_some_days_are_set_and_the_others_stay(shop: Shop) -> None:
    supplier = make_supplier(shop, days=PLANS)
    change = {"days": [{"day": "wed", "makes_delivery": True}, {"day": "fri", "expects_order": True}]}
    answer = shop.manager_till.patch(f"{PATH}{supplier.pk}/schedule/", change).json()["days"]
    assert [day["day"] for day in answer] == ["mon", "wed", "fri"]
    assert (answer[0]["order_deadline_time"], answer[1]["delivery_time_from"]) == ("14:00", None)
    assert events(shop, supplier.pk)[-1] == ("supplier_schedule.set", {"days": ["fri", "wed"]})
    shop.manager_till.patch(f"{PATH}{supplier.pk}/schedule/", {"days": [{"day": "mon"}]})
    assert days(shop, supplier) == ["wed", "fri"]


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ([{"day": "mon", "expects_order": True}, {"day": "mon", "makes_delivery": True}], 422, "BAD_SCHEDULE"),
        ([{"day": "mon", "order_deadline_time": "09:00"}], 422, "BAD_SCHEDULE"),
        ([{"day": "mo"}], 400, "VALIDATION_FAILED"),
        ([{"day": "mon", "expects_order": True, "order_deadline_time": "25:00"}], 400, "VALIDATION_FAILED"),
        ([{"day": "mon"}] * 8, 400, "VALIDATION_FAILED"),
    ],
)
def test_a_week_that_makes_no_sense_is_refused_and_the_old_one_stays(
    shop: Shop, wrong: Any, status: int, code: str
) -> None:
    supplier = make_supplier(shop, days=PLANS)
    for method in ("POST", "PATCH"):
        refused = shop.manager_till.call(method, f"{PATH}{supplier.pk}/schedule/", {"days": wrong})
        assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert days(shop, supplier) == ["mon", "wed"]


@pytest.mark.parametrize(
    "columns",
    [
        {"day": "xxx", "expects_order": True},
        {"day": "mon", "makes_delivery": True, "delivery_time_from": time(9), "delivery_time_to": time(9)},
        {"day": "mon", "order_deadline_time": time(9)},
        {"day": "mon", "expects_order": True, "delivery_time_to": time(9)},
    ],
)
def test_the_table_itself_refuses_days_that_make_no_sense(shop: Shop, columns: dict[str, Any]) -> None:
    supplier = make_supplier(shop)
    with pytest.raises(IntegrityError), shop.scope():
        SupplierDaySchedule.objects.for_business(shop.id).create(business_id=shop.id, supplier=supplier, **columns)


def test_setting_a_week_takes_as_many_queries_for_six_days_as_for_one(shop: Shop, queries: Any) -> None:
    counts = []
    for wanted in (["mon"], ["mon", "tue", "wed", "thu", "fri", "sat"]):
        supplier = make_supplier(shop)
        body = {"days": [{"day": day, "makes_delivery": True} for day in wanted]}
        with queries() as asked:
            shop.manager_till.post(f"{PATH}{supplier.pk}/schedule/", body)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("at", "can_order", "deadline"),
    [
        ("2026-10-05T11:00:00Z", True, "2026-10-05T14:00:00+03:00"),
        ("2026-10-05T11:00:01Z", False, "2026-10-12T14:00:00+03:00"),
        ("2026-10-04T21:00:00Z", True, "2026-10-05T14:00:00+03:00"),
        ("2026-10-04T20:59:59Z", False, "2026-10-05T14:00:00+03:00"),
    ],
)
def test_the_day_and_the_deadline_are_those_of_the_places_clock(
    shop: Shop, at: str, can_order: bool, deadline: str
) -> None:
    supplier = make_supplier(shop, days=PLANS)
    with time_machine.travel(at, tick=False):
        told = shop.manager_till.get(f"{PATH}{supplier.pk}/can-order-today/").json()
    assert (told["can_order_today"], told["timezone"]) == (can_order, "Europe/Sofia")
    assert datetime.fromisoformat(told["next_order_deadline"]) == datetime.fromisoformat(deadline)


def test_another_place_has_another_clock(shop: Shop) -> None:
    place = LocationService.create_location(
        business=shop.business, code="NY", name="New York", user_id=shop.owner.user_id, timezone="America/New_York"
    ).unwrap()
    supplier = reloaded(shop, make_supplier(shop, days=PLANS))
    at = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)
    assert next_order_deadline(supplier, at=at, location=shop.storefront) == datetime(2026, 10, 12, 11, tzinfo=UTC)
    assert next_order_deadline(supplier, at=at, location=place) == datetime(2026, 10, 5, 18, tzinfo=UTC)
    hidden = shop.manager_till.get(f"{PATH}{supplier.pk}/can-order-today/?location={place.pk}")
    listed = shop.manager_till.get(f"{PATH}?location={place.pk}")
    for refused in (hidden, listed):
        assert (refused.status_code, refused.json()["code"]) == (404, "UNKNOWN_LOCATION")


@pytest.mark.parametrize("block", [{"is_active": False}, {"delivery_blocked": True}])
def test_a_supplier_that_may_not_deliver_takes_no_orders_and_is_not_expected(
    shop: Shop, block: dict[str, bool]
) -> None:
    supplier = make_supplier(shop, days=PLANS, **block)
    with time_machine.travel(MONDAY_NOON, tick=False):
        told = shop.manager_till.get(f"{PATH}{supplier.pk}/can-order-today/").json()
        coming = shop.manager_till.get(f"{PATH}{supplier.pk}/next-delivery-date/").json()
    assert (told["can_order_today"], told["next_order_deadline"]) == (False, None)
    assert (coming["next_delivery_date"], coming["today"]) == (None, "2026-10-05")
    with shop.scope():
        for day in (date(2026, 10, 5), date(2026, 10, 7)):
            assert not get_expected_deliveries(shop.business, day)
            assert not get_order_deadline_suppliers(shop.business, day)


def test_the_next_delivery_date_is_within_seven_days(shop: Shop) -> None:
    supplier = make_supplier(shop, days=PLANS)
    with time_machine.travel(MONDAY_NOON, tick=False):
        told = shop.manager_till.get(f"{PATH}{supplier.pk}/next-delivery-date/").json()
    assert told["next_delivery_date"] == "2026-10-07"
    assert get_next_delivery_date(reloaded(shop, supplier), after=date(2026, 10, 8)) == date(2026, 10, 14)


def test_can_deliver_today_follows_the_day_of_the_place(shop: Shop) -> None:
    supplier = make_supplier(shop, days=PLANS)
    for at, expected in (("2026-10-06T20:59:59Z", False), ("2026-10-06T21:00:00Z", True)):
        with time_machine.travel(at, tick=False):
            told = shop.manager_till.get(f"{PATH}{supplier.pk}/").json()
        assert told["can_deliver_today"] is expected


def test_deliveries_and_deadlines_of_a_day_are_listed_by_their_times(shop: Shop) -> None:
    both = DayPlan("mon", True, True, time(9), time(7), time(8))
    first = make_supplier(shop, name="First", days=[both])
    late = DayPlan("mon", True, True, time(18), time(12), None)
    make_supplier(shop, name="Late", days=[late])
    make_supplier(shop, name="Any time", days=[DayPlan("mon", expects_order=True, makes_delivery=True)])
    make_supplier(shop, name="Tuesday", days=[DayPlan("tue", expects_order=True, makes_delivery=True)])
    make_supplier(make_shop(), name="Foreign", days=[both])
    with time_machine.travel(MONDAY_NOON, tick=False):
        coming = shop.manager_till.get(f"{PATH}expected-deliveries/").json()["results"]
        deadlines = shop.manager_till.get(f"{PATH}order-deadlines/?date=2026-10-12").json()["results"]
        delivering = shop.manager_till.get(f"{PATH}delivering/").json()["results"]
        tuesday = shop.manager_till.get(f"{PATH}delivering/?date=2026-10-06").json()["results"]
        wrong = shop.manager_till.get(f"{PATH}delivering/?date=monday")
    assert [(row["name"], row["time_from"], row["time_to"]) for row in coming] == [
        ("Any time", None, None),
        ("First", "07:00", "08:00"),
        ("Late", "12:00", None),
    ]
    assert (coming[1]["supplier"], coming[1]["date"]) == (str(first.pk), "2026-10-05")
    assert [(row["name"], row["deadline"], row["date"]) for row in deadlines] == [
        ("First", "09:00", "2026-10-12"),
        ("Late", "18:00", "2026-10-12"),
    ]
    assert [row["name"] for row in delivering] == ["Any time", "Late", "First"]
    assert {row["can_deliver_today"] for row in delivering} == {True}
    assert [row["name"] for row in tuesday] == ["Tuesday"]
    assert (wrong.status_code, wrong.json()["code"]) == (400, "VALIDATION_FAILED")


@pytest.mark.parametrize("kind", ["delivering", "expected-deliveries", "order-deadlines"])
def test_a_days_list_is_paged_with_as_many_queries_for_thirty_as_for_three(shop: Shop, kind: str, queries: Any) -> None:
    counts = []
    for wanted in (3, 27):
        for number in range(wanted):
            plan = DayPlan("mon", True, True, time(9, number), time(8, number))
            make_supplier(shop, days=[plan, DayPlan("tue", makes_delivery=True)])
        with queries() as asked:
            page = shop.manager_till.get(f"{PATH}{kind}/?date=2026-10-05&page_size=20").json()
        counts.append(len(asked))
    assert counts[0] == counts[1]
    rest = shop.manager_till.get(page["next"].removeprefix("http://testserver")).json()["results"]
    assert len({row["name"] for row in [*page["results"], *rest]}) == 30


def test_a_days_operations_are_told_by_the_names_of_the_source(shop: Shop) -> None:
    supplier = make_supplier(shop, days=PLANS)
    with shop.scope():
        monday = get_daily_operations(shop.business, date(2026, 10, 5))
        assert [list(rows) for rows in monday.values()] == [[supplier], [], [], []]
        at = datetime(2026, 10, 6, 21, tzinfo=UTC)
        assert list(get_today_delivery_suppliers(shop.business, at=at, location=shop.storefront)) == [supplier]


def test_a_business_without_locations_has_suppliers_on_utc() -> None:
    slug = unique("nowhere")
    owner = User.objects.create_user(f"{slug}@owner.test", None)
    BusinessService.create_business(name="Nowhere", slug=slug, currency="EUR", owner=owner).unwrap()
    browser = Client()
    browser.force_login(owner)
    made = browser.post(PATH, {"name": "Early bird"}, content_type="application/json")
    assert made.status_code == 201, made.content
    assert browser.get(PATH).json()["results"][0]["can_deliver_today"] is False
    refused = browser.get(f"{PATH}{made.json()['id']}/can-order-today/")
    assert (refused.status_code, refused.json()["code"]) == (404, "UNKNOWN_LOCATION")
