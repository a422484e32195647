"""Payments on account of one customer at once: each settles what is still open, and nothing is settled twice."""

from collections import Counter
from decimal import Decimal

from tests.concurrency.books import assert_books_balance
from tests.concurrency.orders import CHECKOUT, on_credit
from tests.factories.organization import Shop
from tests.partners.accounts import balance, buy, make_customer, make_goods, paid, sale_now
from tests.servers import Server, race

PAYMENTS = 12


def test_payments_at_once_settle_each_debt_once(server: Server, shop: Shop) -> None:
    customer, goods = make_customer(shop), make_goods(shop)
    sales = [buy(shop, customer, "10", goods) for _ in range(5)]
    path = f"/api/customers/{customer['id']}/payments/"
    body = {"amount": "5.00", "payment_method": "CASH"}
    tokens = [shop.till.token, shop.manager_till.token]
    answers = race(server, tokens, [(path, body, None)] * PAYMENTS)
    assert Counter(answer.status for answer in answers) == {201: PAYMENTS}
    kept = sum(Decimal(answer.json()["kept_as_credit"]) for answer in answers)
    assert (kept, balance(shop, customer)) == (10, -10)
    assert {sale_now(shop, sale) for sale in sales} == {("COMPLETED", Decimal(10), Decimal(0))}
    assert_books_balance(shop.id)


def test_sales_and_payments_at_once_leave_the_books_right(server: Server, shop: Shop) -> None:
    customer, goods = make_customer(shop, credit_limit="100000"), make_goods(shop)
    path = f"/api/customers/{customer['id']}/payments/"
    pay = (path, {"amount": "7.00", "payment_method": "CASH"}, None)
    sell = (CHECKOUT, on_credit(customer["id"], [(goods.pk, 10)]), None)
    answers = race(server, [shop.till.token, shop.manager_till.token], [pay, sell] * PAYMENTS)
    assert Counter(answer.status for answer in answers) == {201: 2 * PAYMENTS}
    assert balance(shop, customer) == PAYMENTS * 3
    paid(shop, customer, str(PAYMENTS * 3))
    assert balance(shop, customer) == 0
    assert_books_balance(shop.id)
