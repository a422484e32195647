"""Businesses and locations: how they start, and when a day is over."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from optimapos.core.actors import ALL_CAPABILITIES
from optimapos.organization.models import Business, Location, Role, StoreFront, User
from optimapos.organization.services import BusinessService, LocationService
from optimapos.organization.services.businesses import rounding_step_fits
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_till, unique


def test_a_business_starts_with_its_built_in_roles(shop: Shop) -> None:
    with shop.scope():
        roles = {role.code: role for role in Role.objects.for_business(shop.id)}
    assert set(roles) == {"owner", "manager", "cashier", "stock_clerk", "buyer", "accountant", "auditor"}
    assert set(roles["owner"].capabilities) == ALL_CAPABILITIES
    assert "price.override" not in roles["cashier"].capabilities
    assert (roles["cashier"].max_discount, roles["manager"].max_discount) == (Decimal(10), Decimal(50))


@pytest.mark.parametrize("currency", ["XYZ", "eur", ""])
def test_an_unknown_currency_is_refused(currency: str) -> None:
    owner = User.objects.create_user(f"{unique('o')}@owner.test")
    result = BusinessService.create_business(name="Shop", slug=unique("shop"), currency=currency, owner=owner)
    assert result.code == "UNKNOWN_CURRENCY"


def test_a_location_of_an_unknown_time_zone_or_a_taken_code_is_refused(shop: Shop) -> None:
    owner = shop.owner.user_id
    nowhere = LocationService.create_location(
        business=shop.business, code="S2", name="X", user_id=owner, timezone="Mars/Olympus"
    )
    assert nowhere.code == "UNKNOWN_TIMEZONE"
    taken = LocationService.create_location(business=shop.business, code="S1", name="X", user_id=owner)
    assert taken.code == "DUPLICATE_CODE"


@pytest.mark.parametrize(
    ("zone", "starts", "instant", "day"),
    [
        ("UTC", time(0), datetime(2026, 3, 1, 0, 0, tzinfo=UTC), date(2026, 3, 1)),
        ("Europe/Sofia", time(0), datetime(2026, 3, 1, 22, 30, tzinfo=UTC), date(2026, 3, 2)),
        ("Europe/Sofia", time(4), datetime(2026, 3, 1, 22, 30, tzinfo=UTC), date(2026, 3, 1)),
        ("America/New_York", time(0), datetime(2026, 3, 1, 3, 0, tzinfo=UTC), date(2026, 2, 28)),
    ],
)
def test_a_day_is_the_locations_own(zone: str, starts: time, instant: datetime, day: date) -> None:
    assert Location(timezone=zone, day_starts_at=starts).local_day(instant) == day


def test_a_storefront_is_a_location_that_sells(shop: Shop) -> None:
    LocationService.create_location(
        business=shop.business, code="W1", name="Depot", user_id=shop.owner.user_id, kind="WAREHOUSE"
    ).unwrap()
    with shop.scope():
        assert [place.code for place in StoreFront.objects.for_business(shop.id)] == ["S1"]


def test_locations_are_created_over_http_by_those_who_may(shop: Shop) -> None:
    body = {"code": "S2", "name": "Second", "timezone": "Europe/Sofia"}
    assert shop.manager_till.post("/api/locations/", body).json()["code"] == "PERMISSION_DENIED"
    assert shop.manager_till.get("/api/locations/").json()["results"][0]["code"] == "S1"


def test_a_rounding_step_is_a_number_of_coins() -> None:
    assert rounding_step_fits(Decimal("0.05"), "EUR")
    assert not rounding_step_fits(Decimal("0.005"), "EUR")


def owner_client(shop: Shop) -> Any:
    """A till of the owner's role, which alone may change settings."""
    return make_till(shop.business, shop.storefront, shop.owner, code="T8", role="owner")


def test_an_owner_changes_the_settings_and_checkouts_notice(shop: Shop) -> None:
    till = owner_client(shop)
    changed = till.patch("/api/business/", {"receipt_footer": "Come again", "cash_rounding_step": "0.05"})
    assert changed.status_code == 200, changed.content
    assert till.get("/api/business/").json()["receipt_footer"] == "Come again"
    with shop.scope():
        assert Business.objects.get(pk=shop.id).settings_version == 2
    assert shop.manager_till.patch("/api/business/", {}).json()["code"] == "PERMISSION_DENIED"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cash_rounding_step": "0.005"}, "BAD_ROUNDING_STEP"),
        ({"currency": "XYZ"}, "UNKNOWN_CURRENCY"),
        ({"reservation_minutes": 0}, "VALIDATION_FAILED"),
        ({"cash_rounding_step": "-1"}, "VALIDATION_FAILED"),
    ],
)
def test_settings_that_can_not_work_are_refused(shop: Shop, changes: dict[str, Any], code: str) -> None:
    assert owner_client(shop).patch("/api/business/", changes).json()["code"] == code


def test_the_currency_stays_once_something_was_posted(shop: Shop) -> None:
    till = owner_client(shop)
    assert till.patch("/api/business/", {"currency": "USD"}).json()["currency"] == "USD"
    make_product(shop, stock="1")
    assert till.patch("/api/business/", {"currency": "EUR"}).json()["code"] == "CURRENCY_FIXED"
