"""The till by keys alone: units, prefixes, quick cash; what is set for one till; what nobody knows and who is taken off."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import BrowserContext, FloatRect, Locator, Page, expect

from optimapos.products.models import ProductBarcode
from optimapos.products.types import NewPackaging
from optimapos.sales.models import SaleItem
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop
from tests.web.tills import BURST, TYPING_MS, Counter, enrolment_code, hire, open_till

TEA, COFFEE, NOBODYS = "3800000000010", "3800000000027", "3800000000034"


@pytest.fixture
def till(profile: BrowserContext, shop: Shop) -> Counter:
    """A till with a manager at it. Tea is sold for 4.90 and in boxes of 6, coffee for 10.00; Ivan Ivanov is a customer."""
    box = NewPackaging("box", 6, 1)
    make_product(shop, "Green tea", price="4.90", stock="50", barcodes=[TEA], packagings=[box])
    make_product(shop, "Coffee beans", price="10.00", stock="50", barcodes=[COFFEE])
    make_customer(shop, name="Ivan Ivanov")
    hire(shop, "Mia Manager", "manager")
    return open_till(shop, profile.pages[0], who="Mia")


def box(pad: Locator, key: str) -> FloatRect:
    """Where a key stands, and how large it is."""
    found = pad.get_by_role("button", name=key, exact=True).bounding_box()
    assert found is not None
    return found


def test_the_unit_of_a_line_changes_by_a_key_alone(till: Counter, shop: Shop) -> None:
    till.scan(TEA)
    till.scan(COFFEE)
    till.total("€14.90")
    till.press("Home", "*")
    till.total("€39.40")
    till.type("2*")  # behind a number it is the quantity still
    till.press("Enter")
    till.total("€68.80")
    till.press("End", "PageUp", "*")  # in pieces again
    till.total("€19.80")
    till.press("*", "F9")
    till.ready()
    amount = till.page.get_by_label("Amount given")
    till.press("+")
    expect(amount).to_have_value("70.00")
    till.type("++")
    expect(amount).to_have_value("200.00")
    till.type("-")
    expect(amount).to_have_value("100.00")
    till.page.evaluate("() => { window.print = () => { document.title = 'printed'; }; }")
    till.press("Enter")
    till.done("Sold as")
    expect(till.page.locator('main[data-calm="true"]')).to_be_visible()
    cyrillic = "new KeyboardEvent('keydown', { key: 'з', code: 'KeyP', bubbles: true })"
    till.page.evaluate(f"document.body.dispatchEvent({cyrillic})")
    expect(till.page).to_have_title("printed")
    receipt = till.page.get_by_role("article", name="Receipt")
    expect(receipt).not_to_contain_text("COPY")
    till.page.wait_for_timeout(TYPING_MS)  # slower than a scanner
    till.press("p")
    expect(receipt).to_contain_text("COPY 1")
    till.press("e")
    till.type("ana@example.com")
    till.press("Enter")
    expect(till.page.get_by_role("alert")).to_contain_text("No mail server is set up.")
    till.press("Escape")
    with shop.scope():
        sold = SaleItem.objects.for_business(shop.id).values_list("quantity", flat=True)
        assert set(sold) == {Decimal(2), Decimal(1)}


def test_prefixes_open_commands_customers_receipts_and_the_map(till: Counter) -> None:
    found = till.page.get_by_role("listbox", name="Found").get_by_role("option")
    till.scan(COFFEE)
    till.type(">")
    expect(found.filter(has_text="Next unit of the line")).to_contain_text("*")
    till.screen.picture("till-commands")
    till.type("hold")
    expect(found).to_have_count(1)
    till.press("Enter")
    till.total("€0.00")
    till.type("#coff")
    expect(found).to_have_text([re.compile("Coffee beans.*Held cart.*€10.00")])
    till.press("Enter")
    till.total("€10.00")
    till.type("@ivan")
    till.press("Enter")
    expect(till.page.get_by_label("Find a customer")).to_have_value("ivan")
    expect(till.page.get_by_role("button", name=re.compile("Ivan Ivanov"))).to_be_visible()
    till.press("Enter")
    expect(till.page.get_by_role("button", name=re.compile("Ivan Ivanov"))).to_be_visible()
    till.pay()
    till.press("Enter")
    till.done("Sold as")
    number = till.page.get_by_role("heading", level=1).inner_text().split()[-1]
    till.next_sale()
    till.type(f"#{number[-4:]}")
    expect(found).to_have_text([re.compile(f"{number}.*Receipt.*€10.00")])
    till.press("Enter")
    sales = till.page.get_by_role("dialog", name="Sales of this till")
    expect(sales.get_by_role("article", name="Receipt")).to_contain_text(number)
    till.press("Escape")
    expect(till.page.get_by_label("Find a product")).to_be_focused()
    till.press("?")
    expect(till.page.get_by_role("dialog", name="Keys")).to_contain_text("Next unit of the line")
    till.screen.picture("till-keys")
    till.press("Escape", "Shift+F4")
    expect(till.page.get_by_role("dialog", name="New customer")).to_be_visible()


def test_a_customer_who_was_taken_off_is_put_back_by_touch(till: Counter) -> None:
    bar = till.page.locator("button", has_text="F4")
    till.scan(COFFEE)
    till.type("@ivan")
    till.press("Enter")
    till.page.get_by_role("button", name=re.compile("Ivan Ivanov")).click()
    expect(bar).to_contain_text("Ivan Ivanov")
    till.press("F4")
    drawer = till.page.get_by_role("dialog", name="Customer")
    drawer.get_by_role("button", name="Remove customer").click()
    expect(bar).not_to_contain_text("Ivan")
    drawer.get_by_role("button", name="Undo").click()
    expect(bar).to_contain_text("Ivan Ivanov")
    drawer.get_by_role("button", name="Remove customer").click()
    till.press("Escape")
    expect(drawer).to_have_count(0)
    expect(till.page.get_by_text("Ivan Ivanov is not the customer any more.")).to_be_visible()
    till.page.get_by_role("button", name="Undo").click()
    expect(bar).to_contain_text("Ivan Ivanov")


def test_sound_keys_and_the_order_of_digits_are_set_for_one_till(till: Counter) -> None:
    till.scan(COFFEE)
    till.total("€10.00")
    pad = till.page.get_by_role("group", name="Keypad")
    pad.get_by_role("button", name="Disc %").click()
    pad.get_by_role("button", name="1", exact=True).click()
    pad.get_by_role("button", name="0", exact=True).click()
    till.total("€9.00")
    till.press("+")  # one use: what is pressed elsewhere ends it
    till.total("€18.00")
    pad.get_by_role("button", name="3", exact=True).click()
    till.total("€27.00")
    small = box(pad, "7")
    till.page.get_by_role("button", name="More").click()
    till.page.get_by_role("menuitem", name="Settings of this till").click()
    dialog = till.page.get_by_role("dialog", name="Settings of this till")
    dialog.get_by_text("Off", exact=True).click()
    dialog.get_by_role("switch", name="Large keys").check()
    dialog.get_by_role("switch", name="1-2-3 on top").check()
    till.screen.picture("till-settings")
    till.press("Escape")
    till.page.reload()
    till.total("€27.00")
    large, one = box(pad, "7"), box(pad, "1")
    assert large["height"] >= 80 > small["height"]
    assert one["y"] < large["y"]
    till.screen.picture("till-large")
    assert till.page.evaluate("JSON.parse(localStorage.getItem('optimapos.till')).sound") == "off"


def test_a_code_that_nobody_knows_stays_told_and_is_linked_to_a_product(till: Counter, shop: Shop) -> None:
    till.scan(NOBODYS)
    till.scan(NOBODYS)
    told = till.page.get_by_role("alert")
    expect(told).to_contain_text("2 unknown codes.")
    till.page.reload()
    expect(told).to_contain_text(f"No product has code {NOBODYS}. 2 unknown codes.")
    told.get_by_role("button", name="Link to a product").click()
    expect(till.page.get_by_label("Name of the product")).to_be_focused()
    till.type("gree")
    expect(till.page.get_by_role("list", name="Products found")).to_contain_text("Green tea")
    till.press("Enter")
    expect(till.page.get_by_role("button", name="Link the code to one box")).to_be_visible()
    till.screen.picture("till-link")
    till.page.get_by_role("button", name="Link the code to one box").click()
    till.total("€29.40")
    expect(told).to_have_count(0)
    with shop.scope():
        linked = ProductBarcode.objects.for_business(shop.id).get(code=NOBODYS)
        assert linked.packaging_id is not None
    expect(till.page.get_by_label("Find a product")).to_be_focused()


def test_a_till_is_set_up_by_a_scanned_code_and_the_first_person_is_at_hand(shop: Shop, page: Page) -> None:
    hire(shop, "Clara Cashier")
    page.goto("/pos")
    expect(page.get_by_label("Enrolment code")).to_be_focused()
    code = enrolment_code(shop)
    page.keyboard.type(code[:6])
    page.wait_for_timeout(100)  # a slow computer, in the middle of a scan
    page.evaluate(BURST, [*code[6:], "Enter"])
    expect(page.get_by_role("heading", name="Who sells?")).to_be_visible()
    expect(page.get_by_role("list").get_by_role("button").first).to_be_focused()
