"""Corners: what is held while a customer pays, who may, what is logged, and one worker at a time."""

import logging
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connections

from optimapos.audit.models import AuditLog
from optimapos.core.ids import UUID
from optimapos.core.models import OutboxMessage
from optimapos.organization.models import Membership, Role
from optimapos.payments.locks import claim_due
from optimapos.payments.models import PaymentIntent
from optimapos.payments.services import SettlementService
from optimapos.payments.types import Said, Told
from tests.factories.catalog import make_product
from tests.factories.organization import make_till
from tests.gateways import stripe
from tests.gateways.stripe import StripeStandIn
from tests.payments.tills import Paying, in_seconds, make_paying


def test_goods_that_a_customer_is_paying_for_are_nobody_elses(paying: Paying) -> None:
    last = make_product(paying.shop, price="7.00", stock="1")
    till = paying.shop.till
    cart = till.post("/api/sales/", {}).json()
    till.post(f"/api/sales/{cart['id']}/items/", {"product": last.pk, "quantity": "1"})
    assert paying.card(cart).json()["status"] == "PENDING"
    sell = {
        "items": [{"product": last.pk, "quantity": "1"}],
        "payments": [{"payment_method": "CASH", "amount_paid": "7.00"}],
    }
    assert till.post("/api/sales/checkout/", sell).json()["code"] == "INSUFFICIENT_STOCK"
    assert till.post(f"/api/sales/{cart['id']}/items/", {"product": last.pk, "quantity": "1"}).json()["code"] == (
        "SALE_NOT_DRAFT"
    )


def test_a_sale_that_waits_is_not_completed_otherwise(paying: Paying) -> None:
    cart = paying.cart()
    paying.card(cart)
    pay = {"payments": [{"payment_method": "CASH", "amount_paid": "50"}]}
    answer = paying.shop.till.post(f"/api/sales/{cart['id']}/complete/", pay)
    assert (answer.json()["code"], paying.sale(cart).status) == ("SALE_NOT_DRAFT", "PENDING")


def test_a_discount_that_the_cashier_may_not_give_is_refused_before_the_card_is_charged(
    paying: Paying, stripe_standin: StripeStandIn
) -> None:
    boss, till = paying.shop.manager_till, paying.shop.till
    cart = till.post("/api/sales/", {}).json()
    line = {"product": paying.product.pk, "quantity": "1", "discount_percentage": "40"}
    assert boss.post(f"/api/sales/{cart['id']}/items/", line).status_code == 201
    made = len(stripe_standin.charges)
    assert till.post("/api/payments/card-intent/", {"sale": cart["id"]}).json()["code"] == "DISCOUNT_NOT_ALLOWED"
    assert len(stripe_standin.charges) == made
    told = boss.post("/api/payments/card-intent/", {"sale": cart["id"]}).json()
    stripe_standin.pay(told["payment_intent_id"])
    assert paying.advance(told).outcome == "APPLIED"


def test_who_left_the_business_meanwhile_has_sold_all_the_same(stripe_standin: StripeStandIn) -> None:
    paying = make_paying(stripe_standin)
    cart = paying.cart()
    told = paying.card(cart).json()
    with paying.shop.scope():
        Role.objects.for_business(paying.shop.id).filter(code="cashier").update(capabilities=["sale.view"])
        Membership.objects.for_business(paying.shop.id).filter(pk=paying.shop.till.actor.membership_id).update(
            is_active=False
        )
    stripe_standin.pay(told["payment_intent_id"])
    assert paying.advance(told).outcome == "APPLIED"
    assert paying.sale(cart).status == "COMPLETED"


def test_a_cashier_takes_payments_and_sees_no_back_office(paying: Paying) -> None:
    till = paying.shop.till
    paths = ("intents/", "events/", "accounts/")
    assert [till.get(f"/api/payments/{path}").status_code for path in paths] == [403, 403, 403]
    clerk = make_till(paying.shop.business, paying.shop.storefront, paying.shop.owner, code="T7", role="stock_clerk")
    assert clerk.post("/api/payments/card-intent/", {"sale": paying.cart()["id"]}).status_code == 403


def test_no_secret_is_logged(paying: Paying, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        paying.card(paying.cart())
        paying.webhook(b"{}", stripe.signed(b"{}"))
    assert stripe.SECRET_KEY not in caplog.text
    assert stripe.WEBHOOK_SECRET not in caplog.text


def test_a_due_payment_is_claimed_by_one_worker(paying: Paying) -> None:
    told = paying.card(paying.cart()).json()
    wanted, at = (paying.shop.id, UUID(told["id"])), in_seconds(60)
    first, second = claim_due(at, 1000), claim_due(at, 1000)
    assert (wanted in first, wanted in second) == (True, False)
    assert wanted in claim_due(at + timedelta(minutes=1), 1000)


@pytest.mark.parametrize(
    "change",
    [
        {"status": "PENDING"},
        {"status": "FAILED"},
        {"amount": Decimal(1)},
        {"minor": 1},
        {"outcome": "UNAPPLIED"},
        {"key": UUID("01890000-0000-7000-8000-000000000000")},
    ],
)
def test_the_database_lets_nothing_go_back(paying: Paying, stripe_standin: StripeStandIn, change: Any) -> None:
    told = paying.card(paying.cart()).json()
    stripe_standin.pay(told["payment_intent_id"])
    paying.advance(told)
    before = paying.intent(told["id"]).__dict__
    with pytest.raises(DatabaseError), paying.shop.scope():
        PaymentIntent.objects.for_business(paying.shop.id).filter(pk=told["id"]).update(**change)
    connections["default"].close()
    after = paying.intent(told["id"]).__dict__
    assert {name: each for name, each in after.items() if name != "_state"} == {
        name: each for name, each in before.items() if name != "_state"
    }


def test_another_amount_than_ours_leaves_the_payment_open_and_is_told_once(
    paying: Paying, stripe_standin: StripeStandIn
) -> None:
    cart = paying.cart()
    told = paying.card(cart).json()
    said = Told(Said.SUCCEEDED, told["payment_intent_id"], minor=4000, currency="EUR")
    for _ in range(2):
        at = in_seconds(5)
        SettlementService.settle(business=paying.shop.business, intent_id=UUID(told["id"]), said=said, at=at).unwrap()
    intent = paying.intent(told["id"])
    assert (intent.status, intent.error_code) == ("PENDING", "MISMATCH")
    assert intent.error_words == "amount 4000 instead of 5000 in minor units"
    with paying.shop.scope():
        rows = AuditLog.objects.for_business(paying.shop.id).filter(event_type="payment.mismatch", sale_id=cart["id"])
        assert rows.count() == 1
        news = OutboxMessage.objects.for_business(paying.shop.id).filter(topic="payment.mismatch")
        assert [row.payload["sale_id"] for row in news] == [cart["id"]]
