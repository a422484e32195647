"""What a provider refused to give back goes back another way: once, in a drawer's shift, and counted once everywhere."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connections

from optimapos.audit.models import AuditLog
from optimapos.core.ids import UUID
from optimapos.core.outbox import OutboxMessage
from optimapos.core.result import Result
from optimapos.core.tenancy import BusinessRef
from optimapos.organization.models import Business
from optimapos.payments.locks import lock_payment
from optimapos.payments.models import PaymentIntent
from optimapos.payments.services import SettlementService, replacing
from optimapos.payments.services.polling import poll
from optimapos.payments.services.replacing import RefundReplacementService, Replaced
from optimapos.payments.types import Said, Told, WayInstead
from optimapos.sales.models import Payment
from optimapos.verify.runner import verify
from optimapos.wallet.models import WalletAccount
from tests.factories.catalog import make_customer
from tests.factories.organization import Shop, make_till
from tests.gateways.stripe import StripeStandIn
from tests.payments.tills import Paying, make_paying
from tests.refunds.giving_back import processed
from tests.servers import at_once

PATIENCE = 0.5
# How long the other one is given to get past a lock that is not there.


@pytest.fixture
def paying(stripe_standin: StripeStandIn) -> Paying:
    """A shop of the test's own."""
    return make_paying(stripe_standin)


def refused(paying: Paying, standin: StripeStandIn, customer: UUID | None = None) -> tuple[dict[str, Any], str]:
    """Two of five pieces came back, and the card refused the 20.00 for them: the refund, and the payment that failed."""
    cart = paying.cart(customer=customer)
    told = paying.card(cart).json()
    standin.pay(told["payment_intent_id"])
    paying.advance(told)
    sale = paying.shop.till.get(f"/api/sales/{cart['id']}/").json()
    refund = processed(paying.shop, sale, "2", method="ORIGINAL_PAYMENT")
    standin.charges[told["payment_intent_id"]]["amount_received"] = 1
    poll(datetime.now(UTC))
    (out,) = refund["payments"]
    assert row_of(paying.shop, out["id"]).status == "FAILED"
    return refund, out["id"]


def replaced(shop: Shop, payment: Any, method: str = "CASH", key: str | None = None) -> Any:
    """The answer to giving it back another way, at the cashier's till."""
    return shop.till.post(f"/api/payments/{payment}/replace/", {"payment_method": method}, key)


def row_of(shop: Shop, payment: Any) -> Payment:
    """The payment now."""
    with shop.scope():
        return Payment.objects.for_business(shop.id).get(pk=payment)


def ways(shop: Shop, refund: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Method, status and amount of what went out for a refund."""
    rows = shop.till.get(f"/api/refunds/{refund['id']}/").json()["payments"]
    return [(row["payment_method"], row["status"], row["amount_paid"]) for row in rows]


def listed(shop: Shop, query: str) -> list[str]:
    """The refunds that a list tells."""
    return [row["id"] for row in shop.till.get(f"/api/refunds/?{query}").json()["results"]]


def violations(shop: Shop) -> dict[str, int]:
    """What verification finds, warnings too."""
    return {each.invariant.id: each.count for each in verify(shop.business.slug) if each.count}


def tenders(report: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Of a shift's report by method: taken, given back."""
    return {row["method"]: (row["taken"], row["given_back"]) for row in report["tenders"]}


def test_cash_instead_of_a_card_counts_once_in_the_shift_the_reports_and_the_customers_figures(
    paying: Paying, stripe_standin: StripeStandIn
) -> None:
    shop = paying.shop
    customer = make_customer(shop)
    shift = shop.till.post("/api/shifts/", {"opening_float": "100.00"}).json()["id"]
    refund, failed = refused(paying, stripe_standin, customer.pk)
    before = shop.manager_till.get(f"/api/customers/{customer.pk}/").json()
    assert listed(shop, "is_refused=true") == [refund["id"]]
    answer = replaced(shop, failed)
    assert answer.status_code == 201, answer.content
    assert (listed(shop, "is_refused=true"), listed(shop, "is_refused=false")) == ([], [refund["id"]])
    told = answer.json()
    assert {
        name: told[name] for name in ("replaces", "refund", "shift", "payment_method", "status", "amount_paid")
    } == {
        "replaces": failed,
        "refund": refund["id"],
        "shift": shift,
        "payment_method": "CASH",
        "status": "SUCCESSFUL",
        "amount_paid": "20.00",
    }
    assert told["credit_code"] is None
    assert ways(shop, refund) == [("CARD", "FAILED", "20.00"), ("CASH", "SUCCESSFUL", "20.00")]
    taken = row_of(shop, row_of(shop, failed).original_payment_id)
    assert (taken.amount_paid, taken.refunded_amount) == (Decimal(50), Decimal(20))
    report = shop.manager_till.get(f"/api/shifts/{shift}/x-report/").json()
    assert tenders(report) == {"CARD": ("50.00", "0.00"), "CASH": ("0.00", "20.00")}
    assert (report["drawer"]["expected"]["CASH"], report["refunds"]["total"]) == ("80.00", "20.00")
    done = shop.till.post(f"/api/shifts/{shift}/close/", {"counted": [{"method": "CASH", "amount": "80.00"}]}).json()
    assert done["over_short"] == "0.00"
    where, today = (
        f"/api/reports/{{}}-sales/?storefront={shop.storefront.pk}",
        shop.storefront.local_day(datetime.now(UTC)),
    )
    daily = shop.manager_till.get(where.format("daily")).json()
    given = {row["method"]: (row["sales"], row["refunds"]) for row in daily["tenders"]}
    assert (given, daily["summary"]["total_refunds"]) == (
        {"CARD": ("50.00", "0.00"), "CASH": ("0.00", "20.00")},
        "20.00",
    )
    period = f"&date_from={today}&date_to={today}"
    (goods,) = shop.manager_till.get(where.format("product") + period).json()["products"]
    assert (goods["units_refunded"], goods["refunds"]) == ("2", "20.00")
    after = shop.manager_till.get(f"/api/customers/{customer.pk}/").json()
    assert after == before
    assert violations(shop) == {}


def test_a_refund_of_a_sealed_shift_is_taken_out_of_the_shift_that_gives_it_back_in_cash(
    paying: Paying, stripe_standin: StripeStandIn
) -> None:
    shop, shifts = paying.shop, "/api/shifts/"
    first = shop.till.post(shifts, {"opening_float": "0"}).json()["id"]
    _, failed = refused(paying, stripe_standin)
    z = shop.till.post(f"{shifts}{first}/close/", {"counted": [{"method": "CASH", "amount": "0"}]}).json()["report"]
    assert tenders(z) == {"CARD": ("50.00", "20.00")}
    second = shop.till.post(shifts, {"opening_float": "30.00"}).json()["id"]
    assert replaced(shop, failed).status_code == 201
    report = shop.manager_till.get(f"{shifts}{second}/x-report/").json()
    assert tenders(report) == {"CARD": ("0.00", "-20.00"), "CASH": ("0.00", "20.00")}
    assert report["drawer"]["expected"]["CASH"] == "10.00"
    closed = shop.till.post(f"{shifts}{second}/close/", {"counted": [{"method": "CASH", "amount": "10.00"}]}).json()
    assert closed["over_short"] == "0.00"
    assert violations(shop) == {}


def test_store_credit_instead_is_the_customers_or_of_whoever_has_its_code(
    paying: Paying, stripe_standin: StripeStandIn
) -> None:
    shop, customer = paying.shop, make_customer(paying.shop)
    _, failed = refused(paying, stripe_standin, customer.pk)
    told = replaced(shop, failed, "STORE_CREDIT").json()
    with shop.scope():
        account = WalletAccount.objects.for_business(shop.id).get(customer=customer, kind="STORE_CREDIT")
    assert (account.balance, told["credit_code"]) == (Decimal(20), None)
    refund, other = refused(paying, stripe_standin)
    code = replaced(shop, other, "STORE_CREDIT", key="once").json()["credit_code"]
    looked_at = shop.till.post("/api/wallet/lookup/", {"code": code}).json()
    assert Decimal(looked_at["balance"]) == 20
    again = replaced(shop, other, "STORE_CREDIT", key="once")
    assert (again.json()["credit_code"], again["Idempotent-Replayed"]) == (code, "true")
    assert ways(shop, refund) == [("CARD", "FAILED", "20.00"), ("STORE_CREDIT", "SUCCESSFUL", "20.00")]
    note = shop.till.get(f"/api/refunds/{refund['id']}/credit-note/?as=html").content.decode()
    assert ("Store credit" in note, "Card" in note) == (True, False)
    assert violations(shop) == {}


def test_what_may_not_be_replaced_is_refused_by_its_reason_and_nothing_goes_out(
    paying: Paying, stripe_standin: StripeStandIn
) -> None:
    shop = paying.shop
    refund, failed = refused(paying, stripe_standin)
    with shop.scope():
        taken = row_of(shop, failed).original_payment_id
        Business.objects.filter(pk=shop.id).update(requires_shift=True)
    assert replaced(shop, failed).json()["code"] == "SHIFT_NOT_OPEN"
    assert replaced(shop, taken, "STORE_CREDIT").json()["code"] == "PAYMENT_NOT_A_REFUND"
    assert replaced(shop, failed, "CARD").json()["code"] == "VALIDATION_FAILED"
    assert replaced(shop, refund["id"], "STORE_CREDIT").status_code == 404
    stock_clerk = make_till(shop.business, shop.storefront, shop.owner, code="T7", role="stock_clerk")
    asked = stock_clerk.post(f"/api/payments/{failed}/replace/", {"payment_method": "STORE_CREDIT"})
    assert (asked.status_code, asked.json()["code"]) == (403, "PERMISSION_DENIED")
    assert ways(shop, refund) == [("CARD", "FAILED", "20.00")]
    done = replaced(shop, failed, "STORE_CREDIT").json()["id"]
    again = replaced(shop, failed, "STORE_CREDIT")
    assert (again.status_code, again.json()["code"], again.json()["data"]) == (
        409,
        "PAYMENT_REPLACED",
        {"payment": done},
    )
    assert replaced(shop, done, "STORE_CREDIT").json()["code"] == "PAYMENT_NOT_A_REFUND"
    with shop.scope():
        Payment.objects.for_business(shop.id).filter(pk=done).delete()
        Payment.objects.for_business(shop.id).filter(pk=failed).update(status="PENDING")
    waits = replaced(shop, failed, "STORE_CREDIT")
    assert (waits.status_code, waits.json()["code"], waits.json()["data"]) == (
        409,
        "PAYMENT_NOT_FAILED",
        {"status": "PENDING"},
    )
    assert ways(shop, refund) == [("CARD", "PENDING", "20.00")]


def test_an_amount_that_has_no_coins_goes_back_as_store_credit(paying: Paying, stripe_standin: StripeStandIn) -> None:
    shop = paying.shop
    _, failed = refused(paying, stripe_standin)
    with shop.scope():
        shop.business.cash_rounding_step = Decimal("0.05")
        shop.business.save()
        Payment.objects.for_business(shop.id).filter(pk=failed).update(amount_paid="19.98", tendered="19.98")
    told = replaced(shop, failed).json()
    assert (told["code"], told["data"]) == ("REFUND_NOT_IN_COINS", {"amount": "19.98", "step": "0.05"})
    assert replaced(shop, failed, "STORE_CREDIT").json()["amount_paid"] == "19.98"


def late_yes(paying: Paying, failed: str) -> Result[PaymentIntent]:
    """The provider says yes to a refund that it had refused."""
    intent = row_of(paying.shop, failed).intent_id
    assert intent
    said = Told(Said.SUCCEEDED, reference="re_late")
    return SettlementService.settle(business=paying.shop.business, intent_id=intent, said=said, at=datetime.now(UTC))


def test_a_late_yes_to_what_was_given_back_another_way_is_written_down_and_people_are_told(
    paying: Paying, stripe_standin: StripeStandIn
) -> None:
    shop = paying.shop
    refund, failed = refused(paying, stripe_standin)
    cash = replaced(shop, failed).json()["id"]
    settled = late_yes(paying, failed).unwrap()
    assert (settled.status, settled.error_code) == ("SUCCEEDED", "GIVEN_BACK_TWICE")
    assert ways(shop, refund) == [("CARD", "SUCCESSFUL", "20.00"), ("CASH", "SUCCESSFUL", "20.00")]
    with shop.scope():
        (event,) = AuditLog.objects.for_business(shop.id).filter(event_type="payment.given_back_twice")
        assert OutboxMessage.objects.filter(business_id=shop.id, topic="payment.given_back_twice").count() == 1
    assert (event.event_data["payment"], event.event_data["replaced_by"]) == (failed, cash)
    assert violations(shop) == {"refunds.given_twice": 1}


def test_a_late_yes_to_what_nobody_gave_back_otherwise_settles_it(
    paying: Paying, stripe_standin: StripeStandIn
) -> None:
    refund, failed = refused(paying, stripe_standin)
    late_yes(paying, failed).unwrap()
    assert ways(paying.shop, refund) == [("CARD", "SUCCESSFUL", "20.00")]
    assert replaced(paying.shop, failed).json()["code"] == "PAYMENT_NOT_FAILED"
    assert violations(paying.shop) == {}


def replacing_by(paying: Paying, failed: str) -> Callable[[], Result[Replaced]]:
    """What replaces it in cash, for the owner."""
    return partial(
        RefundReplacementService.replace_failed_refund,
        business=paying.shop.business,
        actor=paying.shop.owner,
        payment_id=UUID(failed),
        method=WayInstead.CASH,
        at=datetime.now(UTC),
    )


def amid(
    paying: Paying, monkeypatch: pytest.MonkeyPatch, failed: str, *, locked: bool, other: Callable[[], Result[Any]]
) -> tuple[Result[Replaced], Result[Any]]:
    """A replacing in which `other` begins once the payment was read; what became of both."""
    pool, begun = ThreadPoolExecutor(1), list[Future[Result[Any]]]()
    read = lock_payment if locked else read_payment

    def on_its_own() -> Result[Any]:
        try:
            return other()
        finally:
            connections.close_all()

    def read_and_wait(business: BusinessRef, payment_id: UUID) -> Payment | None:
        found = read(business, payment_id)
        if not begun:
            begun.append(pool.submit(on_its_own))
            wait(begun, PATIENCE)
        return found

    monkeypatch.setattr(replacing, "lock_payment", read_and_wait)
    if not locked:
        monkeypatch.setattr(replacing, "lock_intents", read_intents)
    first = replacing_by(paying, failed)()
    pool.shutdown()
    return first, begun[0].result()


def read_payment(business: BusinessRef, payment_id: UUID) -> Payment | None:
    """What `lock_payment` does, without the lock."""
    return Payment.objects.for_business(business).filter(pk=payment_id).first()


def read_intents(business: BusinessRef, intent_ids: list[UUID]) -> dict[UUID, PaymentIntent]:
    """What `lock_intents` does, without the lock."""
    return {row.pk: row for row in PaymentIntent.objects.for_business(business).filter(pk__in=intent_ids)}


def test_of_many_who_replace_at_once_one_does(paying: Paying, stripe_standin: StripeStandIn) -> None:
    refund, failed = refused(paying, stripe_standin)
    done = at_once([replacing_by(paying, failed)] * 4)
    assert sorted(each.code for each in done) == ["", *["PAYMENT_REPLACED"] * 3]
    assert ways(paying.shop, refund) == [("CARD", "FAILED", "20.00"), ("CASH", "SUCCESSFUL", "20.00")]


def test_a_late_yes_amid_replacing_waits_and_is_told_as_given_back_twice(
    paying: Paying, stripe_standin: StripeStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, failed = refused(paying, stripe_standin)
    first, yes = amid(paying, monkeypatch, failed, locked=True, other=partial(late_yes, paying, failed))
    assert (first.ok, yes.unwrap().error_code) == (True, "GIVEN_BACK_TWICE")
    assert violations(paying.shop) == {"refunds.given_twice": 1}


def test_without_the_lock_a_late_yes_passes_amid_replacing_and_nobody_is_told(
    paying: Paying, stripe_standin: StripeStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    _, failed = refused(paying, stripe_standin)
    first, yes = amid(paying, monkeypatch, failed, locked=False, other=partial(late_yes, paying, failed))
    assert (first.ok, yes.unwrap().error_code) == (True, "")
    with paying.shop.scope():
        assert not AuditLog.objects.for_business(paying.shop.id).filter(event_type="payment.given_back_twice").exists()
