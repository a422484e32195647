"""The way from a sale to its customer and back, as the sources tell it: sell at /sales/stable, to somebody known or new, and
look after them at /customers. By mouse; names and figures alone are typed."""

import re
from decimal import Decimal

from playwright.sync_api import BrowserContext, Page, expect

from optimapos.sales.models import Sale
from optimapos.verify.runner import verify
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop
from tests.sales.test_customer_statistics import hand_on
from tests.web.hands import Mouse
from tests.web.screens import Screen
from tests.web.tills import Counter, enrolment_code, hire


def a_till_at_the_old_address(shop: Shop, page: Page) -> Mouse:
    """1. The sales form, at the address that the sources give it."""
    page.goto("/sales/stable")
    expect(page).to_have_url(re.compile("/pos$"))
    page.get_by_label("Enrolment code").fill(enrolment_code(shop))
    page.get_by_role("button", name="Set up till").click()
    does = Mouse(Counter(page, Screen(page)))
    does.sign_in("Clara")
    return does


def a_known_customer_takes_some_on_credit(does: Mouse) -> None:
    """2. and 4. Who is known is shown with balance and credit; the total is right, and the rest is owed."""
    page = does.page
    does.find("", "Aspirin 500")
    does.quantity("3")
    does.till.total("€14.70")
    does.choose_customer("Ivanov Ltd")
    page.get_by_role("button", name=re.compile("Ivanov Ltd")).click()
    standing = page.get_by_role("dialog", name="Customer")
    expect(standing).to_contain_text("Owed€0.00")
    expect(standing).to_contain_text("Available credit€100.00")
    standing.get_by_role("button", name="Back to the cart").click()
    does.to_pay()
    does.tender("Cash", "4")
    expect(page.get_by_test_id("to-pay")).to_contain_text("€10.70")
    does.on_account()
    does.sold()
    does.next_sale()


def a_new_customer_is_made_in_the_sale(does: Mouse) -> None:
    """3. The dialog looks at what is written, saves it, and the new customer is chosen at once."""
    page = does.page
    does.find("", "Aspirin 500")
    does.customers()
    page.get_by_role("button", name="New customer").click()
    dialog = page.get_by_role("dialog", name="New customer")
    dialog.get_by_role("button", name="Save customer").click()
    expect(dialog.get_by_text("Write a name.").last).to_be_visible()
    dialog.get_by_label("Name").fill("Nadia Baker")
    dialog.get_by_label("E-mail (optional)").fill("nadia@buyer.example")
    dialog.get_by_role("button", name="Save customer").click()
    expect(page.get_by_role("button", name=re.compile("Nadia Baker"))).to_be_visible()
    does.to_pay()
    does.tender("Cash", "5")
    expect(page.get_by_test_id("change")).to_have_text("€0.10")
    does.sold()
    does.next_sale()


def the_customer_owes_it_at_once(does: Mouse) -> None:
    """4. Balance and credit follow by themselves, also at the till."""
    does.choose_customer("Ivanov Ltd")
    does.page.get_by_role("button", name=re.compile("Ivanov Ltd")).click()
    standing = does.page.get_by_role("dialog", name="Customer")
    expect(standing).to_contain_text("Owed€10.70")
    expect(standing).to_contain_text("Available credit€89.30")


def both_are_looked_after(screen: Screen, owner_email: str) -> None:
    """5. /customers: the figures, who is behind them, what they bought; changed and taken out of use."""
    page = screen.page
    screen.sign_in(owner_email, to="/customers")
    for figure, value in {
        "Customers": "2",
        "Active customers": "2",
        "Credit outstanding": "€10.70",
        "Average purchase": "€9.80",
    }.items():
        expect(page.get_by_role("link", name=re.compile(f"^{figure}.*{re.escape(value)}"))).to_be_visible()
    row = page.get_by_role("row").filter(has_text="Nadia Baker")
    row.get_by_role("link", name="Nadia Baker").click()
    expect(page.get_by_role("heading", name="Nadia Baker", level=1)).to_be_visible()
    page.get_by_role("tab", name="Purchases").click()
    expect(page.get_by_role("row").filter(has_text="S1-T9-")).to_contain_text("4.90")
    page.goto("/customers")
    row.get_by_role("button", name="Actions for this row").click()
    page.get_by_role("menuitem", name="Take out of use").click()
    expect(row).to_contain_text("Out of use")


def test_from_the_sale_to_the_customer_and_back(
    shop: Shop, context: BrowserContext, screen: Screen, owner_email: str
) -> None:
    hire(shop, "Clara Cashier")
    make_customer(shop, name="Ivanov Ltd", credit_limit=Decimal(100), credit_terms_days=14)
    make_product(shop, "Aspirin 500", price="4.90", stock="50")
    does = a_till_at_the_old_address(shop, context.new_page())
    a_known_customer_takes_some_on_credit(does)
    a_new_customer_is_made_in_the_sale(does)
    the_customer_owes_it_at_once(does)
    hand_on()
    both_are_looked_after(screen, owner_email)
    with shop.scope():
        sales = Sale.objects.for_business(shop.id).exclude(completed_at=None).order_by("completed_at")
        figures = [(sale.total_amount, sale.amount_paid, sale.amount_due) for sale in sales]
    assert figures == [(Decimal("14.70"), Decimal("4.00"), Decimal("10.70")), (Decimal("4.90"), Decimal("4.90"), 0)]
    assert [outcome.invariant.id for outcome in verify(shop.business.slug) if outcome.is_violated] == []
