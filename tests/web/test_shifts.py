"""Shifts in the back office: what a drawer should hold while it is open, its sealed report, and what came too late for it."""

from playwright.sync_api import expect

from optimapos.organization.models import Business
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.factories.tills_day import tell_late
from tests.refunds.giving_back import processed, sold, tender
from tests.shifts.test_shifts import closed, opened
from tests.web.screens import Screen


def test_a_shift_shows_what_its_drawer_should_hold_and_then_its_sealed_report(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="50")
    shift = opened(shop.till)
    sale = sold(shop.till, (tea, "2"))
    sold(shop.till, (tea, "1"), payments=[tender("CARD", "12.00")])
    processed(shop, sale, "1")
    moved = {"kind": "OUT", "reason": "SAFE", "amount": "50.00"}
    assert shop.till.post(f"/api/shifts/{shift}/cash-movements/", moved).status_code == 201
    screen.sign_in(owner_email, to="/sales/shifts")
    page = screen.page
    page.get_by_role("link", name="Till T1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Open shift of till T1")
    expect(page.get_by_text("€62.00", exact=True)).to_be_visible()
    cash = page.get_by_role("region", name="By tender (EUR)").get_by_role("row").filter(has_text="Cash")
    expect(cash.get_by_role("cell")).to_have_text(["Cash", "62.00", "24.00", "12.00"])
    screen.picture("shift-open")

    closed(shop.till, shift, "61.50", ("CARD", "12.00"))
    page.goto(f"/sales/shifts/{shift}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Z report 1 of till T1")
    expect(cash.get_by_role("cell")).to_have_text(["Cash", "62.00", "61.50", "€0.50 short", "24.00", "12.00"])
    card = page.get_by_role("region", name="By tender (EUR)").get_by_role("row").filter(has_text="Card")
    expect(card.get_by_role("cell")).to_have_text(["Card", "12.00", "12.00", "exact", "12.00", "0.00"])
    expect(page.get_by_role("region", name="Cash in and out")).to_contain_text("Out: To or from the safe")
    expect(page.get_by_role("button", name="Copy seal")).to_be_visible()
    screen.picture("shift-closed")
    tell_late(shop, shift, sold(shop.till, (tea, "1"))["id"])
    page.reload()
    expect(page.get_by_text("1 sale of this shift was told after its report was sealed.")).to_be_visible()
    page.get_by_role("button", name="Seal supplement").click()
    sealed = page.get_by_role("region", name="Supplements").get_by_role("row").last
    expect(sealed.get_by_role("cell", name="12.00")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation").first).to_be_hidden()
    expect(page.get_by_text("Corner shop").last).to_be_visible()
    page.emulate_media(media="screen")
    page.goto("/sales/shifts?status=CLOSED")
    expect(page.get_by_text("1-1 of 1")).to_be_visible()
    expect(page.get_by_role("cell", name="€0.50 short")).to_be_visible()
    screen.picture("shifts")


def test_tills_are_told_to_sell_in_open_shifts_only(screen: Screen, shop: Shop, owner_email: str) -> None:
    screen.sign_in(owner_email, to="/settings/business")
    screen.page.get_by_label("Tills sell only in an open shift").check()
    screen.page.get_by_role("button", name="Save business").click()
    expect(screen.page.get_by_text("The business is saved.")).to_be_visible()
    with shop.scope():
        assert Business.objects.get(pk=shop.id).requires_shift
