"""A sale that waits for a provider counts in the shift that it began to wait in: on the supplement, where that was closed."""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections

from optimapos.payments.models import PaymentIntent
from optimapos.payments.services.polling import poll
from optimapos.sales.sql import write
from optimapos.shifts.services import shifts
from optimapos.verify.runner import verify
from tests.factories.catalog import make_customer
from tests.gateways.stripe import StripeStandIn, signed
from tests.payments.tills import Paying, make_paying
from tests.refunds.giving_back import sold, tender

SHIFTS = "/api/shifts/"
PATIENCE = 0.5
# How long the other one is given to get past a lock that is not there.


@pytest.fixture
def paying(stripe_standin: StripeStandIn) -> Paying:
    """A shop of the test's own."""
    return make_paying(stripe_standin)


def opened(paying: Paying) -> str:
    """A shift at the cashier's till."""
    found: str = paying.shop.till.post(SHIFTS, {"opening_float": "0"}).json()["id"]
    return found


def closed(paying: Paying, shift: str, cash: str) -> dict[str, Any]:
    """The shift, counted and closed."""
    answer = paying.shop.till.post(f"{SHIFTS}{shift}/close/", {"counted": [{"method": "CASH", "amount": cash}]})
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def shown(paying: Paying, shift: str) -> dict[str, Any]:
    """The shift now."""
    found: dict[str, Any] = paying.shop.manager_till.get(f"{SHIFTS}{shift}/").json()
    return found


def x_report(paying: Paying, shift: str) -> dict[str, Any]:
    """What it comes to until now."""
    found: dict[str, Any] = paying.shop.manager_till.get(f"{SHIFTS}{shift}/x-report/").json()
    return found


def tenders(report: dict[str, Any]) -> dict[str, str]:
    """What was taken, by method."""
    return {row["method"]: row["taken"] for row in report["tenders"]}


def told(paying: Paying, standin: StripeStandIn, charge: dict[str, Any]) -> None:
    """The customer pays, and the provider's event comes and is worked off."""
    body = standin.event("payment_intent.succeeded", standin.pay(charge["payment_intent_id"]))
    assert paying.webhook(body, signed(body)).status_code == 200
    poll(datetime.now(UTC))


def violations(paying: Paying) -> dict[str, int]:
    return {each.invariant.id: each.count for each in verify(paying.shop.business.slug) if each.count}


def test_what_is_settled_after_its_shift_was_closed_goes_on_the_supplement(
    paying: Paying, stripe_standin: StripeStandIn
) -> None:
    shift, cart = opened(paying), paying.cart()
    charge = paying.card(cart, payments=[tender("CASH", "20.00")]).json()
    assert (charge["shift"], charge["amount"]) == (shift, "30.00")
    done = closed(paying, shift, "20.00")
    assert (done["report"]["sales"]["count"], done["over_short"]) == (0, "20.00")
    following = opened(paying)
    told(paying, stripe_standin, charge)
    assert paying.sale(cart).status == "COMPLETED"
    now = shown(paying, shift)
    assert (now["report"], now["seal"], now["late_sales"]) == (done["report"], done["seal"], 1)
    supplement = paying.shop.manager_till.post(f"{SHIFTS}{shift}/supplements/").json()
    figures = supplement["figures"]
    assert (supplement["number"], figures["sales"]["count"], figures["sales"]["total"]) == (1, 1, "50.00")
    assert tenders(figures) == {"CARD": "30.00", "CASH": "20.00"}
    assert (x_report(paying, following)["sales"]["count"], tenders(x_report(paying, following))) == (0, {})
    assert violations(paying) == {}


def test_what_is_settled_while_its_shift_is_open_counts_in_it(paying: Paying, stripe_standin: StripeStandIn) -> None:
    shift, cart = opened(paying), paying.cart()
    told(paying, stripe_standin, paying.card(cart).json())
    done = closed(paying, shift, "0")
    assert (done["report"]["sales"]["total"], tenders(done["report"])) == ("50.00", {"CARD": "50.00"})
    assert (shown(paying, shift)["late_sales"], violations(paying)) == (0, {})


def test_what_was_asked_for_without_a_shift_counts_in_none(paying: Paying, stripe_standin: StripeStandIn) -> None:
    charge = paying.card(paying.cart()).json()
    shift = opened(paying)
    told(paying, stripe_standin, charge)
    assert (charge["shift"], x_report(paying, shift)["sales"]["count"]) == (None, 0)
    assert violations(paying) == {}


def test_money_on_account_counts_in_the_shift_that_is_open_when_it_comes(
    paying: Paying, stripe_standin: StripeStandIn
) -> None:
    shop, shift = paying.shop, opened(paying)
    customer = make_customer(shop, credit_limit=Decimal(100))
    sale = sold(shop.till, (paying.product, "5"), payments=[tender("CASH", "10.00")], customer=str(customer.pk))
    charge = paying.card(sale).json()
    assert (charge["on_account"], charge["shift"]) == (True, shift)
    done = closed(paying, shift, "10.00")
    following = opened(paying)
    told(paying, stripe_standin, charge)
    assert shown(paying, shift)["report"] == done["report"]
    (card,) = x_report(paying, following)["tenders"]
    assert (card["method"], card["taken"], card["on_account"]) == ("CARD", "40.00", "40.00")
    assert (shown(paying, shift)["late_sales"], violations(paying)) == (0, {})


def amid_closing(paying: Paying, standin: StripeStandIn, monkeypatch: pytest.MonkeyPatch, patience: float) -> str:
    """A shift that is closed, in which the provider's yes comes once its report was reckoned."""
    shift, cart = opened(paying), paying.cart()
    charge = paying.card(cart).json()
    standin.pay(charge["payment_intent_id"])
    pool, begun, reckon = ThreadPoolExecutor(1), list[Future[PaymentIntent]](), shifts.report_of

    def settle() -> PaymentIntent:
        try:
            return paying.advance(charge)
        finally:
            connections.close_all()

    def reckon_and_wait(*asked: Any) -> dict[str, Any]:
        found = reckon(*asked)
        begun.append(pool.submit(settle))
        wait(begun, patience)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(shifts, "report_of", reckon_and_wait)
        assert closed(paying, shift, "0")["report"]["sales"]["count"] == 0
    pool.shutdown()
    assert begun[0].result().outcome == "APPLIED"
    return shift


def test_a_yes_amid_closing_waits_and_goes_on_the_supplement(
    paying: Paying, stripe_standin: StripeStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    shift = amid_closing(paying, stripe_standin, monkeypatch, PATIENCE)
    assert (shown(paying, shift)["late_sales"], violations(paying)) == (1, {})


def test_without_the_lock_a_yes_amid_closing_is_in_no_report(
    paying: Paying, stripe_standin: StripeStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(write, "SHARE_SHIFT", "SELECT $1::uuid, $2::uuid, $3::boolean")
    shift = amid_closing(paying, stripe_standin, monkeypatch, 5)
    assert (shown(paying, shift)["late_sales"], violations(paying)) == (0, {"shifts.sales": 1, "shifts.tenders": 1})
