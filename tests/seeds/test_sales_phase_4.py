"""Phase 4 of sales-backend-guide.md, "Payment Methods": its endpoints, examples and checklist, at stand-ins for providers.

The source completes a sale in the webhook; here the webhook is kept and a worker completes it, once, however often it comes.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from optimapos.organization.models import Business
from optimapos.payments.gateways.momo import forget_tokens
from optimapos.payments.services.polling import poll
from tests.factories.catalog import make_product
from tests.factories.organization import make_shop
from tests.gateways import momo
from tests.gateways.momo import MomoStandIn
from tests.gateways.stripe import StripeStandIn, signed
from tests.payments.conftest import _free_addresses, paying, stripe_standin
from tests.payments.tills import Paying, make_account

__all__ = ["_free_addresses", "paying", "stripe_standin"]


@pytest.fixture(scope="module")
def phones() -> Iterator[MomoStandIn]:
    found = MomoStandIn()
    yield found
    found.stop()


@pytest.fixture(scope="module")
def ghana(phones: MomoStandIn) -> Paying:
    """A shop in Ghana that charges phones."""
    forget_tokens()
    shop = make_shop(currency="GHS")
    with shop.scope():
        Business.objects.filter(pk=shop.id).update(country="GH")
    account = make_account(shop, "MTN_MOMO", phones, secrets=momo.SECRETS, networks=["MTN"])
    return Paying(shop, account, make_product(shop, price="10.00", stock="1000"), phones)


def prompted(ghana: Paying, cart: Any) -> Any:
    body = {"sale": cart["id"], "phone_number": "024 123 4567", "network": "MTN"}
    answer = ghana.shop.till.post("/api/payments/mobile-money/", body)
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_card_payment_creates_stripe_intent(paying: Paying, stripe_standin: StripeStandIn) -> None:
    """`create_card_payment_intent`: cents, the currency, the sale in the metadata; the source's two keys are answered."""
    cart = paying.cart("2")
    told = paying.card(cart).json()
    intent = stripe_standin.charges[told["payment_intent_id"]]
    assert (intent["amount"], intent["currency"], intent["metadata"]["sale"]) == (2000, "eur", cart["id"])
    assert told["client_secret"].startswith(told["payment_intent_id"])


def test_webhook_updates_sale_status(paying: Paying, stripe_standin: StripeStandIn) -> None:
    """`stripe_webhook` with `payment_intent.succeeded`, delivered twice."""
    cart = paying.cart("2")
    told = paying.card(cart).json()
    body = stripe_standin.event("payment_intent.succeeded", stripe_standin.pay(told["payment_intent_id"]))
    assert [paying.webhook(body, signed(body)).status_code for _ in range(2)] == [200, 200]
    poll(datetime.now(UTC))
    sale = paying.sale(cart)
    assert (sale.status, sale.completed_at is not None) == ("COMPLETED", True)
    assert paying.payments(cart) == [("CARD", "SUCCESSFUL", Decimal(20), "STRIPE")]
    with paying.shop.scope():
        assert sale.payments.get().transaction_reference == told["payment_intent_id"]


def test_a_webhook_that_is_not_signed_changes_nothing(paying: Paying, stripe_standin: StripeStandIn) -> None:
    """`construct_event` raises on a signature that is not Stripe's."""
    cart = paying.cart("1")
    told = paying.card(cart).json()
    body = stripe_standin.event("payment_intent.succeeded", stripe_standin.pay(told["payment_intent_id"]))
    assert paying.webhook(body, signed(body, "whsec_of_somebody_else")).json()["code"] == "WEBHOOK_FORGED"
    assert paying.sale(cart).status == "PENDING"


def test_mobile_money_sends_prompt(ghana: Paying, phones: MomoStandIn) -> None:
    """`initiate_mobile_money_payment`: the source's answer, and what MTN was asked."""
    cart = ghana.cart("3")
    told = prompted(ghana, cart)
    assert (told["status"], told["message"]) == ("PENDING", "Customer will receive payment prompt")
    asked = phones.charges[told["transaction_id"]]
    assert (asked["amount"], asked["currency"]) == ("30.00", "GHS")
    assert asked["payer"] == {"partyIdType": "MSISDN", "partyId": "233241234567"}
    assert ghana.sale(cart).status == "PENDING"
    assert "233241234567" not in json.dumps(told)


def test_can_poll_payment_status(ghana: Paying, phones: MomoStandIn) -> None:
    """`check_mobile_money_status`, endpoint 19: pending until the customer says yes."""
    cart = ghana.cart("1")
    told = prompted(ghana, cart)
    assert ghana.status(told["id"]).json()["status"] == "PENDING"
    phones.pay(told["transaction_id"])
    ghana.advance(told)
    assert ghana.status(told["id"]).json()["status"] == "SUCCEEDED"
    assert ghana.payments(cart) == [("MOMO", "SUCCESSFUL", Decimal(10), "MTN_MOMO")]


def test_failed_payments_handled_gracefully(ghana: Paying, phones: MomoStandIn) -> None:
    """The sale is a cart again, nothing left the shelf, and it can be paid another way."""
    cart, before = ghana.cart("2"), ghana.stock()
    told = prompted(ghana, cart)
    phones.decline(told["transaction_id"])
    ghana.advance(told)
    assert ghana.status(told["id"]).json()["status"] == "FAILED"
    assert (ghana.sale(cart).status, ghana.stock(), ghana.payments(cart)) == ("DRAFT", before, [])
    cash = {"payments": [{"payment_method": "CASH", "amount_paid": "20.00"}]}
    done = ghana.shop.till.post(f"/api/sales/{cart['id']}/complete/", cash).json()
    assert done["status"] == "COMPLETED"


def test_split_payments_sum_correctly(paying: Paying, stripe_standin: StripeStandIn) -> None:
    cart = paying.cart("5")
    cash = {"payment_method": "CASH", "amount_paid": "20.00"}
    short = paying.card(cart, amount="29.99", payments=[cash])
    assert short.json()["code"] == "UNDERPAID"
    told = paying.card(cart, amount="30.00", payments=[cash]).json()
    stripe_standin.pay(told["payment_intent_id"])
    paying.advance(told)
    sale = paying.sale(cart)
    assert (sale.status, sale.total_amount, sale.amount_paid) == ("COMPLETED", Decimal(50), Decimal(50))
    assert sum(amount for _, _, amount, _ in paying.payments(cart)) == Decimal(50)
