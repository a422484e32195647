"""Finding products: pages, filters, details, codes, and a number of queries that doesn't grow."""

from decimal import Decimal
from typing import Any

import pytest

from optimapos.core.ids import new_id
from optimapos.nomenclatures.models import Brand
from optimapos.nomenclatures.services import ProductGroupService
from optimapos.organization.services import LocationService
from optimapos.pricing.services import PricingService
from optimapos.products.models import Product
from optimapos.products.types import NewPackaging
from tests.factories.catalog import make_product, make_tax, make_unit
from tests.factories.organization import Shop, make_shop


def names(shop: Shop, query: str) -> list[str]:
    answer = shop.till.get(f"/api/products/?{query}")
    assert answer.status_code == 200, answer.json()
    return [row["name"] for row in answer.json()["results"]]


def make_group(shop: Shop, code: str, parent: Any = None) -> Any:
    return ProductGroupService.create_group(
        business=shop.business, actor=shop.owner, fields={"code": code, "name": code, "parent": parent}
    ).unwrap()


def test_products_are_listed_newest_first_in_pages(shop: Shop) -> None:
    for name in ("A", "B", "C"):
        make_product(shop, name=name, stock=None)
    make_product(make_shop(), name="Foreign", stock=None)
    first = shop.till.get("/api/products/?page_size=2").json()
    assert [row["name"] for row in first["results"]] == ["C", "B"]
    second = shop.till.get(first["next"].removeprefix("http://testserver")).json()
    assert ([row["name"] for row in second["results"]], second["next"]) == (["A"], None)


def test_products_are_sorted_by_name_and_by_sku_page_by_page(shop: Shop) -> None:
    for name, sku in (("B", "1"), ("A", "3"), ("C", "2")):
        make_product(shop, name=name, sku=sku, stock=None)
    assert names(shop, "sort=name") == ["A", "B", "C"]
    assert names(shop, "sort=-sku") == ["A", "C", "B"]
    first = shop.till.get("/api/products/?sort=name&page_size=2").json()
    second = shop.till.get(first["next"].removeprefix("http://testserver")).json()
    assert [row["name"] for row in first["results"] + second["results"]] == ["A", "B", "C"]


def test_products_are_read_by_their_ids(shop: Shop) -> None:
    tea, coffee, _ = (make_product(shop, name=name, stock=None) for name in ("Tea", "Coffee", "Milk"))
    foreign = make_product(make_shop(), name="Foreign", stock=None)
    assert names(shop, f"ids={tea.pk},{coffee.pk},{foreign.pk}") == ["Coffee", "Tea"]
    assert shop.till.get("/api/products/?ids=1,2").status_code == 400


def test_search_finds_parts_of_names_and_beginnings_of_codes(shop: Shop) -> None:
    make_product(shop, name="Green tea", sku="GT-1", barcodes=["BAR-1", "BAR-2"], stock=None)
    make_product(shop, name="Coffee", sku="CO-1", plu="4011", stock=None)
    make_product(make_shop(), name="Green foreign", barcodes=["BAR-1"], stock=None)
    assert names(shop, "search=TEA") == ["Green tea"]
    assert names(shop, "search=gt-") == ["Green tea"]
    assert names(shop, "search=BAR") == ["Green tea"]
    assert names(shop, "search=40") == ["Coffee"]
    assert names(shop, "search=AR-1") == []
    assert names(shop, "search=%25") == []
    assert names(shop, "search=e") == ["Coffee", "Green tea"]
    assert shop.till.get("/api/products/?search=%00").status_code == 400


def test_products_are_narrowed_down_by_group_with_all_below_it(shop: Shop) -> None:
    food = make_group(shop, "FOOD")
    fruit = make_group(shop, "FRUIT", food)
    make_product(shop, name="Apple", group=fruit, stock=None)
    make_product(shop, name="Hamper", group=food, stock=None)
    make_product(shop, name="Toy", stock=None)
    assert names(shop, f"group={food.pk}") == ["Hamper", "Apple"]
    assert names(shop, f"group={fruit.pk}") == ["Apple"]
    assert names(shop, f"group={new_id()}") == []
    assert names(make_shop(), f"group={food.pk}") == []
    assert shop.till.get("/api/products/?group=x").status_code == 400


def test_products_are_narrowed_down_by_brand_stage_and_kind(shop: Shop) -> None:
    with shop.scope():
        brand = Brand.objects.for_business(shop.business).create(business=shop.business, name="Acme")
    make_product(shop, name="Anvil", brand=brand, stock=None)
    make_product(shop, name="Fresh", life_cycle="NEW", stock=None)
    make_product(shop, name="Repair", kind="SERVICE", stock=None)
    assert names(shop, f"brand={brand.pk}") == ["Anvil"]
    assert names(shop, "life_cycle=NEW") == ["Fresh"]
    assert names(shop, "kind=SERVICE") == ["Repair"]
    assert shop.till.get("/api/products/?life_cycle=OLD").status_code == 400


def test_the_price_is_the_one_of_the_storefront_that_was_asked_for(shop: Shop) -> None:
    product = make_product(shop, price="10.00", stock=None)
    other = LocationService.create_location(
        business=shop.business, code="S2", name="Far", user_id=shop.owner.user_id
    ).unwrap()
    PricingService.set_base_price(
        business=shop.business,
        product_id=product.pk,
        price=Decimal("8.5"),
        includes_tax=True,
        location_id=shop.storefront.pk,
    ).unwrap()
    address = f"/api/products/{product.pk}/"
    assert shop.till.get(address).json()["price"]["price"] == "8.500000"
    assert shop.till.get(f"{address}?storefront={shop.storefront.pk}").json()["price"]["price"] == "8.500000"
    for unseen in (other.pk, new_id()):
        refused = shop.till.get(f"{address}?storefront={unseen}")
        assert (refused.status_code, refused.json()["code"]) == (404, "UNKNOWN_LOCATION")
    assert shop.till.get(f"{address}?storefront=x").status_code == 400
    listed = shop.till.get("/api/products/").json()["results"][0]
    assert (listed["price"]["price"], listed["price"]["location"]) == ("8.500000", str(shop.storefront.pk))


def test_a_code_is_looked_up_as_barcode_then_plu_then_sku(shop: Shop) -> None:
    boxed = make_product(
        shop,
        name="Tea",
        sku="5555",
        barcodes=["96385074"],
        packagings=[NewPackaging("Box", 6, barcodes=("B-6",))],
        stock=None,
    )
    weighed = make_product(shop, name="Apple", plu="5555", barcodes=["4444"], stock=None)
    numbered = make_product(shop, name="Pear", plu="4444", stock=None)
    make_product(make_shop(), sku="FOREIGN", barcodes=["B-7"], stock=None)
    assert _found(shop, "96385074") == ("barcode", str(boxed.pk), None)
    assert _found(shop, "B-6") == ("barcode", str(boxed.pk), "Box")
    assert _found(shop, "5555") == ("plu", str(weighed.pk), None)
    assert _found(shop, "4444") == ("barcode", str(weighed.pk), None)
    assert _found(shop, numbered.sku) == ("sku", str(numbered.pk), None)
    for unknown in ("B-7", "FOREIGN", "B", "nothing"):
        refused = shop.till.get(f"/api/products/lookup/?code={unknown}")
        assert (refused.status_code, refused.json()["code"]) == (404, "PRODUCT_NOT_FOUND")
    for bad in ("", "x" * 61, "%00"):
        assert shop.till.get(f"/api/products/lookup/?code={bad}").status_code == 400


def _found(shop: Shop, code: str) -> tuple[str, str, str | None]:
    made = shop.till.get(f"/api/products/lookup/?code={code}").json()
    assert made["product"]["price"]["price"] == "10.000000"
    return made["matched"], made["product"]["id"], (made["packaging"] or {}).get("name")


@pytest.mark.parametrize("path", ["", "validation/"])
def test_a_page_takes_as_many_queries_for_sixty_products_as_for_three(shop: Shop, path: str, queries: Any) -> None:
    with shop.scope():
        brand = Brand.objects.for_business(shop.business).create(business=shop.business, name="Acme")
    group = make_group(shop, "FOOD")
    make_unit(shop)
    make_tax(shop)
    counts = []
    for wanted in (3, 60):
        for number in range(_count(shop), wanted):
            make_product(
                shop,
                name=f"N{number}",
                brand=brand,
                group=group,
                barcodes=[f"B{number}"],
                packagings=[NewPackaging("Box", 6, barcodes=(f"X{number}",))],
            )
        with queries() as asked:
            page = shop.till.get(f"/api/products/{path}?page_size=100&group={group.pk}")
        assert len(page.json()["results"]) == wanted
        counts.append(len(asked))
    assert counts[0] == counts[1]


def _count(shop: Shop) -> int:
    with shop.scope():
        return Product.objects.for_business(shop.business).count()


def test_costs_are_nowhere_in_a_product(shop: Shop) -> None:
    product = make_product(shop, cost="4.00")
    assert "4.00" not in shop.till.get(f"/api/products/{product.pk}/").content.decode()
