"""Gift cards in the back office: issued with a code that is shown once, followed by what was paid, corrected and blocked."""

import re

from playwright.sync_api import expect

from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.refunds.giving_back import sold, tender
from tests.web.screens import Screen


def test_a_gift_card_is_issued_paid_with_corrected_and_blocked(screen: Screen, shop: Shop, owner_email: str) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="5")
    screen.sign_in(owner_email, to="/sales/wallet")
    page = screen.page
    page.get_by_role("button", name="Issue gift card").first.click()
    form = page.get_by_role("dialog")
    form.get_by_label("Amount").fill("50")
    form.get_by_role("button", name="Issue gift card").click()
    code = form.locator("code").inner_text()
    screen.picture("gift-card-code")
    form.get_by_role("button", name="The customer has the code").click()
    sold(shop.till, (tea, "1"), payments=[tender("GIFT_CARD", "12.00", code=code)])
    page.reload()
    expect(page.get_by_role("cell", name="€38.00")).to_be_visible()
    expect(page.get_by_text("€38.00").first).to_be_visible()
    screen.picture("wallet")
    page.get_by_role("button", name="Find by code").click()
    page.get_by_label("Code of the card or credit note").fill(code)
    page.get_by_role("button", name="Find account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Gift card …"))
    paid = page.get_by_role("row").filter(has_text="Paid with it")
    expect(paid).to_contain_text("-€12.00")
    expect(paid.get_by_role("link", name="Open the sale")).to_be_visible()
    page.get_by_role("button", name="Correct balance").click()
    page.get_by_label("Amount to add; with a minus to take off").fill("-8,00")
    page.get_by_label("Reason").fill("Wrong amount")
    page.get_by_role("dialog").get_by_role("button", name="Correct balance").click()
    expect(page.get_by_role("row").filter(has_text="Corrected")).to_contain_text("€30.00")
    page.get_by_role("button", name="Block", exact=True).click()
    page.get_by_label("Reason").fill("Lost")
    page.get_by_role("dialog").get_by_role("button", name="Block account").click()
    expect(page.get_by_role("button", name="Unblock")).to_be_visible()
    page.reload()  # without the news of what was done, which fade
    expect(page.get_by_role("button", name="Unblock")).to_be_visible()
    screen.picture("gift-card")
