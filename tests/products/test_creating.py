"""Creating a product with everything around it in one call: all of it or nothing."""

from decimal import Decimal
from typing import Any

import pytest

from optimapos.audit.models import AuditLog
from optimapos.inventory.models import InventoryItem
from optimapos.nomenclatures.models import Sequence
from optimapos.organization.services import LocationService
from optimapos.pricing.models import ProductPrice
from optimapos.products.models import Product, ProductBarcode, ProductPackaging
from tests.factories.catalog import make_product, make_tax, make_unit
from tests.factories.organization import Shop, make_shop, make_till

NOBODY = "01890000-0000-7000-8000-000000000000"


def body(shop: Shop, **changes: Any) -> dict[str, Any]:
    """A product in one call; `changes` replace or add."""
    made = {
        "name": "Coffee beans",
        "unit": str(make_unit(shop).pk),
        "tax_category": str(make_tax(shop).pk),
        "life_cycle": "ACTIVE",
        "barcodes": ["4006381333931"],
        "packagings": [{"name": "Box", "factor_num": 12, "barcodes": ["14006381333938"], "price": "99.90"}],
        "prices": [{"price": "9.99"}, {"price": "8.88", "location": str(shop.storefront.pk), "includes_tax": False}],
        "opening_stock": [{"location": str(shop.storefront.pk), "quantity": "24", "unit_cost": "4.125"}],
    }
    return made | changes


def assert_nothing_was_written(shop: Shop) -> None:
    with shop.scope():
        for model in (Product, ProductPackaging, ProductBarcode, ProductPrice, InventoryItem, Sequence):
            assert not model.objects.for_business(shop.business).exists(), model
        assert not AuditLog.objects.for_business(shop.business).filter(event_type="product.created").exists()


def test_one_call_creates_product_packagings_barcodes_prices_and_stock(shop: Shop) -> None:
    answer = shop.manager_till.post("/api/products/", body(shop))
    assert answer.status_code == 201, answer.json()
    made = answer.json()
    assert (made["sku"], made["name"], made["life_cycle"], made["kind"]) == (
        "P00001",
        "Coffee beans",
        "ACTIVE",
        "GOODS",
    )
    assert (made["unit_code"], made["unit_decimals"], made["tracks_stock"]) == ("U0", 0, True)
    assert [barcode["code"] for barcode in made["barcodes"]] == ["4006381333931", "14006381333938"]
    box = made["packagings"][0]
    assert (box["name"], box["factor_num"], box["factor_den"], box["is_active"]) == ("Box", 12, 1, True)
    assert [barcode["code"] for barcode in box["barcodes"]] == ["14006381333938"]
    assert made["barcodes"][1]["packaging"] == box["id"]
    assert (made["price"]["price"], made["price"]["includes_tax"]) == ("8.880000", False)
    assert made["price"]["location"] == str(shop.storefront.pk)
    with shop.scope():
        item = InventoryItem.objects.for_business(shop.business).get(product_id=made["id"])
        event = AuditLog.objects.for_business(shop.business).get(event_type="product.created")
    assert (item.current_qty, item.stock_value) == (Decimal(24), Decimal("99.000000"))
    assert event.event_data == {"product_id": made["id"], "sku": "P00001", "life_cycle": "ACTIVE"}


def test_a_retried_call_creates_one_product(shop: Shop) -> None:
    asked = body(shop)
    first, second = (shop.manager_till.post("/api/products/", asked, key="k1") for _ in range(2))
    assert (first.status_code, second.status_code, first.content) == (201, 201, second.content)
    assert len(shop.till.get("/api/products/").json()["results"]) == 1


def test_a_minimal_product_is_new_and_without_a_price(shop: Shop) -> None:
    asked = {"name": "  Tea ", "unit": str(make_unit(shop).pk), "tax_category": str(make_tax(shop).pk)}
    made = shop.manager_till.post("/api/products/", asked).json()
    assert (made["name"], made["life_cycle"], made["price"]) == ("Tea", "NEW", None)
    assert (made["barcodes"], made["packagings"], made["plu"], made["prix_br"]) == ([], [], "", None)


def test_a_service_keeps_no_stock(shop: Shop) -> None:
    made = shop.manager_till.post("/api/products/", body(shop, kind="SERVICE", opening_stock=[])).json()
    assert (made["kind"], made["tracks_stock"]) == ("SERVICE", False)


def test_drawn_skus_skip_those_given_by_hand(shop: Shop) -> None:
    make_product(shop, sku="P00001", stock=None)
    make_product(shop, sku="P00002", stock=None)
    assert make_product(shop, stock=None).sku == "P00003"


def test_ppv_and_prix_br_are_one_price(shop: Shop) -> None:
    made = shop.manager_till.post("/api/products/", body(shop, ppv="31.5")).json()
    assert (made["prix_br"], made["ppv"]) == ("31.500000", "31.500000")
    both = body(shop, ppv="31.5", prix_br="32", barcodes=[], packagings=[])
    assert shop.manager_till.post("/api/products/", both).json()["data"]["errors"][0]["field"] == "ppv"
    same = shop.manager_till.post("/api/products/", both | {"prix_br": "31.50"})
    assert (same.status_code, same.json()["ppv"]) == (201, "31.500000")


REFUSED: list[tuple[dict[str, Any], int, str]] = [
    ({"name": ""}, 400, "VALIDATION_FAILED"),
    ({"name": "x" * 201}, 400, "VALIDATION_FAILED"),
    ({"sku": "x" * 61}, 400, "VALIDATION_FAILED"),
    ({"unit": NOBODY}, 404, "NOT_FOUND"),
    ({"unit": "x"}, 400, "VALIDATION_FAILED"),
    ({"group": NOBODY}, 404, "NOT_FOUND"),
    ({"brand": NOBODY}, 404, "NOT_FOUND"),
    ({"tax_category": NOBODY}, 404, "NOT_FOUND"),
    ({"life_cycle": "ARCHIVED"}, 400, "VALIDATION_FAILED"),
    ({"kind": "SERVICE", "tracks_stock": True, "opening_stock": []}, 422, "SERVICE_HAS_NO_STOCK"),
    ({"tracks_stock": False}, 422, "PRODUCT_NOT_STOCKED"),
    ({"plu": "0123"}, 422, "BAD_PLU"),
    ({"barcodes": ["4006381333932"]}, 422, "BAD_BARCODE"),
    ({"barcodes": ["4006381333931", "4006381333931"]}, 409, "DUPLICATE_BARCODE"),
    ({"barcodes": ["14006381333938"]}, 409, "DUPLICATE_BARCODE"),
    ({"barcodes": ["x" * 49]}, 400, "VALIDATION_FAILED"),
    ({"barcodes": ["caf\u00e9"]}, 422, "BAD_BARCODE"),
    ({"packagings": [{"name": "Box", "factor_num": 0}]}, 400, "VALIDATION_FAILED"),
    ({"packagings": [{"name": "Box", "factor_num": 1_000_001}]}, 400, "VALIDATION_FAILED"),
    ({"packagings": [{"name": "Box", "factor_num": 6}, {"name": "Box", "factor_num": 12}]}, 409, "DUPLICATE_PACKAGING"),
    ({"prices": [{"price": "-1"}]}, 400, "VALIDATION_FAILED"),
    ({"prices": [{"price": "NaN"}]}, 400, "VALIDATION_FAILED"),
    ({"prices": [{"price": "1.1234567"}]}, 400, "VALIDATION_FAILED"),
    ({"prices": [{"price": "1e2"}]}, 400, "VALIDATION_FAILED"),
    ({"prices": [{"price": "10000000000000"}]}, 400, "VALIDATION_FAILED"),
    ({"prices": [{"price": "1", "location": NOBODY}]}, 404, "NOT_FOUND"),
    ({"opening_stock": [{"location": NOBODY, "quantity": "1", "unit_cost": "1"}]}, 404, "NOT_FOUND"),
    ({"warranty_days": 36_501}, 400, "VALIDATION_FAILED"),
    ({"prix_br": "-0.01"}, 400, "VALIDATION_FAILED"),
    ({"floor_price": "1_000"}, 400, "VALIDATION_FAILED"),
]


@pytest.mark.parametrize(("change", "status", "code"), REFUSED)
def test_a_product_that_is_wrong_in_one_part_is_refused_as_a_whole(
    shop: Shop, change: dict[str, Any], status: int, code: str
) -> None:
    refused = shop.manager_till.post("/api/products/", body(shop, **change))
    assert (refused.status_code, refused.json()["code"]) == (status, code), refused.json()
    assert_nothing_was_written(shop)


@pytest.mark.parametrize("quantity", ["0", "-1", "0.5", "0.0000001", "NaN", "1000000000"])
def test_opening_stock_is_a_quantity_that_the_unit_can_say(shop: Shop, quantity: str) -> None:
    stock = [{"location": str(shop.storefront.pk), "quantity": quantity, "unit_cost": "1"}]
    refused = shop.manager_till.post("/api/products/", body(shop, opening_stock=stock))
    expected = (422, "QUANTITY_TOO_PRECISE") if quantity == "0.5" else (400, "VALIDATION_FAILED")
    assert (refused.status_code, refused.json()["code"]) == expected
    assert_nothing_was_written(shop)


def test_a_duplicate_barcode_names_the_product_that_has_it(shop: Shop) -> None:
    owner = make_product(shop, name="Tea", barcodes=["4006381333931"], stock=None)
    refused = shop.manager_till.post("/api/products/", body(shop))
    assert (refused.status_code, refused.json()["code"]) == (409, "DUPLICATE_BARCODE")
    assert refused.json()["data"] == {"code": "4006381333931", "product": str(owner.pk), "sku": owner.sku}
    assert refused.json()["detail"] == "4006381333931 is a barcode of Tea already."
    assert len(shop.till.get("/api/products/").json()["results"]) == 1


def test_sku_and_plu_are_unique_within_a_business_only(shop: Shop) -> None:
    make_product(shop, sku="A-1", plu="4011", stock=None)
    for change, code in (({"sku": "A-1"}, "DUPLICATE_SKU"), ({"plu": "4011"}, "DUPLICATE_PLU")):
        refused = shop.manager_till.post("/api/products/", body(shop, **change))
        assert (refused.status_code, refused.json()["code"]) == (409, code)
    assert make_product(make_shop(), sku="A-1", plu="4011", stock=None).sku == "A-1"


def test_related_records_of_another_business_are_a_404(shop: Shop) -> None:
    other = make_shop()
    foreign = {"unit": make_unit(other), "tax_category": make_tax(other)}
    for field, row in foreign.items():
        refused = shop.manager_till.post("/api/products/", body(shop, **{field: str(row.pk)}))
        assert (refused.status_code, refused.json()["code"]) == (404, "NOT_FOUND")
    stock = [{"location": str(other.storefront.pk), "quantity": "1", "unit_cost": "1"}]
    assert shop.manager_till.post("/api/products/", body(shop, opening_stock=stock)).status_code == 404
    prices = [{"price": "1", "location": str(other.storefront.pk)}]
    assert shop.manager_till.post("/api/products/", body(shop, prices=prices)).status_code == 404
    assert_nothing_was_written(shop)


def test_a_location_that_the_member_does_not_see_is_a_404(shop: Shop) -> None:
    hidden = LocationService.create_location(
        business=shop.business, code="S2", name="Far", user_id=shop.owner.user_id
    ).unwrap()
    stock = [{"location": str(hidden.pk), "quantity": "1", "unit_cost": "1"}]
    assert shop.manager_till.post("/api/products/", body(shop, opening_stock=stock)).status_code == 404
    prices = [{"price": "1", "location": str(hidden.pk)}]
    assert shop.manager_till.post("/api/products/", body(shop, prices=prices)).status_code == 404
    assert_nothing_was_written(shop)


def test_a_cashier_creates_no_products(shop: Shop) -> None:
    assert shop.till.post("/api/products/", body(shop)).status_code == 403
    assert_nothing_was_written(shop)


def test_the_buyer_sets_prices_and_stock_and_the_stock_clerk_nothing(shop: Shop) -> None:
    buyer = make_till(shop.business, shop.storefront, shop.owner, code="T3", role="buyer")
    clerk = make_till(shop.business, shop.storefront, shop.owner, code="T4", role="stock_clerk")
    assert clerk.post("/api/products/", body(shop)).status_code == 403
    assert_nothing_was_written(shop)
    assert buyer.post("/api/products/", body(shop)).status_code == 201
