"""Locations and terminals: how they change, and what keeps them from being closed."""

from typing import Any

import pytest

from optimapos.organization.models import Business, Terminal
from optimapos.organization.services import LocationService
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_till
from tests.organization.accounts import browser_of, member_of, owner_of
from tests.organization.test_members import last_event


def path_of(shop: Shop) -> str:
    return f"/api/locations/{shop.storefront.pk}/"


def test_a_location_changes_and_checkouts_notice(shop: Shop) -> None:
    body = {"name": "Main Street", "address": "1 Main Street", "phone": "+359 2 1", "stock_policy": "ALLOWS_OVERSELL"}
    told = owner_of(shop).patch(path_of(shop), body)
    assert told.status_code == 200, told.content
    assert {name: told.json()[name] for name in body} == body
    with shop.scope():
        assert Business.objects.get(pk=shop.id).settings_version == 2
    assert last_event(shop).event_data["changed"] == sorted(body)
    assert shop.manager_till.patch(path_of(shop), body).json()["code"] == "PERMISSION_DENIED"


def test_the_day_of_a_location_moves_until_something_was_sold_or_booked(shop: Shop) -> None:
    body = {"timezone": "Europe/Paris", "day_starts_at": "04:00"}
    told = owner_of(shop).patch(path_of(shop), body).json()
    assert (told["timezone"], told["day_starts_at"]) == ("Europe/Paris", "04:00:00")
    make_product(shop, stock="1")
    same = owner_of(shop).patch(path_of(shop), {**body, "name": "Same"})
    assert (same.status_code, same.json()["name"]) == (200, "Same")
    for changed in ({"timezone": "Europe/Sofia"}, {"day_starts_at": "05:00"}):
        answer = owner_of(shop).patch(path_of(shop), changed)
        assert (answer.status_code, answer.json()["code"]) == (409, "DAY_FIXED")


def test_a_location_is_closed_once_nothing_is_left_there(shop: Shop) -> None:
    tea = make_product(shop, price="5", stock="1")
    cart = shop.till.post("/api/sales/", {}).json()["id"]
    supplier = owner_of(shop).post("/api/suppliers/", {"name": "Wholesale"}).json()["id"]
    line = {"product": str(tea.pk), "quantity": "1", "unit_price": "1"}
    order = {"location": str(shop.storefront.pk), "supplier": supplier, "lines": [line]}
    made = owner_of(shop).post("/api/purchase-orders/", order)
    assert made.status_code == 201, made.content
    refused = owner_of(shop).patch(path_of(shop), {"is_active": False})
    assert (refused.status_code, refused.json()["code"]) == (409, "LOCATION_IN_USE")
    assert refused.json()["data"] == {"stocked_products": 1, "open_carts": 1, "open_documents": 1}
    assert refused.json()["detail"] == "High Street still has 1 stocked products, 1 open carts, 1 open documents."
    shop.till.post(f"/api/sales/{cart}/items/", {"product": str(tea.pk), "quantity": "1"})
    body = {"payments": [{"payment_method": "CASH", "amount_paid": "5.00"}]}
    assert shop.till.post(f"/api/sales/{cart}/complete/", body).status_code == 200
    step = owner_of(shop).post(f"/api/purchase-orders/{made.json()['id']}/transition/", {"status": "cancelled"})
    assert step.status_code == 200, step.content
    closed = owner_of(shop).patch(path_of(shop), {"is_active": False})
    assert closed.json()["is_active"] is False
    assert last_event(shop).event_type == "location.closed"
    assert shop.till.post("/api/sales/", {}).status_code >= 400
    assert owner_of(shop).patch(path_of(shop), {"is_active": True}).json()["is_active"] is True


def test_a_transfer_on_its_way_keeps_where_it_goes_open(shop: Shop) -> None:
    tea = make_product(shop, stock="5")
    target = LocationService.create_location(
        business=shop.business, code="W1", name="Warehouse", kind="WAREHOUSE", user_id=shop.owner.user_id
    ).unwrap()
    line = {"product": str(tea.pk), "quantity": "1"}
    body = {"location": str(shop.storefront.pk), "to_location": str(target.pk), "lines": [line]}
    made = owner_of(shop).post("/api/stock-transfers/", body)
    assert made.status_code == 201, made.content
    refused = owner_of(shop).patch(f"/api/locations/{target.pk}/", {"is_active": False})
    assert refused.json()["data"] == {"stocked_products": 0, "open_carts": 0, "open_documents": 1}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"timezone": "Moon/Sea"}, "UNKNOWN_TIMEZONE"),
        ({"code": "X"}, "VALIDATION_FAILED"),
        ({"kind": "X"}, "VALIDATION_FAILED"),
    ],
)
def test_changes_of_a_location_that_can_not_be_are_refused(shop: Shop, body: Any, code: str) -> None:
    assert owner_of(shop).patch(path_of(shop), body).json()["code"] == code


def test_a_place_that_one_does_not_see_is_not_found(shop: Shop) -> None:
    elsewhere = LocationService.create_location(
        business=shop.business, code="S2", name="Elsewhere", user_id=shop.owner.user_id
    ).unwrap()
    till = make_till(shop.business, elsewhere, shop.owner, code="T5", role="cashier")
    here = browser_of(member_of(shop, "owner", location_ids=[shop.storefront.pk]).user_id)
    assert here.patch(f"/api/locations/{elsewhere.pk}/", {"name": "X"}).json()["code"] == "NOT_FOUND"
    assert here.patch(f"/api/terminals/{till.actor.terminal_id}/", {"name": "X"}).json()["code"] == "NOT_FOUND"


def test_a_terminal_is_renamed_and_taken_out_of_use(shop: Shop) -> None:
    path = f"/api/terminals/{shop.till.actor.terminal_id}/"
    told = owner_of(shop).patch(path, {"name": "Window"}).json()
    assert (told["name"], told["is_enrolled"], told["is_active"]) == ("Window", True, True)
    assert told["last_seen_at"] is not None
    closed = owner_of(shop).patch(path, {"is_active": False}).json()
    assert (closed["is_enrolled"], closed["is_active"]) == (False, False)
    assert shop.till.get("/api/me/").status_code == 401
    assert last_event(shop).event_type == "terminal.closed"
    assert owner_of(shop).post(f"{path}enrolment/").status_code == 404
    back = owner_of(shop).patch(path, {"is_active": True}).json()
    assert (back["is_enrolled"], back["is_active"]) == (False, True)
    assert shop.till.get("/api/me/").status_code == 401
    assert owner_of(shop).post(f"{path}enrolment/").status_code == 201


def test_a_terminal_that_never_was_is_not_found(shop: Shop) -> None:
    path = "/api/terminals/0190a0a0-0000-7000-8000-000000000000/"
    assert owner_of(shop).patch(path, {"name": "X"}).json()["code"] == "NOT_FOUND"


def test_a_new_terminal_was_never_seen(shop: Shop) -> None:
    body = {"location": str(shop.storefront.pk), "code": "T6"}
    assert owner_of(shop).post("/api/terminals/", body).status_code == 201
    rows = owner_of(shop).get("/api/terminals/").json()["results"]
    assert [(row["code"], row["is_enrolled"], row["last_seen_at"]) for row in rows] == [("T6", False, None)]
    with shop.scope():
        assert Terminal.objects.for_business(shop.id).count() == 1
