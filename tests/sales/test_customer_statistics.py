"""What customers bought in all: counted when news is handed on, made anew by the command."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from optimapos.core.ids import new_id
from optimapos.core.outbox import relay
from optimapos.core.tenancy import MAINTENANCE
from optimapos.partners.models import Customer, CustomerStats
from optimapos.sales.services.statistics import CustomerStatisticsService, count_purchase
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop


def buy(shop: Shop, product: Any, pieces: int, **more: Any) -> dict[str, Any]:
    """A sale for cash."""
    body = {
        "items": [{"product": str(product.pk), "quantity": str(pieces)}],
        "payments": [{"payment_method": "CASH", "amount_paid": "1000.00"}],
        **more,
    }
    answer = shop.till.post("/api/sales/checkout/", body)
    assert answer.status_code == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


def stats(shop: Shop, customer: Customer) -> CustomerStats | None:
    with shop.scope():
        return CustomerStats.objects.for_business(shop.business).filter(customer=customer).first()


def figures(shop: Shop, customer: Customer) -> tuple[Decimal, int] | None:
    found = stats(shop, customer)
    return (found.total_purchases, found.sales_count) if found else None


def hand_on() -> None:
    while relay():
        pass


def test_a_sale_counts_once_when_its_news_is_handed_on(shop: Shop) -> None:
    tea, customer = make_product(shop, price="10.00"), make_customer(shop)
    first = buy(shop, tea, 1, customer=customer.pk)
    assert stats(shop, customer) is None
    hand_on()
    hand_on()
    assert figures(shop, customer) == (Decimal(10), 1)
    last = buy(shop, tea, 3, customer=customer.pk)
    buy(shop, tea, 5)
    hand_on()
    found = stats(shop, customer)
    assert found
    assert (found.total_purchases, found.sales_count) == (Decimal(40), 2)
    assert str(found) == "2 sales, 40.0000"
    told = [datetime.fromisoformat(sale["completed_at"]) for sale in (first, last)]
    assert told == [found.first_purchase_at, found.last_purchase_at]


def test_news_of_a_sale_that_is_not_there_counts_nothing(shop: Shop) -> None:
    customer = make_customer(shop)
    count_purchase(business_id=shop.id, message_id=new_id(), payload={"sale_id": str(new_id())})
    assert stats(shop, customer) is None


def test_made_anew_they_are_what_the_sales_say_and_what_waits_still_counts_once(shop: Shop) -> None:
    tea, customer, other = make_product(shop, price="10.00"), make_customer(shop), make_customer(shop)
    buy(shop, tea, 1, customer=customer.pk)
    hand_on()
    buy(shop, tea, 2, customer=customer.pk)
    with connections[MAINTENANCE].cursor() as cursor:
        cursor.execute("UPDATE customer_stats SET total_purchases = 7 WHERE customer_id = %s", [customer.pk])
        cursor.execute(
            "INSERT INTO customer_stats (customer_id, business_id, total_purchases, sales_count, first_purchase_at,"
            " last_purchase_at, updated_at) VALUES (%s, %s, 5, 1, now(), now(), now())",
            [other.pk, shop.id],
        )
    assert CustomerStatisticsService.rebuild(business=shop.business).unwrap() == 1
    assert (figures(shop, customer), figures(shop, other)) == ((Decimal(10), 1), None)
    hand_on()
    assert figures(shop, customer) == (Decimal(30), 2)


def test_the_command_makes_them_anew(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    tea, customer = make_product(shop, price="10.00"), make_customer(shop)
    buy(shop, tea, 1, customer=customer.pk)
    hand_on()
    call_command("rebuild_customer_stats", business=shop.business.slug)
    assert capsys.readouterr().out == "1 customers have bought something.\n"
    with pytest.raises(CommandError, match="There is no business 'nowhere'"):
        call_command("rebuild_customer_stats", business="nowhere")
