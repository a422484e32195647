"""Sites and weeks of customers over HTTP. 5 October 2026 is a Monday."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from optimapos.audit.models import AuditLog
from optimapos.partners.models import CustomerSite
from optimapos.partners.selectors import customer_by_id, get_delivery_address
from optimapos.partners.types import CustomerDayPlan
from tests.factories.catalog import make_customer
from tests.factories.organization import Shop, make_shop
from tests.factories.partners import make_site, set_customer_week

NOBODY = "01890000-0000-7000-8000-000000000000"


def sites(shop: Shop, customer: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shop.till.get(f"/api/customers/{customer.pk}/sites/").json()["results"]
    return found


def test_a_site_is_added_changed_and_taken_out_of_use(shop: Shop) -> None:
    customer = make_customer(shop)
    path = f"/api/customers/{customer.pk}/sites/"
    body = {
        "name": "  Headquarters ",
        "city": "Sofia",
        "address": "Business Park, Building A",
        "contact_person": "John Smith",
        "phone": "+359 888 123 456",
        "email": "HQ@acme.example",
        "is_primary": True,
        "is_delivery_address": True,
        "is_billing_address": True,
        "special_discount": "7.5",
    }
    made = shop.manager_till.post(path, body)
    assert made.status_code == 201, made.json()
    told = made.json()
    assert (told["name"], told["phone"], told["email"]) == ("Headquarters", "+359888123456", "hq@acme.example")
    assert (Decimal(told["special_discount"]), told["is_primary"], told["is_active"]) == (Decimal("7.5"), True, True)
    assert sites(shop, customer) == [told]
    changed = shop.manager_till.patch(f"{path}{told['id']}/", {"city": "Varna", "special_discount": None})
    assert (changed.json()["city"], changed.json()["special_discount"]) == ("Varna", None)
    for _ in range(2):
        assert shop.manager_till.delete(f"{path}{told['id']}/").status_code == 204
    assert [(site["is_active"], site["is_primary"]) for site in sites(shop, customer)] == [(False, False)]
    with shop.scope():
        rows = AuditLog.objects.for_business(shop.business).filter(customer_id=customer.pk).order_by("timestamp", "id")
        events = [(row.event_type, row.event_data.get("fields")) for row in rows]
    assert events[1:] == [
        ("customer_site.created", None),
        ("customer_site.updated", ["city", "special_discount"]),
        ("customer_site.updated", ["is_active"]),
        ("customer_site.updated", ["is_active"]),
    ]


REFUSED: list[tuple[dict[str, Any], int, str]] = [
    ({"name": " "}, 400, "VALIDATION_FAILED"),
    ({"name": "Depot"}, 409, "DUPLICATE_NAME"),
    ({"is_primary": True}, 409, "PRIMARY_SITE_EXISTS"),
    ({"is_primary": True, "is_active": False}, 422, "SITE_INACTIVE"),
    ({"special_discount": "100.01"}, 400, "VALIDATION_FAILED"),
    ({"special_discount": "-1"}, 400, "VALIDATION_FAILED"),
    ({"phone": "nobody"}, 422, "BAD_PHONE"),
    ({"email": "nobody"}, 400, "VALIDATION_FAILED"),
]


@pytest.mark.parametrize(("change", "status", "code"), REFUSED)
def test_a_site_that_makes_no_sense_is_refused_and_nothing_changes(
    shop: Shop, change: dict[str, Any], status: int, code: str
) -> None:
    customer = make_customer(shop)
    make_site(shop, customer, name="Depot", is_primary=True)
    other = make_site(shop, customer, name="Shop")
    before = sites(shop, customer)
    path = f"/api/customers/{customer.pk}/sites/"
    created = shop.manager_till.post(path, {"name": "New", **change})
    changed = shop.manager_till.patch(f"{path}{other.pk}/", change)
    assert {(answer.status_code, answer.json()["code"]) for answer in (created, changed)} == {(status, code)}
    assert sites(shop, customer) == before


def test_two_customers_may_have_a_primary_site_each_and_sites_of_one_name(shop: Shop) -> None:
    for _ in range(2):
        make_site(shop, make_customer(shop), name="Depot", is_primary=True)
    with shop.scope():
        assert CustomerSite.objects.for_business(shop.business).filter(is_primary=True).count() == 2


def test_a_site_is_found_under_its_own_customer_alone(shop: Shop) -> None:
    customer, other = make_customer(shop), make_customer(shop)
    site, foreign = make_site(shop, other), make_customer(make_shop())
    for wanted in (site.pk, NOBODY, "no-id"):
        answers = [
            shop.manager_till.call(method, f"/api/customers/{customer.pk}/sites/{wanted}/", body)
            for method, body in (("PATCH", {"name": "X"}), ("DELETE", ""))
        ]
        assert [answer.status_code for answer in answers] == [404, 404]
    for wanted in (foreign.pk, NOBODY):
        assert shop.manager_till.get(f"/api/customers/{wanted}/sites/").json()["code"] == "CUSTOMER_NOT_FOUND"
        assert shop.manager_till.post(f"/api/customers/{wanted}/sites/", {"name": "X"}).status_code == 404
    assert shop.till.post(f"/api/customers/{customer.pk}/sites/", {"name": "X"}).status_code == 403


def address(shop: Shop, *made: dict[str, Any]) -> tuple[str | None, str | None]:
    customer = make_customer(shop)
    for fields in made:
        make_site(shop, customer, **fields)
    with shop.scope():
        found = customer_by_id(shop.business, customer.pk)
        assert get_delivery_address(found) == found.get_delivery_address()
        delivery, billing = found.get_delivery_address(), found.get_billing_address()
    return delivery.name if delivery else None, billing.name if billing else None


def test_goods_go_to_a_delivery_address_else_to_the_primary_site_and_bills_likewise(shop: Shop) -> None:
    plain, hq = {"name": "A"}, {"name": "HQ", "is_primary": True}
    depot, far = {"name": "D", "is_delivery_address": True}, {"name": "C", "is_delivery_address": True}
    office = {"name": "O", "is_billing_address": True}
    assert address(shop) == (None, None)
    assert address(shop, plain) == (None, None)
    assert address(shop, plain, hq) == ("HQ", "HQ")
    assert address(shop, hq, depot, far) == ("C", "HQ")
    assert address(shop, hq | {"is_delivery_address": True}, far) == ("HQ", "HQ")
    assert address(shop, hq, office, depot) == ("D", "O")
    assert address(shop, hq, depot | {"is_active": False}) == ("HQ", "HQ")


def window(since: str, until: str) -> dict[str, str]:
    return {"preferred_delivery_time_from": since, "preferred_delivery_time_to": until}


@time_machine.travel(datetime(2026, 10, 5, 10, 0, tzinfo=UTC), tick=False)
def test_the_week_is_set_and_told_with_what_comes_next(shop: Shop) -> None:
    customer = make_customer(shop)
    path = f"/api/customers/{customer.pk}/schedule/"
    days = [
        {"day": "fri", "expects_delivery": True} | window("09:00", "17:00"),
        {"day": "mon", "expects_order": True, "order_deadline_time": "14:00"},
        {"day": "sun"},
    ]
    told = shop.manager_till.post(path, {"days": days}).json()
    assert [day["day"] for day in told["days"]] == ["mon", "fri"]
    assert told["days"][0]["order_deadline_time"] == "14:00"
    assert (told["days"][1]["preferred_delivery_time_from"], told["days"][1]["expects_order"]) == ("09:00", False)
    assert (told["can_order_today"], told["next_order_deadline"]) == (True, "2026-10-05T11:00:00Z")
    assert (told["next_delivery_date"], told["today"], told["timezone"]) == ("2026-10-09", "2026-10-05", "Europe/Sofia")
    assert shop.till.get(path).json() == told
    changed = shop.manager_till.patch(path, {"days": [{"day": "mon"}, {"day": "tue", "expects_order": True}]}).json()
    assert [day["day"] for day in changed["days"]] == ["tue", "fri"]
    assert (changed["can_order_today"], changed["next_order_deadline"]) == (False, None)
    shop.manager_till.patch(f"/api/customers/{customer.pk}/", {"sales_blocked": True})
    assert shop.till.get(path).json()["can_order_today"] is False


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ([{"day": "mon", "expects_delivery": True} | window("17:00", "09:00")], "preferred_delivery_time_to"),
        ([{"day": "mon", "preferred_delivery_time_from": "09:00"}], "preferred_delivery_time_from"),
        ([{"day": "mon", "expects_delivery": True, "order_deadline_time": "09:00"}], "order_deadline_time"),
        ([{"day": "mon", "expects_order": True, "order_deadline_time": "09:00:01"}], "order_deadline_time"),
        ([{"day": "mon", "expects_order": True}, {"day": "mon"}], "day"),
    ],
)  # fmt: skip
def test_a_week_that_makes_no_sense_is_refused(shop: Shop, days: Any, field: str) -> None:
    customer = make_customer(shop)
    set_customer_week(shop, customer, CustomerDayPlan("wed", expects_order=True))
    for method in ("POST", "PATCH"):
        answer = shop.manager_till.call(method, f"/api/customers/{customer.pk}/schedule/", {"days": days})
        assert (answer.status_code, answer.json()["code"]) == (422, "BAD_SCHEDULE")
        assert answer.json()["data"] == {"day": "mon", "field": field}
    told = shop.till.get(f"/api/customers/{customer.pk}/schedule/").json()
    assert [day["day"] for day in told["days"]] == ["wed"]


def test_a_customer_out_of_use_expects_nothing(shop: Shop) -> None:
    customer = make_customer(shop, is_active=False)
    set_customer_week(shop, customer, CustomerDayPlan("mon", expects_order=True, expects_delivery=True))
    told = shop.till.get(f"/api/customers/{customer.pk}/schedule/").json()
    assert (told["can_order_today"], told["next_order_deadline"], told["next_delivery_date"]) == (False, None, None)
    assert date.fromisoformat(told["today"])
