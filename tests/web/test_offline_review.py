"""What tills sold without a connection, looked at in the back office."""

from playwright.sync_api import expect

from optimapos.offline.models import OfflineSale
from optimapos.offline.types import SaleState
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.offline.devices import make_device, sent
from tests.web.screens import Screen
from tests.web.test_stock import staff_email


def test_offline_sales_are_found_by_what_was_noted_then_reviewed_and_settled(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    device, tea = make_device(shop), make_product(shop, "Green tea", price="5.20", stock="2")
    charged = [(tea, "2", "5.20"), (tea, "2", "4.90")]
    sent(device, *[device.envelope(line) for line in charged], device.envelope((tea, "1", "5.20"), grant="none"))
    screen.sign_in(owner_email, to="/activity/offline")
    page = screen.page
    queues = page.get_by_role("region", name="Tills that sold offline")
    expect(queues.get_by_role("row", name="T5")).to_contain_text("All have arrived")
    rows = page.get_by_role("region", name="Offline sales").get_by_role("row")
    expect(rows).to_have_count(4)
    screen.picture("offline-sales")
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("menuitem", name="To be reviewed").click()
    expect(rows).to_have_count(3)
    rows.filter(has_text="Booked with a note").get_by_role("link").click()
    expect(page.get_by_role("list").filter(has_text="More was sold than the books had")).to_be_visible()
    differs = page.get_by_role("region", name="What differs").get_by_role("row")
    expect(differs.filter(has_text="Unit price")).to_contain_text("€4.90€5.20")
    expect(differs.filter(has_text="Whole saleTotal")).to_contain_text("€9.80€10.40")
    screen.picture("offline-sale")
    page.get_by_role("button", name="Mark as reviewed").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Mark as reviewed").click()
    expect(dialog.get_by_text("Write what you found or did.").last).to_be_visible()
    dialog.get_by_label("What you found or did").fill("Two packs were on the shelf")
    dialog.get_by_role("button", name="Mark as reviewed").click()
    expect(page.get_by_text("Two packs were on the shelf")).to_be_visible()
    expect(page.get_by_role("button", name="Mark as reviewed")).to_have_count(0)
    page.go_back()
    expect(rows).to_have_count(2)
    rows.filter(has_text="Not booked").get_by_role("link").click()
    expect(page.get_by_role("main").get_by_role("alert")).to_contain_text("The till had no leave to sell offline.")
    page.get_by_role("button", name="Book again").click()
    expect(page.get_by_text("Olga Owner")).to_be_visible()
    page.get_by_role("button", name="Settle by hand").click()
    dialog.get_by_label("What you found or did").fill("Money handed back")
    dialog.get_by_role("button", name="Settle by hand").click()
    expect(page.get_by_role("heading", level=1).locator("..")).to_contain_text("Settled by hand")
    with shop.scope():
        found = OfflineSale.objects.for_business(shop.id).order_by("sequence").values_list("state", "note")
        assert list(found) == [
            (SaleState.ACCEPTED, ""),
            (SaleState.ACCEPTED_WITH_NOTE, "Two packs were on the shelf"),
            (SaleState.SETTLED, "Money handed back"),
        ]


def test_who_may_not_import_sales_finds_no_offline_sales(screen: Screen, shop: Shop) -> None:
    screen.sign_in(staff_email(shop, "stock_clerk"), to="/")
    expect(screen.page.get_by_role("navigation", name="Areas")).to_be_visible()
    expect(screen.page.get_by_role("link", name="Offline sales")).to_have_count(0)
