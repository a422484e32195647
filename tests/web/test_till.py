"""The till with a connection: selling by scan, keys and touch; credit, holding, approvals; what goes wrong."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from optimapos.products.models import Product
from optimapos.sales.models import Sale
from optimapos.sales.types import SaleStatus
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import PIN, Shop
from tests.web.tills import Counter, enrolment_code, hire, open_till, sign_in

TEA, COFFEE = "3800000000010", "3800000000027"


@pytest.fixture
def goods(shop: Shop) -> dict[str, Product]:
    """Tea at 4.90 and coffee at 10.00, with barcodes."""
    return {
        "tea": make_product(shop, "Green tea", price="4.90", stock="5", barcodes=[TEA], sku="TEA-1"),
        "coffee": make_product(shop, "Coffee beans", price="10.00", stock="50", barcodes=[COFFEE], sku="COF-1"),
    }


@pytest.fixture
def till(shop: Shop, goods: dict[str, Product], page: Page) -> Counter:
    """A till with Clara, a cashier, at it; Mia is a manager."""
    hire(shop, "Clara Cashier")
    hire(shop, "Mia Manager", "manager")
    return open_till(shop, page)


def sales_of(shop: Shop) -> list[Sale]:
    """Completed sales, the oldest first."""
    with shop.scope():
        rows = Sale.objects.for_business(shop.id).exclude(completed_at=None).order_by("completed_at")
        return list(rows)


def test_a_cashier_sells_for_cash_by_scanner_and_keys_alone(till: Counter, shop: Shop) -> None:
    till.scan(TEA)
    till.line("1 × Green tea")
    till.total("€4.90")
    till.type("3*")
    till.scan(COFFEE)
    till.line("3 × Coffee beans")
    till.total("€34.90")
    till.press("F9")
    expect(till.page.get_by_test_id("to-pay")).to_contain_text("€34.90")
    till.ready()
    till.type("50")
    expect(till.page.get_by_test_id("tender-change")).to_have_text("€15.10")
    till.press("Enter")
    till.done(re.compile(r"Sold as S1-T9-\d{8}-0001"))
    expect(till.page.get_by_test_id("change")).to_have_text("€15.10")
    till.next_sale()
    (sale,) = sales_of(shop)
    assert (sale.total_amount, sale.status, sale.origin) == (Decimal("34.90"), SaleStatus.COMPLETED, "ONLINE")
    till.screen.check_sound()


def test_a_cashier_sells_by_touch_with_quick_cash(till: Counter, shop: Shop) -> None:
    till.page.get_by_role("button", name=re.compile("Green tea")).click()
    till.page.get_by_role("button", name=re.compile("Coffee beans")).click()
    till.line("1 × Coffee beans")
    pad = till.page.get_by_role("group", name="Keypad")
    pad.get_by_role("button", name="2", exact=True).click()
    till.line("2 × Coffee beans")
    pad.get_by_role("button", name="Disc %").click()
    pad.get_by_role("button", name="1", exact=True).click()
    pad.get_by_role("button", name="0", exact=True).click()
    till.total("€22.90")
    till.pay()
    till.page.get_by_role("button", name="50.00").click()
    till.done("Sold as")
    expect(till.page.get_by_test_id("change")).to_have_text("€27.10")
    till.page.get_by_role("button", name="New sale").click()
    till.total("€0.00")
    assert [sale.total_amount for sale in sales_of(shop)] == [Decimal("22.90")]


def test_the_till_can_be_read_in_light_and_dark_at_every_width(till: Counter) -> None:
    till.scan(TEA)
    till.scan(COFFEE)
    till.line("1 × Coffee beans")
    expect(till.page.get_by_text(re.compile("Reserved"))).to_be_visible()
    till.screen.picture("till")
    till.pay()
    till.screen.picture("tender")
    till.page.get_by_role("button", name="Exact").click()
    till.done("Sold as")
    till.screen.picture("done")


def test_products_are_found_by_what_is_typed_and_never_by_accident(till: Counter) -> None:
    till.type("gre")
    expect(till.page.get_by_role("option", name=re.compile("Green tea"))).to_be_visible()
    till.press("Enter")  # the sole hit
    till.line("1 × Green tea")
    till.type("e")
    expect(till.page.get_by_role("listbox", name="Products found").get_by_role("option")).to_have_count(2)
    till.press("Enter")  # two hits, coffee before tea: none is taken
    till.total("€4.90")
    till.press("ArrowDown", "Enter")
    till.total("€9.80")
    till.type("e")
    till.press("Enter", "Enter")  # faster than anything is found
    till.line("1 × Coffee beans")
    till.type("tea-1")
    till.press("Enter")  # an exact number
    till.line("3 × Green tea")


def test_an_unknown_code_is_told_beside_the_cart_and_does_not_stop_the_next_scan(till: Counter) -> None:
    till.scan("9999999999994")
    expect(till.page.get_by_role("alert")).to_contain_text("No product has code 9999999999994.")
    till.scan(TEA)
    till.line("1 × Green tea")
    till.scan("9999999999987")
    expect(till.page.get_by_role("alert")).to_contain_text("2 unknown codes")


def test_a_scan_is_heard_while_a_field_has_the_focus_and_leaves_nothing_in_it(till: Counter) -> None:
    till.type("abc")
    till.scan(TEA)
    till.line("1 × Green tea")
    expect(till.page.get_by_label("Find a product")).to_have_value("")


def test_more_than_is_there_is_told_at_the_line_with_what_can_be_sold(till: Counter) -> None:
    till.scan(TEA)
    till.type("7*")
    till.press("Enter")
    till.line("7 × Green tea")
    expect(till.page.get_by_text("Only 5 of 7 are here.")).to_be_visible()
    till.page.get_by_role("button", name="Sell 5").click()
    till.line("5 × Green tea")
    till.total("€24.50")
    till.pay()
    till.page.get_by_role("button", name="Exact").click()
    till.done("Sold as")


def test_a_customer_is_chosen_and_the_rest_goes_on_account(till: Counter, shop: Shop) -> None:
    make_customer(shop, name="Ivanov Ltd", credit_limit=Decimal(100), credit_terms_days=14)
    till.page.reload()
    expect(till.page.get_by_label("Find a product")).to_be_focused()
    till.press("F4")
    till.type("ivan")
    found = till.page.get_by_role("list", name="Customers found").get_by_role("button")
    expect(found).to_contain_text("Ivanov Ltd", timeout=40_000)
    till.press("Enter")
    expect(till.page.get_by_role("button", name=re.compile("Ivanov Ltd"))).to_be_visible()
    till.scan(COFFEE)
    till.total("€10.00")
    till.pay()
    till.page.get_by_role("radio", name="Rest on account").click()
    expect(till.page.get_by_text("Credit limit")).to_be_visible()
    till.page.get_by_role("button", name="Complete sale").click()
    till.done("Sold as")
    (sale,) = sales_of(shop)
    assert (sale.amount_due, sale.status) == (Decimal("10.00"), SaleStatus.PENDING)


def test_a_payment_is_split_over_card_and_cash(till: Counter, shop: Shop) -> None:
    till.scan(COFFEE)
    till.total("€10.00")
    till.pay()
    till.page.get_by_role("radio", name="Card", exact=True).click()
    till.page.get_by_label("Amount given").fill("6")
    till.press("Enter")
    expect(till.page.get_by_test_id("to-pay")).to_contain_text("€4.00")
    till.ready()
    till.page.get_by_role("radio", name="Cash").click()
    till.page.get_by_label("Amount given").fill("5")
    till.press("Enter")
    till.done("Sold as")
    expect(till.page.get_by_test_id("change")).to_have_text("€1.00")
    assert [sale.payment_type for sale in sales_of(shop)] == ["MIXED"]


def test_a_cart_is_held_and_recalled_from_another_till(till: Counter, shop: Shop, stranger: BrowserContext) -> None:
    till.scan(COFFEE)
    expect(till.page.get_by_text(re.compile("Reserved"))).to_be_visible()
    till.press("F8")
    till.total("€0.00")
    second = open_till(shop, stranger.new_page(), code="T8")
    second.press("F8")
    held = second.page.get_by_role("dialog", name="Held carts")
    held.get_by_role("button", name=re.compile("Coffee beans")).click()
    second.line("1 × Coffee beans")
    second.total("€10.00")
    second.pay()
    second.page.get_by_role("button", name="Exact").click()
    second.done(re.compile("Sold as S1-T8-"))
    assert len(sales_of(shop)) == 1


def test_a_discount_above_the_limit_is_approved_by_a_managers_pin(till: Counter, shop: Shop) -> None:
    till.scan(COFFEE)
    till.total("€10.00")
    till.type("30%")
    till.press("Enter")
    till.total("€7.00")
    till.pay()
    till.page.get_by_role("button", name="Exact").click()
    dialog = till.page.get_by_role("dialog", name="Approval needed")
    expect(dialog).to_contain_text("A discount above the limit")
    dialog.get_by_text("Damaged packaging").click()
    dialog.get_by_role("button", name=re.compile("Mia Manager")).click()
    till.type(PIN)
    till.press("Enter")
    till.done("Sold as")
    assert [sale.total_amount for sale in sales_of(shop)] == [Decimal("7.00")]


def test_a_line_that_was_taken_out_is_put_back(till: Counter) -> None:
    till.scan(TEA)
    till.scan(COFFEE)
    till.total("€14.90")
    till.press("Delete")
    till.total("€4.90")
    till.press("Insert")
    till.total("€14.90")
    till.press("Delete")
    till.total("€4.90")
    till.scan(TEA)
    till.total("€9.80")
    expect(till.page.get_by_text("Coffee beans was taken out.")).to_be_visible()
    till.page.get_by_role("button", name="Put it back").click()
    till.total("€19.80")


def test_pressing_pay_twice_sells_once(till: Counter, shop: Shop) -> None:
    till.scan(COFFEE)
    till.total("€10.00")
    sent: list[str] = []
    till.page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/complete/") else None)
    till.pay()
    till.page.get_by_role("button", name="Complete sale").dblclick()
    till.done("Sold as")
    till.page.get_by_role("button", name="New sale").click()
    till.total("€0.00")
    assert len(sent) == 1
    assert len(sales_of(shop)) == 1


def test_a_second_window_says_that_the_till_is_open_and_may_take_over(till: Counter, context: BrowserContext) -> None:
    till.scan(COFFEE)
    till.total("€10.00")
    second = context.new_page()
    second.goto("/pos")
    expect(second.get_by_role("heading", name="This till is open in another window")).to_be_visible()
    second.get_by_role("button", name="Use here").click()
    expect(second.get_by_test_id("total")).to_have_text("€10.00")
    expect(till.page.get_by_role("heading", name="This till is open in another window")).to_be_visible()


def test_somebody_else_takes_over_and_the_cart_stays(till: Counter) -> None:
    till.scan(COFFEE)
    till.total("€10.00")
    till.page.get_by_role("button", name=re.compile("Change who sells")).click()
    sign_in(till, "Mia")
    till.total("€10.00")


def test_a_code_that_was_used_is_refused_in_words(shop: Shop, page: Page) -> None:
    code = enrolment_code(shop)
    page.goto("/sales/stable")  # the address that the sources give the sales form
    expect(page).to_have_url(re.compile("/pos$"))
    page.get_by_label("Enrolment code").fill(f"{code[:-1]}0")
    page.get_by_role("button", name="Set up till").click()
    expect(page.get_by_role("alert")).to_contain_text("This code is unknown, used or older than a day.")
