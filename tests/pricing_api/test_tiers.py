"""Prices of price groups and step prices over HTTP."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from optimapos.audit.models import AuditLog
from optimapos.core.ids import new_id
from optimapos.nomenclatures.models import PriceGroup
from optimapos.organization.models import Business
from optimapos.organization.services import LocationService
from optimapos.products.models import Product
from optimapos.products.types import NewPackaging
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop, make_till
from tests.factories.pricing import make_group_price, make_price_group, make_step_price

GROUPS, STEPS = "/api/group-prices/", "/api/step-prices/"
PATHS = (GROUPS, STEPS)
YEAR = timedelta(days=365)


def version(shop: Shop) -> int:
    with shop.scope():
        return Business.objects.get(pk=shop.id).settings_version


def body(path: str, product: Product, group: PriceGroup, **fields: Any) -> dict[str, Any]:
    own = {"price_group": str(group.pk)} if path == GROUPS else {"min_quantity": "12"}
    return {"product": str(product.pk), "price": "8.50", **own, **fields}


def test_a_price_of_a_group_lives_from_its_making_to_its_end(shop: Shop) -> None:
    product, group, till = make_product(shop, stock=None), make_price_group(shop), shop.manager_till
    before = version(shop)
    made = till.post(GROUPS, body(GROUPS, product, group))
    assert made.status_code == 201, made.json()
    found = made.json()
    assert (found["price"], found["includes_tax"], found["valid_until"]) == ("8.500000", True, None)
    assert (found["price_group_name"], found["product_sku"], found["packaging"]) == ("VIP", product.sku, None)
    path = f"{GROUPS}{found['id']}/"
    changed = till.patch(path, {"price": "8", "includes_tax": False})
    assert (changed.json()["price"], changed.json()["includes_tax"]) == ("8.000000", False)
    assert till.get(path).json() == changed.json()
    assert till.delete(path).status_code == 204
    ended = till.get(path).json()["valid_until"]
    assert ended is not None
    assert till.delete(path).status_code == 204
    assert till.get(path).json()["valid_until"] == ended
    assert version(shop) == before + 4
    with shop.scope():
        events = AuditLog.objects.for_business(shop.id).filter(event_type__startswith="productpricebygroup.")
        assert list(events.order_by("timestamp").values_list("event_type", flat=True)) == [
            f"productpricebygroup.{what}" for what in ("created", "updated", "ended", "ended")
        ]
        assert events.earliest("timestamp").event_data["price"] == "8.5"


def test_a_step_is_of_a_packaging_or_of_base_units(shop: Shop) -> None:
    product = make_product(shop, stock=None, packagings=[NewPackaging("Box", 12)])
    group, till = make_price_group(shop), shop.manager_till
    with shop.scope():
        box = str(product.packagings.get().pk)
    of_box = till.post(STEPS, body(STEPS, product, group, packaging=box, min_quantity="2.5", includes_tax=False)).json()
    assert (of_box["packaging"], of_box["min_quantity"], of_box["includes_tax"]) == (box, "2.500000", False)
    changed = till.patch(f"{STEPS}{of_box['id']}/", {"min_quantity": "3"})
    assert (changed.json()["min_quantity"], changed.json()["price"]) == ("3.000000", "8.500000")


def test_a_price_that_has_not_begun_is_deleted_when_it_is_ended(shop: Shop) -> None:
    product, group, till = make_product(shop, stock=None), make_price_group(shop), shop.manager_till
    later = (datetime.now(UTC) + YEAR).isoformat()
    for path in PATHS:
        made = till.post(path, body(path, product, group, valid_from=later)).json()
        assert till.delete(f"{path}{made['id']}/").status_code == 204
        assert till.get(f"{path}{made['id']}/").status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_lists_are_found_by_product_group_place_and_what_is_current(shop: Shop, path: str) -> None:
    product, other, group = make_product(shop, stock=None), make_product(shop, stock=None), make_price_group(shop)
    till, here = shop.manager_till, str(shop.storefront.pk)
    later = (datetime.now(UTC) + YEAR).isoformat()
    now = till.post(path, body(path, product, group, location=here)).json()["id"]
    to_come = till.post(path, body(path, other, group, valid_from=later)).json()["id"]

    def ids(query: str) -> list[str]:
        return [found["id"] for found in shop.till.get(f"{path}?{query}").json()["results"]]

    assert ids(f"product={product.pk}") == ids(f"location={here}") == ids("is_current=true") == [now]
    assert ids("is_current=false") == [to_come]
    if path == GROUPS:
        assert sorted(ids(f"price_group={group.pk}")) == sorted([now, to_come])
        assert ids(f"price_group={new_id()}") == []


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"price": "-1"}, 400, "VALIDATION_FAILED"),
        ({"price": "NaN"}, 400, "VALIDATION_FAILED"),
        ({"product": str(new_id())}, 404, "NOT_FOUND"),
        ({"location": str(new_id())}, 404, "NOT_FOUND"),
        ({"packaging": str(new_id())}, 404, "PACKAGING_NOT_FOUND"),
        ({"valid_from": "2024-02-01T00:00:00Z", "valid_until": "2024-01-01T00:00:00Z"}, 422, "BAD_PRICE_PERIOD"),
        ({"valid_from": "0001-01-01T00:00:00Z"}, 400, "VALIDATION_FAILED"),
        ({"colour": "red"}, 400, "VALIDATION_FAILED"),
    ],
)
def test_a_price_that_makes_no_sense_is_refused(
    shop: Shop, path: str, change: dict[str, Any], status: int, code: str
) -> None:
    product, group = make_product(shop, stock=None), make_price_group(shop)
    before = version(shop)
    refused = shop.manager_till.post(path, body(path, product, group) | change)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert (version(shop), shop.till.get(path).json()["results"]) == (before, [])


def test_a_step_from_nothing_and_a_group_of_another_business_are_refused(shop: Shop) -> None:
    product, foreign = make_product(shop, stock=None), make_price_group(make_shop())
    for start in ("0", "-1", "1000000000000"):
        refused = shop.manager_till.post(STEPS, body(STEPS, product, foreign, min_quantity=start))
        assert (refused.status_code, refused.json()["code"]) == (400, "VALIDATION_FAILED")
    refused = shop.manager_till.post(GROUPS, body(GROUPS, product, foreign))
    assert (refused.status_code, refused.json()["code"]) == (404, "NOT_FOUND")


def test_two_prices_of_one_instant_are_refused(shop: Shop) -> None:
    product, group = make_product(shop, stock=None), make_price_group(shop)
    for path in PATHS:
        asked = body(path, product, group, valid_from="2024-01-01T00:00:00Z")
        assert shop.manager_till.post(path, asked).status_code == 201
        again = shop.manager_till.post(path, asked)
        assert (again.status_code, again.json()["code"]) == (409, "DUPLICATE_PRICE")


def test_prices_of_places_that_the_member_does_not_see_are_not_there_for_it(shop: Shop) -> None:
    product, group = make_product(shop, stock=None), make_price_group(shop)
    far = LocationService.create_location(
        business=shop.business, code="S2", name="Far", user_id=shop.owner.user_id
    ).unwrap()
    hidden = {
        GROUPS: make_group_price(shop, product, group, "1", location=far).pk,
        STEPS: make_step_price(shop, product, "2", "1", location=far).pk,
    }
    for path, row_id in hidden.items():
        assert shop.manager_till.get(path).json()["results"] == []
        assert shop.manager_till.get(f"{path}{row_id}/").status_code == 404
        assert shop.manager_till.patch(f"{path}{row_id}/", {"price": "2"}).status_code == 404
        assert shop.manager_till.delete(f"{path}{row_id}/").status_code == 404
        assert shop.manager_till.post(path, body(path, product, group, location=str(far.pk))).status_code == 404


def test_only_who_may_manage_prices_sets_them(shop: Shop) -> None:
    product, group = make_product(shop, stock=None), make_price_group(shop)
    clerk = make_till(shop.business, shop.storefront, shop.owner, code="T3", role="stock_clerk")
    for path in PATHS:
        row_id = shop.manager_till.post(path, body(path, product, group)).json()["id"]
        for till in (shop.till, clerk):
            assert till.get(path).status_code == 200
            assert till.post(path, body(path, product, group)).status_code == 403
            assert till.patch(f"{path}{row_id}/", {"price": "1"}).status_code == 403
            assert till.delete(f"{path}{row_id}/").status_code == 403


def test_a_list_takes_as_many_queries_for_many_as_for_one(
    shop: Shop, queries: Callable[[], CaptureQueriesContext]
) -> None:
    group = make_price_group(shop)
    counts = []
    for _ in range(2):
        for _ in range(3):
            product = make_product(shop, stock=None)
            make_group_price(shop, product, group, "1")
            make_step_price(shop, product, "2", "1")
        with queries() as captured:
            for path in PATHS:
                assert shop.till.get(path).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
