"""Goods come back at the till: by the receipt, approved by somebody, given back, exchanged or voided."""

import re
from datetime import timedelta
from decimal import Decimal

from playwright.sync_api import Locator, Page, expect

from optimapos.refunds.models import Refund
from optimapos.sales.models import Sale
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_product
from tests.factories.organization import PIN, Shop
from tests.refunds.giving_back import item_of
from tests.web.tills import Counter, hire, open_till

TEA = "3800000000010"
MUG = "3800000000027"


def sell(till: Counter, *codes: str) -> str:
    """A cash sale of these; its receipt's number."""
    for code in codes:
        till.scan(code)
    till.pay()
    till.press("Enter")
    till.done(re.compile("Sold as S1-T9"))
    heading = till.page.get_by_role("heading", level=1).text_content() or ""
    till.next_sale()
    return heading.removeprefix("Sold as ")


def kept(till: Counter, number: str) -> Locator:
    """What is told of it among the sales of this till."""
    sales = till.page.get_by_role("dialog", name="Sales of this till")
    if not sales.is_visible():
        till.page.get_by_test_id("connection").click()
    return sales.get_by_role("listitem").filter(has_text=number)


def approve_by_pin(till: Counter, who: str) -> None:
    till.page.get_by_role("list", name="Who approves?").get_by_role("button", name=re.compile(who)).click()
    till.type(PIN)
    till.press("Enter")


def test_goods_come_back_by_scanning_the_receipt_and_the_money_in_cash_once_a_manager_said_yes(
    shop: Shop, page: Page
) -> None:
    tea = make_product(shop, "Green tea", price="10.00", barcodes=[TEA], warranty_days=30)
    hire(shop, "Clara Cashier")
    hire(shop, "Mona Manager", role="manager")
    till = open_till(shop, page)
    number = sell(till, TEA, TEA, TEA)
    till.scan(number)
    expect(page.get_by_role("heading", name="Return or exchange")).to_be_visible()
    lines = page.get_by_role("list", name="Lines of the sale")
    expect(lines).to_contain_text("3 sold, 3 can still come back")
    expect(lines).to_contain_text("Warranty: 30 of 30 days left")
    expect(page.get_by_text("Rung up by mistake: somebody who may void sales signs in at this till.")).to_be_visible()
    till.scan(TEA)
    expect(lines.get_by_label("How many of Green tea")).to_have_value("1")
    lines.get_by_role("button", name="One more of Green tea").click()
    page.get_by_text("Does not work").click()
    expect(lines.get_by_role("radio", name="Written off")).to_be_checked()  # as what does not work goes
    till.screen.picture("till-return-lines")
    page.get_by_role("button", name="Take back 1 line").click()
    expect(page.get_by_test_id("refund-amount")).to_have_text("€20.00")
    till.screen.picture("till-return-approve", schemes=("light",))
    approve_by_pin(till, "Mona")
    expect(page.get_by_role("button", name="Give back €20.00 in cash")).to_be_focused()
    till.press("Enter")
    expect(page.get_by_test_id("cash-back")).to_have_text("€20.00")
    expect(page.get_by_role("article", name="Credit note")).to_contain_text(f"For receipt {number}")
    till.screen.picture("till-return-done", schemes=("light",))
    till.press("Enter")
    till.total("€0.00")
    assert item_of(shop, tea).current_qty == 97  # what was written off is not back
    assert_books_balance(shop.id)
    till.scan(number)
    expect(lines).to_contain_text("3 sold, 1 can still come back")


def test_goods_are_exchanged_for_dearer_ones_and_the_difference_is_paid(shop: Shop, page: Page) -> None:
    make_product(shop, "Green tea", price="10.00", barcodes=[TEA])
    mug = make_product(shop, "Mug", price="25.00", barcodes=[MUG], stock="1")
    hire(shop, "Mona Manager", role="manager")
    till = open_till(shop, page, who="Mona")
    number = sell(till, TEA)
    till.type(">return")
    till.press("ArrowDown", "Enter")
    expect(page.get_by_label("Receipt")).to_be_focused()
    till.type(number[-4:])
    till.press("Enter")
    expect(page.get_by_label("How many of Green tea")).to_be_focused()
    till.type("1")
    page.get_by_text("For other goods").click()
    page.get_by_role("button", name="Take back 1 line").click()
    expect(page.get_by_role("button", name="Choose the new goods")).to_be_focused()
    till.press("Enter")
    expect(page.get_by_text(f"Exchange: €10.00 for goods of {number} counts against this cart.")).to_be_visible()
    till.scan(MUG)
    till.total("€25.00")
    expect(page.get_by_text("€15.00 is left to pay.")).to_be_visible()
    page.reload()
    expect(page.get_by_text(f"Exchange: €10.00 for goods of {number} counts against this cart.")).to_be_visible()
    till.total("€25.00")
    page.get_by_test_id("pay").click()
    expect(page.get_by_test_id("difference")).to_have_text("€15.00")
    page.get_by_label("Handed over (optional)").fill("10")
    expect(page.get_by_text("Less was handed over than is paid.")).to_be_visible()
    page.get_by_label("Handed over (optional)").fill("20")
    till.screen.picture("till-exchange")
    till.press("Enter")
    expect(page.get_by_role("article", name="Credit note")).to_contain_text(f"For receipt {number}")
    expect(page.get_by_test_id("change")).to_have_text("€5.00")
    receipt = page.get_by_role("article", name="Receipt")
    expect(receipt.get_by_role("row").filter(has_text="Goods brought back")).to_contain_text("10.00")
    expect(receipt.get_by_role("row").filter(has_text="Change")).to_contain_text("5.00")
    till.screen.picture("till-exchanged")
    with shop.scope():
        new = Sale.objects.for_business(shop.id).get(exchange_of__receipt_number=number)
        paid = {row.payment_method: row.amount_paid for row in new.payments.all()}
        assert paid == {"EXCHANGE": Decimal(10), "CASH": Decimal(15)}
    expect(receipt).to_contain_text(str(new.receipt_number))
    till.press("Enter")
    expect(kept(till, str(new.receipt_number))).to_contain_text("Booked")
    expect(kept(till, number)).to_contain_text("Taken back as")
    assert item_of(shop, mug).current_qty == 0
    assert_books_balance(shop.id)


def test_a_sale_is_voided_and_one_beyond_its_time_needs_a_reason(shop: Shop, page: Page) -> None:
    make_product(shop, "Green tea", price="10.00", barcodes=[TEA])
    hire(shop, "Mona Manager", role="manager")
    till = open_till(shop, page, who="Mona")
    wrong, old = sell(till, TEA, TEA), sell(till, TEA)
    till.scan(wrong)
    page.get_by_role("button", name="Void the whole sale").click()
    dialog = page.get_by_role("dialog", name=f"Void sale {wrong}?")
    expect(dialog.get_by_role("button", name="Void sale")).to_be_disabled()
    dialog.get_by_label("Reason").fill("Rung up twice")
    till.press("Enter")
    expect(page.get_by_test_id("cash-back")).to_have_text("€20.00")
    till.press("Enter")
    till.total("€0.00")
    till.scan(wrong)
    expect(page.get_by_text("All of this sale came back already.")).to_be_visible()
    expect(page.get_by_text("Money back")).to_have_count(0)
    till.press("Escape")
    with shop.scope():
        sale = Sale.objects.for_business(shop.id).get(receipt_number=old)
        Sale.objects.for_business(shop.id).filter(pk=sale.pk).update(
            business_date=sale.business_date - timedelta(days=40)
        )
    till.type(f">return {old}")
    till.press("Enter")
    lines = page.get_by_role("list", name="Lines of the sale")
    expect(lines).to_contain_text("Warranty over: sold 40 days ago, 14 days were given")
    lines.get_by_role("button", name="One more of Green tea").click()
    page.get_by_role("button", name="Take back 1 line").click()
    expect(page.get_by_role("button", name="Approve it myself")).to_be_hidden()
    page.get_by_label("Why it is taken back all the same").fill("A regular customer")
    page.get_by_role("button", name="Approve it myself").click()
    expect(page.get_by_role("button", name="Give back €10.00 in cash")).to_be_focused()
    till.press("Enter")
    expect(page.get_by_test_id("cash-back")).to_have_text("€10.00")
    with shop.scope():
        assert Refund.objects.for_business(shop.id).get(kind="RETURN").override_reason == "A regular customer"
    till.press("Enter")
    undone = kept(till, wrong)
    expect(undone).to_contain_text("Voided as")
    expect(undone.get_by_role("button", name="Return goods")).to_be_hidden()
    expect(kept(till, old).get_by_role("button", name="Return goods")).to_be_visible()


def test_a_receipt_that_nobody_has_is_told_and_without_a_connection_why_nothing_comes_back(
    shop: Shop, page: Page
) -> None:
    hire(shop, "Clara Cashier")
    till = open_till(shop, page)
    till.scan("S1-T9-20200101-0001")
    expect(page.get_by_role("alert")).to_contain_text("No receipt has the number S1-T9-20200101-0001.")
    till.press("Escape")
    expect(page.get_by_label("Find a product")).to_be_focused()
    page.route("**/api/**", lambda route: route.abort("connectionrefused"))
    page.route("**/healthz", lambda route: route.abort("connectionrefused"))
    till.connection("Offline")
    till.type(">return")
    till.press("ArrowDown", "Enter")
    expect(page.get_by_text("Returns need a connection")).to_be_visible()


def test_a_credit_note_to_nobody_has_a_code_that_pays_at_the_till(shop: Shop, page: Page) -> None:
    make_product(shop, "Green tea", price="10.00", barcodes=[TEA])
    hire(shop, "Mona Manager", role="manager")
    till = open_till(shop, page, who="Mona")
    number = sell(till, TEA, TEA)
    till.scan(number)
    page.get_by_role("button", name="One more of Green tea").click()
    page.get_by_text("As a credit note").click()
    page.get_by_role("button", name="Take back 1 line").click()
    page.get_by_role("button", name="Give a credit note of €10.00").click()
    code = page.get_by_test_id("credit-code").text_content() or ""
    till.press("Enter")
    till.total("€0.00")
    till.scan(TEA)
    till.pay()
    till.scan(code)
    expect(page.get_by_label("Amount given")).to_have_value("10.00")
    till.press("Enter")
    till.done(re.compile("Sold as S1-T9"))
    with shop.scope():
        paid = Sale.objects.for_business(shop.id).order_by("-completed_at")[0].payments.get()
    assert paid.amount_paid == Decimal(10)
    assert_books_balance(shop.id)
