"""Payments on account of one customer at once: each settles what is still open, and nothing is settled twice."""

import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections

from optimapos.core.ids import UUID
from optimapos.core.operations import run_operation
from optimapos.core.result import Result
from optimapos.partners.models import Customer
from optimapos.partners.types import Wish
from optimapos.sales.services import accounts
from optimapos.sales.services.accounts import CustomerPaymentService, TakenPayment
from tests.concurrency.books import assert_books_balance
from tests.concurrency.orders import CHECKOUT, on_credit
from tests.factories.organization import Shop
from tests.partners.accounts import balance, buy, make_customer, make_goods, paid, sale_now
from tests.servers import Server, race

PAYMENTS = 12
PATIENCE = 0.5
# How long the second payer is given to get past a lock that is not there.


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


def pay_all(shop: Shop, customer: Any, *sales: Any) -> Result[TakenPayment]:
    """A payment of 10.00, for these sales or for the oldest."""
    return CustomerPaymentService.record_payment(
        business=shop.business,
        actor=shop.manager_till.actor,
        customer_id=UUID(customer["id"]),
        location=shop.storefront,
        fields={"amount": Decimal(10), "payment_method": "CASH"},
        allocations=[Wish(UUID(sale["id"]), Decimal(10)) for sale in sales],
        at=datetime.now(UTC),
    )


def both(shop: Shop, customer: Any, *sales: Any) -> list[str]:
    """The answers, when the second begins before the first has committed."""
    later: list[Future[Result[TakenPayment]]] = []

    def closing(work: Any) -> Any:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:

        def first() -> Result[TakenPayment]:
            result = pay_all(shop, customer, *sales)
            later.append(pool.submit(closing, lambda: pay_all(shop, customer, *sales)))
            time.sleep(PATIENCE)
            return result

        done = pool.submit(closing, lambda: run_operation(shop.business, first)).result()
        return [done.code, later[0].result().code]


def test_a_sale_that_two_pay_at_once_is_settled_once(shop: Shop) -> None:
    customer = make_customer(shop)
    sale = buy(shop, customer, "10", make_goods(shop))
    assert shop.manager_till
    assert both(shop, customer, sale) == ["", "DEBT_NOT_OPEN"]
    assert sale_now(shop, sale) == ("COMPLETED", 10, 0)
    assert both(shop, customer) == ["", ""]
    assert balance(shop, customer) == -20


def test_without_the_lock_a_payment_gets_lost(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the second payment starts from a balance that the first has not committed yet."""

    def read(business: Any, customer_id: UUID) -> Customer:
        return Customer.objects.for_business(business).get(pk=customer_id)

    monkeypatch.setattr(accounts, "lock_customer", read)
    customer = make_customer(shop)
    assert shop.manager_till
    assert both(shop, customer) == ["", ""]
    with pytest.raises(AssertionError):
        balance(shop, customer)
