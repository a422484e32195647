"""Money paid in advance settles the sales on credit that come after it, when their news is handed on."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from decimal import Decimal
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import connections

from optimapos.core import outbox
from optimapos.core.ids import UUID, new_id
from optimapos.core.models import OutboxMessage
from optimapos.core.operations import run_operation
from optimapos.core.result import Result
from optimapos.partners.locks import lock_customer
from optimapos.partners.models import CreditAllocation
from optimapos.sales.services.advances import settle_from_credit
from tests.factories.organization import Shop
from tests.partners.accounts import balance, buy, make_customer, make_goods, open_balance, paid, sale_now, told
from tests.sales.test_customer_statistics import hand_on


def assert_verified(shop: Shop) -> None:
    """`verify` finds nothing in the books."""
    said = StringIO()
    with suppress(SystemExit):
        call_command("verify", "--business", str(shop.id), stdout=said)
    assert "invariants hold" in said.getvalue()


def news_of(sale: Any, customer: Any) -> dict[str, Any]:
    return {"sale_id": sale["id"], "customer_id": customer["id"], "amount_due": sale["amount_due"]}


def test_a_sale_after_a_payment_in_advance_is_settled_when_its_news_is_handed_on(shop: Shop) -> None:
    customer, goods = make_customer(shop), make_goods(shop)
    paid(shop, customer, "80")
    first, second = buy(shop, customer, "50", goods), buy(shop, customer, "50", goods, paid="5")
    assert (sale_now(shop, first), sale_now(shop, second)) == (("PENDING", 0, 50), ("PARTIAL", 5, 45))
    hand_on()
    assert (sale_now(shop, first), sale_now(shop, second)) == (("COMPLETED", 50, 0), ("PARTIAL", 35, 15))
    assert balance(shop, customer) == 15
    (left,) = told(shop, customer, "open-items/")
    assert (left["source_id"], Decimal(left["open_amount"])) == (second["id"], 15)
    with shop.scope():
        users = set(CreditAllocation.objects.for_business(shop.id).values_list("user_id", flat=True))
    assert users == {shop.manager_till.actor.user_id}
    assert_verified(shop)


def test_news_that_is_handed_on_twice_settles_nothing_twice(shop: Shop) -> None:
    customer, goods = make_customer(shop), make_goods(shop)
    paid(shop, customer, "80")
    sale = buy(shop, customer, "50", goods)
    for _ in range(2):
        settle_from_credit(business_id=shop.id, message_id=new_id(), payload=news_of(sale, customer))
    hand_on()
    assert (sale_now(shop, sale), balance(shop, customer)) == (("COMPLETED", 50, 0), -30)
    with shop.scope():
        assert CreditAllocation.objects.for_business(shop.id).count() == 1
    assert_verified(shop)


def test_without_money_in_advance_a_sale_stays_due(shop: Shop) -> None:
    customer, goods = make_customer(shop), make_goods(shop)
    sale, cash = buy(shop, customer, "50", goods), buy(shop, customer, "5", goods, paid="5")
    nobodys = {"sale_id": cash["id"], "customer_id": None, "amount_due": "0"}
    settle_from_credit(business_id=shop.id, message_id=new_id(), payload=nobodys)
    hand_on()
    assert (sale_now(shop, sale), sale_now(shop, cash)) == (("PENDING", 0, 50), ("COMPLETED", 5, 0))


def test_handing_on_beside_payments_settles_each_debt_once(shop: Shop) -> None:
    customer, goods = make_customer(shop), make_goods(shop)
    open_balance(shop, customer, "40", is_credit=True)
    sales = [buy(shop, customer, "30", goods) for _ in range(4)]

    def work(number: int) -> None:
        try:
            if number % 2:
                paid(shop, customer, "10")
            else:
                sale = sales[number // 2]
                settle_from_credit(business_id=shop.id, message_id=new_id(), payload=news_of(sale, customer))
        finally:
            connections.close_all()

    assert shop.till
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    hand_on()
    assert balance(shop, customer) == 40
    assert sum(sale_now(shop, sale)[2] for sale in sales) == 40
    assert_verified(shop)


def test_news_waits_while_somebody_else_has_the_customer(shop: Shop) -> None:
    customer, goods = make_customer(shop), make_goods(shop)
    paid(shop, customer, "80")
    sale = buy(shop, customer, "50", goods)

    def relayed() -> int:
        try:
            return outbox.relay()
        finally:
            connections.close_all()

    def beside() -> Result[int]:
        lock_customer(shop.business, UUID(customer["id"]))
        with ThreadPoolExecutor(1) as pool:
            return Result.success(pool.submit(relayed).result())

    run_operation(shop.business, beside).unwrap()
    with shop.scope():
        assert OutboxMessage.objects.for_business(shop.id).count() == 1
    assert sale_now(shop, sale) == ("PENDING", 0, 50)
    hand_on()
    assert sale_now(shop, sale) == ("COMPLETED", 50, 0)
