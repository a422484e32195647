"""Base prices of a product over HTTP, and which one applies."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from optimapos.audit.models import AuditLog
from optimapos.core.ids import new_id
from optimapos.organization.models import Business
from optimapos.organization.services import LocationService
from optimapos.pricing.models import ProductPrice
from optimapos.pricing.selectors import current_price
from optimapos.pricing.services import PricingService
from optimapos.products.models import Product
from optimapos.products.types import NewPackaging
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop, make_till

NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)


def path(product: Product) -> str:
    return f"/api/products/{product.pk}/prices/"


def version(shop: Shop) -> int:
    with shop.scope():
        return Business.objects.get(pk=shop.id).settings_version


def test_a_price_set_now_applies_from_now_on_and_the_old_one_stays_as_history(shop: Shop) -> None:
    product = make_product(shop, price="10.00", stock=None)
    before = version(shop)
    made = shop.manager_till.post(path(product), {"price": "11.5"})
    assert made.status_code == 201, made.json()
    assert (made.json()["price"], made.json()["includes_tax"], made.json()["is_current"]) == ("11.500000", True, True)
    assert version(shop) == before + 1
    listed = shop.till.get(path(product)).json()["results"]
    assert [(row["price"], row["is_current"]) for row in listed] == [("11.500000", True), ("10.000000", False)]
    with shop.scope():
        event = AuditLog.objects.for_business(shop.business).filter(event_type="price.set").latest("timestamp")
    assert event.event_data == {"product_id": str(product.pk), "price_id": made.json()["id"], "price": "11.5"}
    assert event.user_id == shop.manager_till.actor.user_id


def test_prices_of_packagings_and_locations_stand_beside_each_other(shop: Shop) -> None:
    product = make_product(shop, stock=None, packagings=[NewPackaging("Box", 12)])
    with shop.scope():
        box = str(product.packagings.get().pk)
    here = str(shop.storefront.pk)
    for body in ({"price": "100", "packaging": box}, {"price": "9", "location": here, "includes_tax": False}):
        assert shop.manager_till.post(path(product), body).status_code == 201
    listed = shop.till.get(path(product)).json()["results"]
    assert [(row["price"], row["location"], row["packaging"], row["is_current"]) for row in listed] == [
        ("9.000000", here, None, True),
        ("100.000000", None, box, True),
        ("10.000000", None, None, True),
    ]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"price": "-0.01"}, 400, "VALIDATION_FAILED"),
        ({"price": "NaN"}, 400, "VALIDATION_FAILED"),
        ({"price": None}, 400, "VALIDATION_FAILED"),
        ({"price": "1.0000001"}, 400, "VALIDATION_FAILED"),
        ({"location": str(new_id())}, 404, "NOT_FOUND"),
        ({"packaging": str(new_id())}, 404, "NOT_FOUND"),
        ({"packaging": "x"}, 400, "VALIDATION_FAILED"),
    ],
)
def test_a_price_that_makes_no_sense_changes_nothing(
    shop: Shop, change: dict[str, Any], status: int, code: str
) -> None:
    product = make_product(shop, stock=None)
    before = version(shop)
    refused = shop.manager_till.post(path(product), {"price": "1", **change})
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert (version(shop), len(shop.till.get(path(product)).json()["results"])) == (before, 1)


def test_a_packaging_of_another_product_or_business_is_a_404(shop: Shop) -> None:
    product = make_product(shop, stock=None)
    for owner in (shop, make_shop()):
        other = make_product(owner, stock=None, packagings=[NewPackaging("Box", 12)])
        with owner.scope():
            box = str(other.packagings.get().pk)
        refused = shop.manager_till.post(path(product), {"price": "1", "packaging": box})
        assert (refused.status_code, refused.json()["code"]) == (404, "NOT_FOUND")


def test_prices_of_places_that_the_member_does_not_see_are_not_there_for_it(shop: Shop) -> None:
    product = make_product(shop, stock=None)
    hidden = LocationService.create_location(
        business=shop.business, code="S2", name="Far", user_id=shop.owner.user_id
    ).unwrap()
    PricingService.set_base_price(
        business=shop.business, product_id=product.pk, price=Decimal(1), includes_tax=True, location_id=hidden.pk
    ).unwrap()
    assert [row["price"] for row in shop.till.get(path(product)).json()["results"]] == ["10.000000"]
    assert shop.manager_till.post(path(product), {"price": "1", "location": str(hidden.pk)}).status_code == 404


def test_only_who_may_manage_prices_sets_them(shop: Shop) -> None:
    product = make_product(shop, stock=None)
    clerk = make_till(shop.business, shop.storefront, shop.owner, code="T3", role="stock_clerk")
    for till in (shop.till, clerk):
        assert till.get(path(product)).status_code == 200
        assert till.post(path(product), {"price": "1"}).status_code == 403
    assert len(shop.till.get(path(product)).json()["results"]) == 1


def set_price(shop: Shop, product: Product, price: str, at: datetime, **where: Any) -> ProductPrice:
    return PricingService.set_base_price(
        business=shop.business, product_id=product.pk, price=Decimal(price), includes_tax=True, at=at, **where
    ).unwrap()


def test_the_current_price_is_the_latest_in_force_and_the_locations_own_comes_first(shop: Shop) -> None:
    product = make_product(shop, price=None, stock=None, packagings=[NewPackaging("Box", 12)])
    with shop.scope():
        box = product.packagings.get().pk
    here, hour = shop.storefront.pk, timedelta(hours=1)
    set_price(shop, product, "10", NOON)
    set_price(shop, product, "11", NOON + hour)
    own = set_price(shop, product, "8", NOON + 2 * hour, location_id=here)
    set_price(shop, product, "90", NOON, packaging_id=box)
    with shop.scope():
        ProductPrice.objects.for_business(shop.business).filter(pk=own.pk).update(valid_until=NOON + 3 * hour)

    def at(hours: int, location_id: Any = None, packaging_id: Any = None) -> Decimal | None:
        with shop.scope():
            found = current_price(
                business=shop.business,
                product_id=product.pk,
                location_id=location_id,
                at=NOON + hours * hour,
                packaging_id=packaging_id,
            )
        return found.price if found else None

    assert [at(-1), at(0), at(1), at(5)] == [None, Decimal(10), Decimal(11), Decimal(11)]
    assert [at(1, here), at(2, here), at(3, here)] == [Decimal(11), Decimal(8), Decimal(11)]
    assert at(0, here, box) == Decimal(90)


def test_two_prices_of_one_instant_are_refused(shop: Shop) -> None:
    product = make_product(shop, price=None, stock=None)
    set_price(shop, product, "10", NOON)
    refused = PricingService.set_base_price(
        business=shop.business, product_id=product.pk, price=Decimal(9), includes_tax=True, at=NOON
    )
    assert refused.code == "DUPLICATE_PRICE"
    assert [row["price"] for row in shop.till.get(path(product)).json()["results"]] == ["10.000000"]


def test_a_location_of_another_business_has_no_price(shop: Shop) -> None:
    product = make_product(shop, price=None, stock=None)
    foreign = make_shop().storefront.pk
    refused = PricingService.set_base_price(
        business=shop.business, product_id=product.pk, price=Decimal(9), includes_tax=None, location_id=foreign
    )
    assert (refused.code, refused.data) == ("UNKNOWN_LOCATION", {"location": str(foreign)})
    assert shop.till.get(path(product)).json()["results"] == []
