"""Changing products, moving them through their life, and their packagings and barcodes."""

from datetime import date
from typing import Any

import pytest

from optimapos.audit.models import AuditLog
from optimapos.core.ids import new_id
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.models import Business
from optimapos.products.models import Product
from optimapos.products.services import ProductService
from optimapos.products.types import NewPackaging
from optimapos.sales.models import Sale, SaleItem
from tests.factories.catalog import make_product, make_unit
from tests.factories.organization import Shop, make_shop

NOBODY = "01890000-0000-7000-8000-000000000000"


def path(product: Product, rest: str = "") -> str:
    return f"/api/products/{product.pk}/{rest}"


def move(shop: Shop, product: Product, *stages: str) -> None:
    for stage in stages:
        ProductService.set_life_cycle(
            business=shop.business, product_id=product.pk, actor=shop.owner, to=stage
        ).unwrap()


def version(shop: Shop) -> int:
    with shop.scope():
        return Business.objects.get(pk=shop.id).settings_version


def test_a_product_is_changed_and_the_log_names_the_columns(shop: Shop) -> None:
    product = make_product(shop, stock=None)
    before = version(shop)
    change = {"name": "Tea", "plu": "4011", "floor_price": "7.5", "warranty_days": 30, "ppv": "9.9", "kind": "GOODS"}
    changed = shop.manager_till.patch(path(product), change)
    assert changed.status_code == 200, changed.json()
    made = changed.json()
    assert (made["name"], made["plu"], made["floor_price"], made["warranty_days"]) == ("Tea", "4011", "7.500000", 30)
    assert made["prix_br"] == "9.900000"
    assert version(shop) == before + 1
    with shop.scope():
        event = AuditLog.objects.for_business(shop.business).get(event_type="product.updated")
    assert event.event_data == {
        "product_id": str(product.pk),
        "fields": ["floor_price", "kind", "name", "plu", "prix_br", "warranty_days"],
    }


def test_a_refused_change_changes_nothing(shop: Shop) -> None:
    make_product(shop, sku="A-1", plu="4012", stock=None)
    product = make_product(shop, name="Tea", stock=None)
    before = version(shop)
    for change, code in (
        ({"sku": "A-1"}, "DUPLICATE_SKU"),
        ({"plu": "4012"}, "DUPLICATE_PLU"),
        ({"plu": "12"}, "BAD_PLU"),
        ({"unit": NOBODY}, "NOT_FOUND"),
        ({"kind": "SERVICE"}, "SERVICE_HAS_NO_STOCK"),
        ({"name": None}, "VALIDATION_FAILED"),
    ):
        assert shop.manager_till.patch(path(product), {"name": "Coffee", **change}).json()["code"] == code
    assert shop.till.get(path(product)).json()["name"] == "Tea"
    assert version(shop) == before


def test_products_of_another_business_answer_404_like_ones_that_never_were(shop: Shop) -> None:
    foreign = make_product(make_shop(), stock=None, packagings=[NewPackaging("Box", 6, barcodes=("A1",))])
    mine = make_product(shop, stock=None)
    packaging = str(new_id())
    calls: list[tuple[str, str, Any]] = [
        ("GET", "", ""),
        ("PATCH", "", {"name": "X"}),
        ("POST", "life-cycle/", {"life_cycle": "PHASE_OUT"}),
        ("GET", "validation/", ""),
        ("POST", "packagings/", {"name": "Box", "factor_num": 2}),
        ("PATCH", f"packagings/{packaging}/", {"name": "X"}),
        ("DELETE", f"packagings/{packaging}/", ""),
        ("POST", "barcodes/", {"code": "B1"}),
        ("DELETE", f"barcodes/{packaging}/", ""),
        ("GET", "prices/", ""),
        ("POST", "prices/", {"price": "1"}),
    ]
    for method, rest, body in calls:
        answers = [
            shop.manager_till.call(method, f"/api/products/{wanted}/{rest}", body)
            for wanted in (foreign.pk, NOBODY, "no-id")
        ]
        assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "NOT_FOUND")}, (
            method,
            rest,
        )
    foreign_box = _first_packaging(foreign)
    assert shop.manager_till.patch(path(mine, f"packagings/{foreign_box}/"), {"name": "X"}).status_code == 404
    assert shop.manager_till.post(path(mine, "barcodes/"), {"code": "B1", "packaging": foreign_box}).status_code == 404
    assert shop.till.get("/api/products/lookup/?code=A1").status_code == 404


def _first_packaging(product: Product) -> str:
    with tenant_scope(product.business_id):
        return str(product.packagings.get().pk)


LIFE: list[tuple[tuple[str, ...], str, bool]] = [
    ((), "ACTIVE", True),
    ((), "ARCHIVED", True),
    ((), "PHASE_OUT", False),
    ((), "NEW", False),
    (("ACTIVE",), "PHASE_OUT", True),
    (("ACTIVE",), "DISCONTINUED", True),
    (("ACTIVE",), "ARCHIVED", False),
    (("ACTIVE", "PHASE_OUT"), "ACTIVE", True),
    (("ACTIVE", "PHASE_OUT"), "DISCONTINUED", True),
    (("ACTIVE", "DISCONTINUED"), "ACTIVE", True),
    (("ACTIVE", "DISCONTINUED"), "ARCHIVED", True),
    (("ACTIVE", "DISCONTINUED"), "PHASE_OUT", False),
    (("ARCHIVED",), "ACTIVE", False),
]


@pytest.mark.parametrize(("before", "to", "is_allowed"), LIFE)
def test_a_product_moves_only_along_its_life_cycle(
    shop: Shop, before: tuple[str, ...], to: str, is_allowed: bool
) -> None:
    product = make_product(shop, stock=None, life_cycle="NEW")
    move(shop, product, *before)
    stage = before[-1] if before else "NEW"
    answer = shop.manager_till.post(path(product, "life-cycle/"), {"life_cycle": to})
    assert answer.status_code == (200 if is_allowed else 409)
    assert shop.till.get(path(product)).json()["life_cycle"] == (to if is_allowed else stage)
    if not is_allowed:
        assert answer.json()["code"] == "LIFE_CYCLE_FORBIDS"
        assert answer.json()["data"]["life_cycle"] == stage


def test_a_product_with_stock_is_not_archived(shop: Shop) -> None:
    product = make_product(shop, stock="3")
    move(shop, product, "DISCONTINUED")
    refused = shop.manager_till.post(path(product, "life-cycle/"), {"life_cycle": "ARCHIVED"})
    assert (refused.status_code, refused.json()["code"]) == (409, "STOCK_REMAINS")
    assert refused.json()["data"] == {"stock_on_hand": "3.000000"}
    assert refused.json()["detail"] == "Only a product without stock can be archived. There are 3."
    assert shop.till.get(path(product)).json()["life_cycle"] == "DISCONTINUED"


@pytest.mark.parametrize("stages", [("DISCONTINUED",), ("DISCONTINUED", "ARCHIVED")])
def test_a_product_whose_life_has_ended_is_not_changed(shop: Shop, stages: tuple[str, ...]) -> None:
    product = make_product(shop, name="Tea", stock=None, barcodes=["A1"])
    move(shop, product, *stages)
    barcode = shop.till.get(path(product)).json()["barcodes"][0]["id"]
    answers = [
        shop.manager_till.patch(path(product), {"name": "X"}),
        shop.manager_till.post(path(product, "packagings/"), {"name": "Box", "factor_num": 2}),
        shop.manager_till.post(path(product, "barcodes/"), {"code": "B1"}),
        shop.manager_till.delete(path(product, f"barcodes/{barcode}/")),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(409, "LIFE_CYCLE_FORBIDS")}
    assert bool(answers[0].json()["suggestions"]) == (stages[-1] == "DISCONTINUED")
    kept = shop.till.get(path(product)).json()
    assert (kept["name"], kept["packagings"], len(kept["barcodes"])) == ("Tea", [], 1)


def test_the_unit_changes_only_before_the_product_is_on_sale_or_has_stock(shop: Shop) -> None:
    kilo = str(make_unit(shop, 3).pk)
    fresh = make_product(shop, stock=None, life_cycle="NEW")
    assert shop.manager_till.patch(path(fresh), {"unit": kilo}).json()["unit"] == kilo
    for product in (make_product(shop, stock="2", life_cycle="NEW"), make_product(shop, stock=None)):
        refused = shop.manager_till.patch(path(product), {"unit": kilo})
        assert (refused.status_code, refused.json()["code"]) == (409, "UNIT_FIXED")
        assert shop.till.get(path(product)).json()["unit_decimals"] == 0
        assert shop.manager_till.patch(path(product), {"unit": str(product.unit_id)}).status_code == 200


def test_stock_stops_being_kept_only_where_there_is_none(shop: Shop) -> None:
    stocked, empty = make_product(shop, stock="2"), make_product(shop, stock=None)
    refused = shop.manager_till.patch(path(stocked), {"tracks_stock": False})
    assert (refused.status_code, refused.json()["code"]) == (409, "STOCK_REMAINS")
    assert shop.till.get(path(stocked)).json()["tracks_stock"] is True
    assert shop.manager_till.patch(path(empty), {"tracks_stock": False}).json()["tracks_stock"] is False
    made = shop.manager_till.patch(path(empty), {"kind": "SERVICE"}).json()
    assert (made["kind"], made["tracks_stock"]) == ("SERVICE", False)


def test_a_packaging_is_added_changed_and_removed(shop: Shop) -> None:
    product = make_product(shop, stock=None)
    body = {"name": "Box", "factor_num": 12, "barcodes": ["B-12"], "price": "100"}
    made = shop.manager_till.post(path(product, "packagings/"), body)
    assert made.status_code == 201
    box = made.json()
    assert (box["factor_num"], box["factor_den"], box["barcodes"][0]["code"]) == (12, 1, "B-12")
    address = path(product, f"packagings/{box['id']}/")
    changed = shop.manager_till.patch(address, {"factor_num": 10, "factor_den": 3, "is_active": False}).json()
    assert (changed["factor_num"], changed["factor_den"], changed["is_active"]) == (10, 3, False)
    again = shop.manager_till.post(path(product, "packagings/"), {"name": "Box", "factor_num": 6})
    assert (again.status_code, again.json()["code"]) == (409, "DUPLICATE_PACKAGING")
    assert shop.manager_till.delete(address).status_code == 204
    assert shop.manager_till.delete(address).status_code == 404
    made = shop.till.get(path(product)).json()
    assert (made["packagings"], made["barcodes"]) == ([], [])


def test_a_packaging_that_was_sold_keeps_its_factor_and_stays(shop: Shop) -> None:
    product = make_product(shop, stock=None, packagings=[NewPackaging("Box", 12)])
    box = _first_packaging(product)
    _sell(shop, product, box)
    address = path(product, f"packagings/{box}/")
    for refused in (shop.manager_till.patch(address, {"factor_num": 6}), shop.manager_till.delete(address)):
        assert (refused.status_code, refused.json()["code"]) == (409, "PACKAGING_USED")
        assert refused.json()["suggestions"] == ["Deactivate it and add a new one."]
    kept = shop.manager_till.patch(address, {"is_active": False, "name": "Old box", "factor_num": 12}).json()
    assert (kept["name"], kept["factor_num"], kept["is_active"]) == ("Old box", 12, False)


def _sell(shop: Shop, product: Product, packaging_id: str) -> None:
    """A line that refers to the packaging, put there past the checkout."""
    today = date(2024, 1, 2)
    with shop.scope():
        sale = Sale.objects.for_business(shop.business).create(
            business_id=shop.id,
            location=shop.storefront,
            user_id=shop.owner.user_id,
            prices_include_tax=True,
            currency="EUR",
            business_date=today,
            accounting_date=today,
        )
        SaleItem.objects.for_business(shop.business).create(
            business_id=shop.id,
            sale=sale,
            line_no=1,
            product=product,
            packaging_id=packaging_id,
            quantity=1,
            base_qty=12,
            list_price=1,
            unit_price=1,
            product_name=product.name,
            product_sku=product.sku,
        )


def test_barcodes_are_added_and_removed(shop: Shop) -> None:
    product = make_product(shop, stock=None, packagings=[NewPackaging("Box", 12)])
    before = version(shop)
    own = shop.manager_till.post(path(product, "barcodes/"), {"code": " 96385074 "})
    box = shop.manager_till.post(path(product, "barcodes/"), {"code": "BOX-1", "packaging": _first_packaging(product)})
    assert (own.status_code, own.json()["code"], own.json()["packaging"]) == (201, "96385074", None)
    assert (box.status_code, box.json()["packaging"]) == (201, _first_packaging(product))
    taken = shop.manager_till.post(path(product, "barcodes/"), {"code": "BOX-1"})
    assert (taken.status_code, taken.json()["code"], taken.json()["data"]["sku"]) == (
        409,
        "DUPLICATE_BARCODE",
        product.sku,
    )
    assert shop.manager_till.post(path(product, "barcodes/"), {"code": "96385073"}).json()["code"] == "BAD_BARCODE"
    address = path(product, f"barcodes/{own.json()['id']}/")
    assert shop.manager_till.delete(address).status_code == 204
    assert shop.manager_till.delete(address).status_code == 404
    assert version(shop) == before + 1
    assert [row["code"] for row in shop.till.get(path(product)).json()["barcodes"]] == ["BOX-1"]


def test_a_cashier_changes_nothing(shop: Shop) -> None:
    product = make_product(shop, name="Tea", stock=None)
    answers = [
        shop.till.patch(path(product), {"name": "X"}),
        shop.till.post(path(product, "life-cycle/"), {"life_cycle": "PHASE_OUT"}),
        shop.till.post(path(product, "packagings/"), {"name": "Box", "factor_num": 2}),
        shop.till.post(path(product, "barcodes/"), {"code": "B1"}),
        shop.till.post(path(product, "prices/"), {"price": "1"}),
    ]
    assert {answer.status_code for answer in answers} == {403}
    kept = shop.till.get(path(product)).json()
    assert (kept["name"], kept["life_cycle"], kept["packagings"], kept["barcodes"]) == ("Tea", "ACTIVE", [], [])
