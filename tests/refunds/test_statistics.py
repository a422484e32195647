"""What was given back counts in its customer's statistics: once, after its sale, and when they are made anew."""

from decimal import Decimal
from typing import Any

import pytest

from optimapos.core.outbox import relay
from optimapos.partners.models import Customer, CustomerStats
from optimapos.products.models import Product
from optimapos.sales.services.statistics import CustomerStatisticsService
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop
from tests.refunds.giving_back import processed, sold


@pytest.fixture(scope="module")
def shop() -> Shop:
    return make_shop()


@pytest.fixture(scope="module")
def tea(shop: Shop) -> Product:
    return make_product(shop, "Tea", price="12.00", stock="1000")


def figures(shop: Shop, customer: Customer) -> tuple[Decimal, Decimal] | None:
    with shop.scope():
        rows = CustomerStats.objects.for_business(shop.id).filter(customer=customer)
        found: Any = rows.values_list("total_purchases", "total_refunded").first()
        return found


def hand_on() -> None:
    while relay():
        pass


def test_what_came_back_is_counted_once_beside_what_was_bought(shop: Shop, tea: Product) -> None:
    customer = make_customer(shop)
    sale = sold(shop.till, (tea, "3"), customer=str(customer.pk))
    processed(shop, sale, "1")
    assert figures(shop, customer) is None
    hand_on()
    hand_on()
    assert figures(shop, customer) == (36, 12)
    processed(shop, sale, "1")
    assert figures(shop, customer) == (36, 12)
    CustomerStatisticsService.rebuild(business=shop.business).unwrap()
    assert figures(shop, customer) == (36, 12)
    hand_on()
    assert figures(shop, customer) == (36, 24)
    CustomerStatisticsService.rebuild(business=shop.business).unwrap()
    assert figures(shop, customer) == (36, 24)
    told = shop.manager_till.get(f"/api/customers/{customer.pk}/").json()
    assert (Decimal(told["total_purchases"]), Decimal(told["total_refunded"])) == (36, 24)


def test_a_refund_of_a_sale_without_a_customer_counts_for_nobody(shop: Shop, tea: Product) -> None:
    processed(shop, sold(shop.till, (tea, "1")), "1")
    hand_on()
    assert relay() == 0
