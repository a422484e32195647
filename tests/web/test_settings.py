"""Settings in the browser: tills, people, roles, workflows and the rest."""

from playwright.sync_api import expect

from optimapos.organization.models import Membership, Role, Terminal
from tests.factories.organization import Shop, unique
from tests.web.screens import Screen


def test_a_till_is_added_and_its_code_is_shown_once_large_and_as_a_picture(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    screen.sign_in(owner_email, to="/settings/terminals")
    page = screen.page
    expect(page.get_by_role("heading", name="No tills yet")).to_be_visible()
    page.get_by_role("button", name="Add till").click()
    page.get_by_label("Code").fill("T7")
    page.get_by_role("dialog").get_by_role("button", name="Add till").click()
    expect(page.get_by_role("img", name="The code as a picture for a scanner")).to_be_visible()
    screen.picture("enrolment-code", schemes=("light",))
    page.get_by_role("dialog").get_by_role("button", name="Close", exact=True).last.click()
    expect(page.get_by_text("Waits for its device")).to_be_visible()
    with shop.scope():
        assert Terminal.objects.for_business(shop.id).filter(code="T7").exists()


def test_a_person_is_added_and_a_pin_of_three_digits_is_refused_at_its_field(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    email = f"{unique('new')}@staff.test"
    screen.sign_in(owner_email, to="/settings/people")
    page = screen.page
    page.get_by_role("button", name="Add person").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("E-mail").fill(email)
    dialog.get_by_label("Works everywhere").check()
    dialog.get_by_label("PIN for the till (optional)").fill("123")
    dialog.get_by_role("button", name="Add person").click()
    expect(dialog.get_by_text("A PIN has four to eight digits.").last).to_be_visible()
    dialog.get_by_label("PIN for the till (optional)").fill("1234")
    dialog.get_by_role("button", name="Add person").click()
    expect(page.get_by_role("cell", name=email).first).to_be_visible()
    screen.picture("people")
    with shop.scope():
        assert Membership.objects.for_business(shop.id).filter(user__email=email, role__code="cashier").exists()


def test_a_built_in_role_is_read_and_a_copy_of_it_is_changed(screen: Screen, shop: Shop, owner_email: str) -> None:
    screen.sign_in(owner_email, to="/settings/roles")
    page = screen.page
    page.get_by_role("link", name="Cashier").click()
    expect(page.get_by_text("A built-in role stays as it is.")).to_be_visible()
    page.get_by_role("link", name="Roles").first.click()
    page.get_by_role("row", name="Cashier").get_by_role("button", name="Actions for this row").click()
    page.get_by_role("menuitem", name="Copy role").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Evening cashier")
    page.get_by_role("dialog").get_by_role("button", name="Add role").click()
    expect(page.get_by_role("heading", level=1, name="Evening cashier")).to_be_visible()
    page.get_by_label("Read who did what and when.").check()
    screen.picture("role")
    page.get_by_role("button", name="Save role").click()
    expect(page.get_by_text("The role is saved.")).to_be_visible()
    with shop.scope():
        role = Role.objects.for_business(shop.id).get(name="Evening cashier")
    assert "audit.view" in role.capabilities
    assert "sale.sell" in role.capabilities


def test_a_workflow_is_changed_as_a_draft_that_is_checked_before_it_is_used(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    screen.sign_in(owner_email, to="/settings/workflows")
    page = screen.page
    page.get_by_role("link", name="Purchase order").click()
    page.get_by_role("button", name="Draft", exact=True).click()
    expect(page.get_by_text("No document is in this status.")).to_be_visible()
    screen.picture("workflow")
    page.get_by_label("Its name").fill("Second look")
    page.get_by_role("button", name="Add status").click()
    expect(page.get_by_text("New status: Second look")).to_be_visible()
    expect(page.get_by_text("This can't be used yet:")).to_be_visible()
    expect(page.get_by_role("button", name="Use this workflow")).to_be_disabled()
    page.get_by_role("button", name="Remove this status").click()
    page.get_by_role("button", name="Draft", exact=True).click()
    page.get_by_label("Name", exact=True).fill("Being written")
    page.get_by_role("button", name="Use this workflow").click()
    expect(page.get_by_text("The workflow is in use.")).to_be_visible()
    answer = shop.manager_till.get("/api/document-types/?kind=PURCHASE_ORDER").json()
    assert answer["results"][0]["statuses"][0]["name"] == "Being written"


def test_the_business_is_saved_and_a_wrong_country_is_told_at_its_field(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    screen.sign_in(owner_email, to="/settings/business")
    page = screen.page
    page.get_by_label("Name").fill("Corner shop and tea")
    page.get_by_label("Country, two letters (optional)").fill("1")
    page.get_by_role("button", name="Save business").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Country, two letters (optional)").fill("BG")
    page.get_by_role("button", name="Save business").click()
    expect(page.get_by_role("banner").get_by_text("Corner shop and tea")).to_be_visible()
    screen.picture("business")
