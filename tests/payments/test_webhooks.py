"""Webhooks of Stripe: verified, kept once, acknowledged; then worked off. Forgeries leave nothing."""

import json
import time
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from optimapos.audit.models import AuditLog
from optimapos.core.ids import UUID
from optimapos.payments.models import ProviderEvent
from optimapos.payments.services.accounts import ProviderAccountService
from optimapos.payments.services.events import ProviderEventService
from optimapos.payments.services.polling import poll
from tests.gateways.stripe import WEBHOOK_SECRET, StripeStandIn, signed
from tests.payments.tills import Paying, make_paying


@pytest.fixture
def paying(stripe_standin: StripeStandIn) -> Paying:
    """A shop of the test's own: what it was sent is counted."""
    return make_paying(stripe_standin)


def paid(paying: Paying, standin: StripeStandIn) -> tuple[dict[str, Any], dict[str, Any], bytes]:
    """A cart, its payment, and the event that tells that it is paid."""
    cart = paying.cart()
    told = paying.card(cart).json()
    return cart, told, standin.event("payment_intent.succeeded", standin.pay(told["payment_intent_id"]))


def work_off(paying: Paying) -> None:
    """What the wake-up would have done."""
    with paying.shop.scope():
        kept = list(ProviderEvent.objects.for_business(paying.shop.id).order_by("id").values_list("pk", flat=True))
    for event in kept:
        ProviderEventService.take(business=paying.shop.id, event_id=event, at=datetime.now(UTC)).unwrap()


def test_an_event_completes_the_sale(paying: Paying, stripe_standin: StripeStandIn) -> None:
    cart, told, body = paid(paying, stripe_standin)
    answer = paying.webhook(body, signed(body))
    assert (answer.status_code, answer.json()) == (200, {"received": True, "is_new": True})
    assert (paying.events(), paying.sale(cart).status) == ([("RECEIVED", "")], "PENDING")
    work_off(paying)
    assert paying.events() == [("TAKEN", "")]
    assert (paying.sale(cart).status, paying.intent(told["id"]).outcome) == ("COMPLETED", "APPLIED")


def test_the_sweep_works_off_what_no_wake_up_came_for(paying: Paying, stripe_standin: StripeStandIn) -> None:
    cart, _, body = paid(paying, stripe_standin)
    paying.webhook(body, signed(body))
    poll(datetime.now(UTC))
    assert paying.sale(cart).status == "COMPLETED"


def test_a_second_delivery_is_acknowledged_and_does_nothing(paying: Paying, stripe_standin: StripeStandIn) -> None:
    cart, _, body = paid(paying, stripe_standin)
    for _ in range(2):
        paying.webhook(body, signed(body))
        work_off(paying)
    answer = paying.webhook(body, signed(body))
    assert (answer.status_code, answer.json()["is_new"]) == (200, False)
    assert (len(paying.events()), len(paying.payments(cart))) == (1, 1)


def test_an_old_event_after_a_newer_one_changes_nothing(paying: Paying, stripe_standin: StripeStandIn) -> None:
    cart = paying.cart()
    told = paying.card(cart).json()
    before = stripe_standin.event("payment_intent.created", dict(stripe_standin.charges[told["payment_intent_id"]]))
    after = stripe_standin.event("payment_intent.succeeded", stripe_standin.pay(told["payment_intent_id"]))
    for body in (after, before):
        paying.webhook(body, signed(body))
        work_off(paying)
    assert paying.events() == [("TAKEN", ""), ("IGNORED", "")]
    assert paying.intent(told["id"]).status == "SUCCEEDED"


FORGERIES = {
    "no signature": lambda body: {},
    "another secret": lambda body: signed(body, "whsec_other"),
    "another body": lambda body: signed(body + b" "),
    "too old": lambda body: signed(body, at=time.time() - 301),
    "from the future": lambda body: signed(body, at=time.time() + 301),
    "no time": lambda body: {"Stripe-Signature": signed(body)["Stripe-Signature"].partition(",")[2]},
    "two times": lambda body: {"Stripe-Signature": f"t=1,{signed(body)['Stripe-Signature']}"},
    "digits of another script": lambda body: {"Stripe-Signature": "t=١٧٠٠٠٠٠٠٠٠,v1=00"},
    "letters that no signature has": lambda body: {"Stripe-Signature": f"t={int(time.time())},v1=éé"},
    "another scheme": lambda body: {"Stripe-Signature": signed(body)["Stripe-Signature"].replace("v1=", "v0=")},
    "letters that no text has": lambda body: signed(b"\xff"),
    "nothing signed": lambda body: {"Stripe-Signature": f"t={int(time.time())}"},
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forgery_leaves_no_row(paying: Paying, stripe_standin: StripeStandIn, forgery: Any) -> None:
    cart, told, body = paid(paying, stripe_standin)
    with paying.shop.scope():
        before = AuditLog.objects.for_business(paying.shop.id).count()
    answer = paying.webhook(body, {k: v.encode().decode("latin-1") for k, v in forgery(body).items()})
    assert (answer.status_code, answer.json()["code"]) == (400, "WEBHOOK_FORGED")
    with paying.shop.scope():
        assert AuditLog.objects.for_business(paying.shop.id).count() == before
    assert (paying.events(), paying.sale(cart).status, paying.intent(told["id"]).status) == ([], "PENDING", "PENDING")


def test_a_signed_text_that_is_no_event_leaves_no_row(paying: Paying) -> None:
    for body in (
        b"",
        b"[]",
        b'{"id": "evt_1"}',
        b'{"type": 1, "id": "e", "data": {"object": 5}, "created": 1}',
    ):
        answer = paying.webhook(body, signed(body))
        assert (answer.status_code, answer.json()["code"]) == (400, "WEBHOOK_UNREADABLE")
    assert paying.events() == []


ODD = (
    {"amount_received": None},
    {"amount_received": "abc"},
    {"amount_received": 1.5},
    {"amount_received": -5},
    {"amount_received": 10**28},
    {"currency": None},
    {"currency": 7},
    {"currency": "euros"},
    {"status": {}},
    {"status": None},
    {"id": ["x"]},
    {"id": "a\x00b"},
    {"metadata": 5},
)


@pytest.mark.parametrize("change", ODD, ids=str)
def test_a_signed_event_of_a_shape_that_the_provider_does_not_publish_leaves_no_row(
    paying: Paying, stripe_standin: StripeStandIn, change: dict[str, Any]
) -> None:
    _, _, body = paid(paying, stripe_standin)
    event = json.loads(body)
    event["data"]["object"] |= change
    odd = json.dumps(event).encode()
    answer = paying.webhook(odd, signed(odd))
    assert (answer.status_code, answer.json()["code"]) == (400, "WEBHOOK_UNREADABLE")
    assert paying.events() == []


def test_an_address_that_is_nobodys_is_not_found(paying: Paying, stripe_standin: StripeStandIn) -> None:
    other = make_paying(stripe_standin)
    body = stripe_standin.event("payment_intent.succeeded", {})
    wrong = [
        paying.account.endpoint_key[:-1] + ("0" if paying.account.endpoint_key[-1] != "0" else "1"),
        paying.account.endpoint_key[:32] + other.account.endpoint_key[32:],
        "x",
        "0" * 64,
    ]
    assert [paying.webhook(body, signed(body), endpoint=key).status_code for key in wrong] == [404] * 4


def test_a_body_that_is_too_large_is_refused_unread(paying: Paying) -> None:
    body = b" " * 256_001
    assert paying.webhook(body, signed(body)).status_code == 413


def test_a_replaced_secret_counts_beside_the_new_one_and_the_one_before_not(
    paying: Paying, stripe_standin: StripeStandIn
) -> None:
    for secret in ("whsec_second", "whsec_third"):
        ProviderAccountService.update_account(
            business=paying.shop.id,
            actor=paying.shop.owner,
            account_id=paying.account.pk,
            fields={"webhook_secrets": [secret]},
        ).unwrap()
    _, _, body = paid(paying, stripe_standin)
    answers = [paying.webhook(body, signed(body, each)) for each in (WEBHOOK_SECRET, "whsec_second", "whsec_third")]
    assert [each.status_code for each in answers] == [400, 200, 200]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"amount_received": 4999}, "amount 4999 instead of 5000 in minor units"),
        ({"currency": "usd"}, "currency USD instead of EUR"),
        ({"id": "pi_other"}, "another reference"),
    ],
)
def test_an_event_that_does_not_agree_is_parked_and_told(
    paying: Paying, stripe_standin: StripeStandIn, change: dict[str, Any], reason: str
) -> None:
    cart, told, _ = paid(paying, stripe_standin)
    row = dict(stripe_standin.charges[told["payment_intent_id"]]) | change
    body = stripe_standin.event("payment_intent.succeeded", row)
    paying.webhook(body, signed(body))
    work_off(paying)
    assert paying.events() == [("PARKED", reason)]
    assert (paying.sale(cart).status, paying.payments(cart)) == ("PENDING", [])
    with paying.shop.scope():
        told_of = AuditLog.objects.for_business(paying.shop.id).filter(event_type="payment.event_parked")
        assert [row.event_data["reason"] for row in told_of] == [reason]


def test_an_event_that_names_another_business_is_parked(paying: Paying, stripe_standin: StripeStandIn) -> None:
    cart, told, _ = paid(paying, stripe_standin)
    row = json.loads(json.dumps(stripe_standin.charges[told["payment_intent_id"]]))
    row["metadata"]["business"] = "01890000-0000-7000-8000-000000000000"
    body = stripe_standin.event("payment_intent.succeeded", row)
    paying.webhook(body, signed(body))
    work_off(paying)
    assert (paying.events(), paying.sale(cart).status) == ([("PARKED", "another business")], "PENDING")


def test_an_event_of_no_payment_waits_and_is_matched_by_hand(paying: Paying, stripe_standin: StripeStandIn) -> None:
    cart, told, _ = paid(paying, stripe_standin)
    row = dict(stripe_standin.charges[told["payment_intent_id"]]) | {"metadata": {}, "id": "pi_elsewhere"}
    body = stripe_standin.event("payment_intent.succeeded", row)
    paying.webhook(body, signed(body))
    work_off(paying)
    boss = paying.shop.manager_till
    (event,) = boss.get("/api/payments/events/?state=UNMATCHED").json()["results"]
    match = f"/api/payments/events/{event['id']}/match/"
    assert paying.shop.till.post(match, {"intent": told["id"]}).status_code == 403
    answer = boss.post(match, {"intent": told["id"]})
    assert (answer.status_code, answer.json()["state"], answer.json()["intent"]) == (200, "TAKEN", told["id"])
    assert paying.sale(cart).status == "COMPLETED"
    assert boss.post(match, {"intent": told["id"]}).json()["code"] == "EVENT_DECIDED"


def test_an_event_is_not_matched_to_a_payment_of_another_amount(paying: Paying, stripe_standin: StripeStandIn) -> None:
    _, told, _ = paid(paying, stripe_standin)
    row = dict(stripe_standin.charges[told["payment_intent_id"]]) | {"metadata": {}, "id": "pi_x", "amount_received": 1}
    body = stripe_standin.event("payment_intent.succeeded", row)
    paying.webhook(body, signed(body))
    work_off(paying)
    with paying.shop.scope():
        event = ProviderEvent.objects.for_business(paying.shop.id).get()
    answer = paying.shop.manager_till.post(f"/api/payments/events/{event.pk}/match/", {"intent": told["id"]})
    assert answer.json()["code"] == "EVENT_DOES_NOT_FIT"
    assert paying.events() == [("UNMATCHED", "")]


def test_paid_twice_over_after_a_cash_sale_is_unapplied(paying: Paying, stripe_standin: StripeStandIn) -> None:
    cart, told, body = paid(paying, stripe_standin)
    with paying.shop.scope():
        charge = stripe_standin.charges[told["payment_intent_id"]]
    charge["status"] = "requires_payment_method"
    paying.shop.till.post(f"/api/payments/{told['id']}/cancel/")
    pay = {"payments": [{"payment_method": "CASH", "amount_paid": "50"}]}
    assert paying.shop.till.post(f"/api/sales/{cart['id']}/complete/", pay).status_code == 200
    paying.webhook(body, signed(body))
    work_off(paying)
    intent = paying.intent(told["id"])
    assert (intent.status, intent.outcome, len(paying.payments(cart))) == ("SUCCEEDED", "UNAPPLIED", 1)
    assert paying.sale(cart).amount_paid == Decimal(50)
    assert UUID(str(intent.pk)) == intent.pk
