"""The last of a customer's credit: as many sales on credit as the limit allows, and not one more."""

from collections import Counter
from decimal import Decimal

from optimapos.core.ids import UUID
from optimapos.partners.models import CreditTransaction, Customer
from tests.concurrency.books import assert_books_balance
from tests.concurrency.orders import CHECKOUT, on_credit
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_till
from tests.servers import Answer, Server, race

CASHIERS = 50
ROUNDS = 20
LAST = Decimal(100)
Outcomes = Counter[tuple[int, str, str]]


def told(answer: Answer) -> tuple[int, str, str]:
    """Status, code, and how much credit the loser was told that there is."""
    if answer.status < 400:
        return answer.status, "", ""
    return answer.status, answer.code, answer.json()["data"]["available_credit"]


def cashiers(shop: Shop, wanted: int = CASHIERS) -> list[str]:
    """The tokens of so many cashiers, each at a till of their own."""
    tills = (f"C{number}" for number in range(wanted))
    return [make_till(shop.business, shop.storefront, shop.owner, code=code, role="cashier").token for code in tills]


def service(shop: Shop) -> UUID:
    """Something for 10.00 that takes no stock, so that nothing but the customer is shared."""
    return make_product(shop, "Repair", price="10.00", stock=None, kind="SERVICE", tracks_stock=False).pk


def race_for_credit(
    server: Server, shop: Shop, tokens: list[str], product: UUID, limit: Decimal
) -> tuple[Customer, Outcomes]:
    """Every cashier sells for 10.00 on credit at once."""
    customer = make_customer(shop, credit_limit=limit)
    answers = race(server, tokens, [(CHECKOUT, on_credit(customer.pk, [(product, 1)]), None)] * CASHIERS)
    with shop.scope():
        customer.refresh_from_db()
    return customer, Counter(map(told, answers))


def test_fifty_cashiers_at_once_never_sell_beyond_the_limit(server: Server, shop: Shop) -> None:
    tokens, product = cashiers(shop), make_product(shop, price="10.00", stock="1000").pk
    for _ in range(ROUNDS):
        customer, outcomes = race_for_credit(server, shop, tokens, product, LAST)
        assert outcomes == {(201, "", ""): 10, (422, "CREDIT_LIMIT_EXCEEDED", "0.0000"): CASHIERS - 10}
        assert customer.outstanding_balance == LAST
    assert_books_balance(shop.id)


def test_as_many_sales_on_credit_succeed_as_the_limit_has_room_for(server: Server, shop: Shop) -> None:
    tokens = [shop.till.token, shop.manager_till.token]
    customer, outcomes = race_for_credit(server, shop, tokens, service(shop), Decimal("79.99"))
    assert outcomes == {(201, "", ""): 7, (422, "CREDIT_LIMIT_EXCEEDED", "9.9900"): CASHIERS - 7}
    with shop.scope():
        entries = CreditTransaction.objects.for_business(shop.id).filter(customer=customer)
        assert [entry.amount for entry in entries] == [Decimal(10)] * 7
    assert customer.outstanding_balance == Decimal(70)
    assert_books_balance(shop.id)


def test_without_the_customers_lock_the_limit_is_exceeded(unlocked: Server, shop: Shop) -> None:
    """The control: who checks the limit without holding the customer sells on what another is just using up."""
    tokens, product = cashiers(shop), service(shop)
    balances = []
    for _ in range(ROUNDS):
        customer, outcomes = race_for_credit(unlocked, shop, tokens, product, LAST)
        assert {status for status, _, _ in outcomes} <= {201, 422}
        balances.append(customer.outstanding_balance)
        if max(balances) > LAST:
            break
    assert max(balances) > LAST, "the race proves nothing: without its lock it never goes wrong"
