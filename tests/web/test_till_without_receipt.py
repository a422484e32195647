"""Goods come back at the till without a receipt: who may scans them, says who brought them and why, and money goes back."""

import re

from playwright.sync_api import Page, expect

from optimapos.refunds.models import Refund
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.refunds.giving_back import item_of
from tests.web.test_till_returns import MUG, TEA
from tests.web.tills import hire, open_till


def test_goods_without_a_receipt_give_back_their_lowest_price_by_keyboard(shop: Shop, page: Page) -> None:
    tea = make_product(shop, "Green tea", price="10.00", barcodes=[TEA])
    make_product(shop, "Mug", price="25.00", barcodes=[MUG])
    hire(shop, "Mona Manager", role="manager")
    till = open_till(shop, page, who="Mona")
    till.type(">return")
    till.press("Enter")
    page.get_by_role("button", name="Without a receipt").click()
    till.scan(TEA)
    till.scan(TEA)
    brought = page.get_by_role("list", name="What was brought")
    expect(brought.get_by_label("How many of Green tea")).to_have_value("2")
    till.scan("4006381333931")
    expect(brought.get_by_role("listitem")).to_have_count(1)
    field = page.get_by_role("combobox", name="Find what was brought")
    field.focus()
    till.type("mug")
    till.press("Enter")
    expect(brought.get_by_label("How many of Mug")).to_have_value("1")
    brought.get_by_role("listitem").filter(has_text="Mug").get_by_text("Written off").click()
    brought.get_by_label("Less for one of Mug (optional)").fill("30")
    page.get_by_label("Who brought it").fill("Ana Petrova, identity card")
    page.get_by_label("Why it is taken back without a receipt").fill("A present")
    till.screen.picture("till-brought")
    page.get_by_role("button", name="Take back 2 lines").click()
    expect(page.get_by_text("At most 25 for one goes back")).to_be_visible()
    brought.get_by_label("Less for one of Mug (optional)").fill("15")
    page.get_by_role("button", name="Take back 2 lines").click()
    expect(page.get_by_test_id("refund-amount")).to_have_text("€35.00")
    page.get_by_role("button", name="Give back €35.00 in cash").press("Enter")
    expect(page.get_by_test_id("cash-back")).to_have_text("€35.00")
    paper = page.get_by_role("article", name="Credit note")
    expect(paper).to_contain_text("Without a receipt, from Ana Petrova, identity card")
    till.screen.picture("till-brought-done", schemes=("light",))
    assert item_of(shop, tea).current_qty == 102
    assert_books_balance(shop.id)


def test_above_the_limit_somebody_else_approves_and_a_question_is_gone_on_with_later(shop: Shop, page: Page) -> None:
    make_product(shop, "Green tea", price="10.00", barcodes=[TEA])
    with shop.scope():
        shop.business.refund_limit = 5
        shop.business.save()
    hire(shop, "Mona Manager", role="manager")
    till = open_till(shop, page, who="Mona")
    till.type(">return")
    till.press("Enter")
    page.get_by_role("button", name="Without a receipt").click()
    till.scan(TEA)
    page.get_by_label("Who brought it").fill("Ana Petrova")
    page.get_by_label("Why it is taken back without a receipt").fill("A present")
    page.get_by_text("As a credit note").click()
    expect(page.get_by_text("whoever has the code on the credit note pays with it")).to_be_visible()
    page.get_by_role("button", name="Take back 1 line").click()
    expect(page.get_by_text("This return has to be approved.")).to_be_visible()
    till.press("Escape")
    with shop.scope():
        refund = Refund.objects.for_business(shop.id).get()
    assert (refund.status, refund.brought_by) == ("PENDING", "Ana Petrova")
    till.type(">return")
    till.press("Enter")
    page.get_by_role("button", name="Without a receipt").click()
    expect(page.get_by_text("A return of €10.00 waits for approval.")).to_be_visible()
    page.get_by_role("button", name="Go on with it").click()
    page.get_by_role("button", name="Don't take it back").click()
    expect(page.get_by_role("list", name="What was brought")).to_be_attached()
    with shop.scope():
        refund.refresh_from_db()
    assert refund.status == "REJECTED"


def test_who_may_not_is_told_whom_to_ask(shop: Shop, page: Page) -> None:
    hire(shop, "Clara Cashier")
    till = open_till(shop, page)
    till.type(">return")
    till.press("Enter")
    expect(page.get_by_text(re.compile("somebody who may take goods back so signs in"))).to_be_visible()
    expect(page.get_by_role("button", name="Without a receipt")).to_have_count(0)
