"""Favourites of tills, and the rules by which they read codes: over HTTP and in the feed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from optimapos.audit.models import AuditLog
from optimapos.core.ids import new_id
from optimapos.organization.services import LocationService
from optimapos.products.models import Product
from optimapos.products.types import NewPackaging
from optimapos.tills.types import Kind
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, unique
from tests.factories.tills import make_layout
from tests.tills.local import LocalTill

LAYOUTS, RULES = "/api/till/layouts/", "/api/till/code-rules/"
WEIGHT = {"name": "Weight", "kind": "WEIGHT", "pattern": "21.....{NNDDD}", "symbology": "EAN13"}
PRICE = {"name": "Price", "kind": "PRICE", "pattern": "23.....{NNNDD}", "symbology": "EAN13"}


@pytest.fixture
def tea(shop: Shop) -> Product:
    return make_product(shop, "Tea", packagings=[NewPackaging("Box", 12)])


def tabs(*products: Product, name: str = "Favourites", start: int = 0) -> list[dict[str, Any]]:
    tiles = [{"place": place, "product": product.pk} for place, product in enumerate(products, start=start)]
    return [{"name": name, "tiles": tiles}]


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_manager_arranges_and_a_cashier_sees_it(shop: Shop, tea: Product) -> None:
    with shop.scope():
        box = tea.packagings.get().pk
    body = {
        "name": "Main",
        "tabs": [
            {
                "name": "Tea",
                "tiles": [{"place": 4, "product": tea.pk, "packaging": box}, {"place": 1, "product": tea.pk}],
            },
            {"name": "Empty", "tiles": []},
        ],
    }
    made = shop.manager_till.post(LAYOUTS, body)
    assert made.status_code == 201, made.content
    layout = made.json()
    assert layout == {
        "id": layout["id"],
        "name": "Main",
        "storefront": None,
        "terminal": None,
        "tabs": [
            {
                "name": "Tea",
                "tiles": [
                    {"place": 1, "product": str(tea.pk), "packaging": None},
                    {"place": 4, "product": str(tea.pk), "packaging": str(box)},
                ],
            },
            {"name": "Empty", "tiles": []},
        ],
    }
    assert shop.till.get(LAYOUTS).json()["results"] == [layout]
    assert shop.till.get(f"{LAYOUTS}{layout['id']}/").json() == layout
    assert refused(shop.till.post(LAYOUTS, body)) == (403, "PERMISSION_DENIED")
    with shop.scope():
        assert AuditLog.objects.for_business(shop.id).filter(event_type="till_layout.created").count() == 1


def test_a_change_replaces_the_tabs_or_leaves_them(shop: Shop, tea: Product) -> None:
    layout = make_layout(shop, tea)
    one = f"{LAYOUTS}{layout.pk}/"
    renamed = shop.manager_till.patch(one, {"name": "Other", "terminal": shop.till.actor.terminal_id}).json()
    assert (renamed["name"], renamed["terminal"]) == ("Other", str(shop.till.actor.terminal_id))
    assert len(renamed["tabs"][0]["tiles"]) == 1
    salt = make_product(shop, "Salt")
    changed = shop.manager_till.patch(one, {"tabs": tabs(salt, tea, name="New")}).json()
    assert [tile["product"] for tile in changed["tabs"][0]["tiles"]] == [str(salt.pk), str(tea.pk)]
    assert changed["name"] == "Other"
    assert shop.manager_till.delete(one).status_code == 204
    assert refused(shop.manager_till.delete(one)) == (404, "NOT_FOUND")
    assert refused(shop.manager_till.patch(one, {"name": "Gone"})) == (404, "NOT_FOUND")


def test_what_does_not_fit_is_refused_and_nothing_is_kept(shop: Shop, tea: Product) -> None:
    make_layout(shop, tea)
    salt = make_product(shop, "Salt", packagings=[NewPackaging("Sack", 5)])
    with shop.scope():
        sack = salt.packagings.get().pk
    twice = [{"name": "A", "tiles": [{"place": 1, "product": tea.pk}, {"place": 1, "product": salt.pk}]}]
    wrong_pack = [{"name": "A", "tiles": [{"place": 1, "product": tea.pk, "packaging": sack}]}]
    unknown = [{"name": "A", "tiles": [{"place": 1, "product": new_id()}]}]
    both = {"storefront": shop.storefront.pk, "terminal": shop.till.actor.terminal_id}
    for body, answer in (
        ({"tabs": tabs(tea)}, (409, "DUPLICATE_LAYOUT")),
        ({"tabs": tabs(tea), **both}, (422, "LAYOUT_OF_TWO_PLACES")),
        ({"tabs": twice, "storefront": shop.storefront.pk}, (422, "TILES_OVERLAP")),
        ({"tabs": unknown, "storefront": shop.storefront.pk}, (404, "PRODUCT_NOT_FOUND")),
        ({"tabs": wrong_pack, "storefront": shop.storefront.pk}, (404, "PACKAGING_NOT_FOUND")),
        ({"tabs": [{"name": "A", "tiles": [{"place": 200, "product": tea.pk}]}]}, (400, "VALIDATION_FAILED")),
    ):
        assert refused(shop.manager_till.post(LAYOUTS, {"name": "More", **body})) == answer
    assert len(shop.till.get(LAYOUTS).json()["results"]) == 1


def test_a_till_keeps_the_layouts_that_are_for_it(shop: Shop, tea: Product) -> None:
    second = LocationService.create_location(
        business=shop.business, code="S2", name="Back Street", user_id=shop.owner.user_id
    ).unwrap()
    local = LocalTill(shop.till)
    for where in ({}, {"storefront": shop.storefront}, {"storefront": second}):
        make_layout(shop, tea, name=unique("Grid"), **where)
    told = local.refresh()
    assert set(told) == {"layouts"}
    (everywhere, here) = sorted(told["layouts"]["rows"], key=lambda row: row["storefront"] or "")
    assert (everywhere["storefront"], here["storefront"]) == (None, str(shop.storefront.pk))
    assert here["tabs"] == [
        {"name": "All", "tiles": [{"place": 0, "product": str(tea.pk), "packaging": None}]},
    ]
    assert [row["storefront"] for row in shop.till.get(LAYOUTS).json()["results"]].count(str(second.pk)) == 0
    shop.manager_till.delete(f"{LAYOUTS}{here['id']}/")
    local.refresh()
    assert list(local.rows[Kind.LAYOUTS]) == [everywhere["id"]]


def test_a_list_costs_the_same_number_of_statements_however_long_it_is(
    shop: Shop, tea: Product, queries: Callable[[], CaptureQueriesContext]
) -> None:
    counts = []
    for where in ({}, {"storefront": shop.storefront}):
        make_layout(shop, tea, **where)
        with queries() as captured:
            shop.till.get(LAYOUTS)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_business_starts_with_rules_for_weights_and_prices(shop: Shop) -> None:
    assert shop.till.get(RULES).json() == {"rules": [WEIGHT, PRICE]}
    assert list(LocalTill(shop.till).rows[Kind.CODE_RULES].values()) == [WEIGHT, PRICE]


def test_a_manager_replaces_the_rules_and_tills_are_told(shop: Shop) -> None:
    local = LocalTill(shop.till)
    coupon = {"name": "Coupon", "kind": "COUPON", "pattern": "CPN-*", "symbology": "ANY"}
    for rules in ([coupon, PRICE], [PRICE, coupon]):
        answer = shop.manager_till.post(RULES, {"rules": rules})
        assert (answer.status_code, answer.json()) == (200, {"rules": rules})
        assert local.refresh()["code_rules"]["rows"] == rules
    assert shop.manager_till.post(RULES, {"rules": []}).json() == {"rules": [WEIGHT, PRICE]}
    assert refused(shop.till.post(RULES, {"rules": []})) == (403, "PERMISSION_DENIED")


def test_a_bad_rule_is_refused_and_the_others_stay(shop: Shop) -> None:
    answer = shop.manager_till.post(RULES, {"rules": [PRICE, {**WEIGHT, "pattern": "21"}]})
    assert refused(answer) == (422, "BAD_CODE_PATTERN")
    assert shop.till.get(RULES).json() == {"rules": [WEIGHT, PRICE]}
