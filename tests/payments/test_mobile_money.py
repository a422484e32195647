"""Mobile money through MTN MoMo: a prompt on a phone, names of ours, callbacks that only hint."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from optimapos.organization.models import Business
from optimapos.payments.gateways.momo import forget_tokens
from optimapos.payments.services.polling import poll
from tests.factories.catalog import make_product
from tests.factories.organization import make_shop
from tests.gateways import momo
from tests.gateways.momo import MomoStandIn
from tests.payments.tills import Paying, make_account

PHONE = "+233241234567"


@pytest.fixture(scope="module")
def standin() -> Iterator[MomoStandIn]:
    """A running stand-in for MTN MoMo."""
    found = MomoStandIn()
    yield found
    found.stop()


@pytest.fixture(scope="module")
def paying(standin: MomoStandIn) -> Paying:
    """A shop in Ghana that charges phones."""
    forget_tokens()
    shop = make_shop(currency="GHS")
    with shop.scope():
        Business.objects.filter(pk=shop.id).update(country="GH")
    account = make_account(shop, "MTN_MOMO", standin, secrets=momo.SECRETS, networks=["MTN"])
    return Paying(shop, account, make_product(shop, price="10.00", stock="1000"), standin)


def prompt(paying: Paying, cart: Any, **body: Any) -> Any:
    """Endpoint 18."""
    asked = {"sale": cart["id"], "phone_number": PHONE, "network": "MTN", **body}
    return paying.shop.till.post("/api/payments/mobile-money/", asked)


def test_a_phone_pays_a_cart(paying: Paying, standin: MomoStandIn) -> None:
    cart = paying.cart("2")
    answer = prompt(paying, cart, phone_number="024 123 4567", network="mtn")
    told = answer.json()
    assert answer.status_code == 201, told
    assert (told["status"], told["message"]) == ("PENDING", "Customer will receive payment prompt")
    charge = standin.charges[told["transaction_id"]]
    assert (charge["amount"], charge["currency"], charge["payer"]["partyId"]) == ("20.00", "GHS", "233241234567")
    assert "233241234567" not in json.dumps(told)
    standin.pay(told["transaction_id"])
    assert paying.advance(told).outcome == "APPLIED"
    assert paying.status(told["id"]).json()["status"] == "SUCCEEDED"
    assert paying.payments(cart) == [("MOMO", "SUCCESSFUL", Decimal(20), "MTN_MOMO")]


def test_a_phones_number_is_sealed_in_its_row(paying: Paying) -> None:
    told = prompt(paying, paying.cart("1")).json()
    assert paying.intent(told["id"]).phone == PHONE
    with paying.shop.scope(), connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(i)::text FROM payment_intent i WHERE id = %s", [told["id"]])
        assert "241234567" not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"network": "VODAFONE"}, "UNKNOWN_NETWORK"),
        ({"phone_number": "12"}, "BAD_PHONE"),
        ({"phone_number": "nobody"}, "BAD_PHONE"),
        ({"currency": "EUR"}, "WRONG_CURRENCY"),
        ({"amount": "20.01"}, "OVERPAID"),
    ],
)
def test_what_can_not_be_charged_is_refused(paying: Paying, standin: MomoStandIn, body: Any, code: str) -> None:
    cart, asked = paying.cart("2"), len(standin.charges)
    assert prompt(paying, cart, **body).json()["code"] == code
    assert (len(standin.charges), paying.sale(cart).status) == (asked, "DRAFT")


def test_a_closed_account_charges_nobody(paying: Paying) -> None:
    cart, boss = paying.cart("1"), paying.shop.manager_till
    path = f"/api/payments/accounts/{paying.account.pk}/"
    assert boss.patch(path, {"is_active": False}).json()["is_active"] is False
    assert prompt(paying, cart, account=paying.account.pk).json()["code"] == "ACCOUNT_CLOSED"
    assert prompt(paying, cart).json()["code"] == "NO_PROVIDER_ACCOUNT"
    boss.patch(path, {"is_active": True})
    assert paying.sale(cart).status == "DRAFT"


def test_a_lost_answer_charges_the_phone_once(paying: Paying, standin: MomoStandIn) -> None:
    cart, made = paying.cart("1"), len(standin.charges)
    standin.fail("/requesttopay", "lost")
    told = prompt(paying, cart).json()
    assert (told["status"], len(standin.charges)) == ("CREATED", made + 1)
    standin.pay(told["transaction_id"])
    assert paying.advance(told).outcome == "APPLIED"
    assert len(standin.charges) == made + 1


def test_a_phone_that_says_no_gives_the_cart_back(paying: Paying, standin: MomoStandIn) -> None:
    cart = paying.cart("1")
    told = prompt(paying, cart).json()
    standin.decline(told["transaction_id"])
    failed = paying.advance(told)
    assert (failed.status, failed.error_code, paying.sale(cart).status) == ("FAILED", "APPROVAL_REJECTED", "DRAFT")


def test_a_callback_only_has_the_status_asked_for(paying: Paying, standin: MomoStandIn) -> None:
    cart = paying.cart("1")
    told = prompt(paying, cart).json()
    forged = json.dumps({"externalId": told["transaction_id"], "status": "SUCCESSFUL", "amount": "10.00"}).encode()
    assert paying.webhook(forged, {}).status_code == 200
    poll(datetime.now(UTC) + timedelta(seconds=1))
    assert paying.intent(told["id"]).status == "PENDING"
    standin.pay(told["transaction_id"])
    paying.webhook(forged, {})
    poll(datetime.now(UTC) + timedelta(seconds=1))
    assert (paying.intent(told["id"]).outcome, paying.events()) == ("APPLIED", [])


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"externalId": "01890000-0000-7000-8000-000000000000"}'])
def test_a_callback_about_nothing_of_ours_is_refused(paying: Paying, body: bytes) -> None:
    assert paying.webhook(body, {}).json()["code"] == "WEBHOOK_FORGED"


def test_one_token_serves_many_calls(paying: Paying, standin: MomoStandIn) -> None:
    prompt(paying, paying.cart("1"))
    before = standin.tokens
    prompt(paying, paying.cart("1"))
    assert standin.tokens == before


def test_an_unapplied_phones_money_goes_back_by_the_disbursement_product(paying: Paying, standin: MomoStandIn) -> None:
    told = prompt(paying, paying.cart("1")).json()
    standin.pay(told["transaction_id"])
    paying.shop.till.post(f"/api/payments/{told['id']}/cancel/")
    assert paying.intent(told["id"]).outcome == "UNAPPLIED"
    refund = paying.shop.manager_till.post(f"/api/payments/{told['id']}/refund/").json()
    assert refund["status"] == "PENDING"
    assert paying.advance(refund).status == "SUCCEEDED"
    assert paying.intent(told["id"]).outcome == "REFUNDED"
    (given,) = standin.refunds.values()
    assert (given["referenceIdToRefund"], given["amount"]) == (told["transaction_id"], "10.00")


def test_a_request_that_outlived_its_time_is_still_followed_and_a_late_yes_is_kept(
    paying: Paying, standin: MomoStandIn
) -> None:
    cart = paying.cart("1")
    told = prompt(paying, cart).json()
    late = paying.intent(told["id"]).expires_at + timedelta(seconds=1)
    expired = paying.advance(told, at=late)
    assert (expired.status, paying.sale(cart).status) == ("EXPIRED", "DRAFT")
    assert expired.next_poll_at is not None
    standin.pay(told["transaction_id"])
    done = paying.advance(told, at=late + timedelta(minutes=5))
    assert (done.status, done.outcome, done.next_poll_at) == ("SUCCEEDED", "UNAPPLIED", None)
