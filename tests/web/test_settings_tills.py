"""How tills are set up in the back office: favourites, and the rules by which scanned codes are read."""

from playwright.sync_api import expect

from optimapos.tills.models import TillLayout
from optimapos.tills.selectors import code_rules_of
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.web.screens import Screen


def tiles(shop: Shop) -> list[tuple[str, list[tuple[int, str]]]]:
    """The only layout: its tabs with what stands at which place."""
    with shop.scope():
        layout = TillLayout.objects.for_business(shop.business).get()
        rows = list(layout.tiles.order_by("place").values_list("tab", "place", "product__name"))
    return [(name, [(place, what) for of, place, what in rows if of == tab]) for tab, name in enumerate(layout.tabs)]


def test_favourites_are_arranged_by_dragging_and_by_buttons(screen: Screen, shop: Shop, owner_email: str) -> None:
    for name in ("Green tea", "Coffee beans", "Oat biscuits"):
        make_product(shop, name)
    screen.sign_in(owner_email, to="/settings/till-layouts")
    page = screen.page
    page.get_by_role("button", name="Add favourites").first.click()
    dialog = page.get_by_role("dialog", name="Add favourites")
    dialog.get_by_label("Name").fill("Counter")
    dialog.get_by_role("button", name="Add favourites").click()
    expect(page.get_by_role("heading", name="Counter", level=1)).to_be_visible()
    for name in ("Green tea", "Coffee beans", "Oat biscuits"):
        page.get_by_role("combobox", name="Add a product").fill(name)
        page.get_by_role("option", name=name).click()
    places = page.get_by_role("region", name="Places of the tab")
    places.get_by_role("button", name="Green tea").drag_to(places.get_by_role("button", name="Oat biscuits"))
    expect(places.get_by_role("listitem").first).to_have_text("Oat biscuits")
    places.get_by_role("button", name="Coffee beans").focus()
    page.keyboard.press("Enter")
    places.get_by_role("button", name="Earlier").focus()
    page.keyboard.press("Enter")
    expect(places.get_by_role("status")).to_have_text("Coffee beans, place 1")
    screen.picture("favourites")
    places.get_by_role("button", name="Take it out").click()
    page.get_by_role("button", name="Add tab").click()
    page.get_by_label("Name of the tab").fill("Bread")
    page.get_by_role("button", name="Save favourites").click()
    expect(page.get_by_text("The favourites are saved.")).to_be_visible()
    assert tiles(shop) == [("Favourites", [(1, "Oat biscuits"), (2, "Green tea")]), ("Bread", [])]


def test_a_rule_is_added_before_the_others_and_a_code_is_tried_on_it(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    screen.sign_in(owner_email, to="/settings/codes")
    page = screen.page
    page.get_by_label("Code", exact=True).fill("2112345012346")
    expect(page.get_by_role("status").filter(has_text="Weight of a product")).to_contain_text("12345 · 1.234 (Weight)")
    page.get_by_role("button", name="Add rule").click()
    dialog = page.get_by_role("dialog", name="Add rule")
    dialog.get_by_label("Name").fill("Coupons")
    dialog.get_by_label("Pattern").fill("..*")
    dialog.get_by_role("combobox", name="What it is").click()
    page.get_by_role("option", name="Coupon").click()
    dialog.get_by_role("combobox", name="Printed as").click()
    page.get_by_role("option", name="Any code").click()
    dialog.get_by_role("button", name="Add rule").click()
    expect(dialog.get_by_role("alert")).to_be_visible()  # it would fit anything
    dialog.get_by_label("Pattern").fill("CPN-*")
    dialog.get_by_role("button", name="Add rule").click()
    expect(page.get_by_text("The rules are saved.")).to_be_visible()
    page.get_by_label("Code", exact=True).fill("CPN-SUMMER")
    expect(page.get_by_text("Coupon: SUMMER (Coupons)")).to_be_visible()
    screen.picture("codes")
    page.get_by_role("button", name="Price earlier").click()
    expect(page.get_by_role("row").nth(2)).to_contain_text("23.....{NNNDD}")
    with shop.scope():
        assert [rule.name for rule in code_rules_of(shop.business)] == ["Coupons", "Price", "Weight"]
    for name in ("Coupons", "Price"):
        page.get_by_role("button", name=f"Remove {name}").click()
        expect(page.get_by_role("button", name=f"Remove {name}")).to_have_count(0)
    page.get_by_role("button", name="Remove Weight").click()
    asked = page.get_by_role("dialog", name="Remove the last rule?")
    asked.get_by_role("button", name="Keep rule").click()
    expect(asked).to_have_count(0)
    with shop.scope():
        assert [rule.name for rule in code_rules_of(shop.business)] == ["Weight"]
    page.get_by_role("button", name="Remove Weight").click()
    asked.get_by_role("button", name="Set the first rules back").click()
    expect(page.get_by_role("button", name="Remove Price")).to_be_visible()
