"""What the catalog's services refuse to callers that come past the HTTP door."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from optimapos.core.actors import Capability
from optimapos.core.result import Result
from optimapos.organization.services import LocationService
from optimapos.products.models import Product
from optimapos.products.services import PackagingService, ProductService
from optimapos.products.types import NewPackaging, NewPrice, OpeningStock
from tests.factories.catalog import make_product, make_tax, make_unit
from tests.factories.organization import Shop, make_shop


def create(shop: Shop, *, actor: Any = None, fields: Any = None, **parts: Any) -> Result[Product]:
    columns: Any = {"name": "Tea", "unit": make_unit(shop), "tax_category": make_tax(shop)} | (fields or {})
    return ProductService.create_product(business=shop.business, actor=actor or shop.owner, fields=columns, **parts)


def stock_at(location_id: Any) -> Sequence[OpeningStock]:
    return [OpeningStock(location_id, Decimal(1), Decimal(1))]


def test_a_product_does_not_start_at_the_end_of_its_life(shop: Shop) -> None:
    refused = create(shop, life_cycle="PHASE_OUT")
    assert (refused.code, refused.data) == (
        "LIFE_CYCLE_FORBIDS",
        {"life_cycle": "PHASE_OUT", "allowed": ["ACTIVE", "NEW"]},
    )


def test_rows_of_another_business_are_not_taken(shop: Shop) -> None:
    assert create(shop, fields={"unit": make_unit(make_shop())}).code == "NOT_FOUND"


def test_prices_and_stock_need_their_own_rights(shop: Shop) -> None:
    for needed in (Capability.PRICE_MANAGE, Capability.STOCK_RECEIVE):
        actor = replace(shop.owner, capabilities=shop.owner.capabilities - {needed})
        parts: Any = {"prices": [NewPrice(Decimal(1))], "opening_stock": stock_at(shop.storefront.pk)}
        refused = create(shop, actor=actor, **parts)
        assert (refused.code, refused.data) == ("PERMISSION_DENIED", {"capability": needed.value})
    with shop.scope():
        assert not Product.objects.for_business(shop.business).exists()


@pytest.mark.parametrize("part", ["prices", "opening_stock"])
def test_a_place_that_the_actor_does_not_see_is_unknown(shop: Shop, part: str) -> None:
    place = LocationService.create_location(
        business=shop.business, code="S2", name="Far", user_id=shop.owner.user_id
    ).unwrap()
    actor = replace(shop.owner, location_ids=frozenset({shop.storefront.pk}))
    parts: Any = {"prices": [NewPrice(Decimal(1), place.pk)], "opening_stock": stock_at(place.pk)}
    refused = create(shop, actor=actor, **{part: parts[part]})
    assert (refused.code, refused.data) == ("UNKNOWN_LOCATION", {"location": str(place.pk)})
    assert create(shop, **{part: parts[part]}).ok


def test_a_factor_is_a_fraction_of_bounded_numbers(shop: Shop) -> None:
    product = make_product(shop, stock=None)
    for factor in ((0, 1), (1, 0), (1_000_001, 1)):
        refused = PackagingService.add_packaging(
            business=shop.business, product_id=product.pk, actor=shop.owner, packaging=NewPackaging("Box", *factor)
        )
        assert refused.code == "BAD_FACTOR"
    with shop.scope():
        assert not product.packagings.exists()
