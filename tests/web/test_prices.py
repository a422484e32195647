"""Prices at the desk: typed in rows, listed, promoted, tried on past sales, explained."""

from typing import Any

from playwright.sync_api import Page, expect

from optimapos.pricing.models import PriceList, ProductPrice, Promotion
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.factories.partners import make_supplier
from tests.factories.pricing import (
    make_coupons,
    make_price_group,
    make_price_list,
    make_price_proposal,
    make_promotion,
    make_step_price,
)
from tests.web.screens import Screen


def row_of(page: Page, text: str) -> Any:
    return page.get_by_role("row").filter(has_text=text)


def sell(shop: Shop, product: Any, quantity: str, paid: str) -> None:
    sale = {
        "items": [{"product": str(product.pk), "quantity": quantity}],
        "payments": [{"payment_method": "CASH", "amount_paid": paid}],
    }
    answer = shop.till.post("/api/sales/checkout/", sale)
    assert answer.status_code == 201, answer.content


def test_base_prices_are_typed_row_by_row_with_enter_and_saved_together(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    apple, bread = make_product(shop, "Apple", price="1.00"), make_product(shop, "Bread", price="2.00")
    page = screen.page
    screen.sign_in(owner_email, to="/prices")
    first = page.get_by_label("New price of Apple")
    first.fill("1,25")
    first.press("Enter")
    expect(page.get_by_label("New price of Bread")).to_be_focused()
    page.keyboard.type("x")
    expect(page.get_by_role("button", name="Save 2 prices")).to_be_disabled()
    page.get_by_label("New price of Bread").fill("2.10")
    screen.picture("prices")
    page.get_by_role("button", name="Save 2 prices").click()
    expect(row_of(page, "Apple")).to_contain_text("€1.25")
    expect(row_of(page, "Bread")).to_contain_text("€2.10")
    with shop.scope():
        prices = ProductPrice.objects.for_business(shop.id).order_by("valid_from")
        now = {row.product_id: str(row.price.normalize()) for row in prices}
        assert (now[apple.pk], now[bread.pk]) == ("1.25", "2.1")


def test_a_price_list_is_drafted_filled_by_scanner_tried_and_approved(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    tea = make_product(shop, "Tea", price="4.00", barcodes=["TEA-CODE"])
    sell(shop, tea, "3", "12.00")
    page = screen.page
    screen.sign_in(owner_email, to="/prices/lists")
    page.get_by_role("button", name="New price list").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Save draft").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Name: Needed")
    dialog.get_by_label("Name").fill("Autumn")
    dialog.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("heading", name="Autumn")).to_be_visible()
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("dialog").get_by_role("button", name="Approve").click()
    expect(page.get_by_role("alert")).to_contain_text("There are no prices on the list yet.")
    page.get_by_role("button", name="Keep as a draft").click()
    page.get_by_label("Scan or type a code").fill("TEA-CODE")
    page.get_by_label("Scan or type a code").press("Enter")
    price = page.get_by_label("Price of Tea")
    expect(price).to_be_focused()
    price.fill("3.60")
    price.press("Enter")
    expect(page.get_by_label("Scan or type a code")).to_be_focused()
    page.get_by_role("button", name="Save 1 price").click()
    expect(row_of(page, "Tea")).to_contain_text("€3.60")
    screen.picture("price-list")
    page.get_by_role("tab", name="Try it on past sales").click()
    page.get_by_role("button", name="Try it", exact=True).click()
    expect(row_of(page, "Revenue").first).to_contain_text("10.00")
    expect(row_of(page, "Revenue").first).to_contain_text("9.00")
    expect(page.get_by_text("€1.00 less revenue (-10%)")).to_be_visible()
    screen.picture("simulation")
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("dialog").get_by_role("button", name="Approve").click()
    expect(page.get_by_role("listitem").filter(has_text="Running")).to_be_visible()
    with shop.scope():
        assert PriceList.objects.for_business(shop.id).get(name="Autumn").status == "APPROVED"


def test_three_for_two_is_drafted_in_words_approved_paused_and_ended(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    make_product(shop, "Shampoo", price="3.00")
    page = screen.page
    screen.sign_in(owner_email, to="/prices/promotions/new")
    page.get_by_role("textbox", name="Name").fill("3 for 2")
    page.get_by_role("radio", name="Buy some, get some").check()
    page.get_by_label("Cheaper by (100 is free)").fill("120")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("At most 100%").last).to_be_visible()
    page.get_by_label("Cheaper by (100 is free)").fill("100")
    expect(page.get_by_text("In short: Buy 2, get 1 free.")).to_be_visible()
    page.get_by_role("combobox", name="Products (optional)").fill("Sham")
    page.get_by_role("option", name="Shampoo").click()
    expect(page.get_by_role("button", name="Remove Shampoo")).to_be_visible()
    screen.picture("promotion-new")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("heading", name="3 for 2")).to_be_visible()
    expect(page.get_by_text("Shampoo", exact=True)).to_be_visible()
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("dialog").get_by_role("button", name="Approve").click()
    expect(page.get_by_role("listitem").filter(has_text="Running")).to_be_visible()
    screen.picture("promotion", schemes=("light",))
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("listitem").filter(has_text="Paused")).to_be_visible()
    page.get_by_role("button", name="End it").click()
    page.get_by_role("dialog").get_by_role("button", name="End it").click()
    expect(page.get_by_role("button", name="End it")).to_have_count(0)
    with shop.scope():
        made = Promotion.objects.for_business(shop.id).get(name="3 for 2")
        terms = (made.kind, made.set_quantity, made.get_quantity, made.value, made.status, made.is_active)
        assert terms == ("BUY_GET", 2, 1, 100, "ENDED", False)


def test_coupons_are_drawn_named_and_switched_off(screen: Screen, shop: Shop, owner_email: str) -> None:
    promotion = make_promotion(shop, "10", needs_coupon=True, name="Welcome")
    make_coupons(shop, promotion, "HELLO")
    page = screen.page
    screen.sign_in(owner_email, to=f"/prices/promotions/{promotion.pk}?tab=coupons")
    expect(row_of(page, "HELLO")).to_contain_text("In use")
    page.get_by_role("button", name="Make coupons").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Drawn at random (optional)").fill("2")
    dialog.get_by_label("Codes of your own (optional)").fill("HELLO")
    dialog.get_by_role("button", name="Make coupons").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Another one has this code already.")
    dialog.get_by_label("Codes of your own (optional)").fill("AUTUMN-1")
    dialog.get_by_role("button", name="Make coupons").click()
    expect(page.get_by_role("row")).to_have_count(5)  # with its header
    row_of(page, "HELLO").get_by_role("button", name="Actions for this row").click()
    page.get_by_role("menuitem", name="Switch off").click()
    expect(row_of(page, "HELLO")).to_contain_text("Off")
    screen.picture("coupons", schemes=("light",))


def test_proposals_are_applied_in_bulk_with_their_margins(screen: Screen, shop: Shop, owner_email: str) -> None:
    supplier = make_supplier(shop)
    make_price_proposal(shop, shop.manager_till, supplier, shop.storefront)
    page = screen.page
    screen.sign_in(owner_email, to="/prices/proposals")
    row = row_of(page, "Followed")
    expect(row).to_contain_text("25%")
    expect(row).to_contain_text("5.00")
    screen.picture("proposals")
    row.get_by_role("checkbox").check()
    page.get_by_role("button", name="Apply 1").click()
    expect(page.get_by_role("heading", name="No proposals wait")).to_be_visible()
    page.get_by_role("button", name="How prices follow costs").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Propose a price that differs by at least").fill("101")
    dialog.get_by_role("button", name="Save settings").click()
    expect(dialog.get_by_text("Write a number from 0 to 100").last).to_be_visible()


def test_a_price_is_explained_row_by_row(screen: Screen, shop: Shop, owner_email: str) -> None:
    soap = make_product(shop, "Soap", price="5.00", stock="100", cost="2.00")
    make_step_price(shop, soap, "10", "4.50")
    make_promotion(shop, "20", name="Clean week", products=[soap.pk])
    make_price_list(shop, (soap, "4.90"), name="Spring")
    page = screen.page
    screen.sign_in(owner_email, to="/prices/explain")
    page.goto(f"/prices/explain?product={soap.pk}&quantity=12")
    expect(row_of(page, "Promotion: Clean week")).to_contain_text("Taken: the lowest price.")
    expect(row_of(page, "Promotion: Clean week")).to_contain_text("€3.92")
    expect(row_of(page, "Step price from 10 on")).to_contain_text("Another price is lower.")
    screen.picture("explain")
    page.get_by_label("Quantity").fill("2")
    page.get_by_role("button", name="Explain the price").click()
    expect(row_of(page, "Step price from 10 on")).to_contain_text("The quantity does not reach it.")


def test_a_group_gets_prices_of_its_own_and_a_step_is_ended(screen: Screen, shop: Shop, owner_email: str) -> None:
    make_price_group(shop, "5", name="Regulars")
    milk = make_product(shop, "Milk", price="2.00")
    make_step_price(shop, milk, "10", "1.80")
    page = screen.page
    screen.sign_in(owner_email, to="/prices/groups?tab=prices")
    page.get_by_role("button", name="Set a price").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Product").fill("Milk")
    page.get_by_role("option", name="Milk").click()
    dialog.get_by_role("combobox", name="Customer group").click()
    page.get_by_role("option", name="Regulars").click()
    dialog.get_by_label("Price of one unit").fill("1,75")
    dialog.get_by_role("button", name="Set price").click()
    expect(row_of(page, "Regulars")).to_contain_text("€1.75")
    page.get_by_role("tab", name="Groups", exact=True).click()
    expect(row_of(page, "Regulars")).to_contain_text("5%")
    screen.picture("price-groups", schemes=("light",))
    page.goto("/prices/steps")
    row_of(page, "Milk").get_by_role("button", name="Actions for this row").click()
    page.get_by_role("menuitem", name="End this price").click()
    page.get_by_role("dialog").get_by_role("button", name="End this price").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(row_of(page, "Milk").get_by_role("cell").last).to_be_visible()
