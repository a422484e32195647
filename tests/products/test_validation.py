"""The validation engine: one table of rules, and what is found over HTTP."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from optimapos.nomenclatures.models import Brand, TaxCategory
from optimapos.nomenclatures.rules import rate_in
from optimapos.nomenclatures.services import ProductGroupService, TaxRateService
from optimapos.organization.services import LocationService
from optimapos.pricing.services import PricingService
from optimapos.products.rules.facts import PackagingFacts, PriceFacts, ProductFacts
from optimapos.products.rules.validation import validate_product
from optimapos.products.services import ProductService
from optimapos.products.types import NewPackaging
from tests.factories.catalog import make_product
from tests.factories.organization import Shop

GOOD = ProductFacts(
    kind="GOODS",
    life_cycle="ACTIVE",
    tracks_stock=True,
    keeps_expiry=False,
    unit_decimals=0,
    plu="",
    barcodes=1,
    packagings=(PackagingFacts("Box", 12, 1, 1),),
    prices=(PriceFacts("", Decimal(12), True, Decimal(20)),),
    locations_without_price=(),
    locations_without_rate=(),
    has_rate=True,
    stock_on_hand=Decimal(5),
    prix_br=None,
    floor_price=None,
    floor_includes_tax=True,
    brand_is_active=True,
    group_is_active=True,
)
NET = PriceFacts("S1", Decimal(10), False, Decimal(20))
NO_RATE = PriceFacts("S1", Decimal(10), False, None)

CASES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({}, []),
    ({"prices": (), "locations_without_price": ("S1",)}, [("NO_PRICE", "error")]),
    ({"prices": (), "locations_without_price": ("S1",), "life_cycle": "NEW"}, [("NO_PRICE", "warning")]),
    ({"prices": (), "locations_without_price": ("S1",), "life_cycle": "DISCONTINUED", "stock_on_hand": Decimal(0)}, []),
    ({"prices": (NET,), "locations_without_price": ("S2",)}, [("NO_PRICE_AT_LOCATION", "error")]),
    ({"locations_without_rate": ("S1",)}, [("NO_TAX_RATE", "error")]),
    ({"locations_without_rate": ("S1",), "life_cycle": "ARCHIVED", "stock_on_hand": Decimal(0)}, []),
    ({"prices": (replace(NET, price=Decimal(0)),)}, [("PRICE_IS_ZERO", "warning")]),
    ({"floor_price": Decimal("12.000001")}, [("FLOOR_ABOVE_PRICE", "error")]),
    ({"floor_price": Decimal(12)}, []),
    ({"floor_price": Decimal("12.01"), "prices": (NET,)}, [("FLOOR_ABOVE_PRICE", "error")]),
    ({"floor_price": Decimal("10.01"), "floor_includes_tax": False}, [("FLOOR_ABOVE_PRICE", "error")]),
    ({"floor_price": Decimal(99), "prices": (NO_RATE,)}, []),
    ({"prix_br": Decimal("12.50")}, [("PRINTED_PRICE_DIFFERS", "warning")]),
    ({"prix_br": Decimal("12.00"), "prices": (NET,)}, []),
    ({"prix_br": Decimal("12.00"), "prices": (NO_RATE,)}, []),
    ({"barcodes": 0}, [("NO_BARCODE", "warning")]),
    ({"barcodes": 0, "plu": "4011"}, []),
    ({"barcodes": 0, "kind": "SERVICE", "packagings": (), "stock_on_hand": Decimal(0)}, []),
    ({"barcodes": 0, "life_cycle": "ARCHIVED", "stock_on_hand": Decimal(0)}, []),
    ({"barcodes": 0, "unit_decimals": 3}, [("PLU_MISSING", "warning")]),
    ({"packagings": (PackagingFacts("Box", 12, 1, 0),)}, [("PACKAGING_WITHOUT_BARCODE", "warning")]),
    (
        {"packagings": (PackagingFacts("Box", 12, 1, 1), PackagingFacts("Case", 24, 2, 1))},
        [("DUPLICATE_FACTOR", "warning")],
    ),
    ({"packagings": (PackagingFacts("Half", 1, 2, 1),)}, [("FACTOR_NOT_COUNTABLE", "error")]),
    ({"packagings": (PackagingFacts("Half", 1, 2, 1),), "unit_decimals": 1}, []),
    ({"packagings": (PackagingFacts("Third", 1, 3, 1),), "unit_decimals": 6}, [("FACTOR_NOT_COUNTABLE", "error")]),
    (
        {"kind": "SERVICE", "tracks_stock": False},
        [("SERVICE_WITH_STOCK", "error"), ("SERVICE_WITH_PACKAGING", "warning")],
    ),
    ({"stock_on_hand": Decimal(-1)}, [("STOCK_BELOW_ZERO", "error")]),
    ({"life_cycle": "DISCONTINUED"}, [("STOCK_OF_ENDED_PRODUCT", "error")]),
    ({"life_cycle": "ARCHIVED"}, [("STOCK_OF_ENDED_PRODUCT", "error")]),
    ({"life_cycle": "NEW"}, [("READY_BUT_NEW", "warning")]),
    ({"life_cycle": "NEW", "has_rate": False}, []),
    ({"keeps_expiry": True}, []),
    ({"keeps_expiry": True, "tracks_stock": False}, [("EXPIRY_WITHOUT_STOCK", "warning")]),
    (
        {"brand_is_active": False, "group_is_active": False},
        [("INACTIVE_BRAND", "warning"), ("INACTIVE_GROUP", "warning")],
    ),
    ({"brand_is_active": False, "life_cycle": "ARCHIVED", "stock_on_hand": Decimal(0)}, []),
]


@pytest.mark.parametrize(("changes", "expected"), CASES)
def test_each_inconsistency_is_found_and_no_other(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    found = validate_product(replace(GOOD, **changes))
    assert [(finding.code, str(finding.severity)) for finding in found] == expected
    assert all(finding.sentence.endswith(".") for finding in found)


def test_all_inconsistencies_are_listed_at_once_errors_first() -> None:
    wrong = replace(GOOD, barcodes=0, floor_price=Decimal(13), prix_br=Decimal(11), stock_on_hand=Decimal(-2))
    found = validate_product(wrong)
    assert [finding.code for finding in found] == [
        "FLOOR_ABOVE_PRICE",
        "STOCK_BELOW_ZERO",
        "PRINTED_PRICE_DIFFERS",
        "NO_BARCODE",
    ]
    assert found[0].sentence == "The floor price 13 is above the price 12."
    assert found[0].figures == {"floor_price": "13", "price": "12", "location": ""}


def test_the_location_stands_in_the_sentence() -> None:
    found = validate_product(replace(GOOD, prices=(NET,), prix_br=Decimal("12.5")))
    assert found[0].sentence == "The price on the box is 12.5, with tax it sells at 12 at S1."


def findings(shop: Shop, product: Any) -> dict[str, Any]:
    answer = shop.till.get(f"/api/products/{product.pk}/validation/")
    assert answer.status_code == 200, answer.json()
    return {finding["code"]: finding["figures"] for finding in answer.json()["findings"]}


def test_a_product_in_order_has_no_findings(shop: Shop) -> None:
    product = make_product(shop, barcodes=["A1"])
    answer = shop.till.get(f"/api/products/{product.pk}/validation/").json()
    assert answer == {"product": str(product.pk), "sku": product.sku, "is_consistent": True, "findings": []}


def test_a_product_is_checked_against_its_surroundings(shop: Shop) -> None:
    with shop.scope():
        brand = Brand.objects.for_business(shop.business).create(business=shop.business, name="Old", is_active=False)
        untaxed = TaxCategory.objects.for_business(shop.business).create(business=shop.business, code="N", name="None")
    group = ProductGroupService.create_group(
        business=shop.business, actor=shop.owner, fields={"code": "G", "name": "G", "is_active": False}
    ).unwrap()
    product = make_product(
        shop,
        brand=brand,
        group=group,
        tax_category=untaxed,
        price=None,
        stock="3",
        packagings=[NewPackaging("Half", 1, 2), NewPackaging("Gone", 3)],
    )
    with shop.scope():
        product.packagings.filter(name="Gone").update(is_active=False)
    assert findings(shop, product) == {
        "NO_PRICE": {"locations": ["S1"]},
        "NO_TAX_RATE": {"locations": ["S1"]},
        "FACTOR_NOT_COUNTABLE": {"packaging": "Half", "factor": "1/2", "decimals": 0},
        "NO_BARCODE": {},
        "PACKAGING_WITHOUT_BARCODE": {"packaging": "Half"},
        "INACTIVE_BRAND": {},
        "INACTIVE_GROUP": {},
    }
    ProductService.set_life_cycle(
        business=shop.business, product_id=product.pk, actor=shop.owner, to="DISCONTINUED"
    ).unwrap()
    ended = findings(shop, product)["STOCK_OF_ENDED_PRODUCT"]
    assert ended == {"stock_on_hand": "3.000000", "life_cycle": "DISCONTINUED"}


def test_a_price_of_a_place_that_the_member_does_not_see_is_not_told(shop: Shop) -> None:
    hidden = LocationService.create_location(
        business=shop.business, code="S2", name="Far", user_id=shop.owner.user_id
    ).unwrap()
    product = make_product(shop, price=None, barcodes=["A1"], floor_price=Decimal(9))
    set_price(shop, product, "1", hidden.pk)
    assert findings(shop, product) == {"NO_PRICE": {"locations": ["S1"]}}
    set_price(shop, product, "8", shop.storefront.pk)
    assert findings(shop, product) == {
        "FLOOR_ABOVE_PRICE": {"floor_price": "9.000000", "price": "8.000000", "location": "S1"}
    }


def set_price(shop: Shop, product: Any, price: str, location_id: Any) -> None:
    PricingService.set_base_price(
        business=shop.business,
        product_id=product.pk,
        price=Decimal(price),
        includes_tax=True,
        location_id=location_id,
    ).unwrap()


def test_a_rate_that_only_one_storefront_has_is_missing_at_the_others(shop: Shop) -> None:
    with shop.scope():
        category = TaxCategory.objects.for_business(shop.business).create(
            business=shop.business, code="L", name="Local"
        )
    other = LocationService.create_location(
        business=shop.business, code="S2", name="Far", user_id=shop.owner.user_id
    ).unwrap()
    product = make_product(shop, tax_category=category, barcodes=["A1"])
    for location_id, expected in ((other.pk, {"NO_TAX_RATE": {"locations": ["S1"]}}), (shop.storefront.pk, {})):
        TaxRateService.add_rate(
            business=shop.business,
            actor=shop.owner,
            category_id=category.pk,
            code="L",
            rate=Decimal(7),
            valid_from=date(2020, 1, 1),
            location_id=location_id,
        ).unwrap()
        assert findings(shop, product) == expected


def test_the_whole_catalog_is_validated_in_pages(shop: Shop) -> None:
    good = make_product(shop, barcodes=["A1"])
    bad = make_product(shop, price=None, stock=None)
    first = shop.till.get("/api/products/validation/?page_size=1").json()
    assert [(row["product"], row["is_consistent"]) for row in first["results"]] == [(str(bad.pk), False)]
    second = shop.till.get(first["next"].removeprefix("http://testserver")).json()
    assert [(row["product"], row["is_consistent"]) for row in second["results"]] == [(str(good.pk), True)]
    assert [row["product"] for row in shop.till.get("/api/products/validation/?search=A1").json()["results"]] == [
        str(good.pk)
    ]


def test_no_rate_applies_before_the_first_begins() -> None:
    assert rate_in([], None, date(2024, 1, 1)) is None
