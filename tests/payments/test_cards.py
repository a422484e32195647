"""Cards through Stripe: intended, called, settled; and what goes wrong between."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.factories.catalog import make_customer
from tests.gateways.stripe import StripeStandIn
from tests.payments.tills import Paying


def test_a_card_pays_a_cart(paying: Paying, stripe_standin: StripeStandIn) -> None:
    cart, before = paying.cart(), paying.stock()
    answer = paying.card(cart)
    assert answer.status_code == 201, answer.json()
    told = answer.json()
    assert told["status"] == "PENDING"
    assert told["client_secret"] == f"{told['payment_intent_id']}_secret_x"
    charge = stripe_standin.charges[told["payment_intent_id"]]
    assert (charge["amount"], charge["currency"], charge["metadata"]["sale"]) == (5000, "eur", cart["id"])
    assert paying.sale(cart).status == "PENDING"
    assert paying.shop.till.post(f"/api/sales/{cart['id']}/cancel/", {"reason": "x"}).json()["code"] == "SALE_NOT_DRAFT"
    stripe_standin.pay(told["payment_intent_id"])
    assert paying.advance(told).outcome == "APPLIED"
    answer = paying.status(told["id"]).json()
    assert (answer["status"], answer["outcome"], answer["message"]) == ("SUCCEEDED", "APPLIED", "Paid")
    sale = paying.sale(cart)
    assert (sale.status, sale.amount_paid, sale.amount_due) == ("COMPLETED", Decimal(50), Decimal(0))
    assert paying.payments(cart) == [("CARD", "SUCCESSFUL", Decimal(50), "STRIPE")]
    assert paying.stock() == before - 5


def test_cash_and_a_card_pay_together(paying: Paying, stripe_standin: StripeStandIn) -> None:
    cart = paying.cart()
    cash = {"payment_method": "CASH", "amount_paid": "20.00"}
    told = paying.card(cart, amount="30.00", payments=[cash]).json()
    stripe_standin.pay(told["payment_intent_id"])
    paying.advance(told)
    assert paying.sale(cart).status == "COMPLETED"
    assert paying.payments(cart) == [
        ("CARD", "SUCCESSFUL", Decimal(30), "STRIPE"),
        ("CASH", "SUCCESSFUL", Decimal(20), ""),
    ]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"amount": "50.01"}, "OVERPAID"),
        ({"amount": "49.99"}, "UNDERPAID"),
        ({"amount": "0"}, "AMOUNT_NOT_POSITIVE"),
        ({"amount": "50.001"}, "AMOUNT_TOO_PRECISE"),
        ({"currency": "USD"}, "WRONG_CURRENCY"),
        ({"amount": "20", "payments": [{"payment_method": "CASH", "amount_paid": "20"}]}, "UNDERPAID"),
        ({"sale": "01890000-0000-7000-8000-000000000000"}, "NOT_FOUND"),
        ({"nonsense": 1}, "VALIDATION_FAILED"),
    ],
)
def test_what_can_not_pay_the_sale_is_refused_before_anybody_is_asked(
    paying: Paying, stripe_standin: StripeStandIn, body: dict[str, object], code: str
) -> None:
    cart, asked = paying.cart(), len(stripe_standin.calls)
    answer = paying.card(cart, **body)
    assert answer.json()["code"] == code
    assert (len(stripe_standin.calls), paying.sale(cart).status) == (asked, "DRAFT")


def test_one_payment_at_a_time(paying: Paying) -> None:
    cart = paying.cart()
    assert paying.card(cart).status_code == 201
    assert paying.card(cart).json()["code"] == "SALE_NOT_DRAFT"


def test_the_same_request_tells_how_its_payment_stands(paying: Paying, stripe_standin: StripeStandIn) -> None:
    cart = paying.cart()
    first, made = paying.card(cart, key="card-1").json(), len(stripe_standin.charges)
    stripe_standin.pay(first["payment_intent_id"])
    paying.advance(first)
    again = paying.card(cart, key="card-1")
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (again.json()["id"], again.json()["status"]) == (first["id"], "SUCCEEDED")
    assert paying.card(cart, key="card-1", amount="1").json()["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert len(stripe_standin.charges) == made


@pytest.mark.parametrize("fault", ["500", "garbage", "lost", "slow"])
def test_a_provider_without_a_usable_answer_leaves_the_payment_open(
    paying: Paying, stripe_standin: StripeStandIn, fault: str
) -> None:
    cart = paying.cart()
    made = len(stripe_standin.charges)
    stripe_standin.fail("/v1/payment_intents", fault, times=1 if fault == "garbage" else 2)
    told = paying.card(cart).json()
    assert told["status"] == "CREATED"
    assert paying.intent(told["id"]).error_code == "PROVIDER_AWAY"
    assert paying.sale(cart).status == "PENDING"
    paying.advance(told)
    assert paying.intent(told["id"]).status == "PENDING"
    assert len(stripe_standin.charges) == made + 1


def test_a_refused_charge_makes_the_sale_a_cart_again(paying: Paying, stripe_standin: StripeStandIn) -> None:
    cart = paying.cart()
    with paying.shop.scope():
        account = paying.account
        account.refresh_from_db()
        kept = account.sealed_secrets
        account.sealed_secrets = '{"secret_key": "sk_test_wrong"}'
        account.save()
    told = paying.card(cart).json()
    assert (told["status"], told["error_code"]) == ("FAILED", "PROVIDER_SIGN_IN")
    assert "wrong" not in told["error_words"]
    assert paying.sale(cart).status == "DRAFT"
    with paying.shop.scope():
        account.sealed_secrets = kept
        account.save()
    assert paying.card(cart).json()["status"] == "PENDING"


def test_a_cancelled_payment_makes_the_sale_a_cart_again_and_is_cancelled_there(
    paying: Paying, stripe_standin: StripeStandIn
) -> None:
    cart = paying.cart()
    told = paying.card(cart).json()
    held = paying.held_until(cart)
    answer = paying.shop.till.post(f"/api/payments/{told['id']}/cancel/")
    assert answer.json()["status"] == "CANCELLED"
    assert stripe_standin.charges[told["payment_intent_id"]]["status"] == "canceled"
    assert paying.intent(told["id"]).next_poll_at is None
    assert paying.sale(cart).status == "DRAFT"
    assert paying.held_until(cart) > held
    assert paying.shop.till.post(f"/api/payments/{told['id']}/cancel/").json()["code"] == "INTENT_NOT_OPEN"
    pay = {"payments": [{"payment_method": "CASH", "amount_paid": "50"}]}
    assert paying.shop.till.post(f"/api/sales/{cart['id']}/complete/", pay).json()["status"] == "COMPLETED"


def test_paid_before_the_cancelling_reached_the_provider_is_kept_and_given_back_by_one_call(
    paying: Paying, stripe_standin: StripeStandIn
) -> None:
    cart = paying.cart()
    told = paying.card(cart).json()
    stripe_standin.pay(told["payment_intent_id"])
    answer = paying.shop.till.post(f"/api/payments/{told['id']}/cancel/").json()
    assert (answer["status"], answer["outcome"]) == ("SUCCEEDED", "UNAPPLIED")
    assert paying.sale(cart).status == "DRAFT"
    assert paying.payments(cart) == []
    boss = paying.shop.manager_till
    listed = boss.get("/api/payments/intents/?outcome=UNAPPLIED").json()["results"]
    assert told["id"] in [each["id"] for each in listed]
    assert paying.shop.till.post(f"/api/payments/{told['id']}/refund/").status_code == 403
    refund = boss.post(f"/api/payments/{told['id']}/refund/").json()
    assert (refund["kind"], refund["status"], refund["amount"]) == ("REFUND", "SUCCEEDED", "50.00")
    assert paying.intent(told["id"]).outcome == "REFUNDED"
    assert boss.post(f"/api/payments/{told['id']}/refund/").json()["code"] == "NOTHING_TO_REFUND"
    given = [row for row in stripe_standin.refunds.values() if row["payment_intent"] == told["payment_intent_id"]]
    assert [row["amount"] for row in given] == [5000]


def test_a_payment_that_nobody_made_expires(paying: Paying, stripe_standin: StripeStandIn) -> None:
    cart = paying.cart()
    told = paying.card(cart).json()
    late = paying.intent(told["id"]).expires_at + timedelta(seconds=1)
    assert paying.advance(told, at=late).status == "EXPIRED"
    assert stripe_standin.charges[told["payment_intent_id"]]["status"] == "canceled"
    assert (paying.sale(cart).status, paying.intent(told["id"]).next_poll_at) == ("DRAFT", None)


def test_paid_at_the_last_moment_is_paid(paying: Paying, stripe_standin: StripeStandIn) -> None:
    cart = paying.cart()
    told = paying.card(cart).json()
    stripe_standin.pay(told["payment_intent_id"])
    late = paying.intent(told["id"]).expires_at + timedelta(seconds=1)
    assert paying.advance(told, at=late).outcome == "APPLIED"
    assert paying.sale(cart).status == "COMPLETED"


def test_a_card_pays_what_a_customer_owes_for_a_sale(paying: Paying, stripe_standin: StripeStandIn) -> None:
    customer = make_customer(paying.shop, credit_limit=Decimal(100))
    cart = paying.cart(customer=customer.pk)
    paying.shop.till.post(f"/api/sales/{cart['id']}/complete/", {})
    assert paying.card(cart, amount="50.01").json()["code"] == "AMOUNT_BEYOND_DUE"
    told = paying.card(cart, amount="20.00").json()
    assert (told["on_account"], paying.sale(cart).amount_due) == (True, Decimal(50))
    stripe_standin.pay(told["payment_intent_id"])
    assert paying.advance(told).outcome == "APPLIED"
    assert (paying.sale(cart).status, paying.sale(cart).amount_due) == ("PARTIAL", Decimal(30))


def test_money_for_goods_that_are_gone_is_kept_unapplied(paying: Paying, stripe_standin: StripeStandIn) -> None:
    cart = paying.cart("5")
    told = paying.card(cart).json()
    with paying.shop.scope():
        paying.product.refresh_from_db()
        paying.product.life_cycle = "DISCONTINUED"
        type(paying.product).objects.for_business(paying.shop.id).filter(pk=paying.product.pk).update(
            life_cycle="DISCONTINUED"
        )
    stripe_standin.pay(told["payment_intent_id"])
    done = paying.advance(told)
    with paying.shop.scope():
        type(paying.product).objects.for_business(paying.shop.id).filter(pk=paying.product.pk).update(
            life_cycle="ACTIVE"
        )
    assert (done.status, done.outcome, paying.sale(cart).status) == ("SUCCEEDED", "UNAPPLIED", "DRAFT")
    assert done.error_code == "PRODUCT_NOT_SELLABLE"
