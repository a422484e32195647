"""Sales, payments and carts in the back office, in the browser."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop
from tests.web.screens import Screen


def sell(shop: Shop, product: Any, paid: str, method: str = "CASH", **more: Any) -> Any:
    body = {
        "items": [{"product": str(product.pk), "quantity": "2"}],
        "payments": [{"payment_method": method, "amount_paid": paid}] if Decimal(paid) else [],
        **more,
    }
    answer = shop.till.post("/api/sales/checkout/", body)
    assert answer.status_code == 201, answer.content
    return answer.json()


@pytest.fixture
def tea(shop: Shop) -> Any:
    """Tea at 12.00 with 20 % of tax in it."""
    return make_product(shop, name="Tea", price="12.00", cost="4.00", stock="100")


def test_sales_are_listed_with_the_sums_of_the_filter_and_a_filter_changes_them(
    screen: Screen, shop: Shop, owner_email: str, tea: Any
) -> None:
    buyer = make_customer(shop, credit_limit=Decimal(500), name="Ivanov")
    sell(shop, tea, "30")
    credit = sell(shop, tea, "0", customer=str(buyer.pk))
    screen.sign_in(owner_email, to="/sales")
    page = screen.page
    expect(page.get_by_text("1-2 of 2")).to_be_visible()
    expect(page.get_by_text("€48.00")).to_be_visible()
    expect(page.get_by_role("cell", name="Ivanov")).to_be_visible()
    screen.picture("sales")
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("menuitem", name="Not paid yet").click()
    expect(page.get_by_text("1-1 of 1")).to_be_visible()
    expect(page.get_by_text("1 sale", exact=True)).to_be_visible()
    page.get_by_role("link", name=credit["receipt_number"]).click()
    expect(page.get_by_role("heading", level=1, name=credit["receipt_number"])).to_be_visible()


def test_a_sale_shows_its_lines_why_they_cost_that_its_payments_its_receipt_and_what_happened(
    screen: Screen, shop: Shop, owner_email: str, tea: Any
) -> None:
    sale = sell(shop, tea, "30")
    screen.sign_in(owner_email, to=f"/sales/{sale['id']}")
    page = screen.page
    expect(page.get_by_role("link", name="Tea")).to_be_visible()
    expect(page.get_by_text("Tax 20% (in the prices), on 20.00")).to_be_visible()
    screen.picture("sale")
    page.get_by_role("button", name="Why this price").click()
    expect(
        page.get_by_text("Taken: there is no other price.").or_(page.get_by_text("Taken: the lowest price."))
    ).to_be_visible()
    expect(page.get_by_text("€8.00")).to_be_visible()  # what the goods cost, which an owner sees
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Payments").click()
    expect(page.get_by_role("cell", name="6.00")).to_be_visible()
    page.get_by_role("tab", name="Receipt").click()
    expect(page.frame_locator("iframe").get_by_text(sale["receipt_number"]).first).to_be_visible()
    page.get_by_role("tab", name="History").click()
    expect(page.get_by_text("Completed a sale")).to_be_visible()


def test_an_unknown_sale_is_told_and_not_an_empty_page(screen: Screen, owner_email: str) -> None:
    screen.sign_in(owner_email, to="/sales/00000000-0000-7000-8000-000000000000")
    expect(screen.page.get_by_role("alert")).to_contain_text("This is not here, or not for you to see.")


def test_payments_are_listed_by_method_with_what_was_taken(
    screen: Screen, shop: Shop, owner_email: str, tea: Any
) -> None:
    sell(shop, tea, "24", method="CARD")
    screen.sign_in(owner_email, to="/sales/payments")
    expect(screen.page.get_by_text("€24.00").first).to_be_visible()
    expect(screen.page.get_by_role("cell", name="Card", exact=True)).to_be_visible()
    screen.picture("payments")


def test_a_held_cart_is_given_up_with_a_reason_and_its_stock_is_free_again(
    screen: Screen, shop: Shop, owner_email: str, tea: Any
) -> None:
    cart = shop.till.post("/api/sales/", {}).json()
    shop.till.post(f"/api/sales/{cart['id']}/items/", {"product": str(tea.pk), "quantity": "3"})
    shop.till.post(f"/api/sales/{cart['id']}/hold/", {"label": "Blue jacket"})
    screen.sign_in(owner_email, to="/sales/carts")
    page = screen.page
    page.get_by_role("button", name="Actions for this row").click()
    page.get_by_role("menuitem", name="Give up this cart").click()
    page.get_by_label("Reason (optional)").fill("left the shop")
    page.get_by_role("button", name="Give up cart").click()
    expect(page.get_by_text("The cart is given up. Its stock is free again.")).to_be_visible()
    expect(page.get_by_text("Given up", exact=True)).to_be_visible()
    assert shop.till.get(f"/api/sales/{cart['id']}/").json()["status"] == "CANCELLED"


def test_home_shows_today_beside_last_week_and_leads_to_the_rows(
    screen: Screen, shop: Shop, owner_email: str, tea: Any
) -> None:
    sell(shop, tea, "30")
    screen.sign_in(owner_email)
    page = screen.page
    expect(page.get_by_text("€24.00").first).to_be_visible()
    expect(page.get_by_text("nothing was sold the same day last week by this hour")).to_be_visible()
    expect(page.get_by_role("link", name="Tea")).to_be_visible()
    screen.picture("home")
    page.get_by_role("link", name="Today").click()
    today = shop.storefront.local_day(datetime.now(UTC)).isoformat()
    assert f"date_from={today}" in page.url
    expect(page.get_by_text("1-1 of 1")).to_be_visible()
