"""A provider refuses to give money back: the till says so, at once or by the receipt later, and gives it back otherwise."""

import re
from datetime import UTC, datetime
from decimal import Decimal

from playwright.sync_api import Page, expect

from optimapos.payments.services.polling import poll
from optimapos.sales.models import Payment
from optimapos.wallet.models import WalletAccount
from tests.factories.organization import Shop
from tests.gateways.stripe import StripeStandIn
from tests.web.charging import PAID, ask, at_the_tender, charged, takes_cards
from tests.web.test_till_returns import approve_by_pin
from tests.web.tills import Counter, hire


def paid_by_card(shop: Shop, page: Page, cards: StripeStandIn) -> tuple[Counter, str]:
    """A till with a manager beside it, and the receipt of two that a card paid for."""
    takes_cards(shop, cards)
    hire(shop, "Mona Manager", role="manager")
    till = at_the_tender(shop, page, quantity=2)
    ask(till)
    cards.pay(charged(cards))
    till.done(PAID)
    number = (page.get_by_role("heading", level=1).text_content() or "").removeprefix("Sold as ")
    till.next_sale()
    return till, number


def given_back(till: Counter, number: str) -> None:
    """One of them, the way it was paid."""
    page = till.page
    till.scan(number)
    page.get_by_role("button", name="One more of Green tea").click()
    page.get_by_text("The way it was paid").click()
    page.get_by_role("button", name="Take back 1 line").click()
    approve_by_pin(till, "Mona")
    page.get_by_role("button", name="Give back €10.00 the way it was paid").click()
    expect(page.get_by_text("€10.00 is on its way back by Card.")).to_be_visible()


def refused_by(cards: StripeStandIn) -> None:
    """The provider says that there is nothing to give back."""
    cards.charges[charged(cards)]["amount_received"] = 1
    poll(datetime.now(UTC))


def went_out(shop: Shop) -> list[tuple[str, str, Decimal]]:
    """Method, state and amount of what was given back."""
    with shop.scope():
        rows = Payment.objects.for_business(shop.id).filter(direction="OUT").order_by("id")
        return list(rows.values_list("payment_method", "status", "amount_paid"))


def test_what_a_card_refuses_is_told_at_once_and_becomes_store_credit(
    shop: Shop, page: Page, cards: StripeStandIn
) -> None:
    till, number = paid_by_card(shop, page, cards)
    given_back(till, number)
    refused_by(cards)
    expect(page.get_by_text("The provider would not give €10.00 back by Card. It is owed still.")).to_be_visible()
    expect(page.get_by_role("button", name="New sale")).to_be_focused()
    till.screen.picture("till-refund-refused")
    page.get_by_role("button", name="As store credit").click()
    code = page.get_by_test_id("credit-code").inner_text()
    expect(page.get_by_role("button", name="As store credit")).to_have_count(0)
    paper = page.get_by_role("article", name="Credit note")
    expect(paper.get_by_role("row").filter(has_text="Store credit")).to_contain_text("10.00")
    expect(paper.get_by_role("row").filter(has_text="Card")).to_have_count(0)
    assert went_out(shop) == [("CARD", "FAILED", Decimal(10)), ("STORE_CREDIT", "SUCCESSFUL", Decimal(10))]
    with shop.scope():
        account = WalletAccount.objects.for_business(shop.id).get()
        assert (account.code, account.balance) == (code.replace("-", ""), Decimal(10))


def test_what_was_refused_later_is_found_by_the_receipt_and_given_in_cash_by_the_keyboard(
    shop: Shop, page: Page, cards: StripeStandIn
) -> None:
    till, number = paid_by_card(shop, page, cards)
    given_back(till, number)
    till.press("Enter")
    till.total("€0.00")
    refused_by(cards)
    till.scan(number)
    told = page.get_by_text(re.compile("A provider would not give back what R-S1-T9-.* was to give. It is owed still."))
    expect(told).to_be_visible()
    till.screen.picture("till-refund-refused-later", schemes=("light",))
    page.get_by_role("button", name="Go on with it").click()
    expect(page.get_by_test_id("cash-back")).to_have_count(0)
    expect(page.get_by_role("button", name="Give €10.00 in cash")).to_be_focused()
    till.press("Enter")
    expect(page.get_by_test_id("cash-back")).to_have_text("€10.00")
    assert went_out(shop) == [("CARD", "FAILED", Decimal(10)), ("CASH", "SUCCESSFUL", Decimal(10))]
    expect(page.get_by_role("button", name="New sale")).to_be_focused()
    till.press("Enter")
    till.total("€0.00")
    till.scan(number)
    expect(page.get_by_role("list", name="Lines of the sale")).to_contain_text("1 can still come back")
    expect(told).to_have_count(0)
