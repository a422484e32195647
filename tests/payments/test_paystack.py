"""Cards through Paystack: our key is the reference, its webhooks are signed by HMAC-SHA512."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from optimapos.payments.services.polling import poll
from tests.factories.catalog import make_product
from tests.factories.organization import make_shop
from tests.gateways import paystack
from tests.gateways.paystack import PaystackStandIn
from tests.payments.tills import Paying, make_account


@pytest.fixture(scope="module")
def standin() -> Iterator[PaystackStandIn]:
    """A running stand-in for Paystack."""
    found = PaystackStandIn()
    yield found
    found.stop()


@pytest.fixture(scope="module")
def paying(standin: PaystackStandIn) -> Paying:
    """A shop that takes cards through it."""
    shop = make_shop(currency="GHS")
    account = make_account(shop, "PAYSTACK", standin, secrets={"secret_key": paystack.SECRET_KEY})
    return Paying(shop, account, make_product(shop, price="10.00", stock="1000"), standin)


def test_a_signed_event_completes_the_sale_once(paying: Paying, standin: PaystackStandIn) -> None:
    cart = paying.cart("3")
    assert paying.card(cart).json()["code"] == "EMAIL_REQUIRED"
    told = paying.card(cart, email="kofi@buyer.example").json()
    charge = standin.charges[told["payment_intent_id"]]
    assert (charge["amount"], told["client_secret"]) == (3000, f"ac_{told['payment_intent_id'][:8]}")
    body = paystack.event("charge.success", standin.pay(told["payment_intent_id"]))
    answers = [paying.webhook(body, paystack.signed(body)).json()["is_new"] for _ in range(2)]
    poll(datetime.now(UTC))
    assert (answers, paying.events()) == ([True, False], [("TAKEN", "")])
    assert paying.payments(cart) == [("CARD", "SUCCESSFUL", Decimal(30), "PAYSTACK")]


def test_a_forgery_leaves_no_row(paying: Paying, standin: PaystackStandIn) -> None:
    told = paying.card(paying.cart("1"), email="kofi@buyer.example").json()
    body = paystack.event("charge.success", standin.pay(told["payment_intent_id"]))
    before = paying.events()
    for headers in ({}, paystack.signed(body, "sk_other"), paystack.signed(body + b" "), {"X-Paystack-Signature": "é"}):
        assert paying.webhook(body, headers).status_code == 400
    assert paying.events() == before


@pytest.mark.parametrize("fault", ["500", "garbage", "lost", "slow"])
def test_whatever_happens_to_the_answer_one_charge_is_made(
    paying: Paying, standin: PaystackStandIn, fault: str
) -> None:
    cart, made = paying.cart("1"), len(standin.charges)
    standin.fail("/transaction/initialize", fault)
    told = paying.card(cart, email="kofi@buyer.example").json()
    assert told["status"] == "CREATED"
    assert paying.advance(told).status == "PENDING"
    assert len(standin.charges) == made + 1


def test_a_declined_card_gives_the_cart_back(paying: Paying, standin: PaystackStandIn) -> None:
    cart = paying.cart("1")
    told = paying.card(cart, email="kofi@buyer.example").json()
    standin.decline(told["payment_intent_id"])
    failed = paying.advance(told)
    assert (failed.status, failed.error_words, paying.sale(cart).status) == ("FAILED", "Declined", "DRAFT")


@pytest.mark.parametrize("fault", ["lost", "500"])
def test_whatever_happens_to_the_answer_one_refund_is_made(
    paying: Paying, standin: PaystackStandIn, fault: str
) -> None:
    told = paying.card(paying.cart("1"), email="kofi@buyer.example").json()
    standin.pay(told["payment_intent_id"])
    paying.shop.till.post(f"/api/payments/{told['id']}/cancel/")
    standin.fail("/refund", "nothing wrong")
    standin.fail("/refund", fault)
    refund = paying.shop.manager_till.post(f"/api/payments/{told['id']}/refund/").json()
    assert refund["status"] == "CREATED"
    assert paying.advance(refund).status == "SUCCEEDED"
    given = [row for row in standin.refunds.values() if row["transaction"] == told["payment_intent_id"]]
    assert [row["amount"] for row in given] == [1000]
