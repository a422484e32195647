"""Base prices that are worked out of cost: what is stored, who sees how, and what is refused."""

from typing import Any

import pytest

from optimapos.core.actors import ALL_CAPABILITIES, Capability
from optimapos.organization.models import Business, Role
from optimapos.pricing.models import ProductPrice
from optimapos.products.models import Product
from optimapos.products.types import NewPackaging
from tests.factories.catalog import make_product, make_tax
from tests.factories.organization import Shop, make_shop, make_till
from tests.purchases.desks import make_warehouse

OF_COST = ("markup_percent", "unit_cost")


def path(product: Product) -> str:
    return f"/api/products/{product.pk}/prices/"


def set_markup(shop: Shop, product: Product, percent: str = "50", **body: Any) -> Any:
    return shop.manager_till.post(path(product), {"markup_percent": percent, **body})


def quoted(shop: Shop, product: Product, **terms: Any) -> str:
    query = "&".join(f"{name}={value}" for name, value in {"product": product.pk, **terms}.items())
    found: str = shop.till.get(f"/api/pricing/quote/?{query}").json()["unit_price"]
    return found


def test_a_markup_on_the_last_purchase_cost_is_the_price_that_the_till_reads(shop: Shop) -> None:
    tea = make_product(shop, price="10.00", cost="4.00")
    made = set_markup(shop, tea, rounding="ENDING", rounding_to="0.99")
    assert made.status_code == 201, made.json()
    row = made.json()
    assert (row["price"], row["kind"], row["is_current"]) == ("6.990000", "MARKUP", True)
    assert (row["markup_percent"], row["unit_cost"], row["includes_tax"]) == ("50", "4", True)
    assert (row["rounding"], row["rounding_to"], row["rounding_direction"]) == ("ENDING", "0.990000", "NEAREST")
    assert quoted(shop, tea) == "6.99"


def test_a_price_that_is_named_has_no_markup(shop: Shop) -> None:
    tea = make_product(shop, price="10.00")
    (row,) = shop.manager_till.get(path(tea)).json()["results"]
    assert (row["kind"], row["markup_percent"], row["unit_cost"], row["rounding"]) == ("FIXED", None, None, "NONE")


def test_a_package_costs_the_markup_on_its_base_units(shop: Shop) -> None:
    tea = make_product(shop, price="10.00", cost="4.00", packagings=[NewPackaging("Box", 12)])
    with shop.scope():
        box = str(tea.packagings.get().pk)
    made = set_markup(shop, tea, "25", packaging=box, includes_tax=False, rounding="STEP", rounding_to="5")
    assert (made.json()["price"], made.json()["unit_cost"]) == ("60.000000", "4")
    assert quoted(shop, tea, packaging=box) == "72.00"
    assert quoted(shop, tea) == "10.00"


def test_the_cost_is_the_places_own_else_that_of_where_it_was_bought(shop: Shop) -> None:
    far = make_warehouse(shop)
    tea = make_product(shop, price="10.00", cost="4.00", location_id=far.pk)
    here = str(shop.storefront.pk)
    assert set_markup(shop, tea, location=here, includes_tax=False).json()["price"] == "6.000000"
    assert set_markup(shop, tea, includes_tax=False).json()["price"] == "6.000000"


def test_what_a_price_was_worked_out_of_is_for_those_who_see_costs(shop: Shop) -> None:
    tea = make_product(shop)
    set_markup(shop, tea)
    for row in shop.till.get(path(tea)).json()["results"]:
        assert not set(OF_COST) & row.keys()
    for row in shop.manager_till.get(path(tea)).json()["results"]:
        assert set(OF_COST) <= row.keys()


def test_who_may_not_see_costs_may_not_set_a_markup(shop: Shop) -> None:
    tea = make_product(shop)
    with shop.scope():
        Role.objects.for_business(shop.id).create(
            business_id=shop.id,
            code="pricer",
            name="Pricer",
            capabilities=sorted(ALL_CAPABILITIES - {Capability.COST_VIEW}),
        )
    pricer = make_till(shop.business, shop.storefront, shop.owner, code="T5", role="pricer")
    refused = pricer.post(path(tea), {"markup_percent": "50"})
    assert (refused.status_code, refused.json()["code"]) == (403, "PERMISSION_DENIED")
    assert refused.json()["data"] == {"capability": "cost.view"}
    assert pricer.post(path(tea), {"price": "9"}).status_code == 201
    assert shop.till.post(path(tea), {"markup_percent": "50"}).status_code == 403


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "VALIDATION_FAILED"),
        ({"price": "1", "markup_percent": "5"}, 400, "VALIDATION_FAILED"),
        ({"price": "1", "rounding": "STEP"}, 400, "VALIDATION_FAILED"),
        ({"markup_percent": "x"}, 400, "VALIDATION_FAILED"),
        ({"markup_percent": "1.00001"}, 400, "VALIDATION_FAILED"),
        ({"markup_percent": "5", "rounding": "CENT"}, 400, "VALIDATION_FAILED"),
        ({"markup_percent": "5", "rounding": "ENDING", "rounding_to": "-0.01"}, 400, "VALIDATION_FAILED"),
        ({"markup_percent": "-100.5"}, 422, "MARKUP_OUT_OF_RANGE"),
        ({"markup_percent": "10000"}, 422, "MARKUP_OUT_OF_RANGE"),
        ({"markup_percent": "5", "rounding_to": "0.05"}, 422, "BAD_PRICE_ROUNDING"),
        ({"markup_percent": "5", "rounding": "STEP"}, 422, "BAD_PRICE_ROUNDING"),
        ({"markup_percent": "5", "rounding": "STEP", "rounding_to": "0.001"}, 422, "BAD_PRICE_ROUNDING"),
        ({"markup_percent": "5", "rounding": "ENDING", "rounding_to": "1.99"}, 422, "BAD_PRICE_ROUNDING"),
        ({"markup_percent": "5", "rounding": "ENDING", "rounding_to": "1"}, 422, "BAD_PRICE_ROUNDING"),
    ],
)
def test_a_markup_that_makes_no_sense_changes_nothing(shop: Shop, body: Any, status: int, code: str) -> None:
    tea = make_product(shop)
    refused = shop.manager_till.post(path(tea), body)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert len(shop.manager_till.get(path(tea)).json()["results"]) == 1


def test_a_product_that_was_never_bought_has_no_cost_to_put_a_markup_on(shop: Shop) -> None:
    tea = make_product(shop, stock=None)
    refused = set_markup(shop, tea)
    assert (refused.status_code, refused.json()["code"]) == (422, "NO_COST")


def test_a_price_that_no_column_holds_is_refused(shop: Shop) -> None:
    gold = make_product(shop, stock="1", cost="999999999999")
    refused = set_markup(shop, gold, "9999")
    assert (refused.status_code, refused.json()["code"]) == (422, "AMOUNT_TOO_LARGE")


def test_an_ending_of_a_currency_without_decimals_is_a_whole_amount() -> None:
    shop = make_shop(currency="JPY")
    tea = make_product(shop, price="1000", cost="400")
    refused = set_markup(shop, tea, rounding="ENDING", rounding_to="0.99")
    assert (refused.status_code, refused.json()["code"]) == (422, "BAD_PRICE_ROUNDING")
    made = set_markup(shop, tea, "51.3", rounding="STEP", rounding_to="100", rounding_direction="DOWN")
    assert made.json()["price"] == "700.000000"


def test_a_price_for_everywhere_has_the_general_rate_and_one_of_a_place_its_own(shop: Shop) -> None:
    tea = make_product(shop, cost="10.00", includes_tax=True)
    category = make_tax(shop)
    body = {"category": str(category.pk), "code": "HERE", "rate": "10", "valid_from": "2020-01-01"}
    made = shop.manager_till.post("/api/tax-rates/", {**body, "location": str(shop.storefront.pk)})
    assert made.status_code == 201, made.json()
    assert set_markup(shop, tea, "0").json()["price"] == "12.000000"
    assert set_markup(shop, tea, "0", location=str(shop.storefront.pk)).json()["price"] == "11.000000"


def test_a_markup_counts_the_settings_version_up_once(shop: Shop) -> None:
    tea = make_product(shop)
    with shop.scope():
        before = Business.objects.get(pk=shop.id).settings_version
    set_markup(shop, tea)
    with shop.scope():
        assert Business.objects.get(pk=shop.id).settings_version == before + 1
        assert ProductPrice.objects.for_business(shop.id).filter(product=tea, kind="MARKUP").count() == 1
