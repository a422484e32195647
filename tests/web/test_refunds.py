"""Refunds in the back office: asked for on the page of a sale, decided on by another person, paid out; and a voided sale."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from playwright.sync_api import BrowserContext, expect

from optimapos.core.ids import UUID, new_id
from optimapos.organization.models import Business, User
from optimapos.organization.services import MembershipService
from optimapos.payments.models import PaymentIntent
from optimapos.sales.models import Payment
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, unique
from tests.factories.payments import make_payment_records
from tests.refunds.giving_back import item_of, processed, sold, tender
from tests.web.screens import PASSWORD, Screen


@pytest.fixture
def manager_email(shop: Shop) -> str:
    """A manager, who signs in by this e-mail and PASSWORD."""
    email = f"{unique('manager')}@staff.test"
    MembershipService.add_member(business=shop.business, email=email, role_code="manager", actor=shop.owner).unwrap()
    user = User.objects.get(email=email)
    user.name, user.password = "Maria Manager", Argon2PasswordHasher().encode(PASSWORD, "saltsaltsalt")
    user.save()
    return email


@pytest.fixture
def tea(shop: Shop) -> Any:
    """Tea at 12.00 with 20 % of tax in it."""
    return make_product(shop, name="Tea", price="12.00", cost="4.00", stock="10")


def test_a_refund_above_the_limit_is_asked_for_by_one_approved_by_another_and_paid_out(
    screen: Screen, stranger: BrowserContext, shop: Shop, owner_email: str, manager_email: str, tea: Any
) -> None:
    with shop.scope():
        Business.objects.filter(pk=shop.id).update(refund_limit="20.00")
    sale = sold(shop.till, (tea, "3"))
    screen.sign_in(owner_email, to=f"/sales/{sale['id']}")
    page = screen.page
    page.get_by_role("link", name="Refund", exact=True).click()
    page.get_by_role("button", name="Ask for refund").click()
    expect(page.get_by_role("alert").first).to_contain_text("2 fields need a change")
    for _ in range(4):  # one more than there are
        page.get_by_role("button", name="One more of Tea").click()
    expect(page.get_by_label("Quantity of Tea that comes back")).to_have_value("3")
    page.get_by_role("button", name="One less of Tea").click()
    expect(page.get_by_text("About €24.00 goes back")).to_contain_text("Above €20.00 somebody else")
    page.get_by_role("combobox", name="Where Tea goes").click()
    page.get_by_role("option", name="Written off as damaged").click()
    page.get_by_role("combobox", name="Reason").click()
    page.get_by_role("option", name="Defective").click()
    page.get_by_label("Cash", exact=True).check()
    screen.picture("refund-form")
    page.get_by_role("button", name="Ask for refund").click()
    status = page.get_by_role("list", name="Status").locator("[aria-current]")
    expect(status).to_contain_text("Requested")
    expect(page.get_by_role("button", name="Approve refund")).to_be_disabled()
    expect(page.get_by_text("Above €20.00 somebody else must approve it.")).to_be_visible()
    screen.picture("refund-asked")
    refund = page.url

    other = Screen(stranger.new_page())
    other.sign_in(manager_email, to="/sales/refunds")
    other.page.get_by_role("link", name=f"of {sale['receipt_number']}").click()
    other.page.get_by_role("button", name="Approve refund").click()
    other.page.get_by_role("dialog").get_by_role("button", name="Approve refund").click()
    expect(other.page.get_by_role("list", name="Status").locator("[aria-current]")).to_contain_text("Approved")

    page.goto(refund)
    page.get_by_role("button", name="Give back €24.00").click()
    page.get_by_role("dialog").get_by_role("button", name="Give back €24.00").click()
    expect(status).to_contain_text("Given back")
    expect(page.get_by_role("region", name="Money given back").get_by_role("cell", name="24.00")).to_be_visible()
    expect(page.get_by_role("region", name="What comes back")).to_contain_text("Written off as damaged")
    expect(page.get_by_role("listitem").filter(has_text="Gave a refund")).to_be_visible()
    screen.picture("refund-processed")
    assert item_of(shop, tea).current_qty == 7
    page.get_by_role("link", name=sale["receipt_number"]).click()
    page.get_by_role("tab", name="Refunds").click()
    expect(page.get_by_role("cell", name="24.00")).to_be_visible()
    expect(page.get_by_role("button", name="Void sale")).to_have_count(0)
    page.goto("/sales/refunds?status=PROCESSED")
    expect(page.get_by_text("1-1 of 1")).to_be_visible()
    screen.picture("refunds")


def test_a_refund_is_rejected_with_a_reason_and_a_sale_is_voided_by_its_whole_amount(
    screen: Screen, shop: Shop, owner_email: str, tea: Any
) -> None:
    sale = sold(shop.till, (tea, "2"))
    asked = {
        "sale": sale["id"],
        "refund_method": "CASH",
        "items": [{"sale_item": sale["items"][0]["id"], "quantity": "1"}],
    }
    refund = shop.till.post("/api/refunds/", asked).json()
    screen.sign_in(owner_email, to=f"/sales/refunds/{refund['id']}")
    page = screen.page
    page.get_by_role("button", name="Reject refund").click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Reject refund")).to_be_disabled()
    page.get_by_label("Reason").fill("No receipt")
    page.get_by_role("dialog").get_by_role("button", name="Reject refund").click()
    expect(page.get_by_role("list", name="Status").locator("[aria-current]")).to_contain_text("Rejected")
    expect(page.get_by_text("No receipt").first).to_be_visible()
    page.goto(f"/sales/{sale['id']}")
    page.get_by_role("button", name="Void sale").click()
    page.get_by_label("Reason").fill("Rung up twice")
    page.get_by_role("dialog").get_by_role("button", name="Void sale and give back €24.00").click()
    expect(page.get_by_text("Refunded", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Refund", exact=True)).to_have_count(0)
    assert item_of(shop, tea).current_qty == 10


def test_what_a_provider_refused_to_give_back_says_why_and_goes_back_another_way(
    screen: Screen, shop: Shop, owner_email: str, tea: Any
) -> None:
    sale = sold(shop.till, (tea, "2"), payments=[tender("CARD", "24.00")])
    refund = processed(shop, sale, "1", method="ORIGINAL_PAYMENT")
    (out,) = refund["payments"]
    charge = make_payment_records(shop, shop.till, tea)["payment_intent"]
    with shop.scope():
        rows = PaymentIntent.objects.for_business(shop.id)
        refused = rows.get(pk=charge)
        refused.pk, refused.kind, refused.status, refused.original_id = new_id(), "REFUND", "FAILED", charge
        refused.key, refused.request_key, refused.payment_id = new_id(), None, UUID(out["id"])
        refused.amount, refused.error_words = Decimal(12), "The card is closed."
        refused.save(force_insert=True)
        given = Payment.objects.for_business(shop.id).filter(pk=out["id"])
        given.update(status="FAILED", provider="STRIPE", intent_id=refused.pk, settled_at=None)
    screen.sign_in(owner_email, to=f"/sales/refunds/{refund['id']}")
    page = screen.page
    money = page.get_by_role("region", name="Money given back")
    expect(money).to_contain_text("Did not go through: the money is still owed")
    expect(money).to_contain_text("The provider said: The card is closed.")
    screen.picture("refund-refused")
    page.get_by_role("button", name="Give it back another way").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_label("Cash", exact=True)).to_be_checked()
    form.get_by_label("Store credit").check()
    screen.picture("refund-another-way")
    form.get_by_role("button", name="Give back €12.00").click()
    expect(money).to_contain_text("Did not go through; given back another way")
    expect(money.get_by_role("row").filter(has_text="Store credit")).to_contain_text("Paid out instead")
    expect(page.get_by_text("Whoever has this code may pay with the credit note.")).to_be_visible()
    expect(page.get_by_role("button", name="Give it back another way")).to_have_count(0)
    screen.picture("refund-given-instead")
    with shop.scope():
        instead = Payment.objects.for_business(shop.id).get(replaces=out["id"])
    assert (instead.payment_method, instead.amount_paid) == ("STORE_CREDIT", Decimal(12))
