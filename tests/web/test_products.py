"""Products at the desk: found, made, put in order, packed, labelled."""

from typing import Any

from playwright.sync_api import Page, expect

from optimapos.nomenclatures.services import ProductGroupService
from optimapos.products.models import Product
from optimapos.products.types import NewPackaging
from tests.factories.catalog import make_product, make_tax, make_unit
from tests.factories.organization import Shop
from tests.web.screens import Screen

EAN = "4006381333931"


def row_of(page: Page, text: str) -> Any:
    return page.get_by_role("row").filter(has_text=text)


def test_the_list_shows_price_and_stock_and_is_narrowed_by_search_and_stage(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    group = ProductGroupService.create_group(
        business=shop.business, actor=shop.owner, fields={"code": "HOT", "name": "Hot drinks"}
    ).unwrap()
    make_product(shop, "Green tea", price="3.5", stock="12", sku="TEA-1", group=group)
    make_product(shop, "Old kettle", price=None, stock=None, life_cycle="NEW", sku="KET-1")
    page = screen.page
    screen.sign_in(owner_email, to="/products")
    expect(row_of(page, "Green tea")).to_contain_text("3.50")
    expect(row_of(page, "Green tea")).to_contain_text("12\u00a0U0")
    expect(row_of(page, "Green tea")).to_contain_text("Hot drinks")
    expect(row_of(page, "Old kettle")).to_contain_text("New")
    screen.picture("products")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("menuitem", name="On sale").click()
    expect(row_of(page, "Old kettle")).to_have_count(0)
    page.get_by_role("button", name="Remove filter Stage: On sale").click()
    page.get_by_label("Name, SKU, PLU or barcode").fill("KET")
    expect(row_of(page, "Green tea")).to_have_count(0)
    expect(row_of(page, "Old kettle")).to_be_visible()


def test_a_product_is_made_with_its_price_and_scanned_barcodes(screen: Screen, shop: Shop, owner_email: str) -> None:
    make_unit(shop)
    make_tax(shop)
    page = screen.page
    screen.sign_in(owner_email, to="/products/new")
    expect(page.get_by_role("combobox", name="Unit")).to_have_value("Unit 0")
    screen.picture("product-new")
    page.get_by_role("button", name="Create product").click()
    expect(page.get_by_role("alert")).to_contain_text("Name: Needed")
    expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    page.get_by_role("textbox", name="Name").fill("Oat milk")
    page.get_by_role("textbox", name="Price (optional)", exact=True).fill("2,40")
    page.get_by_label("Barcodes (optional)").fill("4006381333932")
    page.get_by_label("Barcodes (optional)").press("Enter")
    page.get_by_role("button", name="Create product").click()
    expect(page.get_by_role("alert")).to_contain_text("The last digit of 4006381333932 would have to be 1.")
    page.get_by_role("button", name="Remove barcode 4006381333932").click()
    page.get_by_label("Barcodes (optional)").fill(EAN)
    page.get_by_label("Barcodes (optional)").press("Enter")
    page.get_by_role("button", name="Create product").click()
    expect(page.get_by_role("heading", name="Oat milk")).to_be_visible()
    expect(page.get_by_role("link", name="Price €2.40")).to_be_visible()
    with shop.scope():
        made = Product.objects.for_business(shop.id).get(name="Oat milk")
        assert (made.life_cycle, [code.code for code in made.barcodes.all()]) == ("ACTIVE", [EAN])


def test_what_does_not_fit_is_said_with_the_way_to_mend_it(screen: Screen, shop: Shop, owner_email: str) -> None:
    product = make_product(shop, "Loose cable", price=None, stock="4", sku="CAB-1")
    page = screen.page
    screen.sign_in(owner_email, to=f"/products/{product.pk}")
    expect(page.get_by_role("alert")).to_contain_text("There is no price, so it can't be sold.")
    screen.picture("product")
    page.get_by_role("link", name="Set a price").click()
    page.get_by_role("button", name="Set a price").click()
    page.get_by_role("textbox", name="Price", exact=True).fill("4.00")
    page.get_by_role("button", name="Set price").click()
    expect(row_of(page, "Applies now")).to_contain_text("€4.00")
    page.get_by_role("button", name="Set a price").click()
    expect(page.get_by_role("textbox", name="Price", exact=True)).to_have_value("4.00")
    page.get_by_role("textbox", name="Price", exact=True).fill("5.00")
    page.get_by_role("button", name="Set price").click()
    expect(row_of(page, "Applies now")).to_contain_text("€5.00")
    expect(row_of(page, "Over")).to_contain_text("€4.00")
    page.get_by_role("tab", name="Overview").click()
    expect(page.get_by_text("It has neither a barcode nor a PLU")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("tab", name="Stock").click()
    expect(row_of(page, "High Street")).to_contain_text("4")
    expect(row_of(page, "High Street")).to_contain_text("€4.00")
    screen.picture("product-stock", schemes=("light",))


def test_barcodes_are_added_by_scan_and_packagings_in_a_dialog(screen: Screen, shop: Shop, owner_email: str) -> None:
    product = make_product(shop, "Bolts", stock="0", packagings=[NewPackaging("Box of 50", 50)])
    make_product(shop, "Nuts", stock=None, barcodes=["NUTS-1"])
    page = screen.page
    screen.sign_in(owner_email, to=f"/products/{product.pk}?tab=codes")
    scan = page.get_by_label("Add a barcode")
    scan.fill("NUTS-1")
    scan.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("This barcode is on another product or packaging already.")
    scan.fill(EAN)
    scan.press("Enter")
    expect(page.get_by_role("listitem").filter(has_text=EAN)).to_be_visible()
    expect(page.get_by_role("main").get_by_role("alert")).to_have_count(0)
    expect(row_of(page, "Box of 50")).to_contain_text("50\u00a0U0")
    page.get_by_role("button", name="Add packaging").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Carton")
    dialog.get_by_label("It holds").fill("0")
    dialog.get_by_role("button", name="Add packaging").click()
    expect(dialog.get_by_text("Write how many it holds, such as 12").last).to_be_visible()
    dialog.get_by_label("It holds").fill("600")
    dialog.get_by_role("button", name="Add packaging").click()
    expect(row_of(page, "Carton")).to_contain_text("600\u00a0U0")
    screen.picture("product-codes", schemes=("light",))


def test_the_life_of_a_product_takes_only_the_steps_that_are_allowed(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    product = make_product(shop, "Fax machine", stock="2")
    page = screen.page
    screen.sign_in(owner_email, to=f"/products/{product.pk}")
    page.get_by_role("button", name="Discontinue").click()
    expect(page.get_by_role("button", name="Put on sale again")).to_be_visible()
    expect(page.get_by_role("link", name="Edit product")).to_have_count(0)
    page.get_by_role("button", name="Archive").click()
    expect(
        page.get_by_text("There are still 2 in stock. Sell them, move them or write them off first.")
    ).to_be_visible()
    with shop.scope():
        assert Product.objects.for_business(shop.id).get(pk=product.pk).life_cycle == "DISCONTINUED"


def test_only_what_was_changed_of_a_product_is_saved(screen: Screen, shop: Shop, owner_email: str) -> None:
    product = make_product(shop, "Lamp", stock=None, sku="LAMP")
    page = screen.page
    screen.sign_in(owner_email, to=f"/products/{product.pk}/edit")
    page.get_by_label("Lowest price (optional)").fill("8,5")
    with page.expect_request(lambda request: request.method == "PATCH") as sent:
        page.get_by_role("button", name="Save product").click()
    assert sent.value.post_data_json == {"floor_price": "8.5"}
    expect(page.get_by_role("heading", name="Lamp")).to_be_visible()
    expect(page.get_by_text("€8.50")).to_be_visible()


def test_labels_are_printed_for_scanned_products_on_the_chosen_paper(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    product = make_product(shop, "Dark chocolate 100 g", price="2.49", stock=None, barcodes=[EAN], weight_kg="0.1")
    page = screen.page
    screen.sign_in(owner_email, to=f"/products/labels?products={product.pk}")
    preview = page.get_by_role("region", name="Preview")
    expect(preview).to_contain_text("€2.49")
    expect(preview).to_contain_text("€24.90 per kg")
    expect(preview.get_by_role("img", name=EAN)).to_have_count(1)
    page.get_by_label("Scan a product").fill(EAN)
    page.get_by_label("Scan a product").press("Enter")
    expect(page.get_by_label("Labels of Dark chocolate 100 g")).to_have_value("2")
    page.get_by_label("Scan a product").fill("NO-SUCH")
    page.get_by_label("Scan a product").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("No product has this code.")
    page.get_by_label("Labels of Dark chocolate 100 g").fill("26")
    expect(page.get_by_role("button", name="Print 26 labels")).to_be_visible()
    screen.picture("labels")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Labels")).to_be_hidden()
    assert page.locator("body > [aria-hidden]:has(> style) > div").count() == 2  # 24 on a sheet
    page.emulate_media(media="screen")
    page.get_by_label("Price of a kilogram").uncheck()
    expect(preview).not_to_contain_text("per kg")


def test_groups_units_and_taxes_are_set_up_and_a_circle_is_refused(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    page = screen.page
    screen.sign_in(owner_email, to="/products/setup")
    for name, code in (("Food", "F"), ("Fruit", "FR")):
        page.get_by_role("button", name="Add group").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Name").fill(name)
        dialog.get_by_label("Code").fill(code)
        if code == "FR":
            dialog.get_by_label("Inside (optional)").click()
            page.get_by_role("option", name="Food").click()
        dialog.get_by_role("button", name="Add group").click()
        expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Actions for Food", exact=True).click()
    page.get_by_role("menuitem", name="Edit").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Inside (optional)").click()
    page.get_by_role("option", name="Food / Fruit").click()
    dialog.get_by_role("button", name="Save changes").click()
    expect(dialog.get_by_role("alert")).to_contain_text("A group can't be inside itself")
    dialog.get_by_role("button", name="Cancel").click()
    screen.picture("products-setup", schemes=("light",))
    page.get_by_role("tab", name="Taxes").click()
    expect(page.get_by_role("heading", name="Tax rates")).to_be_visible()


def test_checks_list_what_stops_selling(screen: Screen, shop: Shop, owner_email: str) -> None:
    make_product(shop, "Good soap", barcodes=[EAN], stock=None)
    make_product(shop, "Priceless vase", price=None, stock=None)
    page = screen.page
    screen.sign_in(owner_email, to="/products/checks")
    expect(page.get_by_role("link", name="Priceless vase")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_text("There is no price, so it can't be sold.Set a price")
    expect(page.get_by_text("Good soap")).to_have_count(0)
    screen.picture("product-checks", schemes=("light",))
