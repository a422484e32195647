"""An hour of a cashier, by mouse and by keys alone: the same sales, the same figures in the books."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import BrowserContext, expect

from optimapos.inventory.models import InventoryItem
from optimapos.organization.models import TerminalSession
from optimapos.partners.models import Customer
from optimapos.products.models import Product
from optimapos.sales.models import Sale
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop
from tests.web.hands import Hands, Keys, Mouse
from tests.web.screens import Screen
from tests.web.tills import Counter, enrolment_code, hire

TEA, COFFEE, SOAP = "3800000000010", "3800000000027", "3800000000034"


@pytest.fixture
def goods(shop: Shop) -> dict[str, Product]:
    """What is sold in that hour, and who works it."""
    hire(shop, "Clara Cashier")
    hire(shop, "Mia Manager", "manager")
    make_customer(shop, name="Ivanov Ltd", credit_limit=Decimal(100), credit_terms_days=14)
    return {
        "tea": make_product(shop, "Green tea", price="4.90", stock="50", barcodes=[TEA]),
        "coffee": make_product(shop, "Coffee beans", price="10.00", stock="50", barcodes=[COFFEE]),
        "soap": make_product(shop, "Olive soap", price="3.50", stock="50", barcodes=[SOAP]),
    }


def begin(shop: Shop, browser: BrowserContext, hands: Callable[[Counter], Hands]) -> Hands:
    """The till is set up, and Clara signs in."""
    page = browser.pages[0]
    page.goto("/pos")
    page.get_by_label("Enrolment code").fill(enrolment_code(shop))
    page.keyboard.press("Enter")
    till = Counter(page, Screen(page))
    cashier = hands(till)
    cashier.sign_in("Clara")
    page.evaluate("navigator.serviceWorker.ready")
    return cashier


def sells_what_was_found_and_scanned(does: Hands) -> None:
    """39.80 for cash: an unknown code, the same code twice by accident, one that is found by name."""
    till = does.till
    till.scan("9999999999994")
    expect(till.page.get_by_role("alert")).to_contain_text("No product has code 9999999999994.")
    till.bounce(TEA)
    till.line("1 × Green tea")
    does.find("coff", "Coffee beans")
    till.line("1 × Coffee beans")
    does.quantity("3")
    till.line("3 × Coffee beans")
    till.scan(TEA)  # meant
    till.line("2 × Green tea")
    till.total("€39.80")
    does.to_pay()
    does.tender("Cash", "50")
    till.done(re.compile("Sold as S1-T9-"))
    expect(till.page.get_by_test_id("change")).to_have_text("€10.20")
    does.next_sale()


def discounts_with_leave(does: Hands) -> None:
    """30 % off 10.00, which a cashier may not give alone."""
    does.till.scan(COFFEE)
    does.till.total("€10.00")
    does.discount("30")
    does.till.total("€7.00")
    does.to_pay()
    does.tender("Cash", "7")
    does.approve("Mia Manager")
    does.sold()
    does.next_sale()


def holds_and_splits(does: Hands) -> None:
    """A cart waits while another one is paid; then it is paid by card and cash."""
    till = does.till
    till.scan(COFFEE)
    expect(till.page.get_by_text(re.compile("Reserved"))).to_be_visible()
    does.hold()
    till.total("€0.00")
    till.scan(SOAP)
    till.total("€3.50")
    does.to_pay()
    does.tender("Cash", "5", times=2)
    expect(till.page.get_by_test_id("change")).to_have_text("€1.50")
    does.next_sale()
    does.recall("Coffee beans")
    till.total("€10.00")
    does.to_pay()
    does.tender("Card", "6", times=2)  # the rest was not handed over by the second press
    expect(till.page.get_by_test_id("to-pay")).to_contain_text("€4.00")
    does.tender("Cash", "4")
    does.sold()
    does.next_sale()


def sells_to_customers(does: Hands) -> None:
    """4.90 to one who is written down meanwhile, 10.00 on the account of one who is known."""
    till = does.till
    till.scan(TEA)
    till.total("€4.90")
    does.new_customer("Nadia Baker")
    does.to_pay()
    does.tender("Cash", "5")
    does.sold()
    does.next_sale()
    till.scan(COFFEE)
    till.total("€10.00")
    does.choose_customer("Ivanov Ltd")
    does.to_pay()
    does.on_account()
    does.sold()
    does.next_sale()


def goes_on_without_a_connection(does: Hands, browser: BrowserContext) -> None:
    """4.90 while the network is gone; it is sent when it is back."""
    till = does.till
    browser.set_offline(True)
    till.scan(TEA)
    till.total("€4.90")
    does.to_pay()
    does.tender("Cash", "5")
    till.done(re.compile(r"Saved on this till as S1-T9-\d{8}-F0001"))
    does.next_sale()
    till.connection("1 waiting")
    browser.set_offline(False)
    till.connection("Online")


def leaves_a_cart_to_somebody_else(does: Hands) -> None:
    """Clara rings up, Mia takes the money."""
    does.till.scan(SOAP)
    does.till.total("€3.50")
    expect(does.page.get_by_text(re.compile("Reserved"))).to_be_visible()
    does.change_to("Mia Manager")
    does.till.total("€3.50")
    does.to_pay()
    does.tender("Cash", "4")
    does.sold()
    does.next_sale()


def is_signed_out_in_the_middle(does: Hands, shop: Shop) -> None:
    """The server ends the session before Pay: the cart stays, and is paid after signing in again."""
    does.till.scan(SOAP)
    does.till.total("€3.50")
    with shop.scope():
        TerminalSession.objects.for_business(shop.id).filter(kind=TerminalSession.Kind.OPERATOR).delete()
    expect(does.page.get_by_role("heading", name="Who sells?")).to_be_visible()
    does.sign_in("Clara")
    does.till.total("€3.50")
    does.to_pay()
    does.tender("Cash", "4")
    does.sold()
    does.next_sale()


EARNED = ["39.80", "7.00", "3.50", "10.00", "4.90", "10.00", "4.90", "3.50", "3.50"]


def assert_books(shop: Shop, goods: dict[str, Product]) -> None:
    """Each sale once, to the cent, by whom and to whom."""
    with shop.scope():
        sales = list(Sale.objects.for_business(shop.id).exclude(completed_at=None).order_by("completed_at"))
        customers = {str(row.pk): row.name for row in Customer.objects.for_business(shop.id)}
        items = InventoryItem.objects.for_business(shop.id)
        left = {name: items.get(product=product).current_qty for name, product in goods.items()}
    assert [sale.total_amount for sale in sales] == [Decimal(amount) for amount in EARNED]
    assert [sale.origin for sale in sales] == ["ONLINE"] * 6 + ["OFFLINE"] + ["ONLINE"] * 2
    assert [customers.get(str(sale.customer_id), "") for sale in sales] == [
        *([""] * 4),
        "Nadia Baker",
        "Ivanov Ltd",
        *([""] * 3),
    ]
    assert [sale.amount_due for sale in sales] == [Decimal(10) if number == 5 else 0 for number in range(9)]
    assert [sale.payment_type for sale in sales][3] == "MIXED"
    assert left == {"tea": 46, "coffee": 44, "soap": 47}
    assert_books_balance(shop.id)


@pytest.mark.parametrize("hands", [Mouse, Keys], ids=["by mouse", "by keys alone"])
def test_a_cashiers_hour(
    shop: Shop, goods: dict[str, Product], profile: BrowserContext, hands: Callable[[Counter], Hands]
) -> None:
    does = begin(shop, profile, hands)
    sells_what_was_found_and_scanned(does)
    discounts_with_leave(does)
    holds_and_splits(does)
    sells_to_customers(does)
    goes_on_without_a_connection(does, profile)
    leaves_a_cart_to_somebody_else(does)
    is_signed_out_in_the_middle(does, shop)
    assert_books(shop, goods)
    does.till.screen.check_sound()
