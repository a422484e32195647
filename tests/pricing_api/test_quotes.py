"""Quotes and their explanations over HTTP."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test.utils import CaptureQueriesContext

from optimapos.core.ids import new_id
from optimapos.organization.models import Business, User
from optimapos.organization.services import LocationService
from optimapos.organization.types import PricePolicy
from optimapos.products.types import NewPackaging
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, Till, make_shop, make_till
from tests.factories.partners import make_site
from tests.factories.pricing import make_group_price, make_price_group, make_step_price
from tests.isolation.worlds import Caller

QUOTE, EXPLAIN = "/api/pricing/quote/", "/api/pricing/explain/"


def ask(till: Till, path: str = QUOTE, **query: Any) -> dict[str, Any]:
    answer = till.get(f"{path}?" + "&".join(f"{name}={value}" for name, value in query.items()))
    assert answer.status_code == 200, answer.json()
    found: dict[str, Any] = answer.json()
    return found


def refused(till: Till, **query: Any) -> tuple[int, str]:
    answer = till.get(f"{QUOTE}?" + "&".join(f"{name}={value}" for name, value in query.items()))
    return answer.status_code, answer.json()["code"]


def test_a_quote_tells_price_and_tax_and_to_those_who_may_see_it_the_gain(shop: Shop) -> None:
    product = make_product(shop, price="12.00", tax="20", cost="4.00", barcodes=["4006381333931"])
    found = ask(shop.manager_till, product=product.pk, quantity="3")
    assert found == {
        "product": str(product.pk),
        "sku": product.sku,
        "name": "Coffee beans",
        "packaging": None,
        "quantity": "3",
        "base_quantity": "3",
        "unit_price": "12.00",
        "price_source": "BASE",
        "list_price": "12.00",
        "amount": "36.00",
        "includes_tax": True,
        "tax_rate": "20",
        "currency": "EUR",
        "flags": [],
        "unit_cost": "4.00",
        "profit": "6.00",
        "margin": "60.0",
    }
    seen = ask(shop.till, product=product.pk, quantity="3")
    assert seen == {name: value for name, value in found.items() if name not in {"unit_cost", "profit", "margin"}}
    assert ask(shop.till, code="4006381333931", quantity="3") == ask(shop.till, code=product.sku, quantity="3") == seen


def test_a_package_is_quoted_by_its_factor_and_a_product_never_bought_without_cost(shop: Shop) -> None:
    product = make_product(shop, price="2.00", tax="0", stock=None, packagings=[NewPackaging("Box", 12)])
    with shop.scope():
        box = product.packagings.get().pk
    found = ask(shop.manager_till, product=product.pk, packaging=box, quantity="2")
    assert (found["unit_price"], found["amount"], found["base_quantity"]) == ("24.00", "48.00", "24")
    assert (found["unit_cost"], found["profit"], found["margin"]) == (None, None, None)
    assert "Cost" not in ask(shop.manager_till, EXPLAIN, product=product.pk)["text"]


def test_the_explanation_reads_like_a_cashier_would_tell_it(shop: Shop) -> None:
    product, group = make_product(shop, price="24.99", tax="0", cost="15.00"), make_price_group(shop)
    make_group_price(shop, product, group, "22.00")
    make_step_price(shop, product, "50", "21.50")
    make_step_price(shop, product, "100", "21.00")
    customer = make_customer(shop, price_group=group).pk
    with shop.scope():
        Business.objects.filter(pk=shop.id).update(fallback_markup_percent=Decimal(40))
    found = ask(shop.manager_till, EXPLAIN, product=product.pk, quantity="50", customer=customer)
    assert found["text"] == (
        "Price for VIP: 22.00. Not taken: another price is lower. "
        "Step price from 100: 21.00. Does not apply: the quantity does not reach it. "
        "Step price from 50: 21.50. Chosen: the lowest price. "
        "Price of the product: 24.99. Not taken: another price is lower. "
        "Cost plus markup: 21.00. Not taken: there are prices. "
        "The lowest price that applies is taken. "
        "Cost 15.00, profit 6.50, margin 30.2 %."
    )
    assert [(step["price"], step["chosen"], step["difference"]) for step in found["steps"]] == [
        ("22.00", False, "0.50"),
        ("21.00", False, "-0.50"),
        ("21.50", True, "0.00"),
        ("24.99", False, "3.49"),
        ("21.00", False, "-0.50"),
    ]
    to_cashier = ask(shop.till, EXPLAIN, product=product.pk, quantity="50", customer=customer)
    assert "Cost" not in to_cashier["text"]
    assert [step["source"] for step in to_cashier["steps"]] == ["GROUP", "STEP", "STEP", "BASE"]


def test_policy_and_floor_are_explained(shop: Shop) -> None:
    with shop.scope():
        Business.objects.filter(pk=shop.id).update(price_policy=PricePolicy.STRICT_PRIORITY)
    product = make_product(shop, price="10.00", tax="0", floor_price=Decimal("11.00"))
    to_cashier = ask(shop.till, EXPLAIN, product=product.pk)
    assert (to_cashier["unit_price"], to_cashier["flags"]) == ("11.00", ["FLOOR_RAISED"])
    assert to_cashier["text"] == (
        "Price of the product: 10.00. Chosen: the first in order. The first price that applies is taken, in this order. "
        "That is below the floor price, so it is raised to 11.00."
    )
    to_manager = ask(shop.manager_till, EXPLAIN, product=product.pk)
    assert (to_manager["unit_price"], to_manager["flags"]) == ("10.00", ["BELOW_FLOOR"])
    assert "That is below the floor price 11.00, which you may go below." in to_manager["text"]


def test_a_quote_is_for_a_place_and_an_instant(shop: Shop) -> None:
    product = make_product(shop, price="10.00", tax="0")
    before = datetime.now(UTC)
    make_step_price(shop, product, "1", "8.00", location=shop.storefront)
    far = LocationService.create_location(
        business=shop.business, code="A1", name="Far", user_id=shop.owner.user_id
    ).unwrap()
    anywhere = make_till(shop.business, shop.storefront, shop.owner, code="T5", role="owner")
    assert ask(shop.till, product=product.pk)["unit_price"] == "8.00"
    earlier = before.isoformat().replace("+00:00", "Z")
    assert ask(shop.till, product=product.pk, at=earlier)["unit_price"] == "10.00"
    assert refused(anywhere, product=product.pk, storefront=far.pk) == (404, "UNKNOWN_LOCATION")
    assert refused(shop.till, product=product.pk, storefront=new_id()) == (404, "UNKNOWN_LOCATION")
    long_ago = (before - timedelta(days=400)).isoformat().replace("+00:00", "Z")
    assert refused(shop.till, product=product.pk, at=long_ago) == (422, "NO_PRICE")


def test_an_exempt_customer_is_quoted_without_tax_and_its_percent(shop: Shop) -> None:
    product = make_product(shop, price="12.00", tax="20", includes_tax=True)
    customer = make_customer(shop, is_tax_exempt=True, discount_percent=Decimal(10))
    found = ask(shop.till, product=product.pk, customer=customer.pk)
    assert (found["tax_rate"], found["unit_price"], found["list_price"]) == ("0", "10.80", "12.00")


@pytest.mark.parametrize(
    ("quantity", "status", "code"),
    [
        ("0", 400, "QUANTITY_NOT_POSITIVE"),
        ("-1", 400, "QUANTITY_NOT_POSITIVE"),
        ("1000000000000", 422, "AMOUNT_TOO_LARGE"),
        ("0.5", 422, "QUANTITY_TOO_PRECISE"),
        ("0.0000001", 400, "VALIDATION_FAILED"),
        ("NaN", 400, "VALIDATION_FAILED"),
        ("1e3", 400, "VALIDATION_FAILED"),
    ],
)
def test_a_quantity_that_nobody_sells_is_refused(shop: Shop, quantity: str, status: int, code: str) -> None:
    product = make_product(shop, stock=None)
    assert refused(shop.till, product=product.pk, quantity=quantity) == (status, code)


def test_what_is_not_there_is_refused(shop: Shop) -> None:
    product, other = make_product(shop, stock=None), make_product(shop, price=None, stock=None)
    foreign = make_product(make_shop(), stock=None, barcodes=["999"], packagings=[NewPackaging("Box", 12)])
    dear = make_product(shop, price="9999999999990", stock=None, packagings=[NewPackaging("Box", 1000)])
    with shop.scope():
        box = dear.packagings.get().pk
    assert refused(shop.till) == (422, "PRODUCT_REQUIRED")
    assert refused(shop.till, product=product.pk, code=product.sku) == (422, "PRODUCT_REQUIRED")
    assert refused(shop.till, product=foreign.pk) == (404, "PRODUCT_NOT_FOUND")
    assert refused(shop.till, code="999") == (404, "PRODUCT_NOT_FOUND")
    assert refused(shop.till, product=product.pk, packaging=box) == (404, "PACKAGING_NOT_FOUND")
    assert refused(shop.till, product=product.pk, customer=new_id()) == (404, "CUSTOMER_NOT_FOUND")
    assert refused(shop.till, product=other.pk) == (422, "NO_PRICE")
    assert refused(shop.till, product=dear.pk, packaging=box) == (422, "AMOUNT_TOO_LARGE")
    assert refused(shop.till, product=product.pk, colour="red") == (400, "VALIDATION_FAILED")


def test_two_hundred_lines_are_quoted_by_as_many_queries_as_one(
    shop: Shop, queries: Callable[[], CaptureQueriesContext]
) -> None:
    product = make_product(shop, price="1.50", stock=None)
    line = {"product": str(product.pk), "quantity": "2"}
    shop.till.post(QUOTE, {"lines": [line]})  # reads the promotions, which are then kept
    counts = []
    for lines in ([line], [line] * 200):
        with queries() as captured:
            answer = shop.till.post(QUOTE, {"lines": lines})
        counts.append(len(captured))
        assert [found["amount"] for found in answer.json()["lines"]] == ["3.00"] * len(lines)
    assert counts[0] == counts[1]
    for wrong in ([], [line] * 201):
        assert shop.till.post(QUOTE, {"lines": wrong}).status_code == 400
    assert shop.till.post(QUOTE, {"lines": [line, {"quantity": "1"}]}).json()["data"]["line"] == 2


def test_an_office_without_a_terminal_asks_for_its_first_place(shop: Shop) -> None:
    product = make_product(shop, price="1.50", stock=None)
    owner = Caller(User.objects.get(pk=shop.owner.user_id))
    answer = owner.call("GET", f"{QUOTE}?product={product.pk}")
    assert answer.json()["unit_price"] == "1.50"


def test_a_sites_discount_replaces_the_customers_own(shop: Shop) -> None:
    product = make_product(shop, price="100.00", stock=None)
    customer = make_customer(shop, discount_percent=Decimal(10))
    site, other = make_site(shop, customer, special_discount=Decimal(12)), make_site(shop, make_customer(shop))

    def price_for(**query: Any) -> str:
        asked = urlencode({"product": product.pk, **query})
        answer: dict[str, str] = shop.till.get(f"{QUOTE}?{asked}").json()
        return answer.get("unit_price", answer.get("code"))

    assert price_for(customer=str(customer.pk)) == "90.00"
    assert price_for(customer=str(customer.pk), customer_site=str(site.pk)) == "88.00"
    assert price_for(customer=str(customer.pk), customer_site=str(other.pk)) == "SITE_NOT_FOUND"
    assert price_for(customer_site=str(site.pk)) == "SITE_NOT_FOUND"
