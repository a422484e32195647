"""Payments through providers in the back office: accounts, money that pays for nothing, messages, and the books compared."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from playwright.sync_api import expect

from optimapos.organization.models import User
from optimapos.payments.models import ProviderAccount
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, unique
from tests.factories.payments import make_payment_records
from tests.gateways.stripe import StripeStandIn
from tests.payments.tills import Paying, make_paying
from tests.web.screens import PASSWORD, Screen


@pytest.fixture
def stripe_standin(settings: Any) -> Iterator[StripeStandIn]:
    """Something that answers as Stripe does, where accounts may name it."""
    settings.PAYMENT_FREE_ADDRESSES = True
    started = StripeStandIn()
    yield started
    started.stop()


def owner_of(shop: Shop) -> str:
    """The e-mail by which the owner signs in."""
    user = User.objects.get(pk=shop.owner.user_id)
    user.email, user.password = f"{unique('boss')}@owner.test", Argon2PasswordHasher().encode(PASSWORD, "saltsaltsalt")
    user.save()
    return user.email


def paid(paying: Paying, standin: StripeStandIn) -> dict[str, Any]:
    """A cart that was paid by card."""
    told: dict[str, Any] = paying.card(paying.cart()).json()
    standin.pay(told["payment_intent_id"])
    paying.advance(told)
    return told


def test_books_that_differ_are_named_and_a_payment_shows_where_it_stands(
    screen: Screen, stripe_standin: StripeStandIn
) -> None:
    paying = make_paying(stripe_standin)
    first, second = paid(paying, stripe_standin), paid(paying, stripe_standin)
    stripe_standin.charges[first["payment_intent_id"]]["amount_received"] = 4999
    del stripe_standin.charges[second["payment_intent_id"]]
    screen.sign_in(owner_of(paying.shop), to="/sales/providers")
    page = screen.page
    expect(page.get_by_text("1-2 of 2")).to_be_visible()
    expect(page.get_by_role("cell", name="50.00 EUR")).to_have_count(2)
    screen.picture("provider-payments")
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Payment of €50.00")
    expect(page.get_by_text("Paid for its sale")).to_be_visible()
    screen.picture("provider-payment")
    page.goto("/sales/providers/books")
    today = datetime.now(UTC).date().isoformat()
    page.get_by_label("From day").fill(today)
    page.get_by_label("To day").fill(today)
    page.get_by_role("button", name="Compare books").click()
    table = page.get_by_role("region", name="Differences")
    amounts = table.get_by_role("row").filter(has_text="Another amount or currency")
    expect(amounts.get_by_role("cell").nth(2)).to_have_text("€49.99, went through")
    expect(amounts.get_by_role("cell").nth(3)).to_have_text("€50.00, went through")
    missing = table.get_by_role("row").filter(has_text="We have it, the provider does not")
    expect(missing.get_by_role("cell").nth(3)).to_have_text("€50.00, went through")
    screen.picture("provider-books")


def test_a_message_of_no_payment_waits_and_an_account_is_added_without_its_secret_being_shown_again(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    make_payment_records(shop, shop.till, make_product(shop, "Tea", price="12.00", stock="5"))
    screen.sign_in(owner_email, to="/sales/providers/messages?state=UNMATCHED")
    page = screen.page
    page.get_by_role("table").get_by_role("button").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("nothing was booked")
    expect(page.get_by_role("button", name="Book it on this payment")).to_be_disabled()
    screen.picture("provider-message")
    page.goto("/settings/providers")
    page.get_by_role("button", name="Add account").first.click()
    form = page.get_by_role("dialog")
    form.get_by_label("Name").fill("Web shop")
    form.get_by_role("button", name="Add account").click()
    expect(form.get_by_text("The provider needs each of its keys.").first).to_be_visible()
    form.get_by_label("Secret key").fill("sk_test_very_secret")
    form.get_by_role("button", name="Add account").click()
    with shop.scope():
        made = ProviderAccount.objects.for_business(shop.id)
        expect(form.get_by_text("/api/payments/webhooks/stripe/")).to_be_visible()
        assert made.get(name="Web shop").credentials.secrets == {"secret_key": "sk_test_very_secret"}
    expect(form.get_by_label("Secret key")).to_have_value("")
    expect(form.get_by_text("Kept, and never shown.")).to_be_visible()
    screen.picture("provider-account")
    page.keyboard.press("Escape")
    page.get_by_role("row").filter(has_text="Web shop").get_by_role("button", name="Actions for this row").click()
    page.get_by_role("menuitem", name="Switch off").click()
    page.get_by_role("dialog").get_by_role("button", name="Switch account off").click()
    expect(page.get_by_role("row").filter(has_text="Web shop")).to_contain_text("Switched off")
