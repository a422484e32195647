"""Customers in the back office: the list, one customer, credit, merging, the week."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories.organization import Shop
from tests.partners.accounts import balance, buy, make_customer, make_goods, open_balance, paid
from tests.sales.test_customer_statistics import hand_on
from tests.web.screens import Screen

PHONE = "+359888123456"


@pytest.fixture
def ivanov(shop: Shop) -> Any:
    """Who bought for 130.00 on credit, 80.00 of it long overdue, and paid 10.00."""
    customer = make_customer(
        shop,
        name="Ivan Ivanov",
        phone=PHONE,
        email="ivan@buyer.example",
        city="Sofia",
        credit_limit="150.00",
        notes="Rings twice.",
    )
    buy(shop, customer, "50", make_goods(shop))
    late = shop.storefront.local_day(timezone.now()) - timedelta(days=70)
    open_balance(shop, customer, "80.00", due_date=str(late), reference="OLD-1")
    paid(shop, customer, "10.00")
    hand_on()
    return customer


def test_the_list_tells_who_owes_what_and_its_figures_lead_to_their_rows(
    screen: Screen, shop: Shop, owner_email: str, ivanov: Any
) -> None:
    make_customer(shop, name="Petya Petrova", credit_limit="0")
    screen.sign_in(owner_email, to="/customers")
    row = screen.page.get_by_role("row").filter(has_text="Ivan Ivanov")
    expect(row).to_contain_text("120.00")
    expect(row).to_contain_text("30.00")
    screen.picture("customers")
    screen.page.get_by_role("link", name=re.compile("Credit outstanding")).click()
    expect(screen.page.get_by_role("row").filter(has_text="Petya")).to_have_count(0)
    expect(screen.page.get_by_text("Owing")).to_be_visible()
    screen.page.get_by_label("Name, number, phone or e-mail").fill("nobody")
    expect(screen.page.get_by_role("heading", name="Nothing matches")).to_be_visible()


def test_a_new_customer_whose_phone_is_known_is_offered_instead(
    screen: Screen, shop: Shop, owner_email: str, ivanov: Any
) -> None:
    screen.sign_in(owner_email, to="/customers")
    screen.page.get_by_role("button", name="New customer").first.click()
    dialog = screen.page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("I. Ivanov")
    dialog.get_by_label("Phone (optional)").fill("00359 88 812 34 56")
    expect(dialog.get_by_text("This phone belongs to Ivan Ivanov (C00001).")).to_be_visible()
    screen.picture("customer-new")
    dialog.get_by_role("button", name="Use Ivan Ivanov").click()
    expect(screen.page.get_by_role("heading", name="Ivan Ivanov", level=1)).to_be_visible()


def test_a_customer_is_saved_by_enter_and_a_wrong_phone_is_told_at_its_field(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    screen.sign_in(owner_email, to="/customers")
    screen.page.get_by_role("button", name="New customer").first.click()
    dialog = screen.page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Maria")
    dialog.get_by_label("Phone (optional)").fill("12")
    screen.page.keyboard.press("Enter")
    expect(dialog.get_by_text("This is no phone number.").first).to_be_visible()
    expect(dialog.get_by_label("Phone (optional)")).to_be_focused()
    dialog.get_by_label("Phone (optional)").fill("")
    screen.page.keyboard.press("Enter")
    expect(screen.page.get_by_role("heading", name="Maria", level=1)).to_be_visible()
    expect(screen.page.get_by_text("Maria is saved as C00001.")).to_be_visible()
    assert len(shop.till.get("/api/customers/").json()["results"]) == 1


def test_a_customer_goes_out_of_use_and_comes_back_by_undo(
    screen: Screen, shop: Shop, owner_email: str, ivanov: Any
) -> None:
    screen.sign_in(owner_email, to="/customers")
    row = screen.page.get_by_role("row").filter(has_text="Ivan Ivanov")
    row.get_by_role("button", name="Actions for this row").click()
    screen.page.get_by_role("menuitem", name="Take out of use").click()
    expect(row).to_contain_text("Out of use")
    screen.page.get_by_role("button", name="Undo").click()
    expect(row).to_contain_text("In use")
    expect(screen.page.get_by_role("button", name="Undo")).to_have_count(0)
    assert shop.till.get(f"/api/customers/{ivanov['id']}/").json()["is_active"] is True


def test_a_customer_shows_what_is_owed_overdue_and_left_and_every_part_opens(
    screen: Screen, owner_email: str, ivanov: Any
) -> None:
    screen.sign_in(owner_email, to=f"/customers/{ivanov['id']}")
    expect(screen.page.get_by_role("link", name=re.compile("Owed.*€120.00"))).to_be_visible()
    expect(screen.page.get_by_role("link", name=re.compile("Overdue.*€70.00.*for 70 days"))).to_be_visible()
    expect(screen.page.get_by_role("link", name=re.compile("Available credit.*€30.00.*of €150.00"))).to_be_visible()
    bar = screen.page.get_by_role("img", name="€120.00 is owed of a limit of €150.00.")
    expect(bar).to_be_visible()
    expect(screen.page.get_by_text("Rings twice.")).to_be_visible()
    screen.picture("customer-overview")
    for tab, told in {
        "Purchases": "50.00",
        "Payments": "On account",
        "Account": "OLD-1",
        "Statement": "Balance after",
        "Aging": "61-90 days late: €70.00",
        "Schedule": "No day is set.",
        "Sites": "No sites yet",
        "History": "Took a payment",
    }.items():
        screen.page.get_by_role("tab", name=tab, exact=True).click()
        expect(screen.page.get_by_role("tabpanel")).to_contain_text(told)
        screen.check_sound()
        screen.check_accessible()


def test_a_payment_pays_the_chosen_sale_first_and_says_what_is_owed_then(
    screen: Screen, shop: Shop, owner_email: str, ivanov: Any
) -> None:
    screen.sign_in(owner_email, to=f"/customers/{ivanov['id']}?tab=transactions")
    screen.page.get_by_role("button", name="Take payment").click()
    dialog = screen.page.get_by_role("dialog")
    expect(dialog.get_by_label("Amount", exact=True)).to_have_value("120.00")
    dialog.get_by_label("Amount", exact=True).fill("0")
    dialog.get_by_role("button", name="Take payment").click()
    expect(dialog.get_by_text("The amount is above 0.").last).to_be_visible()
    dialog.get_by_label("Amount", exact=True).fill("60,00")
    dialog.get_by_label("Handed over (optional)").fill("100")
    expect(dialog.get_by_text("Give back €40.00.")).to_be_visible()
    dialog.get_by_label("Chosen sales, then the oldest").check()
    dialog.get_by_role("button", name=re.compile("Pay all of")).click()
    expect(dialog.get_by_text("Chosen: €50.00")).to_be_visible()
    screen.picture("customer-payment")
    dialog.get_by_role("button", name="Take payment").click()
    expect(screen.page.get_by_text("€60.00 taken from Ivan Ivanov. Owed now: €60.00.")).to_be_visible()
    assert balance(shop, ivanov) == Decimal("60.00")
    open_items = shop.till.get(f"/api/customers/{ivanov['id']}/open-items/").json()
    assert [(row["reference"], Decimal(row["open_amount"])) for row in open_items] == [("OLD-1", Decimal("60.00"))]


def test_credit_is_adjusted_with_a_reason_and_never_without(
    screen: Screen, shop: Shop, owner_email: str, ivanov: Any
) -> None:
    screen.sign_in(owner_email, to=f"/customers/{ivanov['id']}")
    screen.page.get_by_role("button", name="More").click()
    screen.page.get_by_role("menuitem", name="Adjust credit").click()
    dialog = screen.page.get_by_role("dialog")
    dialog.get_by_label("Amount", exact=True).fill("20")
    expect(dialog.get_by_text("Owed now €120.00, afterwards €100.00.")).to_be_visible()
    dialog.get_by_role("button", name="Adjust credit").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Write why, so that it can be followed.")
    assert balance(shop, ivanov) == Decimal("120.00")
    dialog.get_by_label("Reason").fill("Returned cups")
    dialog.get_by_role("button", name="Adjust credit").click()
    expect(screen.page.get_by_role("link", name=re.compile("Owed.*€100.00"))).to_be_visible()
    assert balance(shop, ivanov) == Decimal("100.00")


def test_a_week_is_set_and_told(screen: Screen, shop: Shop, owner_email: str, ivanov: Any) -> None:
    screen.sign_in(owner_email, to=f"/customers/{ivanov['id']}?tab=schedule")
    screen.page.get_by_role("button", name="Change week").click()
    tuesday = screen.page.get_by_role("group", name="Tuesday")
    tuesday.get_by_label("Orders", exact=True).check()
    tuesday.get_by_label("Tuesday: orders until").fill("14:00")
    tuesday.get_by_label("Is delivered to").check()
    tuesday.get_by_label("Tuesday: deliveries from").fill("17:00")
    tuesday.get_by_label("Tuesday: deliveries to").fill("09:00")
    screen.page.get_by_role("button", name="Save week").click()
    expect(tuesday.get_by_text("The delivery ends before it begins.")).to_be_visible()
    screen.picture("customer-week")
    tuesday.get_by_label("Tuesday: deliveries from").fill("08:00")
    screen.page.get_by_role("button", name="Save week").click()
    row = screen.page.get_by_role("row").filter(has_text="Tuesday")
    expect(row).to_contain_text("until 14:00")
    expect(row).to_contain_text("08:00-09:00")


def test_a_customer_is_changed_and_only_what_changed_is_sent(
    screen: Screen, shop: Shop, owner_email: str, ivanov: Any
) -> None:
    screen.sign_in(owner_email, to=f"/customers/{ivanov['id']}/edit")
    screen.page.get_by_label("Town (optional)").fill("Plovdiv")
    screen.page.get_by_label("Credit limit").fill("200,50")
    screen.picture("customer-edit")
    with screen.page.expect_request(lambda request: request.method == "PATCH") as sent:
        screen.page.get_by_role("button", name="Save customer").click()
    expect(screen.page.get_by_text("Ivan Ivanov is saved.")).to_be_visible()
    assert sent.value.post_data_json == {"city": "Plovdiv", "credit_limit": "200.50"}


def test_two_who_are_one_are_merged_after_a_look_at_what_differs(
    screen: Screen, shop: Shop, owner_email: str, ivanov: Any
) -> None:
    twin = make_customer(shop, name="Ivanov Ivan", phone="+359888999000")
    screen.sign_in(owner_email, to="/customers/doubles")
    screen.page.get_by_role("link", name="Compare and merge").click()
    expect(screen.page.get_by_role("heading", name="Merge Ivanov Ivan")).to_be_visible()
    screen.page.get_by_role("button", name="Merge customers").click()
    screen.page.get_by_role("button", name="Merge for good").click()
    expect(screen.page.get_by_text("The phones differ; the one who stays keeps their own.")).to_be_visible()
    screen.picture("customer-merge")
    screen.page.get_by_role("button", name="Merge all the same").click()
    screen.page.get_by_role("button", name="Merge for good").click()
    expect(screen.page.get_by_role("heading", name="Ivan Ivanov", level=1)).to_be_visible()
    found = shop.till.get(f"/api/customers/{twin['id']}/").json()
    assert (found["merged_into"], found["is_active"]) == (ivanov["id"], False)


def test_aging_and_alerts_name_who_owes_most(screen: Screen, shop: Shop, owner_email: str, ivanov: Any) -> None:
    screen.sign_in(owner_email, to="/customers/aging")
    expect(screen.page.get_by_role("img", name="€120.00 is open, of which €70.00 is late.")).to_be_visible()
    expect(screen.page.get_by_role("row").filter(has_text="Ivan Ivanov")).to_contain_text("70.00")
    screen.picture("customers-aging")
    screen.page.goto("/customers/alerts")
    expect(screen.page.get_by_role("row").filter(has_text="Ivan Ivanov")).to_contain_text("80%")
    expect(screen.page.get_by_text("Nearly used up")).to_be_visible()
