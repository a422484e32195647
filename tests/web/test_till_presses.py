"""Scans and presses at the wrong moment: none of them is lost, taken for money, or done twice."""

import re

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from optimapos.sales.models import Sale
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop
from tests.web.tills import Counter, hire, open_till

TEA, COFFEE = "3800000000010", "3800000000027"
CHECKOUTS = re.compile("/api/sales/.*(complete|checkout)/")


@pytest.fixture
def till(profile: BrowserContext, shop: Shop) -> Counter:
    """A till of a shop that sells tea for 4.90 and coffee for 10.00."""
    make_product(shop, "Green tea", price="4.90", stock="5", barcodes=[TEA])
    make_product(shop, "Coffee beans", price="10.00", stock="50", barcodes=[COFFEE])
    hire(shop, "Clara Cashier")
    return open_till(shop, profile.pages[0])


def sold(shop: Shop) -> list[str]:
    """What is sold at the server: total, and by what it was paid."""
    with shop.scope():
        rows = Sale.objects.for_business(shop.id).exclude(completed_at=None).order_by("completed_at")
        return [f"{row.total_amount.normalize():f} {row.payment_type}" for row in rows]


def test_a_scan_while_money_is_taken_is_no_amount_and_is_added_when_somebody_says_so(till: Counter, shop: Shop) -> None:
    till.scan(TEA)
    till.total("€4.90")
    till.pay()
    till.scan(COFFEE)
    expect(till.page.get_by_label("Amount given")).to_have_value("4.90")
    expect(till.page.get_by_text(f"{COFFEE} was scanned. It is not in this sale.")).to_be_visible()
    assert sold(shop) == []
    till.page.get_by_role("button", name="Add it to this sale").click()
    till.total("€14.90")


def test_a_scan_over_a_receipt_begins_the_next_sale_with_it(till: Counter, shop: Shop) -> None:
    till.scan(TEA)
    till.total("€4.90")
    till.pay()
    till.page.get_by_role("button", name="Exact").click()
    till.done("Sold as")
    till.scan(COFFEE)
    till.line("1 × Coffee beans")
    till.total("€10.00")
    till.press("Insert")  # what was taken out of the sale before is none of this one's
    till.total("€10.00")


def test_what_is_scanned_while_a_cart_goes_aside_is_in_the_next_one(till: Counter, shop: Shop) -> None:
    held: list[Route] = []
    till.scan(COFFEE)
    expect(till.page.get_by_text(re.compile("Reserved"))).to_be_visible()
    till.page.route("**/api/sales/*/hold/", lambda route: held.append(route))  # noqa: PLW0108 - Playwright asks a builtin for what it has not
    till.press("F8")
    till.total("€0.00")
    till.scan(TEA)
    till.line("1 × Green tea")
    till.total("€4.90")
    till.press("F8")
    till.total("€0.00")
    for route in held:
        route.continue_()
    till.page.unroute("**/api/sales/*/hold/")
    till.press("F8")
    waiting = till.page.get_by_role("dialog", name="Held carts")
    expect(waiting.get_by_role("button", name=re.compile("Green tea"))).to_be_visible()
    waiting.get_by_role("button", name=re.compile("Coffee beans")).click()
    till.total("€10.00")
    till.pay()
    till.page.get_by_role("button", name="Exact").click()
    till.done("Sold as")
    assert sold(shop) == ["10 CASH"]


def test_a_second_press_with_a_customer_and_no_connection_sells_once(
    till: Counter, shop: Shop, profile: BrowserContext
) -> None:
    make_customer(shop, name="Ivan Ivanov")
    till.page.reload()
    expect(till.page.get_by_label("Find a product")).to_be_focused()
    till.scan(COFFEE)
    till.press("F4")
    till.type("Ivan")
    till.page.get_by_role("button", name=re.compile("Ivan Ivanov")).click()
    till.total("€10.00")
    profile.set_offline(True)
    till.pay()
    till.page.get_by_role("button", name="Complete sale").dblclick()
    till.done(re.compile("Saved on this till as .*0001"))
    profile.set_offline(False)
    till.connection("Online")
    assert sold(shop) == ["10 CASH"]


def test_paid_in_cash_after_a_card_of_which_nobody_knows_it_is_one_sale_with_one_truth(
    till: Counter, shop: Shop
) -> None:
    """The request for the card never arrived: cash was handed over, cash is on the receipt and in the books."""
    till.scan(COFFEE)
    expect(till.page.get_by_text(re.compile("Reserved"))).to_be_visible()
    till.pay()
    till.page.get_by_role("radio", name="Card", exact=True).click()
    till.page.route(CHECKOUTS, lambda route: route.abort("connectionfailed"))
    till.page.get_by_role("button", name="Complete sale").click()
    expect(till.page.get_by_role("button", name="Check again")).to_be_visible()
    expect(till.page.get_by_role("button", name=re.compile("Cart"))).to_be_disabled()
    till.page.get_by_role("radio", name="Cash").click()
    till.page.get_by_label("Amount given").fill("20")
    till.page.get_by_role("button", name="Complete sale").click()
    till.done(re.compile("S1-T9-"))
    expect(till.page.get_by_test_id("change")).to_have_text("€10.00")
    expect(till.page.get_by_role("article")).to_contain_text("Cash")
    till.page.unroute(CHECKOUTS)
    till.press("Enter")
    till.connection("Online")
    assert sold(shop) == ["10 CASH"]
