"""Refunds that sales asks for: payments with direction OUT that wait for their provider, picked up once."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from optimapos.audit.models import AuditLog
from optimapos.core.ids import UUID
from optimapos.payments.models import PaymentIntent
from optimapos.payments.rules.keys import refund_key
from optimapos.payments.services.polling import poll
from optimapos.sales.models import Payment
from optimapos.verify.runner import verify
from tests.gateways.stripe import StripeStandIn
from tests.payments.tills import Paying, in_seconds, make_paying
from tests.refunds.giving_back import processed


@pytest.fixture
def paying(stripe_standin: StripeStandIn) -> Paying:
    """A shop of the test's own."""
    return make_paying(stripe_standin)


def to_give_back(paying: Paying, standin: StripeStandIn, amount: str) -> tuple[UUID, dict[str, Any]]:
    """A card's sale, and a payment of it that is to be given back, as sales writes it."""
    cart = paying.cart()
    told = paying.card(cart).json()
    standin.pay(told["payment_intent_id"])
    paying.advance(told)
    with paying.shop.scope():
        taken = Payment.objects.for_business(paying.shop.id).get(sale=cart["id"])
        row = Payment.objects.for_business(paying.shop.id).create(
            business_id=paying.shop.id,
            sale_id=taken.sale_id,
            user_id=taken.user_id,
            direction="OUT",
            payment_method="CARD",
            status="PENDING",
            amount_paid=Decimal(amount),
            tendered=Decimal(amount),
            currency="EUR",
            original_payment=taken,
            provider="STRIPE",
            business_date=taken.business_date,
            accounting_date=taken.accounting_date,
        )
    return row.pk, told


def given(paying: Paying, payment: UUID) -> Payment:
    """The payment now."""
    with paying.shop.scope():
        return Payment.objects.for_business(paying.shop.id).get(pk=payment)


def test_a_payment_to_be_given_back_is_given_back_once(paying: Paying, stripe_standin: StripeStandIn) -> None:
    payment, told = to_give_back(paying, stripe_standin, "12.50")
    for _ in range(2):
        poll(datetime.now(UTC))
    row = given(paying, payment)
    with paying.shop.scope():
        refund = PaymentIntent.objects.for_business(paying.shop.id).get(payment_id=payment)
    assert (row.status, row.intent_id, refund.key) == ("SUCCESSFUL", refund.pk, refund_key(payment))
    books = [each for each in stripe_standin.refunds.values() if each["payment_intent"] == told["payment_intent_id"]]
    assert [(each["amount"], each["id"]) for each in books] == [(1250, row.transaction_reference)]


@pytest.mark.parametrize("fault", ["500", "lost", "slow"])
def test_a_refund_without_an_answer_is_asked_for_again_under_its_key(
    paying: Paying, stripe_standin: StripeStandIn, fault: str
) -> None:
    payment, told = to_give_back(paying, stripe_standin, "50.00")
    stripe_standin.fail("/v1/refunds", fault, times=2)
    poll(datetime.now(UTC))
    assert given(paying, payment).status == "PENDING"
    poll(in_seconds(60))
    assert given(paying, payment).status == "SUCCESSFUL"
    books = [each for each in stripe_standin.refunds.values() if each["payment_intent"] == told["payment_intent_id"]]
    assert len(books) == 1


def test_a_refund_that_the_provider_settles_later_is_asked_after(paying: Paying, stripe_standin: StripeStandIn) -> None:
    stripe_standin.refund_status = "pending"
    payment, _ = to_give_back(paying, stripe_standin, "50.00")
    poll(datetime.now(UTC))
    stripe_standin.refund_status = "succeeded"
    row = given(paying, payment)
    with paying.shop.scope():
        refund = PaymentIntent.objects.for_business(paying.shop.id).get(payment_id=payment)
    assert (row.status, refund.status) == ("PENDING", "PENDING")
    stripe_standin.refunds[refund.reference]["status"] = "succeeded"
    poll(in_seconds(60))
    assert given(paying, payment).status == "SUCCESSFUL"


def test_a_refused_refund_fails_its_payment_and_people_are_told(paying: Paying, stripe_standin: StripeStandIn) -> None:
    payment, told = to_give_back(paying, stripe_standin, "50.00")
    stripe_standin.charges[told["payment_intent_id"]]["amount_received"] = 1
    poll(datetime.now(UTC))
    assert given(paying, payment).status == "FAILED"
    with paying.shop.scope():
        (event,) = AuditLog.objects.for_business(paying.shop.id).filter(event_type="payment.refund_failed")
    assert event.event_data["reason"] == "charge_already_refunded"


def test_a_payment_of_no_charge_fails_at_once(paying: Paying, stripe_standin: StripeStandIn) -> None:
    payment, _ = to_give_back(paying, stripe_standin, "1.00")
    with paying.shop.scope():
        Payment.objects.for_business(paying.shop.id).filter(pk=payment).update(original_payment=None)
    poll(datetime.now(UTC))
    assert (given(paying, payment).status, given(paying, payment).intent_id) == ("FAILED", None)


def test_a_request_that_died_after_its_intent_is_picked_up(paying: Paying, stripe_standin: StripeStandIn) -> None:
    cart = paying.cart()
    stripe_standin.fail("/v1/payment_intents", "500", times=2)
    told = paying.card(cart).json()
    assert told["status"] == "CREATED"
    poll(datetime.now(UTC) + timedelta(minutes=1))
    row = paying.intent(told["id"])
    assert (row.status, row.attempts) == ("PENDING", 2)
    stripe_standin.pay(row.reference)
    poll(datetime.now(UTC) + timedelta(minutes=3))
    assert paying.sale(cart).status == "COMPLETED"


def test_a_refund_at_the_till_goes_back_to_the_card(paying: Paying, stripe_standin: StripeStandIn) -> None:
    cart = paying.cart()
    told = paying.card(cart).json()
    stripe_standin.pay(told["payment_intent_id"])
    paying.advance(told)
    sale = paying.shop.till.get(f"/api/sales/{cart['id']}/").json()
    refund = processed(paying.shop, sale, "2", method="ORIGINAL_PAYMENT")
    (out,) = refund["payments"]
    assert (out["status"], out["amount_paid"]) == ("PENDING", "20.00")
    poll(datetime.now(UTC))
    assert given(paying, UUID(out["id"])).status == "SUCCESSFUL"
    books = [each for each in stripe_standin.refunds.values() if each["payment_intent"] == told["payment_intent_id"]]
    assert [each["amount"] for each in books] == [2000]
    assert [each.invariant.id for each in verify(paying.shop.business.slug) if each.is_violated] == []
