"""Settings in the browser: tills, people, roles, workflows and the rest."""

from playwright.sync_api import expect

from tests.factories.organization import Shop
from tests.web.screens import Screen


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
