"""The audit log, imports and exports, in the browser."""

from tests.web.screens import Screen


def test_a_list_is_taken_out_as_a_file(screen: Screen, owner_email: str) -> None:
    screen.sign_in(owner_email, to="/activity/exports")
    with screen.page.expect_download() as taken:
        screen.page.get_by_role("button", name="Products as CSV").click()
    assert taken.value.suggested_filename == "products.csv"
    screen.picture("exports")
