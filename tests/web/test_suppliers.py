"""Suppliers in the back office: the list, one supplier, its week, its divisions, what is owed."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories.organization import Shop
from tests.factories.partners import make_supplier
from tests.web.screens import Screen


@pytest.fixture
def distributor(shop: Shop) -> Any:
    """To whom 80.00 is owed since long ago."""
    made = make_supplier(
        shop, name="Premium Distributor", payment_days=45, phone="+35921234567", notes="Ring before noon."
    )
    late = timezone.now().date() - timedelta(days=70)
    body = {
        "amount": "80.00",
        "location": str(shop.storefront.pk),
        "document_date": str(late),
        "due_date": str(late),
        "reference": "OLD-9",
    }
    answer = shop.manager_till.post(f"/api/suppliers/{made.pk}/opening-balance/", body)
    assert answer.status_code == 201, answer.content
    return made


def test_a_supplier_is_added_and_a_wrong_tax_number_is_told_at_its_field(
    screen: Screen, shop: Shop, owner_email: str
) -> None:
    screen.sign_in(owner_email, to="/suppliers")
    screen.page.get_by_label("Name or number").fill("left behind")
    screen.page.get_by_role("link", name="New supplier").first.click()
    expect(screen.page.get_by_role("heading", name="New supplier")).to_be_visible()
    screen.page.get_by_label("Name").fill("Foods Ltd")
    screen.page.get_by_label("Tax number (optional)").fill("BG123")
    screen.page.get_by_label("Registered for VAT").check()
    screen.page.get_by_role("button", name="Save supplier").click()
    expect(screen.page.get_by_label("Tax number (optional)")).to_be_focused()
    screen.page.get_by_label("Tax number (optional)").fill("")
    screen.page.get_by_label("We pay within").fill("14")
    screen.page.get_by_role("button", name="Save supplier").click()
    expect(screen.page.get_by_role("heading", name="Foods Ltd", level=1)).to_be_visible()
    (made,) = shop.manager_till.get("/api/suppliers/").json()["results"]
    assert (made["name"], made["payment_days"], made["vat_registered"]) == ("Foods Ltd", 14, True)


def test_a_supplier_shows_what_is_owed_and_every_part_opens(screen: Screen, owner_email: str, distributor: Any) -> None:
    screen.sign_in(owner_email, to="/suppliers")
    screen.page.get_by_role("link", name="Premium Distributor").click()
    expect(screen.page.get_by_role("link", name=re.compile("We owe.*€80.00"))).to_be_visible()
    expect(screen.page.get_by_role("link", name=re.compile("Overdue.*€80.00"))).to_be_visible()
    expect(screen.page.get_by_text("Ring before noon.")).to_be_visible()
    screen.picture("supplier-overview")
    for tab, told in {
        "Deliveries": "No deliveries",
        "Statement": "OLD-9",
        "Aging": "61-90 days late: €80.00",
        "Schedule": "No day is set.",
        "Divisions": "No divisions yet",
    }.items():
        screen.page.get_by_role("tab", name=tab, exact=True).click()
        expect(screen.page.get_by_role("tabpanel")).to_contain_text(told)
        screen.check_sound()
        screen.check_accessible()


def test_its_week_and_its_divisions_are_set(screen: Screen, shop: Shop, owner_email: str, distributor: Any) -> None:
    screen.sign_in(owner_email, to=f"/suppliers/{distributor.pk}?tab=schedule")
    screen.page.get_by_role("button", name="Change week").click()
    monday = screen.page.get_by_role("group", name="Monday")
    monday.get_by_label("Takes orders").check()
    monday.get_by_label("Monday: orders until").fill("14:00")
    screen.page.get_by_role("group", name="Wednesday").get_by_label("Delivers").check()
    screen.page.get_by_role("button", name="Save week").click()
    expect(screen.page.get_by_role("row").filter(has_text="Monday")).to_contain_text("until 14:00")
    screen.page.get_by_role("tab", name="Divisions").click()
    screen.page.get_by_role("button", name="Add division").click()
    dialog = screen.page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Foods Division")
    dialog.get_by_role("button", name="Save division").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Write something here.")
    dialog.get_by_label("Number").fill("FOODS")
    dialog.get_by_role("button", name="Save division").click()
    row = screen.page.get_by_role("row").filter(has_text="Foods Division · FOODS")
    expect(row).to_contain_text("45")
    days = shop.manager_till.get(f"/api/suppliers/{distributor.pk}/schedule/").json()["days"]
    assert [(one["day"], one["expects_order"], one["makes_delivery"]) for one in days] == [
        ("mon", True, False),
        ("wed", False, True),
    ]


def test_deliveries_are_blocked_and_allowed_again_by_undo(
    screen: Screen, shop: Shop, owner_email: str, distributor: Any
) -> None:
    screen.sign_in(owner_email, to="/suppliers")
    row = screen.page.get_by_role("row").filter(has_text="Premium Distributor")
    screen.picture("suppliers")
    row.get_by_role("button", name="Actions for this row").click()
    screen.page.get_by_role("menuitem", name="Block deliveries").click()
    expect(row).to_contain_text("Deliveries blocked")
    screen.page.get_by_role("button", name="Undo").click()
    expect(row).to_contain_text("In use")


def test_aging_tells_what_is_owed_to_whom(screen: Screen, owner_email: str, distributor: Any) -> None:
    screen.sign_in(owner_email, to="/suppliers/aging")
    expect(screen.page.get_by_role("img", name="€80.00 is open, of which €80.00 is late.")).to_be_visible()
    expect(screen.page.get_by_role("row").filter(has_text="Premium Distributor")).to_contain_text("80.00")
    screen.picture("suppliers-aging")
