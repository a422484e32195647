"""What an owner does each morning, in the browser."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.factories.partners import make_supplier
from tests.factories.pricing import make_price_list
from tests.partners.accounts import make_customer, open_balance
from tests.purchases.desks import list_price
from tests.reports.test_dashboard import sell
from tests.web.screens import Screen


def test_an_owner_sees_how_the_day_goes_who_owes_what_to_order_and_finds_each_act_in_the_log(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    now, page = timezone.now(), screen.page
    tea = make_product(shop, "Green tea", price="12.00", cost="4.00", stock="10")
    sell(shop, tea, now, "4")
    sell(shop, tea, now - timedelta(days=7), "2")
    ivanov = make_customer(shop, name="Ivan Ivanov", credit_limit="150.00")
    late = (now - timedelta(days=70)).date()
    open_balance(shop, ivanov, "80.00", due_date=str(late), reference="OLD-1")
    supplier = make_supplier(shop, name="Balkan Foods")
    list_price(shop, supplier, tea, "4.50", is_preferred=True)
    rule = {"product": tea.pk, "location": shop.storefront.pk, "reorder_point": "5", "target_qty": "24"}
    assert shop.manager_till.post("/api/reorder-rules/", rule).status_code == 201
    make_price_list(shop, (tea, "10.80"), name="Autumn", is_draft=True)

    screen.sign_in(owner_email)  # home: today and this week, compared
    today = page.get_by_role("link", name="Today")
    expect(today).to_contain_text("€48.00")
    expect(today).to_contain_text("100% more than the same day last week by this hour (€24.00)")
    expect(today).to_contain_text("1 sale · €48.00 a sale · margin 60%")
    expect(page.get_by_role("link", name="This week")).to_contain_text("100% more than last week by this hour (€24.00)")
    expect(page.get_by_role("listitem").filter(has_text="61 to 90 days late")).to_contain_text("€80.00")
    screen.picture("owners-home")
    today.click()  # the sales of the day
    sales = page.get_by_role("region", name="Sales").get_by_role("row")
    expect(sales).to_have_count(2)
    expect(sales.last).to_contain_text("48.00")
    page.get_by_role("link", name="Home").click()
    page.get_by_role("link", name="Show who owes").click()  # what is overdue, and the statement of it
    page.get_by_role("link", name="Ivan Ivanov").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ivan Ivanov")
    page.get_by_role("tab", name="Statement").click()
    statement = page.get_by_role("region", name="Statement").get_by_role("row")
    expect(statement.filter(has_text="OLD-1")).to_contain_text("€80.00")
    expect(statement.last).to_contain_text("Balance after")
    expect(statement.last).to_contain_text("€80.00")

    page.get_by_role("link", name="Prices", exact=True).click()  # a price that waits for approval
    page.get_by_role("link", name="Price lists").click()
    page.get_by_role("link", name="Autumn").click()
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("dialog").get_by_role("button", name="Approve").click()
    expect(page.get_by_role("listitem").filter(has_text="Running")).to_be_visible()
    quoted = shop.till.post("/api/pricing/quote/", {"lines": [{"product": str(tea.pk), "quantity": "1"}]}).json()
    assert quoted["lines"][0]["unit_price"].startswith("10.80")

    page.get_by_role("link", name="Purchasing", exact=True).click()  # what runs out is ordered
    page.get_by_role("button", name="Order for €90.00").click()
    expect(page.get_by_label("Quantity of Green tea")).to_have_value("20")
    for step in ("Approve", "Mark as sent"):
        page.get_by_role("button", name=step, exact=True).click()
        page.get_by_role("dialog").get_by_role("button", name=step).click()
        expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("list", name="Status").locator("[aria-current]")).to_contain_text("Sent to the supplier")

    page.get_by_role("link", name="Activity", exact=True).click()  # and all of it is in the log
    log = page.get_by_role("region", name="Activity").get_by_role("row")
    expect(log.filter(has_text="Approved a price list")).to_contain_text("Olga Owner")
    expect(log.filter(has_text="Moved a document on")).to_have_count(2)
    expect(log.filter(has_text="Made a document").first).to_contain_text("Olga Owner")
