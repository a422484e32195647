"""Paying by gift card, store credit and points: what is taken from which account, and what is refused."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from optimapos.audit.models import AuditLog
from optimapos.core.models import OutboxMessage
from optimapos.nomenclatures.models import ProductGroup
from optimapos.partners.models import Customer
from optimapos.products.models import Product
from optimapos.sales.models import Payment, Sale
from optimapos.sales.services.points import earn_points
from optimapos.wallet.models import WalletAccount, WalletEntry
from optimapos.wallet.rules.codes import in_groups, new_code
from optimapos.wallet.services import WalletService
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop, unique
from tests.sales.test_statements import calls_during
from tests.wallet.accounts import balance, entries, lots, make_card, make_credit, make_points, make_program

CHECKOUT = "/api/sales/checkout/"
D = Decimal


@pytest.fixture(scope="module")
def shop() -> Shop:
    """One shop, where a point is worth a hundredth and at least 50 pay at most half."""
    shop = make_shop()
    make_program(shop, min_points=50, max_share=D(50))
    return shop


@pytest.fixture(scope="module")
def tea(shop: Shop) -> Product:
    """Something at 10.00."""
    return make_product(shop, price="10.00", stock="100000")


@pytest.fixture
def customer(shop: Shop) -> Customer:
    return make_customer(shop, credit_limit=D(100))


def basket(tea: Product, *payments: dict[str, Any], quantity: str = "1", **more: Any) -> dict[str, Any]:
    return {"items": [{"product": str(tea.pk), "quantity": quantity}], "payments": list(payments), **more}


def tender(method: str, amount: str | None = None, **more: Any) -> dict[str, Any]:
    return {"payment_method": method, **({} if amount is None else {"amount_paid": amount}), **more}


def sold(shop: Shop, body: Any, **more: Any) -> Any:
    answer = shop.till.post(CHECKOUT, body, **more)
    assert answer.status_code == 201, answer.content
    return answer.json()


def refusal(shop: Shop, body: Any) -> tuple[str, Any]:
    answer = shop.till.post(CHECKOUT, body)
    assert answer.status_code >= 400, answer.content
    found = answer.json()
    return found["code"], found["data"]


def test_a_gift_card_pays_a_part_and_cash_the_rest(shop: Shop, tea: Product) -> None:
    card = make_card(shop, "50")
    sale = sold(shop, basket(tea, tender("GIFT_CARD", "4.00", code=card.code), tender("CASH", "10.00")))
    assert (sale["payment_type"], sale["amount_paid"], sale["change"]) == ("MIXED", "10.00", "4.00")
    with shop.scope():
        payment = Payment.objects.for_business(shop.id).get(sale_id=sale["id"], payment_method="GIFT_CARD")
        entry = WalletEntry.objects.for_business(shop.id).get(pk=payment.wallet_entry_id)
        events = AuditLog.objects.for_business(shop.id).filter(sale_id=sale["id"], event_type="wallet.redeemed")
        told = [event.event_data for event in events]
    assert (entry.kind, entry.amount, entry.source_type, str(entry.source_id)) == ("REDEEM", -4, "SALE", sale["id"])
    assert (entry.user_id, entry.terminal_id) == (shop.till.actor.user_id, shop.till.actor.terminal_id)
    assert told == [{"account": str(card.account.pk), "entry": str(entry.pk), "amount": "-4.00"}]
    assert entries(shop, card.account) == [("ISSUE", 50, 50), ("REDEEM", -4, 46)]
    assert balance(shop, card.account) == 46


def test_a_cart_is_completed_by_a_gift_card_alone(shop: Shop, tea: Product) -> None:
    card = make_card(shop, "10")
    cart = shop.till.post("/api/sales/", {}).json()["id"]
    shop.till.post(f"/api/sales/{cart}/items/", {"product": str(tea.pk), "quantity": "1"})
    paid, key = {"payments": [tender("GIFT_CARD", "10.00", code=card.code)]}, unique("key")
    answers = [shop.till.post(f"/api/sales/{cart}/complete/", paid, key=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert answers[0].json()["payment_type"] == "WALLET"
    assert balance(shop, card.account) == 0


def test_a_request_that_comes_again_takes_once(shop: Shop, tea: Product) -> None:
    card, key = make_card(shop, "50"), unique("key")
    body = basket(tea, tender("GIFT_CARD", "10.00", code=card.code))
    assert sold(shop, body, key=key) == sold(shop, body, key=key)
    assert balance(shop, card.account) == 40


def test_the_checkout_takes_from_the_lots_that_the_ledger_takes_from(shop: Shop, tea: Product) -> None:
    today, by_service, by_sale = datetime.now(UTC), make_credit(shop, "6"), make_credit(shop, "6")
    for note in (by_service, by_sale):
        account = WalletAccount.objects
        with shop.scope():
            row = account.for_business(shop.id).get(pk=note.account.pk)
        for amount in ("3", "5"):
            WalletService.adjust(
                business=shop.business, actor=shop.owner, account_id=row.pk, amount=D(amount), reason="x", at=today
            ).unwrap()
    WalletService.redeem(
        business=shop.business, actor=shop.owner, code=by_service.code, amount=D(10), currency="EUR", at=today
    ).unwrap()
    sold(shop, basket(tea, tender("STORE_CREDIT", "10.00", code=by_sale.code)))
    assert lots(shop, by_sale.account) == lots(shop, by_service.account) == [(4, None)]
    assert balance(shop, by_sale.account) == 4


def test_a_customers_credit_pays_without_a_code(shop: Shop, tea: Product, customer: Customer) -> None:
    soon = (datetime.now(UTC) + timedelta(days=30)).date()
    credit = make_credit(shop, "6", customer)
    make_credit(shop, "7", customer, expires_on=soon)
    sold(shop, basket(tea, tender("STORE_CREDIT", "10.00"), customer=str(customer.pk)))
    assert lots(shop, credit.account) == [(3, None)]
    assert balance(shop, credit.account) == 3


def test_points_pay_by_amount_or_by_number(shop: Shop, tea: Product, customer: Customer) -> None:
    entry = make_points(shop, customer, 1000, customer.pk)
    assert entry
    by_amount = tender("LOYALTY", "2.50"), tender("CARD", "7.50")
    sold(shop, basket(tea, *by_amount, customer=str(customer.pk)))
    sale = sold(shop, basket(tea, tender("LOYALTY", points=300), tender("CASH", "7.00"), customer=str(customer.pk)))
    assert [(each["payment_method"], each["amount_paid"]) for each in sale["payments"]] == [
        ("LOYALTY", "3.00"),
        ("CASH", "7.00"),
    ]
    assert entries(shop, entry.account) == [("EARN", 1000, 1000), ("SPEND", -250, 750), ("SPEND", -300, 450)]
    assert balance(shop, entry.account) == 450


def test_what_is_not_there_or_not_allowed_is_refused_and_nothing_is_booked(
    shop: Shop, tea: Product, customer: Customer
) -> None:
    card, entry = make_card(shop, "4"), make_points(shop, customer, 100, customer.pk)
    assert entry
    named, now = {"customer": str(customer.pk)}, datetime.now(UTC).isoformat()
    cash = tender("CASH", "10.00")
    cases: list[tuple[str, Any, dict[str, Any]]] = [
        (
            "WALLET_BALANCE_TOO_LOW",
            {"balance": "4", "asked": "5"},
            basket(tea, tender("GIFT_CARD", "5", code=card.code), cash),
        ),
        ("WALLET_NOT_FOUND", {}, basket(tea, tender("GIFT_CARD", "5", code=in_groups(new_code())), cash)),
        ("WALLET_NOT_FOUND", {}, basket(tea, tender("STORE_CREDIT", "5"), cash, **named)),
        ("WALLET_CODE_WRONG", {}, basket(tea, tender("GIFT_CARD", "5", code="123"), cash)),
        ("WALLET_CODE_REQUIRED", {}, basket(tea, tender("STORE_CREDIT", "5"), cash)),
        (
            "WALLET_KIND_WRONG",
            {"kind": "GIFT_CARD", "method": "STORE_CREDIT"},
            basket(tea, tender("STORE_CREDIT", "5", code=card.code), cash),
        ),
        ("WALLET_NAMED_TWICE", {}, basket(tea, *[tender("GIFT_CARD", "2", code=card.code)] * 2, tender("CASH", "6"))),
        ("LOYALTY_NEEDS_CUSTOMER", {}, basket(tea, tender("LOYALTY", "1.00"), cash)),
        ("POINTS_TOO_FEW", {"points": 10, "minimum": 50}, basket(tea, tender("LOYALTY", points=10), cash, **named)),
        (
            "POINTS_SHARE_TOO_LARGE",
            {"amount": "5.01", "most": "5"},
            basket(tea, tender("LOYALTY", "5.01"), cash, **named),
        ),
        (
            "POINTS_NOT_WHOLE",
            {"amount": "1.001", "point_value": "0.01"},
            basket(tea, tender("LOYALTY", "1.001"), cash, **named),
        ),
        ("OVERPAID", None, basket(tea, tender("GIFT_CARD", "4", code=card.code), tender("CARD", "6.01"))),
        ("AMOUNT_NOT_POSITIVE", None, basket(tea, tender("GIFT_CARD", "0", code=card.code), cash)),
        (
            "TENDER_NEEDS_CONNECTION",
            {"tender": 1, "method": "GIFT_CARD"},
            basket(
                tea,
                tender("GIFT_CARD", "4", code=card.code),
                origin="OFFLINE",
                occurred_at=now,
            ),
        ),
    ]
    for code, data, body in cases:
        till = shop.manager_till if body.get("origin") else shop.till
        found = till.post(CHECKOUT, body).json()
        assert found["code"] == code, found
        assert data is None or found["data"] == data
    assert balance(shop, card.account) == 4
    assert balance(shop, entry.account) == 100


@pytest.mark.parametrize(
    "wrong",
    [
        {"payment_method": "GIFT_CARD"},
        {"payment_method": "CASH", "points": 5},
        {"payment_method": "LOYALTY", "points": 5, "amount_paid": "1"},
        {"payment_method": "LOYALTY", "points": 0},
        {"payment_method": "CASH", "amount_paid": "10", "code": "X"},
    ],
    ids=str,
)
def test_a_tender_that_makes_no_sense_is_malformed(shop: Shop, tea: Product, wrong: dict[str, Any]) -> None:
    assert refusal(shop, basket(tea, wrong))[0] == "VALIDATION_FAILED"


def test_a_blocked_or_lapsed_card_pays_nothing(shop: Shop, tea: Product) -> None:
    card = make_card(shop, "50")
    body = basket(tea, tender("GIFT_CARD", "10.00", code=card.code))
    given: Any = {"business": shop.business, "actor": shop.owner, "account_id": card.account.pk}
    WalletService.block(**given, reason="Lost", at=datetime.now(UTC)).unwrap()
    assert refusal(shop, body)[0] == "WALLET_BLOCKED"
    WalletService.unblock(**given, reason="Found").unwrap()
    past = (datetime.now(UTC) - timedelta(days=2)).date()
    with shop.scope():
        WalletAccount.objects.for_business(shop.id).filter(pk=card.account.pk).update(expires_on=past)
    assert refusal(shop, body) == ("WALLET_EXPIRED", {"expires_on": past.isoformat()})


def test_a_sale_that_fails_later_takes_nothing_from_the_card(shop: Shop) -> None:
    card, rare = make_card(shop, "50"), make_product(shop, price="10.00", stock="1")
    body = basket(rare, tender("GIFT_CARD", "20.00", code=card.code), quantity="2")
    assert refusal(shop, body)[0] == "INSUFFICIENT_STOCK"
    assert entries(shop, card.account) == [("ISSUE", 50, 50)]


def test_without_a_program_in_force_no_points_are_taken(tea: Product) -> None:
    shop = make_shop()
    goods, customer = make_product(shop, price="10.00"), make_customer(shop)
    make_program(shop)
    make_points(shop, customer, 500, customer.pk)
    make_program(shop, is_active=False)
    body = basket(goods, tender("LOYALTY", "1.00"), tender("CASH", "9.00"), customer=str(customer.pk))
    assert refusal(shop, body) == ("LOYALTY_NOT_ACTIVE", {})


def test_codes_at_the_checkout_are_tried_slowly(shop: Shop, tea: Product) -> None:
    body = basket(tea, tender("GIFT_CARD", "5", code="123"))
    statuses = [shop.till.post(CHECKOUT, body).status_code for _ in range(31)]
    assert statuses == [422] * 30 + [429]
    assert shop.till.post(CHECKOUT, basket(tea, tender("CASH", "10.00"))).status_code == 201


def test_a_sale_by_gift_card_sends_three_statements_more_when_it_writes(shop: Shop, tea: Product) -> None:
    card = make_card(shop, "50")
    bodies = [basket(tea, tender("CASH", "10.00")), basket(tea, tender("GIFT_CARD", "10.00", code=card.code))]
    counts = []
    for body in bodies:
        sold(shop, body)
        counts.append(calls_during(lambda body=body: sold(shop, body)))  # type: ignore[misc]
    cash, by_card = counts
    assert cash <= 12
    assert by_card - cash <= 9, "three when it writes, the others look the account up"


def earn(shop: Shop, sale: Any) -> None:
    """What the relay does with the news of a sale, twice."""
    rows = OutboxMessage.objects.across_businesses(reason="as the relay does")
    message = rows.get(business_id=shop.id, topic="sale.completed", payload__sale_id=sale["id"])
    for _ in range(2):
        earn_points(business_id=shop.id, message_id=message.pk, payload=message.payload)


def points(shop: Shop, customer: Customer) -> Any:
    return shop.till.get(f"/api/customers/{customer.pk}/wallet/").json()["points"]


def test_a_completed_sale_earns_its_customer_points_once(shop: Shop, tea: Product, customer: Customer) -> None:
    sale = sold(shop, basket(tea, tender("CASH", "20.00"), quantity="2", customer=str(customer.pk)))
    assert points(shop, customer) == 0
    earn(shop, sale)
    assert points(shop, customer) == 20
    half = [tender("LOYALTY", "5.00"), tender("CASH", "5.00")]
    make_points(shop, customer, 480, customer.pk)
    paid = sold(shop, basket(tea, *half, customer=str(customer.pk)))
    earn(shop, paid)
    assert points(shop, customer) == 5
    with shop.scope():
        earned = WalletEntry.objects.for_business(shop.id).select_related("account").get(source_id=sale["id"])
        booked = Sale.objects.for_business(shop.id).get(pk=sale["id"])
    assert (earned.kind, earned.source_type, earned.reference) == ("EARN", "SALE", booked.receipt_number)
    assert earned.business_date == booked.business_date
    assert balance(shop, earned.account) == 5


def test_goods_of_an_excluded_group_and_strangers_earn_nothing() -> None:
    shop = make_shop()
    with shop.scope():
        rows = ProductGroup.objects.for_business(shop.id)
        drinks = rows.create(business=shop.business, code="D", name="Drinks")
        beer = rows.create(business=shop.business, code="B", name="Beer", parent=drinks)
    pint, bread = make_product(shop, price="10.00", group=beer), make_product(shop, name="Bread", price="3.00")
    customer = make_customer(shop)
    before = sold(shop, basket(bread, tender("CASH", "3.00"), customer=str(customer.pk)))
    earn(shop, before)
    make_program(shop, excluded_groups=(drinks.pk,))
    body = basket(pint, tender("CASH", "13.00"), customer=str(customer.pk))
    body["items"].append({"product": str(bread.pk), "quantity": "1"})
    for more in ({}, {"customer": None}):
        earn(shop, sold(shop, body | more))
    assert points(shop, customer) == 3
    make_program(shop, is_active=False)
    earn(shop, sold(shop, body))
    assert points(shop, customer) == 3
