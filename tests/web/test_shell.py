"""What surrounds every page: find, saved views, choosing a business."""

from playwright.sync_api import Dialog, expect

from optimapos.organization.models import User
from optimapos.organization.services import BusinessService
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, unique
from tests.web.screens import PASSWORD, Screen


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


def test_who_works_for_two_businesses_chooses_one_by_name_and_changes_to_the_other(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    owner = User.objects.get(email=owner_email)
    BusinessService.create_business(name="Second shop", slug=unique("second"), currency="EUR", owner=owner).unwrap()
    page = screen.page
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(owner_email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Choose a business")).to_be_visible()
    page.get_by_role("button", name="Second shop").click()
    expect(page.get_by_role("banner").get_by_text("Second shop")).to_be_visible()
    page.get_by_role("button", name="Account of Olga Owner").click()
    page.get_by_role("menuitemradio", name="Corner shop").click()
    expect(page.get_by_role("banner").get_by_text("Corner shop")).to_be_visible()


RELEASE = """() => {
  window.told = [];
  const waiting = {postMessage: (message) => window.told.push(message.type)};
  const registered = {waiting, addEventListener: () => {}, update: async () => {}};
  Object.defineProperty(navigator.serviceWorker, "register", {value: async () => registered});
}"""
"""A browser in which a newer release waits."""


def test_a_newer_release_is_told_and_a_form_with_changes_is_not_lost_to_it(screen: Screen, owner_email: str) -> None:
    screen.page.add_init_script(f"({RELEASE})()")
    screen.sign_in(owner_email, to="/settings/business")
    page = screen.page
    page.get_by_label("Name").fill("Corner shop and tea")
    asked: list[str] = []

    def keep(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", keep)
    page.get_by_role("button", name="Load new version").click()
    page.wait_for_function("window.told.includes('SKIP_WAITING')")
    with page.expect_event("dialog"):
        page.evaluate("setTimeout(() => navigator.serviceWorker.dispatchEvent(new Event('controllerchange')), 0)")
    assert asked == ["beforeunload"]
    expect(page.get_by_label("Name")).to_have_value("Corner shop and tea")
