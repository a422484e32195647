"""The two reports in the browser: their figures to the cent, as charts and as tables, and the rows behind them."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop
from tests.refunds.giving_back import processed, sold, tender
from tests.reports.test_sales_reports import today
from tests.web.screens import Screen


def test_a_shops_day_is_told_to_the_cent_and_each_figure_leads_to_its_rows(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    tea = make_product(shop, "Tea", price="12.00", stock="50")
    salt = make_product(shop, "Salt", price="1.00", stock="50")
    customer = make_customer(shop, credit_limit="100")
    first = sold(shop.till, (tea, "3"), (salt, "4"))
    sold(shop.till, (tea, "1"), payments=[tender("CARD", "7.00"), tender("CASH", "5.00")])
    sold(shop.till, (salt, "8"), payments=[], customer=str(customer.pk))
    processed(shop, first, "1", "2")
    screen.sign_in(owner_email, to="/reports")
    page = screen.page
    figures = page.get_by_role("main").get_by_role("link")
    expect(figures.filter(has_text=re.compile("^Sold"))).to_contain_text("€60.00")
    expect(figures.filter(has_text=re.compile("^Given back"))).to_contain_text("€14.00")
    expect(page.get_by_text("€46.00", exact=True)).to_be_visible()
    expect(page.get_by_text("of 3 sales")).to_be_visible()
    paid = page.locator("section").filter(has=page.get_by_role("heading", name="How people paid"))
    expect(paid.get_by_role("listitem")).to_have_text(["Card€7.00", "Cash€45.00", "On account€8.00"])
    screen.picture("report-day")
    paid.get_by_role("button", name="As table").click()
    cash = paid.get_by_role("row").filter(has_text="Cash")
    expect(cash.get_by_role("cell")).to_have_text(["Cash", "2", "45.00", "14.00"])
    with page.expect_download() as kept:
        paid.get_by_role("button", name="Export How people paid").click()
    assert "Cash,2,45.00,14.00" in kept.value.path().read_text()
    page.get_by_role("button", name="Day before").click()
    expect(page.get_by_text("Nothing was sold on this day")).to_be_visible()
    assert (today(shop) - timedelta(days=1)).isoformat() in page.url
    page.go_back()
    page.goto("/reports")
    figures.filter(has_text=re.compile("^Given back")).click()
    expect(page.get_by_text("1-1 of 1")).to_be_visible()


def test_products_of_a_period_are_told_with_what_came_back_and_what_they_earned(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    tea = make_product(shop, "Tea", price="12.00", cost="4.00", stock="50")
    salt = make_product(shop, "Salt", price="1.20", cost="0.50", stock="50")
    processed(shop, sold(shop.till, (tea, "3"), (salt, "5")), "1", None)
    screen.sign_in(owner_email, to="/reports/products")
    page = screen.page
    table = page.get_by_role("region", name="All products")
    row = table.get_by_role("row").filter(has_text="Tea")
    expect(row.get_by_role("cell")).to_have_text(["Tea", "1", "3", "36.00", "1", "12.00", "20.00", "8.00", "12.00"])
    expect(page.get_by_text("€25.00", exact=True)).to_be_visible()  # without tax, of both
    expect(page.get_by_text("€14.50", exact=True)).to_be_visible()  # earned by both
    screen.picture("report-products")
    with page.expect_download() as kept:
        page.get_by_role("button", name="Export", exact=True).click()
    assert f"Tea,{tea.sku},1,3,36.00,1,12.00,20.00,8.00,12.00" in kept.value.path().read_text()
    page.get_by_role("button", name="30 days").click()
    expect(row).to_be_visible()
    assert (today(shop) - timedelta(days=29)).isoformat() in page.url
