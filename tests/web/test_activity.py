"""The audit log, imports and exports, in the browser."""

from playwright.sync_api import expect

from tests.factories.catalog import make_tax, make_unit
from tests.factories.organization import Shop
from tests.web.screens import Screen


def test_the_log_tells_in_words_who_did_what(screen: Screen, shop: Shop, owner_email: str) -> None:
    shop.till.post("/api/sales/", {})
    screen.sign_in(owner_email, to="/activity")
    page = screen.page
    expect(page.get_by_role("button", name="Signed in at a till").first).to_be_visible()
    screen.picture("activity")
    page.get_by_role("button", name="Added a till").first.click()
    expect(page.get_by_role("dialog").get_by_text("T1")).to_be_visible()


def test_a_file_is_checked_then_applied(screen: Screen, shop: Shop, owner_email: str) -> None:
    unit, tax = make_unit(shop), make_tax(shop)
    content = f"sku,name,unit,tax_category\nRYE-1,Rye bread,{unit.code},{tax.code}\n"
    screen.sign_in(owner_email, to="/activity/imports/new")
    page = screen.page
    page.get_by_role("button", name="Check file").click()
    expect(page.get_by_text("Choose a file first.")).to_be_visible()
    page.locator("input[type=file]").set_input_files(
        {"name": "products.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )
    screen.picture("import-new")
    page.get_by_role("button", name="Check file").click()
    expect(page.get_by_text("Everything fits. Nothing has changed yet.")).to_be_visible()
    page.get_by_role("button", name="Apply import").click()
    page.get_by_role("dialog").get_by_role("button", name="Apply import").click()
    expect(page.get_by_text("The file is applied.")).to_be_visible()
    told = shop.manager_till.get("/api/products/?search=RYE-1").json()["results"]
    assert [row["name"] for row in told] == ["Rye bread"]


def test_what_is_wrong_with_a_file_is_told_by_line(screen: Screen, owner_email: str) -> None:
    screen.sign_in(owner_email, to="/activity/imports/new")
    page = screen.page
    page.locator("input[type=file]").set_input_files(
        {"name": "bad.csv", "mimeType": "text/csv", "buffer": b"sku,name,unit,tax_category\nX-1,,NO,NO\n"}
    )
    page.get_by_role("button", name="Check file").click()
    expect(page.get_by_text("Nothing was changed. Mend the rows below")).to_be_visible()
    expect(page.get_by_role("cell", name="2", exact=True).first).to_be_visible()
    screen.picture("import-problems")


def test_a_list_is_taken_out_as_a_file(screen: Screen, owner_email: str) -> None:
    screen.sign_in(owner_email, to="/activity/exports")
    with screen.page.expect_download() as taken:
        screen.page.get_by_role("button", name="Products as CSV").click()
    assert taken.value.suggested_filename == "products.csv"
    screen.picture("exports")
