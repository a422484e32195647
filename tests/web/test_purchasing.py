"""Purchasing in the browser: from the order board to goods in stock, an invoice and its payment."""

import re

import pytest
from playwright.sync_api import expect

from optimapos.partners.models import Supplier
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.factories.partners import make_supplier
from tests.purchases.desks import RECEIPTS, complete, line, list_price, make_receipt, make_sent_order, on_hand
from tests.web.screens import Screen


@pytest.fixture
def supplier(shop: Shop) -> Supplier:
    """Somebody to buy from."""
    return make_supplier(shop, name="Balkan Foods")


def test_the_order_board_becomes_an_order_that_is_sent_received_and_in_stock(
    screen: Screen, shop: Shop, owner_email: str, supplier: Supplier
) -> None:
    tea = make_product(shop, name="Green tea", stock="4", cost="2")
    list_price(shop, supplier, tea, "2.50", is_preferred=True)
    rule = {"product": tea.pk, "location": shop.storefront.pk, "reorder_point": "10", "target_qty": "24"}
    assert shop.manager_till.post("/api/reorder-rules/", rule).status_code == 201
    screen.sign_in(owner_email, to="/purchasing")
    page = screen.page
    expect(page.get_by_role("heading", name="Balkan Foods")).to_be_visible()
    screen.picture("order-board")
    page.get_by_role("button", name="Order for €50.00").click()
    expect(page.get_by_label("Quantity of Green tea")).to_have_value("20")
    screen.picture("order-draft")
    for step in ("Approve", "Mark as sent"):
        page.get_by_role("button", name=step, exact=True).click()
        page.get_by_role("dialog").get_by_role("button", name=step).click()
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Receive goods").click()
    page.get_by_role("button", name="Count from zero").click()
    scan = page.get_by_label("Scan or type a product")
    for _ in range(2):
        scan.fill(tea.sku)
        scan.press("Enter")
        expect(scan).to_have_value("")
    expect(page.get_by_label("Quantity of Green tea")).to_have_value("2")
    expect(page.get_by_role("button", name="Take into stock")).to_be_disabled()
    page.get_by_label("Quantity of Green tea").fill("18")
    page.get_by_role("button", name="Save delivery").click()
    expect(page.get_by_text("Adds 18, €45.00, to stock at High Street.")).to_be_visible()
    screen.picture("delivery-draft")
    page.get_by_role("button", name="Take into stock").click()
    page.get_by_role("dialog").get_by_role("button", name="Take into stock").click()
    expect(page.get_by_role("list", name="Status").locator("[aria-current]")).to_contain_text("Completed")
    assert on_hand(shop, tea) == 22
    page.get_by_role("link", name="Order 1").click()
    expect(page.get_by_role("list", name="Status").locator("[aria-current]")).to_contain_text("Partly received")


def test_more_than_was_ordered_is_refused_where_it_was_written(
    screen: Screen, shop: Shop, owner_email: str, supplier: Supplier
) -> None:
    tea = make_product(shop, name="Green tea", stock=None)
    order = make_sent_order(shop, supplier, line(tea, "5"))
    screen.sign_in(owner_email, to=f"/purchasing/orders/{order['id']}")
    page = screen.page
    page.get_by_role("button", name="Receive goods").click()
    page.get_by_label("Quantity of Green tea").fill("50")
    page.get_by_role("button", name="Save delivery").click()
    expect(page.get_by_role("alert")).to_contain_text("More came than was ordered")
    assert on_hand(shop, tea) == 0


def test_goods_go_back_and_a_completed_delivery_is_corrected(
    screen: Screen, shop: Shop, owner_email: str, supplier: Supplier
) -> None:
    tea = make_product(shop, name="Green tea", stock=None)
    delivery = complete(shop, RECEIPTS, make_receipt(shop, supplier, line(tea, "10", "2.00")))
    screen.sign_in(owner_email, to=f"/purchasing/deliveries/{delivery['id']}")
    page = screen.page
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Correct a line").click()
    page.get_by_label("Quantity that really came").fill("9")
    page.get_by_label("Reason").fill("miscounted")
    page.get_by_role("button", name="Correct the line").click()
    expect(page.get_by_role("cell", name="18.00").first).to_be_visible()
    page.get_by_role("button", name="Send goods back").click()
    page.get_by_label("Green tea").fill("2")
    page.get_by_role("button", name="Write the return").click()
    page.get_by_role("button", name="Send back", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Send back").click()
    expect(page.get_by_role("list", name="Status").locator("[aria-current]")).to_contain_text("Completed")
    assert on_hand(shop, tea) == 7


def test_an_invoice_is_matched_to_a_delivery_booked_and_paid(
    screen: Screen, shop: Shop, owner_email: str, supplier: Supplier
) -> None:
    tea = make_product(shop, name="Green tea", stock=None)
    complete(shop, RECEIPTS, make_receipt(shop, supplier, line(tea, "10", "2.00")))
    screen.sign_in(owner_email, to="/purchasing/invoices/new")
    page = screen.page
    for label, choice in (
        ("Supplier", "Balkan Foods"),
        ("Place", "High Street"),
        ("Add the goods of a delivery", re.compile("^DR|^D")),
    ):
        page.get_by_role("combobox", name=label, exact=True).click()
        page.get_by_role("option", name=choice).first.click()
    page.get_by_label("Number on the invoice").fill("INV-77")
    page.get_by_role("button", name="Save invoice").click()
    expect(page.get_by_text("Books €20.00 as owed to Balkan Foods.")).to_be_visible()
    screen.picture("invoice-draft")
    page.get_by_role("button", name="Approve and book").click()
    page.get_by_role("dialog").get_by_role("button", name="Approve and book").click()
    page.get_by_role("link", name="Pay", exact=True).click()
    page.get_by_role("combobox", name="Place that pays").click()
    page.get_by_role("option", name="High Street").click()
    page.get_by_label("Amount", exact=True).fill("12,5")
    page.get_by_role("button", name="Book payment").click()
    expect(page.get_by_role("cell", name="€12.50")).to_be_visible()
    page.get_by_role("link", name="Supplier invoices").first.click()
    expect(page.get_by_role("cell", name="€7.50")).to_be_visible()
    screen.picture("invoices")


def test_every_other_page_of_purchasing_opens_and_teaches(screen: Screen, owner_email: str) -> None:
    screen.sign_in(owner_email, to="/purchasing/orders")
    pages = {
        "Orders": "No orders yet",
        "Requests": "No requests yet",
        "Deliveries": "No deliveries yet",
        "Supplier payments": "No payments yet",
        "Credit notes": "No credit notes yet",
        "Landed costs": "No landed costs yet",
        "Returns to suppliers": "Nothing went back yet",
        "Reorder rules": "No reorder rules yet",
    }
    for name, empty in pages.items():
        screen.page.get_by_role("link", name=name, exact=True).click()
        expect(screen.page.get_by_role("heading", name=empty)).to_be_visible()
    screen.page.get_by_role("link", name="Purchase settings").click()
    field = screen.page.get_by_label("More may come than ordered, by")
    field.fill("many")
    screen.page.get_by_role("button", name="Save purchase settings").click()
    expect(screen.page.get_by_text("Write a figure, such as 5.").last).to_be_visible()
    field.fill("5")
    screen.page.get_by_role("button", name="Save purchase settings").click()
    expect(screen.page.get_by_text("Purchase settings are saved.")).to_be_visible()


def test_drafts_of_a_return_and_of_a_landed_cost_are_changed(
    screen: Screen, shop: Shop, owner_email: str, supplier: Supplier
) -> None:
    tea = make_product(shop, name="Green tea", stock=None)
    delivery = complete(shop, RECEIPTS, make_receipt(shop, supplier, line(tea, "10", "2.00")))
    desk = shop.manager_till
    back = {"lines": [{"receipt_line": delivery["lines"][0]["id"], "quantity": "2"}]}
    returned = desk.post(f"{RECEIPTS}{delivery['id']}/return/", back).json()
    costs = {"location": delivery["location"], "basis": "VALUE", "receipts": [delivery["id"]]}
    landed = desk.post("/api/landed-costs/", {**costs, "charges": [{"kind": "FREIGHT", "amount": "5.00"}]}).json()
    screen.sign_in(owner_email, to=f"/purchasing/returns/{returned['id']}")
    page = screen.page
    page.get_by_label("Quantity of Green tea").fill("20")
    expect(page.get_by_role("button", name="Send back")).to_be_disabled()
    page.get_by_role("button", name="Save return").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Quantity of Green tea").fill("3")
    page.get_by_label("Reason (optional): Green tea").fill("Wet")
    screen.picture("return-draft", schemes=("light",))
    page.get_by_role("button", name="Save return").click()
    expect(page.get_by_text("Takes 3, €6.00, from stock")).to_be_visible()
    page.goto(f"/purchasing/landed-costs/{landed['id']}")
    page.get_by_role("button", name="Add a charge").click()
    page.get_by_label("Charge 2").select_option("DUTY")
    page.get_by_label("Amount").last.fill("2,50")
    expect(page.get_by_text("Save the changes first.").first).to_be_visible()
    page.mouse.move(0, 0)  # the new row came to stand under it
    screen.picture("landed-draft", schemes=("light",))
    page.get_by_role("button", name="Save landed cost").click()
    expect(page.get_by_text("Puts €7.50 on the goods")).to_be_visible()
    kept = desk.get(f"/api/landed-costs/{landed['id']}/").json()
    assert [(one["kind"], one["amount"]) for one in kept["charges"]] == [("FREIGHT", "5.0000"), ("DUTY", "2.5000")]
    assert desk.get(f"/api/supplier-returns/{returned['id']}/").json()["lines"][0]["reason"] == "Wet"
