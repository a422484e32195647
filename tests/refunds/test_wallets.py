"""Refunds of sales that were paid out of a wallet, or had earned points: what goes back where, and what is taken back."""

from decimal import Decimal
from typing import Any

import pytest

from optimapos.audit.models import AuditLog
from optimapos.core.models import OutboxMessage
from optimapos.partners.models import Customer
from optimapos.products.models import Product
from optimapos.sales.models import Payment
from optimapos.sales.services.points import earn_points
from optimapos.wallet.models import WalletAccount
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop, make_shop
from tests.refunds.giving_back import paid_out, processed, sold, tender
from tests.wallet.accounts import balance, entries, make_card, make_points, make_program

D = Decimal
ORIGINAL = "ORIGINAL_PAYMENT"


@pytest.fixture(scope="module")
def shop() -> Shop:
    """One shop, where a point is worth a hundredth."""
    shop = make_shop()
    make_program(shop)
    return shop


@pytest.fixture(scope="module")
def tea(shop: Shop) -> Product:
    """Something at 5.00."""
    return make_product(shop, price="5.00", stock="100000")


@pytest.fixture
def customer(shop: Shop) -> Customer:
    return make_customer(shop)


def earn(shop: Shop, sale: Any) -> None:
    """What the relay does with the news of a sale."""
    rows = OutboxMessage.objects.across_businesses(reason="as the relay does")
    message = rows.get(business_id=shop.id, topic="sale.completed", payload__sale_id=sale["id"])
    earn_points(business_id=shop.id, message_id=message.pk, payload=message.payload)


def points_of(shop: Shop, customer: Customer) -> WalletAccount:
    with shop.scope():
        return WalletAccount.objects.for_business(shop.id).get(customer=customer, kind="LOYALTY")


def test_what_a_card_paid_goes_back_to_the_card(shop: Shop, tea: Product) -> None:
    card = make_card(shop, "50")
    sale = sold(shop.till, (tea, "6"), payments=[tender("GIFT_CARD", "20.00", code=card.code), tender("CASH", "10.00")])
    first = processed(shop, sale, "3", method=ORIGINAL)
    assert paid_out(first) == {"GIFT_CARD": D(15)}
    second = processed(shop, sale, "3", method=ORIGINAL)
    assert paid_out(second) == {"GIFT_CARD": D(5), "CASH": D(10)}
    assert entries(shop, card.account) == [
        ("ISSUE", 50, 50),
        ("REDEEM", -20, 30),
        ("REVERSAL", 15, 45),
        ("REVERSAL", 5, 50),
    ]
    with shop.scope():
        out = Payment.objects.for_business(shop.id).filter(refund_id=first["id"]).get()
        assert out.wallet_entry_id is not None
    assert balance(shop, card.account) == 50


def test_points_that_paid_come_back_and_points_that_were_earned_are_taken_back(
    shop: Shop, tea: Product, customer: Customer
) -> None:
    make_points(shop, customer, 600, customer.pk)
    payments = [tender("LOYALTY", "5.00"), tender("CASH", "5.00")]
    sale = sold(shop.till, (tea, "2"), payments=payments, customer=str(customer.pk))
    earn(shop, sale)
    account = points_of(shop, customer)
    assert entries(shop, account)[1:] == [("SPEND", -500, 100), ("EARN", 5, 105)]
    assert paid_out(processed(shop, sale, "1", method=ORIGINAL)) == {"LOYALTY": D(5)}
    assert entries(shop, account)[3:] == [("REVERSAL", 500, 605), ("REVERSAL", -3, 602)]
    processed(shop, sale, "1", method=ORIGINAL)
    assert entries(shop, account)[5:] == [("REVERSAL", -2, 600)]
    assert balance(shop, account) == 600


def test_points_that_are_spent_by_then_are_told_as_missing(shop: Shop, tea: Product, customer: Customer) -> None:
    sale = sold(shop.till, (tea, "20"), customer=str(customer.pk))
    earn(shop, sale)
    spent = [tender("LOYALTY", "0.90"), tender("CASH", "4.10")]
    sold(shop.till, (tea, "1"), payments=spent, customer=str(customer.pk))
    assert processed(shop, sale, "20")["missing_points"] == 90
    account = points_of(shop, customer)
    assert entries(shop, account) == [("EARN", 100, 100), ("SPEND", -90, 10), ("REVERSAL", -10, 0)]
    with shop.scope():
        told = AuditLog.objects.for_business(shop.id).filter(event_type="wallet.reversed", customer_id=customer.pk)
        assert [D(row.event_data["missing"]) for row in told] == [90]
    assert balance(shop, account) == 0


def test_goods_that_are_back_before_their_points_are_booked_earn_none(
    shop: Shop, tea: Product, customer: Customer
) -> None:
    sale = sold(shop.till, (tea, "4"), customer=str(customer.pk))
    processed(shop, sale, "3")
    earn(shop, sale)
    account = points_of(shop, customer)
    assert entries(shop, account) == [("EARN", 5, 5)]
    processed(shop, sale, "1")
    assert entries(shop, account) == [("EARN", 5, 5), ("REVERSAL", -5, 0)]


def test_a_void_gives_a_card_back_what_it_paid(shop: Shop, tea: Product) -> None:
    card = make_card(shop, "10")
    sale = sold(shop.till, (tea, "2"), payments=[tender("GIFT_CARD", "10.00", code=card.code)])
    answer = shop.manager_till.post(f"/api/sales/{sale['id']}/void/", {"reason": "Wrong customer"})
    assert answer.status_code in {200, 201}, answer.content
    assert balance(shop, card.account) == 10
