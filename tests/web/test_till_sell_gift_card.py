"""Gift cards sold and loaded at the till, by keys: for cash, by card, printed once, taken back, and not offline."""

from decimal import Decimal
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from optimapos.organization.models import Business
from optimapos.papers.models import PaperPrint
from optimapos.sales.models import Payment
from optimapos.wallet.models import WalletAccount
from tests.factories.organization import Shop
from tests.wallet.accounts import make_card
from tests.web.tills import Counter, hire, open_till, swallow

SALES = "**/api/gift-card-sales/"
NO_PRINTER = """
  window.printed = [];
  Object.defineProperty(HTMLIFrameElement.prototype, "contentWindow", { get() {
    const frame = this;
    const print = () => {
      document.title = `printed ${window.printed.push(frame.contentDocument.body.innerText)}`;
    };
    return { print, addEventListener: () => {} };
  } });
"""
"""What would be printed is kept as text."""


def at_the_till(shop: Shop, page: Page, role: str = "cashier") -> Counter:
    """A till with nothing in the cart."""
    hire(shop, "Clara Cashier", role)
    till = open_till(shop, page)
    till.total("€0.00")
    return till


def offered(till: Counter, words: str) -> Locator:
    """The dialog, by the line grammar."""
    till.type(words)
    expect(till.page.get_by_role("option", name="Sell a gift card")).to_be_visible()
    till.press("Enter")
    dialog = till.page.get_by_role("dialog", name="Sell a gift card")
    expect(dialog).to_be_visible()
    return dialog


def booked(shop: Shop) -> list[tuple[Any, ...]]:
    """What was taken and given back."""
    with shop.scope():
        rows = Payment.objects.for_business(shop.id).order_by("pk")
        return list(rows.values_list("direction", "payment_method", "amount_paid", "transaction_reference"))


def held(shop: Shop) -> list[Decimal]:
    """What is on the cards."""
    with shop.scope():
        return list(WalletAccount.objects.for_business(shop.id).order_by("pk").values_list("balance", flat=True))


def test_a_card_is_sold_for_cash_and_its_code_is_printed_once(shop: Shop, page: Page) -> None:
    till = at_the_till(shop, page)
    dialog = offered(till, ">gift 25")
    expect(dialog.get_by_label("Amount")).to_have_value("25")
    expect(dialog.get_by_label("Amount")).to_be_focused()
    dialog.get_by_label("Handed over").fill("50")
    expect(dialog.get_by_role("status")).to_contain_text("€25.00")
    till.screen.picture("till-sell-card")
    till.press("Enter")
    expect(dialog.get_by_text("The card for €25.00 is sold")).to_be_visible()
    expect(dialog.get_by_test_id("change")).to_have_text("€25.00")
    code = dialog.get_by_test_id("card-code").inner_text()
    with shop.scope():
        assert WalletAccount.objects.for_business(shop.id).get().code == code.replace("-", "")
    till.screen.picture("till-card-sold")
    page.evaluate(NO_PRINTER)
    expect(dialog.get_by_role("button", name="Print")).to_be_focused()
    till.press("Enter")
    expect(page).to_have_title("printed 1")
    till.press("p")
    expect(page).to_have_title("printed 2")
    first, second = page.evaluate("window.printed")
    assert code in first
    assert "Gift card, not a tax invoice." in first
    assert code not in second
    assert "COPY 1" in second
    with shop.scope():
        assert PaperPrint.objects.for_business(shop.id).count() == 2
    till.press("Enter")
    expect(dialog).to_be_hidden()
    till.total("€0.00")
    assert (booked(shop), held(shop)) == ([("IN", "CASH", Decimal(25), "")], [Decimal(25)])


def test_a_card_is_scanned_and_loaded_by_card(shop: Shop, page: Page) -> None:
    card = make_card(shop, "5")
    till = at_the_till(shop, page)
    till.scan(card.code)
    balance = page.get_by_role("dialog", name="Balance of a gift card")
    expect(balance.get_by_test_id("card-balance")).to_contain_text("€5.00")
    balance.get_by_role("button", name="Load this card").press("Enter")
    dialog = page.get_by_role("dialog", name="Sell a gift card")
    expect(dialog.get_by_test_id("card-to-load")).to_contain_text(card.code[-4:])
    till.type("20000000")
    dialog.get_by_role("radio", name="Card").check()
    dialog.get_by_label("Number on the slip").fill("A-17")
    till.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("A card is sold for €1.00 to €10,000,000.00.")
    dialog.get_by_label("Amount").fill("20")
    till.press("Enter")
    expect(dialog.get_by_text("€20.00 is on the card, together €25.00")).to_be_visible()
    expect(dialog.get_by_test_id("card-code")).to_be_hidden()
    assert (booked(shop), held(shop)) == ([("IN", "CARD", Decimal(20), "A-17")], [Decimal(25)])


def test_an_answer_that_is_lost_sells_one_card(shop: Shop, page: Page) -> None:
    till = at_the_till(shop, page)
    dialog = offered(till, ">sell 30")
    page.route(SALES, swallow, times=1)
    till.press("Enter")
    expect(dialog.get_by_role("alert")).to_be_visible()
    till.press("Enter")
    expect(dialog.get_by_test_id("card-code")).to_be_visible()
    assert (len(booked(shop)), held(shop)) == (1, [Decimal(30)])


def test_a_manager_takes_a_card_back_that_was_sold_by_mistake(shop: Shop, page: Page) -> None:
    till = at_the_till(shop, page, "manager")
    dialog = offered(till, ">gift 40")
    till.press("Enter")
    code = dialog.get_by_test_id("card-code").inner_text()
    till.press("Escape")  # before it was printed
    expect(dialog).to_be_hidden()
    dialog = offered(till, ">gift 1")
    dialog.get_by_role("button", name="Cards sold here").press("Enter")
    till.screen.picture("till-cards-sold", schemes=("light",))
    page.evaluate(NO_PRINTER)
    dialog.get_by_role("button", name="Paper of the card").press("Enter")
    till.press("Enter")
    expect(page).to_have_title("printed 1")
    assert code in page.evaluate("window.printed[0]")
    expect(dialog.get_by_role("button", name="Back to the cart")).to_be_focused()
    till.press("Enter")
    expect(dialog).to_be_hidden()
    dialog = offered(till, ">gift 1")
    dialog.get_by_role("button", name="Cards sold here").press("Enter")
    dialog.get_by_role("button", name="Take back the card").press("Enter")
    expect(dialog.get_by_label("Reason")).to_be_focused()
    till.type("Wrong amount")
    till.screen.picture("till-card-back", schemes=("light",))
    till.press("Enter")
    expect(dialog.get_by_text("Taken back, and the card is blocked. Give back €40.00.")).to_be_visible()
    expect(dialog.get_by_role("listitem")).to_contain_text("taken back")
    assert [row[:3] for row in booked(shop)] == [("IN", "CASH", Decimal(40)), ("OUT", "CASH", Decimal(40))]
    assert held(shop) == [Decimal(0)]


def test_without_a_connection_no_card_is_sold_and_the_till_says_why(shop: Shop, profile: BrowserContext) -> None:
    till = at_the_till(shop, profile.pages[0])
    till.page.evaluate("navigator.serviceWorker.ready")
    profile.set_offline(True)
    till.connection("Offline")
    dialog = offered(till, ">gift 25")
    expect(dialog.get_by_text("A gift card is sold and loaded with a connection")).to_be_visible()
    expect(dialog.get_by_role("button", name="Sell")).to_be_hidden()


def test_a_shop_that_sells_in_shifts_asks_for_one_first(shop: Shop, page: Page) -> None:
    with shop.scope():
        Business.objects.filter(pk=shop.id).update(requires_shift=True, settings_version=77)
    till = at_the_till(shop, page)
    dialog = offered(till, ">gift 25")
    expect(dialog.get_by_text("No shift is open at this till. Money for a card counts in one.")).to_be_visible()
    dialog.get_by_role("button", name="Open a shift").press("Enter")
    expect(page.get_by_role("dialog", name="Shift").get_by_label("Cash in the drawer")).to_be_focused()
