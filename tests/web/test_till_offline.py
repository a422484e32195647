"""The till without a connection: it sells on, says so, and sends what it sold once."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from optimapos.pricing.services import PricingService
from optimapos.products.models import Product
from optimapos.sales.models import Sale
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.web.tills import Counter, hire, open_till, swallow

COFFEE = "3800000000027"


@pytest.fixture
def till(shop: Shop, profile: BrowserContext) -> Counter:
    """A till that has what it needs to sell offline."""
    make_product(shop, "Coffee beans", price="10.00", stock="2", barcodes=[COFFEE])
    hire(shop, "Clara Cashier")
    counter = open_till(shop, profile.pages[0])
    counter.page.evaluate("navigator.serviceWorker.ready")
    return counter


def sell(till: Counter) -> str:
    """One coffee for cash; the number on the receipt."""
    till.scan(COFFEE)
    till.total("€10.00")
    till.pay()
    till.page.get_by_role("button", name="Exact").click()
    heading = till.page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(re.compile("(Saved|Sold)"))
    number = (heading.text_content() or "").split()[-1]
    till.page.get_by_role("button", name="New sale").click()
    till.total("€0.00")
    return number


def numbers(shop: Shop) -> list[str]:
    """The receipts of the books, in order."""
    with shop.scope():
        rows = Sale.objects.for_business(shop.id).exclude(completed_at=None)
        return sorted(str(row.receipt_number) for row in rows)


def test_sales_without_a_connection_are_numbered_kept_over_a_reload_and_sent_once(
    till: Counter, shop: Shop, profile: BrowserContext
) -> None:
    profile.set_offline(True)
    first = sell(till)
    assert re.fullmatch(r"S1-T9-\d{8}-F0001", first)
    till.connection("Offline")
    till.connection("1 waiting")
    till.page.reload()  # from what the service worker keeps
    expect(till.page.get_by_label("Find a product")).to_be_focused()
    till.connection("1 waiting")
    second, third = sell(till), sell(till)
    assert [second[-5:], third[-5:]] == ["F0002", "F0003"]
    profile.set_offline(False)
    till.connection("Online")
    assert numbers(shop) == [first, second, third]
    with shop.scope():
        oversold = Sale.objects.for_business(shop.id).get(receipt_number=third)
    assert (oversold.total_amount, oversold.origin) == (Decimal("10.00"), "OFFLINE")
    assert "OVERSOLD" in " ".join(oversold.flags).upper() or "PERHAPS_OVERSOLD" in oversold.flags


def test_the_queue_tells_each_sale_and_is_saved_as_a_signed_file(
    till: Counter, shop: Shop, profile: BrowserContext, stranger: BrowserContext, tmp_path: Path
) -> None:
    profile.set_offline(True)
    number = sell(till)
    till.page.get_by_test_id("connection").click()
    queue = till.page.get_by_role("dialog", name="Sales of this till")
    expect(queue).to_contain_text(number)
    expect(queue).to_contain_text("Waiting")
    with till.page.expect_download() as saved:
        queue.get_by_role("button", name="Save signed file").click()
    saved.value.save_as(tmp_path / "queue.json")
    other = open_till(shop, stranger.new_page(), code="T8")
    other.page.get_by_test_id("connection").click()
    with other.page.expect_file_chooser() as chooser:
        other.page.get_by_role("button", name="Bring in a file of another till").click()
    chooser.value.set_files(tmp_path / "queue.json")
    expect(other.page.get_by_text("1 sales of the file were brought in.")).to_be_visible()
    assert numbers(shop) == [number]
    profile.set_offline(False)
    till.connection("Online")
    assert numbers(shop) == [number]


OLDER = """async ([number, count]) => {
  const base = await new Promise((done) => {
    const asked = indexedDB.open("optimapos-vault");
    asked.onsuccess = () => done(asked.result);
  });
  const sales = base.transaction("sales", "readwrite").objectStore("sales");
  const one = await new Promise((done) => { sales.getAll().onsuccess = (event) => done(event.target.result[0]); });
  for (let nth = 0; nth < count; nth += 1) {
    const receipt = { ...one.receipt, number: `${number}-${nth}` };
    const made_at = new Date(Date.parse(one.made_at) - 60_000 * (nth + 1)).toISOString();
    const done = { sequence: null, envelope: null, flags: [], differences: [], state: "DONE" };
    sales.put({ ...one, ...done, id: `${number}-${nth}`, receipt, made_at });
  }
  base.close();
}"""


def test_what_differs_from_the_books_is_told_at_the_till_and_older_sales_are_found(
    till: Counter, shop: Shop, profile: BrowserContext
) -> None:
    profile.set_offline(True)
    with shop.scope():
        coffee = Product.objects.for_business(shop.id).get(name="Coffee beans")
    PricingService.set_base_price(
        business=shop.business, product_id=coffee.pk, price=Decimal("12.00"), includes_tax=True
    ).unwrap()
    number = sell(till)
    profile.set_offline(False)
    till.connection("Online")
    till.page.evaluate(OLDER, ["OLD", 105])
    till.page.get_by_test_id("connection").click()
    queue = till.page.get_by_role("dialog", name="Sales of this till")
    told = queue.locator("li", has_text=number)
    expect(told).to_contain_text("The books would have charged something else")
    expect(told.get_by_role("row").nth(1)).to_have_text(re.compile("1.*Unit price.*€10.00.*€12.00"))
    till.screen.picture("till-sales")
    expect(queue.get_by_text(re.compile("^OLD-"))).to_have_count(99)
    queue.get_by_role("button", name="Older sales").click()
    expect(queue.get_by_text("OLD-104")).to_be_visible()
    expect(queue.get_by_role("button", name="Older sales")).to_have_count(0)


def test_a_card_is_not_taken_without_a_connection(till: Counter, profile: BrowserContext) -> None:
    till.scan(COFFEE)
    till.total("€10.00")
    profile.set_offline(True)
    till.connection("Offline")
    till.pay()
    expect(till.page.get_by_role("radio", name=re.compile("^Card"))).to_be_disabled()
    expect(till.page.get_by_role("radio", name="Cash")).to_be_enabled()


def test_an_answer_that_is_lost_does_not_sell_twice(till: Counter, shop: Shop) -> None:
    till.scan(COFFEE)
    till.total("€10.00")
    expect(till.page.get_by_text(re.compile("Reserved"))).to_be_visible()

    till.page.route("**/api/sales/*/complete/", swallow, times=1)
    till.pay()
    till.page.get_by_role("button", name="Exact").click()
    till.done(re.compile(r"Saved on this till as S1-T9-\d{8}-F0001"))
    till.page.get_by_role("button", name="New sale").click()
    till.connection("Online")
    assert len(numbers(shop)) == 1
    assert numbers(shop)[0].endswith("-0001")
    till.page.get_by_test_id("connection").click()
    expect(till.page.get_by_text("Was booked before the connection broke")).to_be_visible()


def test_who_never_signed_in_here_can_not_begin_without_a_connection(
    till: Counter, shop: Shop, profile: BrowserContext
) -> None:
    hire(shop, "Nora New")
    till.page.get_by_role("button", name=re.compile("Change who sells")).click()
    expect(till.page.get_by_role("button", name=re.compile("Nora"))).to_be_visible()
    profile.set_offline(True)
    till.page.get_by_role("button", name=re.compile("Nora")).click()
    till.type("2580")
    till.press("Enter")
    expect(till.page.get_by_role("alert")).to_contain_text("you have not signed in at this till before")
    till.page.get_by_role("button", name="Somebody else").click()
    till.page.get_by_role("button", name=re.compile("Clara")).click()
    till.type("2580")
    till.press("Enter")
    expect(till.page.get_by_label("Find a product")).to_be_focused(timeout=30_000)
    till.connection("Offline")


def test_a_second_print_without_a_connection_says_that_it_is_a_copy(till: Counter, profile: BrowserContext) -> None:
    profile.set_offline(True)
    till.scan(COFFEE)
    till.pay()
    till.page.get_by_role("button", name="Exact").click()
    till.done("Saved on this till as")
    till.page.evaluate("() => { window.print = () => { document.title += '|'; }; }")
    receipt = till.page.get_by_role("article", name="Receipt")
    printing = till.page.get_by_role("button", name="Print")
    printing.click()
    expect(till.page).to_have_title(re.compile(r"^[^|]+\|$"))
    expect(receipt).not_to_contain_text("COPY")
    printing.click()
    expect(receipt).to_contain_text("COPY 1")


def test_a_part_whose_code_can_not_be_fetched_stops_no_sale_and_opens_with_the_connection(
    shop: Shop, page: Page
) -> None:
    fetched = re.compile(r"/assets/Layers-|/healthz")
    page.route(fetched, lambda route: route.abort("internetdisconnected"))
    make_product(shop, "Coffee beans", price="10.00", stock="2", barcodes=[COFFEE])
    hire(shop, "Clara Cashier")
    till = open_till(shop, page)
    till.press("F4")
    told = page.get_by_text("This needs the connection once.")
    expect(told).to_be_visible()
    till.screen.picture("till-part-missing", schemes=("light",))
    till.press("Escape")
    expect(told).to_be_hidden()
    till.total("€0.00")
    till.scan(COFFEE)
    till.line("1 × Coffee beans")
    till.press("F4")
    expect(told).to_be_visible()
    page.unroute(fetched)
    expect(page.get_by_role("dialog", name="Customer")).to_be_visible()
    expect(told).to_be_hidden()
