"""Gift cards in the back office: issued with a code that is shown once, followed by what was paid, corrected and blocked."""

import re
from decimal import Decimal
from typing import Any

from playwright.sync_api import expect

from optimapos.wallet.models import WalletAccount
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop
from tests.refunds.giving_back import sold, tender
from tests.web.screens import Screen


def credit_of(shop: Shop, customer: Any) -> Decimal:
    """What a customer has in store credit."""
    with shop.scope():
        return WalletAccount.objects.for_business(shop.id).get(customer=customer, kind="STORE_CREDIT").balance


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
    written = page.get_by_role("listitem")
    expect(written.filter(has_text="Blocked a card or account")).to_contain_text("Lost")
    expect(written.filter(has_text="Corrected a card")).to_contain_text("Wrong amount")
    screen.picture("gift-card")


def test_credit_is_granted_a_card_is_loaded_and_the_loyalty_program_is_set(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="5")
    ana = make_customer(shop, name="Ana Petrova")
    screen.sign_in(owner_email, to="/sales/wallet")
    page = screen.page
    page.get_by_role("button", name="Grant store credit").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Amount").fill("12")
    form.get_by_role("button", name="Grant store credit").click()
    expect(form.get_by_text("Say why it is granted.").first).to_be_visible()
    form.get_by_label("Reason").fill("A late delivery")
    form.get_by_role("button", name="Grant store credit").click()
    code = form.locator("code").inner_text()
    form.get_by_role("button", name="The customer has the code").click()
    sold(shop.till, (tea, "1"), payments=[tender("STORE_CREDIT", "12.00", code=code)])
    page.get_by_role("button", name="Grant store credit").click()
    form.get_by_label("Amount").fill("7.50")
    form.get_by_label("Customer (optional)").fill("Ana")
    page.get_by_role("option", name=re.compile("Ana Petrova")).click()
    form.get_by_label("Reason").fill("Goodwill")
    form.get_by_role("button", name="Grant store credit").click()
    expect(page.get_by_text("The customer has the credit.")).to_be_visible()
    assert credit_of(shop, ana) == Decimal("7.50")
    page.get_by_role("button", name="Issue gift card").first.click()
    form.get_by_label("Amount").fill("20")
    form.get_by_role("button", name="Issue gift card").click()
    card = form.locator("code").inner_text()
    form.get_by_role("button", name="The customer has the code").click()
    page.get_by_role("button", name="Find by code").click()
    page.get_by_label("Code of the card or credit note").fill(card)
    page.get_by_role("button", name="Find account").click()
    page.get_by_role("button", name="Put money on the card").click()
    form.get_by_label("Amount").fill("5")
    form.get_by_role("button", name="Put money on the card").click()
    expect(page.get_by_text("€25.00").first).to_be_visible()
    page.goto("/settings/loyalty")
    expect(page.get_by_text("There is no program yet: nobody earns points.")).to_be_visible()
    page.get_by_label("Points for 1 EUR").fill("2")
    page.get_by_label("What a point is worth").fill("0.05")
    page.get_by_label("Days for which points are valid").fill("365")
    expect(page.get_by_text("A sale of €100.00 earns €10.00 in points.")).to_be_visible()
    page.get_by_role("button", name="Save program").click()
    expect(page.get_by_text(re.compile("In force since"))).to_be_visible()
    screen.picture("loyalty")
    program = shop.till.get("/api/wallet/loyalty-program/").json()
    told = (program["points_per_unit"], program["point_value"], program["validity_days"], program["is_active"])
    assert told == ("2.0000", "0.050000", 365, True)
