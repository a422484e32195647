"""Signing in to the back office, in the browser."""

from playwright.sync_api import expect

from tests.factories.organization import Shop
from tests.web.screens import PASSWORD, Screen


def test_an_owner_signs_in_and_is_brought_to_the_page_that_was_asked_for(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    screen.page.goto("/customers")
    screen.page.get_by_label("E-mail").fill(owner_email)
    screen.page.get_by_label("Password", exact=True).fill(PASSWORD)
    screen.page.keyboard.press("Enter")
    expect(screen.page.get_by_role("heading", name="Customers", exact=True)).to_be_visible()
    screen.check_sound()


def test_a_wrong_password_is_told_at_the_form_and_what_was_typed_stays(screen: Screen, owner_email: str) -> None:
    screen.page.goto("/sign-in")
    screen.page.get_by_label("E-mail").fill(owner_email)
    screen.page.get_by_label("Password", exact=True).fill("not-the-password-9")
    screen.page.get_by_role("button", name="Sign in").click()
    expect(screen.page.get_by_role("alert")).to_contain_text("The e-mail or the password is wrong.")
    expect(screen.page.get_by_label("E-mail")).to_have_value(owner_email)


def test_an_address_of_elsewhere_is_not_gone_to_after_the_sign_in(screen: Screen, owner_email: str) -> None:
    screen.page.goto("/sign-in?next=//elsewhere.example/")
    screen.page.get_by_label("E-mail").fill(owner_email)
    screen.page.get_by_label("Password", exact=True).fill(PASSWORD)
    screen.page.get_by_role("button", name="Sign in").click()
    expect(screen.page.get_by_role("heading", name="Home")).to_be_visible()


def test_the_sign_in_can_be_read_in_light_and_dark_at_every_width(screen: Screen) -> None:
    screen.page.goto("/sign-in")
    expect(screen.page.get_by_role("heading", name="Sign in")).to_be_visible()
    screen.picture("sign-in")


def test_the_signed_in_owner_sees_an_accessible_list(screen: Screen, owner_email: str) -> None:
    screen.sign_in(owner_email, to="/customers")
    expect(screen.page.get_by_role("heading", name="No customers yet")).to_be_visible()
    screen.picture("customers-none")
