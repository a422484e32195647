"""Prices of groups, steps and percents at the till: checkout in one request, and carts."""

from decimal import Decimal
from typing import Any

import pytest

from optimapos.organization.models import Business
from optimapos.organization.types import PricePolicy
from optimapos.products.models import Product
from optimapos.products.types import NewPackaging
from optimapos.sales.models import SaleItem
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop
from tests.factories.partners import make_site
from tests.factories.pricing import make_group_price, make_price_group, make_step_price

CHECKOUT = "/api/sales/checkout/"


def make_widget(shop: Shop, **fields: Any) -> Product:
    return make_product(shop, name="Widget", price="24.99", tax="0", stock="1000", cost="15.00", **fields)


def sold(shop: Shop, product: Product, quantity: str, **more: Any) -> dict[str, Any]:
    """The line that a checkout sells."""
    line = {"product": str(product.pk), "quantity": quantity, **more.pop("line", {})}
    paid = {"payments": [{"payment_method": "CASH", "amount_paid": "100000"}]}
    answer = shop.till.post(CHECKOUT, {"items": [line], **paid, **more})
    assert answer.status_code == 201, answer.json()
    found: dict[str, Any] = answer.json()["items"][0]
    return found


def price(line: dict[str, Any]) -> tuple[str, str, str]:
    return line["unit_price"], line["price_source"], line["list_price"]


def waterfall(shop: Shop, line: dict[str, Any]) -> list[tuple[str, str, str]]:
    with shop.scope():
        kept = SaleItem.objects.for_business(shop.id).get(pk=line["id"]).waterfall
    return [(step["source"], step["price"], step["reason"]) for step in kept]


def test_the_example_of_the_sources_is_sold_at_the_step_price(shop: Shop) -> None:
    widget, group = make_widget(shop), make_price_group(shop)
    make_group_price(shop, widget, group, "22.00")
    make_step_price(shop, widget, "50", "21.50")
    acme = str(make_customer(shop, price_group=group).pk)
    line = sold(shop, widget, "50", customer=acme)
    assert price(line) == ("21.50", "STEP", "24.99")
    assert waterfall(shop, line) == [
        ("GROUP", "22.000000", "HIGHER_THAN_BEST"),
        ("STEP", "21.500000", "LOWEST_PRICE"),
        ("BASE", "24.990000", "HIGHER_THAN_BEST"),
    ]
    assert price(sold(shop, widget, "49", customer=acme)) == ("22.00", "GROUP", "24.99")
    assert price(sold(shop, widget, "49")) == ("24.99", "BASE", "24.99")
    assert price(sold(shop, widget, "50")) == ("21.50", "STEP", "24.99")


def test_a_strict_business_takes_the_groups_price_before_the_steps(shop: Shop) -> None:
    with shop.scope():
        Business.objects.filter(pk=shop.id).update(price_policy=PricePolicy.STRICT_PRIORITY)
    widget, group = make_widget(shop), make_price_group(shop)
    make_group_price(shop, widget, group, "22.00")
    make_step_price(shop, widget, "50", "21.50")
    line = sold(shop, widget, "50", customer=str(make_customer(shop, price_group=group).pk))
    assert price(line) == ("22.00", "GROUP", "24.99")


@pytest.mark.parametrize(
    ("percent", "active", "own", "expected"),
    [
        (None, True, "0", ("24.99", "BASE", "24.99")),
        (None, True, "10", ("22.491", "BASE", "24.99")),
        ("12", True, "10", ("21.9912", "GROUP", "24.99")),
        ("12", False, "10", ("22.491", "BASE", "24.99")),
        ("0", True, "10", ("24.99", "BASE", "24.99")),
        ("100", True, "0", ("0.00", "GROUP", "24.99")),
    ],
)
def test_percents_of_the_group_or_else_of_the_customer(
    shop: Shop, percent: str | None, active: bool, own: str, expected: tuple[str, str, str]
) -> None:
    widget = make_widget(shop)
    group = None if percent is None else make_price_group(shop, percent, is_active=active)
    customer = make_customer(shop, price_group=group, discount_percent=Decimal(own))
    assert price(sold(shop, widget, "1", customer=str(customer.pk))) == expected


def test_the_units_price_is_not_rounded_before_the_line_is(shop: Shop) -> None:
    customer = make_customer(shop, discount_percent=Decimal(10))
    line = sold(shop, make_widget(shop), "50", customer=str(customer.pk))
    assert line["gross"] == "1124.55"


def test_prices_with_and_without_tax_are_compared_on_the_sales_basis(shop: Shop) -> None:
    product, group = make_product(shop, price="24.60", tax="20", includes_tax=True), make_price_group(shop)
    make_group_price(shop, product, group, "22.00", includes_tax=False)
    line = sold(shop, product, "1", customer=str(make_customer(shop, price_group=group).pk))
    assert price(line) == ("24.60", "BASE", "24.60")
    assert waterfall(shop, line)[0] == ("GROUP", "26.400000", "HIGHER_THAN_BEST")


def test_packages_count_for_steps_as_base_units_and_have_steps_of_their_own(shop: Shop) -> None:
    widget = make_widget(shop, packagings=[NewPackaging("Box", 12)])
    with shop.scope():
        box = widget.packagings.get().pk
    make_step_price(shop, widget, "50", "21.50")
    make_step_price(shop, widget, "10", "250.00", packaging_id=box)
    of_box = {"packaging": str(box)}
    assert price(sold(shop, widget, "4", line=of_box)) == ("299.88", "BASE", "299.88")
    assert price(sold(shop, widget, "5", line=of_box)) == ("258.00", "STEP", "299.88")
    assert price(sold(shop, widget, "10", line=of_box)) == ("250.00", "STEP", "299.88")
    assert price(sold(shop, widget, "50")) == ("21.50", "STEP", "24.99")


def test_rows_of_another_place_or_time_do_not_count_and_the_places_own_stand_first(shop: Shop) -> None:
    widget, group = make_widget(shop), make_price_group(shop)
    customer = str(make_customer(shop, price_group=group).pk)
    make_group_price(shop, widget, group, "20.00")
    here = make_group_price(shop, widget, group, "21.00", location=shop.storefront)
    assert price(sold(shop, widget, "1", customer=customer)) == ("21.00", "GROUP", "24.99")
    shop.manager_till.delete(f"/api/group-prices/{here.pk}/")
    assert price(sold(shop, widget, "1", customer=customer)) == ("20.00", "GROUP", "24.99")


def test_a_price_below_the_floor_is_raised_to_it(shop: Shop) -> None:
    widget = make_widget(shop, floor_price=Decimal("22.00"))
    make_step_price(shop, widget, "50", "21.50")
    assert price(sold(shop, widget, "50")) == ("22.00", "STEP", "24.99")


def open_cart(shop: Shop, **fields: Any) -> str:
    found: str = shop.till.post("/api/sales/", fields).json()["id"]
    return found


def add(shop: Shop, cart: str, product: Product, quantity: str, till: Any = None, **more: Any) -> dict[str, Any]:
    line = {"product": str(product.pk), "quantity": quantity, **more}
    answer = (till or shop.till).post(f"/api/sales/{cart}/items/", line)
    assert answer.status_code == 201, answer.json()
    found: dict[str, Any] = answer.json()
    return found


def test_a_carts_line_reaches_a_step_when_its_quantity_does(shop: Shop) -> None:
    widget, group = make_widget(shop), make_price_group(shop)
    make_group_price(shop, widget, group, "22.00")
    make_step_price(shop, widget, "50", "21.50")
    cart = open_cart(shop, customer=str(make_customer(shop, price_group=group).pk))
    line = add(shop, cart, widget, "49")
    assert price(line) == ("22.00", "GROUP", "24.99")
    changed = shop.till.patch(f"/api/sales/{cart}/items/{line['id']}/", {"quantity": "50"})
    assert price(changed.json()) == ("21.50", "STEP", "24.99")
    paid = shop.till.post(
        f"/api/sales/{cart}/complete/", {"payments": [{"payment_method": "CASH", "amount_paid": "1075"}]}
    )
    assert (paid.status_code, paid.json()["total_amount"]) == (200, "1075.00")


def test_a_cart_that_gets_another_customer_is_priced_for_it(shop: Shop) -> None:
    widget, tea, group = make_widget(shop), make_product(shop, price="3.00", tax="0"), make_price_group(shop, "10")
    cart, path = open_cart(shop), ""
    add(shop, cart, widget, "1")
    add(shop, cart, tea, "1", till=shop.manager_till, unit_price="2.50")
    path = f"/api/sales/{cart}/"

    def patched(customer: Any) -> tuple[list[tuple[str, str, str]], str]:
        answer = shop.till.patch(path, {"customer": customer})
        assert answer.status_code == 200, answer.json()
        return [price(line) for line in answer.json()["items"]], answer.json()["total_amount"]

    by_hand = ("2.50", "MANUAL", "3.00")
    vip = str(make_customer(shop, price_group=group).pk)
    assert patched(vip) == ([("22.491", "GROUP", "24.99"), by_hand], "24.99")
    assert patched(None) == ([("24.99", "BASE", "24.99"), by_hand], "27.49")


def test_a_line_whose_price_is_gone_keeps_it_for_another_customer(shop: Shop) -> None:
    widget = make_product(shop, price=None, tax="0", stock="10", packagings=[NewPackaging("Box", 2)])
    till = shop.manager_till
    priced = till.post(f"/api/products/{widget.pk}/prices/", {"price": "5.00"}).json()
    with shop.scope():
        box = widget.packagings.get()
    cart = open_cart(shop)
    add(shop, cart, widget, "1")
    add(shop, cart, widget, "1", packaging=str(box.pk))
    assert till.patch(f"/api/products/{widget.pk}/packagings/{box.pk}/", {"is_active": False}).status_code == 200
    with shop.scope():
        widget.prices.filter(pk=priced["id"]).delete()
    answer = shop.till.patch(f"/api/sales/{cart}/", {"customer": str(make_customer(shop).pk)})
    assert [price(line) for line in answer.json()["items"]] == [("5.00", "BASE", "5.00"), ("10.00", "BASE", "10.00")]


def test_no_price_of_another_product_or_group_is_taken(shop: Shop) -> None:
    widget, other = make_widget(shop), make_product(shop, stock=None)
    group, stranger = make_price_group(shop), make_price_group(shop, "50")
    make_group_price(shop, other, group, "1.00")
    make_group_price(shop, widget, stranger, "1.00")
    make_step_price(shop, other, "1", "1.00")
    customer = str(make_customer(shop, price_group=group).pk)
    assert price(sold(shop, widget, "1", customer=customer)) == ("24.99", "BASE", "24.99")


def test_a_sites_discount_stands_in_for_the_customers_own(shop: Shop) -> None:
    widget, customer = make_widget(shop), make_customer(shop, discount_percent=Decimal(10))
    far, near = make_site(shop, customer, special_discount=Decimal(20)), make_site(shop, customer)
    bought_by = {"customer": str(customer.pk)}
    assert price(sold(shop, widget, "1", **bought_by))[0] == "22.491"
    assert price(sold(shop, widget, "1", **bought_by, customer_site=str(far.pk)))[0] == "19.992"
    assert price(sold(shop, widget, "1", **bought_by, customer_site=str(near.pk)))[0] == "22.491"


def test_a_cart_that_gets_another_site_is_priced_for_it(shop: Shop) -> None:
    widget, customer = make_widget(shop), make_customer(shop, discount_percent=Decimal(10))
    far = make_site(shop, customer, special_discount=Decimal(20))
    cart = shop.till.post("/api/sales/", {"customer": str(customer.pk)}).json()["id"]
    shop.till.post(f"/api/sales/{cart}/items/", {"product": str(widget.pk), "quantity": "1"})
    changed = shop.till.patch(f"/api/sales/{cart}/", {"customer_site": str(far.pk)}).json()
    assert price(changed["items"][0])[0] == "19.992"
    more = shop.till.post(f"/api/sales/{cart}/items/", {"product": str(widget.pk), "quantity": "2"})
    assert more.status_code == 201
    found = shop.till.get(f"/api/sales/{cart}/").json()["items"]
    assert {price(line)[0] for line in found} == {"19.992"}
