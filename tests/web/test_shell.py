"""What surrounds every page: find, saved views, choosing a business."""

from playwright.sync_api import expect

from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.web.screens import Screen


def test_f2_finds_pages_and_products_and_enter_goes_there(screen: Screen, shop: Shop, owner_email: str) -> None:
    make_product(shop, name="Green tea")
    screen.sign_in(owner_email)
    page = screen.page
    expect(page.get_by_role("heading", name="Home")).to_be_visible()
    page.keyboard.press("F2")
    field = page.get_by_role("combobox", name="Name, number or page")
    field.fill("gree")
    expect(page.get_by_role("option", name="Green tea")).to_be_visible()
    field.fill("tills")
    expect(page.get_by_role("option", name="Tills")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Tills")).to_be_visible()


def test_what_has_no_name_is_told_so(screen: Screen, owner_email: str) -> None:
    screen.sign_in(owner_email)
    expect(screen.page.get_by_role("heading", name="Home")).to_be_visible()
    screen.page.keyboard.press("F2")
    screen.page.get_by_role("combobox", name="Name, number or page").fill("zzqq")
    expect(screen.page.get_by_text("Nothing is called zzqq.")).to_be_visible()


def test_a_filter_is_kept_as_a_view_and_found_again(screen: Screen, owner_email: str) -> None:
    screen.sign_in(owner_email, to="/sales?status=PARTIAL")
    page = screen.page
    page.get_by_role("button", name="Save as view").click()
    page.get_by_label("Name", exact=True).fill("Half paid")
    page.get_by_role("button", name="Save view").click()
    views = page.get_by_role("navigation", name="Saved views")
    expect(views.get_by_role("link", name="Half paid")).to_have_attribute("aria-current", "page")
    views.get_by_role("link", name="All").click()
    expect(page.get_by_role("button", name="Remove filter")).to_have_count(0)
    views.get_by_role("link", name="Half paid").click()
    page.wait_for_url("**/sales?status=PARTIAL**")
    page.get_by_role("button", name="Change view Half paid").click()
    page.get_by_role("menuitem", name="Delete view").click()
    page.get_by_role("button", name="Delete view").click()
    expect(views.get_by_role("link", name="Half paid")).to_have_count(0)
