"""Money for what a customer owes, taken at the till; and both products read from the right."""

import re
from decimal import Decimal

from playwright.sync_api import Page, expect

from optimapos.sales.models import Payment
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop
from tests.web.screens import Screen
from tests.web.tills import hire, open_till

TEA = "3800000000010"
FROM_THE_RIGHT = (
    "addEventListener('readystatechange', () => { document.documentElement.dir = 'rtl'; }, {capture: true})"
)


def test_a_payment_on_account_is_taken_by_keys_alone_and_its_change_and_the_new_balance_are_told(
    shop: Shop, page: Page
) -> None:
    tea = make_product(shop, "Green tea", price="10.00", barcodes=[TEA])
    customer = make_customer(shop, name="Ivanov Ltd", credit_limit=Decimal(500))
    owed = {"customer": str(customer.pk), "items": [{"product": str(tea.pk), "quantity": "2"}], "payments": []}
    assert shop.till.post("/api/sales/checkout/", owed).status_code == 201
    hire(shop, "Clara Cashier")
    till = open_till(shop, page)
    till.press("F4")
    till.type("ivan")
    expect(page.get_by_role("list", name="Customers found").get_by_role("button")).to_contain_text("Ivanov Ltd")
    till.press("Enter")
    panel = page.get_by_role("dialog", name="Customer")
    expect(panel).to_be_hidden()
    expect(page.get_by_role("button", name=re.compile("Ivanov Ltd"))).to_be_visible()
    till.press("F4")
    expect(panel).to_contain_text("€20.00")
    panel.get_by_role("button", name="Take a payment").press("Enter")
    expect(panel.get_by_label("Amount")).to_have_value("20.00")
    panel.get_by_label("Amount").fill("15")
    panel.get_by_label("Handed over (optional)").fill("10")
    expect(panel.get_by_text("Less was handed over than is paid.")).to_be_visible()
    panel.get_by_label("Handed over (optional)").fill("20")
    till.screen.picture("till-payment", schemes=("light",))
    till.press("Enter")
    expect(panel.get_by_role("status")).to_have_text("€15.00 is booked. Ivanov Ltd now owes €5.00.")
    expect(panel.get_by_role("article", name="Receipt of the payment")).to_contain_text("Still owed")
    till.screen.picture("till-payment-taken", schemes=("light",))
    panel.get_by_role("button", name="Back to the customer").press("Enter")
    expect(panel.get_by_text("€5.00")).to_be_visible()
    with shop.scope():
        (payment,) = Payment.objects.for_business(shop.id)
        assert (payment.amount_paid, payment.tendered, payment.change) == (Decimal(15), Decimal(20), Decimal(5))


def test_till_and_back_office_can_be_read_from_the_right(shop: Shop, page: Page, owner_email: str) -> None:
    page.add_init_script(FROM_THE_RIGHT)
    make_product(shop, "Green tea", price="4.90", barcodes=[TEA])
    hire(shop, "Clara Cashier")
    till = open_till(shop, page)
    till.scan(TEA)
    till.total("€4.90")
    till.screen.picture("till-rtl", schemes=("light",))
    till.pay()
    till.screen.picture("tender-rtl", schemes=("light",))
    desk = Screen(page)
    desk.sign_in(owner_email, to="/settings/codes")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    desk.picture("codes-rtl", schemes=("light",))
