"""The last of a customer's credit: as many sales on credit as the limit allows, and not one more."""

from collections import Counter
from decimal import Decimal

from optimapos.partners.models import CreditTransaction, Customer
from tests.concurrency.books import assert_books_balance
from tests.concurrency.orders import CHECKOUT, on_credit
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop
from tests.servers import Answer, Server, race

SALES = 20


def told(answer: Answer) -> tuple[int, str, str]:
    """Status, code, and how much credit the loser was told that there is."""
    if answer.status < 400:
        return answer.status, "", ""
    return answer.status, answer.code, answer.json()["data"]["available_credit"]


def race_for_credit(server: Server, shop: Shop, limit: str) -> tuple[Customer, Counter[tuple[int, str, str]]]:
    """Twenty sales of 10.00 on credit at once."""
    customer = make_customer(shop, credit_limit=Decimal(limit))
    product = make_product(shop, price="10.00", stock="100").pk
    tokens = [shop.till.token, shop.manager_till.token]
    answers = race(server, tokens, [(CHECKOUT, on_credit(customer.pk, [(product, 1)]), None)] * SALES)
    with shop.scope():
        customer.refresh_from_db()
    return customer, Counter(map(told, answers))


def test_of_many_sales_on_credit_the_last_credit_goes_to_one(server: Server, shop: Shop) -> None:
    for _ in range(5):
        customer, outcomes = race_for_credit(server, shop, limit="10.00")
        assert outcomes == {(201, "", ""): 1, (422, "CREDIT_LIMIT_EXCEEDED", "0.0000"): SALES - 1}
        assert customer.outstanding_balance == Decimal(10)
    assert_books_balance(shop.id)


def test_as_many_sales_on_credit_succeed_as_the_limit_has_room_for(server: Server, shop: Shop) -> None:
    customer, outcomes = race_for_credit(server, shop, limit="79.99")
    assert outcomes == {(201, "", ""): 7, (422, "CREDIT_LIMIT_EXCEEDED", "9.9900"): SALES - 7}
    with shop.scope():
        entries = CreditTransaction.objects.for_business(shop.id).filter(customer=customer)
        assert [entry.amount for entry in entries] == [Decimal(10)] * 7
    assert customer.outstanding_balance == Decimal(70)
    assert_books_balance(shop.id)
