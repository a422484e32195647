"""Charging at a till: a shop whose providers are stood in for, its tender, what is said of a charge, and what was booked."""

import re
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from playwright.sync_api import Page, expect

from optimapos.payments.models import PaymentIntent
from optimapos.payments.services import advance
from optimapos.sales.models import Payment, Sale
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.gateways import momo, stripe
from tests.gateways.standin import StandIn
from tests.payments.tills import make_account
from tests.web.tills import Counter, hire, open_till

TEA = "3800000000010"
PAID = re.compile("^Sold as S1-T9-")


def takes_cards(shop: Shop, standin: StandIn) -> None:
    """The shop has an account at the stand-in, named so that two are told apart."""
    secrets = {"secret_key": stripe.SECRET_KEY}
    make_account(shop, "STRIPE", standin, name="Reader", secrets=secrets, webhook_secrets=[stripe.WEBHOOK_SECRET])


def takes_phones(shop: Shop, standin: StandIn) -> None:
    """The shop charges phones through the stand-in."""
    make_account(shop, "MTN_MOMO", standin, name="Phones", secrets=momo.SECRETS, networks=["MTN"], currencies=["EUR"])


def at_the_tender(shop: Shop, page: Page, *, quantity: int = 1) -> Counter:
    """Tea for 10.00 each is scanned, and money is taken."""
    make_product(shop, "Green tea", price="10.00", barcodes=[TEA])
    hire(shop, "Clara Cashier")
    till = open_till(shop, page)
    for _ in range(quantity):
        till.scan(TEA)
    till.total(f"€{quantity * 10}.00")
    till.pay()
    return till


def method(till: Counter, name: str) -> None:
    """Chosen by touch."""
    till.page.get_by_role("radio", name=re.compile(f"^{name}")).click()


def ask(till: Counter, name: str = "Card") -> None:
    """The whole rest is asked for."""
    method(till, name)
    till.page.get_by_role("button", name="Ask for the payment").click()


def stands(till: Counter, words: str) -> None:
    """What is said of the charge."""
    expect(till.page.get_by_test_id("charge")).to_have_text(words)
    expect(till.page.locator('main[data-calm="true"]')).to_be_visible()


def press(till: Counter, name: str) -> None:
    """A way out."""
    till.page.get_by_role("button", name=re.compile(f"^{name}")).click()


def charged(standin: Any) -> str:
    """The provider's name of the only charge that it is asked for, once it is."""
    return asked_for(standin, 1)[0]


def asked_for(standin: Any, charges: int) -> list[str]:
    """The provider's names of what it is asked for, once it is asked for so many."""
    deadline = time.monotonic() + 30
    while len(standin.charges) < charges and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(standin.charges) == charges
    return list(standin.charges)


def booked(shop: Shop) -> list[tuple[str, Decimal, str]]:
    """Method, amount and provider of all that was paid."""
    with shop.scope():
        rows = Payment.objects.for_business(shop.id).order_by("id")
        return [(row.payment_method, row.amount_paid, row.provider) for row in rows]


def sales(shop: Shop) -> list[str]:
    """The states of the shop's sales, cancelled carts apart."""
    with shop.scope():
        rows = Sale.objects.for_business(shop.id).exclude(status="CANCELLED").order_by("id")
        return list(rows.values_list("status", flat=True))


def intents(shop: Shop) -> list[PaymentIntent]:
    """All that providers were asked for, the oldest first."""
    with shop.scope():
        return list(PaymentIntent.objects.for_business(shop.id).order_by("id"))


def poller(shop: Shop) -> None:
    """The worker's visit, a little later."""
    for each in intents(shop):
        advance(business=shop.id, intent_id=each.pk, at=datetime.now(UTC) + timedelta(minutes=1)).unwrap()
