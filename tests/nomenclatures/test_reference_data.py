"""Brands, units, tax categories and rates, price groups, sequences over HTTP."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from optimapos.audit.models import AuditLog
from optimapos.nomenclatures.models import TaxRate, UnitOfMeasure
from optimapos.nomenclatures.selectors import tax_rate_on
from optimapos.organization.models import Business
from optimapos.organization.services import LocationService
from tests.factories.catalog import make_product, make_tax, make_unit
from tests.factories.organization import Shop, make_shop

RECORDS = [
    ("brands", {"name": "Acme"}, {"name": "Zenith"}),
    ("product-groups", {"code": "FOOD", "name": "Food"}, {"name": "Groceries"}),
    ("units", {"code": "KG", "name": "Kilogram", "decimals": 3}, {"name": "Kilo"}),
    ("price-groups", {"code": "VIP", "name": "VIP", "discount_percentage": "5.5"}, {"discount_percentage": "7.25"}),
    ("tax-categories", {"code": "STD", "name": "Standard"}, {"name": "Normal"}),
]
NOBODY = "01890000-0000-7000-8000-000000000000"


@pytest.mark.parametrize(("path", "body", "change"), RECORDS)
def test_a_record_is_created_read_changed_and_deleted(
    shop: Shop, path: str, body: dict[str, Any], change: dict[str, Any]
) -> None:
    made = shop.manager_till.post(f"/api/{path}/", body)
    assert made.status_code == 201, made.json()
    address = f"/api/{path}/{made.json()['id']}/"
    for field, value in body.items():
        assert _same(shop.till.get(address).json()[field], value)
    changed = shop.manager_till.patch(address, change)
    assert changed.status_code == 200
    for field, value in change.items():
        assert _same(changed.json()[field], value)
    assert [row["id"] for row in shop.till.get(f"/api/{path}/").json()["results"]] == [made.json()["id"]]
    assert shop.manager_till.delete(address).status_code == 204
    assert shop.till.get(address).status_code == 404


def _same(answered: Any, wanted: Any) -> bool:
    return bool(
        Decimal(answered) == Decimal(wanted) if isinstance(wanted, str) and wanted[0].isdigit() else answered == wanted
    )


@pytest.mark.parametrize(("path", "body", "change"), RECORDS)
def test_a_second_record_of_the_same_name_or_code_is_refused(
    shop: Shop, path: str, body: dict[str, Any], change: dict[str, Any]
) -> None:
    assert shop.manager_till.post(f"/api/{path}/", body).status_code == 201
    again = shop.manager_till.post(f"/api/{path}/", body)
    assert (again.status_code, again.json()["code"]) == (
        409,
        "DUPLICATE_NAME" if path == "brands" else "DUPLICATE_CODE",
    )
    assert len(shop.till.get(f"/api/{path}/").json()["results"]) == 1


@pytest.mark.parametrize(("path", "body", "change"), RECORDS)
def test_a_cashier_reads_reference_data_but_does_not_change_it(
    shop: Shop, path: str, body: dict[str, Any], change: dict[str, Any]
) -> None:
    made = shop.manager_till.post(f"/api/{path}/", body).json()
    assert shop.till.get(f"/api/{path}/").status_code == 200
    assert shop.till.post(f"/api/{path}/", body).status_code == 403
    assert shop.till.patch(f"/api/{path}/{made['id']}/", change).status_code == 403
    assert shop.till.delete(f"/api/{path}/{made['id']}/").status_code == 403


@pytest.mark.parametrize(("path", "body", "change"), RECORDS)
def test_records_of_another_business_answer_404_like_ones_that_never_were(
    shop: Shop, path: str, body: dict[str, Any], change: dict[str, Any]
) -> None:
    foreign = make_shop().manager_till.post(f"/api/{path}/", body).json()["id"]
    answers = [
        [shop.manager_till.call(method, f"/api/{path}/{wanted}/", change) for method in ("GET", "PATCH", "DELETE")]
        for wanted in (foreign, NOBODY, "no-id")
    ]
    assert [[answer.status_code for answer in row] for row in answers] == [[404] * 3] * 3
    assert [[answer.json()["code"] for answer in row] for row in answers] == [["NOT_FOUND"] * 3] * 3
    assert shop.till.get(f"/api/{path}/").json()["results"] == []


@pytest.mark.parametrize("decimals", [7, -1, "1e0", True, 1.5, "\uff11"])
def test_a_unit_takes_none_to_six_decimals(shop: Shop, decimals: Any) -> None:
    refused = shop.manager_till.post("/api/units/", {"code": "U", "name": "Unit", "decimals": decimals})
    assert (refused.status_code, refused.json()["code"]) == (400, "VALIDATION_FAILED")
    assert shop.till.get("/api/units/").json()["results"] == []


def test_a_units_decimals_stay_once_a_product_is_counted_in_it(shop: Shop) -> None:
    unit = make_unit(shop)
    assert shop.manager_till.patch(f"/api/units/{unit.pk}/", {"decimals": 2}).status_code == 200
    make_product(shop, stock=None, unit=unit)
    refused = shop.manager_till.patch(f"/api/units/{unit.pk}/", {"decimals": 3, "name": "Other"})
    assert (refused.status_code, refused.json()["code"], refused.json()["data"]) == (409, "IN_USE", {"decimals": 2})
    with shop.scope():
        kept = UnitOfMeasure.objects.for_business(shop.business).get(pk=unit.pk)
    assert (kept.decimals, kept.name) == (2, "Unit 0")
    assert shop.manager_till.patch(f"/api/units/{unit.pk}/", {"decimals": 2, "name": "Other"}).status_code == 200
    assert shop.manager_till.delete(f"/api/units/{unit.pk}/").json()["code"] == "IN_USE"


def test_a_price_group_change_counts_the_settings_version_up(shop: Shop) -> None:
    before = _version(shop)
    shop.manager_till.post("/api/price-groups/", {"code": "VIP", "name": "VIP"})
    assert _version(shop) == before + 1


def test_the_rate_of_a_day_is_the_latest_begun_and_the_locations_own_comes_first(shop: Shop) -> None:
    category = make_tax(shop, "20")
    rates = [
        {"rate": "21", "valid_from": "2024-01-01"},
        {"rate": "9", "valid_from": "2024-06-01", "location": str(shop.storefront.pk)},
        {"rate": "5", "valid_from": "2025-01-01", "location": str(shop.storefront.pk)},
        {"rate": "22", "valid_from": "2025-06-01"},
    ]
    for rate in rates:
        made = shop.manager_till.post("/api/tax-rates/", {"category": str(category.pk), "code": "X", **rate})
        assert made.status_code == 201, made.json()
    here, elsewhere = shop.storefront.pk, None
    assert _rate(shop, category.pk, here, date(1999, 12, 31)) is None
    assert _rate(shop, category.pk, here, date(2023, 12, 31)) == Decimal(20)
    assert _rate(shop, category.pk, here, date(2024, 1, 1)) == Decimal(21)
    assert _rate(shop, category.pk, here, date(2024, 6, 1)) == Decimal(9)
    assert _rate(shop, category.pk, elsewhere, date(2024, 6, 1)) == Decimal(21)
    assert _rate(shop, category.pk, here, date(2025, 7, 1)) == Decimal(5)
    assert _rate(shop, category.pk, elsewhere, date(2025, 7, 1)) == Decimal(22)
    listed = shop.till.get(f"/api/tax-rates/?category={category.pk}&location={here}").json()["results"]
    assert [Decimal(row["rate"]) for row in listed] == [Decimal(5), Decimal(9)]


def _rate(shop: Shop, category_id: Any, location_id: Any, on: date) -> Decimal | None:
    with shop.scope():
        found = tax_rate_on(business=shop.business, category_id=category_id, location_id=location_id, on=on)
    return found.rate if found else None


def test_a_second_rate_of_one_day_and_place_is_refused(shop: Shop) -> None:
    category = make_tax(shop, "20")
    body = {"category": str(category.pk), "code": "X", "rate": "7", "valid_from": "2000-01-01"}
    refused = shop.manager_till.post("/api/tax-rates/", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "DUPLICATE_RATE")
    assert _rate(shop, category.pk, None, date(2000, 1, 1)) == Decimal(20)


def test_a_mistyped_rate_is_deleted_and_the_log_keeps_its_figures(shop: Shop) -> None:
    category = make_tax(shop, "20")
    with shop.scope():
        rate = TaxRate.objects.for_business(shop.business).get(category=category)
    before = _version(shop)
    assert shop.manager_till.delete(f"/api/tax-rates/{rate.pk}/").status_code == 204
    assert shop.manager_till.delete(f"/api/tax-rates/{rate.pk}/").status_code == 404
    assert _version(shop) == before + 1
    with shop.scope():
        event = AuditLog.objects.for_business(shop.business).get(event_type="tax_rate.removed")
    assert event.event_data == {"id": str(rate.pk), "rate": "20.0000", "valid_from": "2000-01-01"}


@pytest.mark.parametrize(
    "change",
    [{"rate": "101"}, {"rate": "-1"}, {"rate": "NaN"}, {"rate": "1.00001"}, {"valid_from": "soon"}, {"category": None}],
)
def test_a_rate_that_makes_no_sense_is_refused(shop: Shop, change: dict[str, Any]) -> None:
    category = make_tax(shop, "20")
    body = {"category": str(category.pk), "code": "X", "rate": "7", "valid_from": "2024-01-01"} | change
    refused = shop.manager_till.post("/api/tax-rates/", body)
    assert (refused.status_code, refused.json()["code"]) == (400, "VALIDATION_FAILED")
    assert len(shop.till.get("/api/tax-rates/").json()["results"]) == 1


def test_rates_of_places_that_a_member_does_not_see_are_not_there_for_it(shop: Shop) -> None:
    category = make_tax(shop, "20")
    hidden = LocationService.create_location(
        business=shop.business, code="S2", name="Far", user_id=shop.owner.user_id
    ).unwrap()
    with shop.scope():
        rate = TaxRate.objects.for_business(shop.business).create(
            business=shop.business, category=category, location=hidden, code="H", rate=1, valid_from=date(2024, 1, 1)
        )
    assert len(shop.till.get("/api/tax-rates/").json()["results"]) == 1
    assert shop.till.get(f"/api/tax-rates/{rate.pk}/").status_code == 404
    assert shop.manager_till.delete(f"/api/tax-rates/{rate.pk}/").status_code == 404
    body = {
        "category": str(category.pk),
        "code": "H",
        "rate": "3",
        "valid_from": "2025-01-01",
        "location": str(hidden.pk),
    }
    assert shop.manager_till.post("/api/tax-rates/", body).status_code == 404
    assert shop.manager_till.post("/api/tax-rates/", body | {"location": NOBODY}).status_code == 404


def test_a_sequence_skips_ahead_but_never_back(shop: Shop) -> None:
    make_product(shop, stock=None)
    series = shop.manager_till.get("/api/sequences/").json()["results"][0]
    address = f"/api/sequences/{series['id']}/"
    assert (series["code"], series["prefix"], series["padding"], series["next_number"]) == ("product", "P", 5, 2)
    refused = shop.manager_till.patch(address, {"next_number": 1, "prefix": "Q"})
    assert (refused.status_code, refused.json()["code"]) == (409, "SEQUENCE_BACKWARDS")
    assert refused.json()["data"] == {"next_number": 2}
    assert make_product(shop, stock=None).sku == "P00002"
    assert shop.manager_till.patch(address, {"prefix": "Q", "padding": 3, "next_number": 70}).status_code == 200
    assert make_product(shop, stock=None).sku == "Q070"
    assert shop.manager_till.delete(address).status_code == 405
    assert shop.manager_till.patch(f"/api/sequences/{NOBODY}/", {"prefix": "Q"}).status_code == 404
    assert shop.manager_till.patch("/api/units/x/", {"name": "Q"}).status_code == 404


def test_a_sequence_can_be_set_up_before_it_is_used(shop: Shop) -> None:
    body = {"code": "product", "prefix": "ART-", "padding": 6, "next_number": 100}
    assert shop.manager_till.post("/api/sequences/", body).status_code == 201
    assert make_product(shop, stock=None).sku == "ART-000100"


def _version(shop: Shop) -> int:
    with shop.scope():
        return Business.objects.get(pk=shop.id).settings_version
