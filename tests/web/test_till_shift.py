"""The drawer's shift at the till: opened with a float, cash in and out, counted blind, closed with a difference."""

from decimal import Decimal

from playwright.sync_api import BrowserContext, Page, expect

from optimapos.organization.models import Business
from optimapos.shifts.models import Shift
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.web.tills import hire, open_till

TEA = "3800000000010"


def require_shift(shop: Shop) -> None:
    with shop.scope():
        Business.objects.filter(pk=shop.id).update(requires_shift=True, settings_version=77)


def test_a_shift_is_opened_counted_blind_and_closed_with_what_is_missing_told_in_words(shop: Shop, page: Page) -> None:
    make_product(shop, "Green tea", price="10.00", barcodes=[TEA])
    require_shift(shop)
    hire(shop, "Clara Cashier")
    till = open_till(shop, page)
    expect(page.get_by_text("No shift is open at this till. Goods can be scanned")).to_be_visible()
    till.scan(TEA)
    till.total("€10.00")
    page.get_by_test_id("pay").click()
    shift = page.get_by_role("dialog", name="Shift")
    expect(shift.get_by_label("Cash in the drawer")).to_be_focused()
    till.screen.picture("till-shift-open", schemes=("light",))
    till.type("100")
    till.press("Enter")
    expect(shift).to_be_hidden()
    expect(page.get_by_role("banner").get_by_text("Shift since")).to_be_visible()
    expect(page.get_by_text("No shift is open at this till. Goods can be scanned")).to_be_hidden()
    till.pay()
    till.press("Enter")
    till.next_sale()

    till.type(">shift")
    till.press("ArrowDown", "Enter")
    expect(shift.get_by_text("€100.00")).to_be_visible()
    expect(shift.get_by_role("button", name="X report")).to_be_hidden()  # a cashier counts blind
    expect(shift.get_by_role("button", name="Cash in or out")).to_be_focused()
    till.press("Enter")
    expect(shift.get_by_label("Amount")).to_be_focused()
    till.type("500")
    shift.get_by_role("button", name="Take out €500.00").click()
    expect(shift.get_by_role("alert")).to_contain_text("There is not that much cash in the drawer.")
    shift.get_by_label("Amount").fill("60")
    till.screen.picture("till-shift-cash", schemes=("light",))
    shift.get_by_role("button", name="Take out €60.00").click()
    expect(shift.get_by_text("Cash out · To or from the safe")).to_be_visible()
    expect(shift.get_by_role("button", name="Cash in or out")).to_be_focused()

    shift.get_by_role("button", name="Count and close").click()
    shift.get_by_role("button", name="Count by notes and coins").click()
    shift.get_by_label("How many of €20.00").fill("2")
    till.press("Enter")  # on to the next, and nothing is closed by the way
    expect(shift.get_by_label("How many of €10.00")).to_be_focused()
    shift.get_by_label("How many of €2.00").fill("4")
    expect(shift.get_by_role("status")).to_contain_text("€48.00")
    till.screen.picture("till-shift-count")
    shift.get_by_role("button", name="Go on to close").click()
    expect(shift.get_by_text("€48.00 in cash counted")).to_be_visible()
    till.press("Enter")
    expect(shift.get_by_text("The shift is closed. Z report 1.")).to_be_visible()
    expect(shift.get_by_role("article", name="Z report")).to_contain_text(
        "Cash: €2.00 short. €48.00 counted, €50.00 expected."
    )
    till.screen.picture("till-shift-z")
    shift.get_by_role("button", name="Back").click()
    expect(page.get_by_text("No shift is open at this till. Goods can be scanned")).to_be_visible()
    with shop.scope():
        row = Shift.objects.for_business(shop.id).get()
        (cash,) = row.figures["count"]
        assert (row.z_number, Decimal(cash["difference"]), cash["pieces"]) == (1, Decimal(-2), {"20.00": 2, "2.00": 4})


def test_sales_that_are_not_sent_block_closing_and_a_manager_sees_what_the_drawer_should_hold(
    shop: Shop, profile: BrowserContext
) -> None:
    page = profile.pages[0]
    make_product(shop, "Green tea", price="10.00", barcodes=[TEA])
    hire(shop, "Mona Manager", role="manager")
    till = open_till(shop, page, who="Mona")
    till.type(">shift")
    till.press("ArrowDown", "Enter")
    shift = page.get_by_role("dialog", name="Shift")
    expect(shift.get_by_label("Cash in the drawer")).to_be_focused()
    till.type("20")
    till.press("Enter")
    expect(shift).to_be_hidden()
    page.route("**/api/sales/**", lambda route: route.abort("connectionrefused"))
    page.route("**/healthz", lambda route: route.abort("connectionrefused"))
    page.route("**/api/offline/**", lambda route: route.abort("connectionrefused"))
    till.scan(TEA)
    till.pay()
    till.press("Enter")
    till.done("Saved on this till")
    till.next_sale()
    till.connection("Offline")
    till.type(">shift")
    till.press("ArrowDown", "Enter")
    expect(shift.get_by_text("A shift is opened, counted and closed with a connection.")).to_be_visible()
    page.unroute("**/api/offline/**")
    page.route("**/api/offline/**", lambda route: route.fulfill(status=503, json={"code": "UNAVAILABLE", "msg": ""}))
    page.unroute("**/healthz")
    till.connection("Sending")
    shift.get_by_role("button", name="Count and close").click()
    expect(shift.get_by_text("1 sale of this till is not sent yet.")).to_be_visible()
    page.unroute("**/api/sales/**")
    page.unroute("**/api/offline/**")
    shift.get_by_role("button", name="Send now").click()
    expect(shift.get_by_label("Cash in the drawer")).to_be_visible(timeout=30_000)
    shift.get_by_role("button", name="Back").click()
    shift.get_by_role("button", name="X report").click()
    report = shift.get_by_role("article", name="X report")
    expect(report).to_contain_text("Sales: 1")
    expect(report).to_contain_text("Cash expected30.00")
