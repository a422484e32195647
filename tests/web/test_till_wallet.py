"""Gift cards, store credit and points at the till: looked up, taken, refused with their figures, and what is left of them."""

import re
from decimal import Decimal
from uuid import uuid4

from playwright.sync_api import BrowserContext, Page, Route, expect

from optimapos.sales.models import Payment, Sale
from optimapos.wallet.models import WalletAccount
from optimapos.wallet.services import WalletService
from tests.factories.catalog import make_customer, make_product
from tests.factories.organization import Shop
from tests.wallet.accounts import make_card, make_credit, make_points, make_program
from tests.web.tills import Counter, hire, open_till, swallow

TEA = "3800000000010"
PAID = re.compile("^Sold as S1-T")


def at_the_tender(shop: Shop, page: Page, *, quantity: int = 1, customer: str = "") -> Counter:
    """Tea for 10.00 each is scanned, and money is taken."""
    make_product(shop, "Green tea", price="10.00", barcodes=[TEA])
    hire(shop, "Clara Cashier")
    till = open_till(shop, page)
    if customer:
        till.press("F4")
        till.type(customer)
        expect(page.get_by_role("list", name="Customers found").get_by_role("button")).to_contain_text(customer)
        till.press("Enter")
        expect(page.get_by_role("dialog", name="Customer")).to_be_hidden()
    for _ in range(quantity):
        till.scan(TEA)
    till.total(f"€{quantity * 10}.00")
    till.pay()
    return till


def method(till: Counter, name: str) -> None:
    """Chosen by touch."""
    till.page.get_by_role("radio", name=re.compile(f"^{name}")).click()


def booked(shop: Shop) -> list[tuple[str, Decimal]]:
    """Method and amount of all that was paid."""
    with shop.scope():
        rows = Payment.objects.for_business(shop.id).order_by("id")
        return [(row.payment_method, row.amount_paid) for row in rows]


def balance(shop: Shop, kind: str) -> Decimal:
    """What the only account of this kind holds."""
    with shop.scope():
        return WalletAccount.objects.for_business(shop.id).get(kind=kind).balance


def test_a_gift_card_that_is_scanned_pays_what_it_has_and_cash_the_rest(shop: Shop, page: Page) -> None:
    code = make_card(shop, "12.50").code
    till = at_the_tender(shop, page, quantity=2)
    till.scan(code)
    expect(page.get_by_test_id("card-balance")).to_have_text(f"€12.50 is on the card •••• {code[-4:]}.")
    expect(page.get_by_label("Amount given")).to_have_value("12.50")
    till.screen.picture("till-tender-gift-card", schemes=("light",))
    page.get_by_role("button", name=re.compile("^Add payment")).click()
    expect(page.get_by_role("list", name="Paid so far")).to_contain_text(f"•••• {code[-4:]}")
    expect(page.get_by_test_id("to-pay")).to_contain_text("€7.50")
    method(till, "Cash")
    till.ready()
    till.type("10")
    till.press("Enter")
    till.done(PAID)
    expect(page.get_by_test_id("change")).to_have_text("€2.50")
    expect(page.get_by_test_id("left")).to_contain_text("€0.00")
    till.screen.picture("till-done-gift-card", schemes=("light",))
    assert booked(shop) == [("GIFT_CARD", Decimal("12.50")), ("CASH", Decimal("7.50"))]
    assert balance(shop, "GIFT_CARD") == 0


def test_a_card_is_typed_and_more_than_it_has_is_refused_with_its_figures(shop: Shop, page: Page) -> None:
    code = make_card(shop, "30").code
    till = at_the_tender(shop, page)
    method(till, "Gift card")
    expect(page.get_by_label("Code of the card")).to_be_focused()
    till.type("NOT-A-CARD")
    till.press("Enter")
    expect(page.get_by_text("This is not the code of a card")).to_be_visible()
    page.get_by_label("Code of the card").fill(code.lower().replace("-", " "))
    till.press("Enter")
    expect(page.get_by_label("Amount given")).to_have_value("10.00")
    till.press("Enter")
    till.done(PAID)
    expect(page.get_by_test_id("left")).to_contain_text("€20.00")
    expect(page.get_by_role("article", name="Receipt")).to_contain_text(f"Left: Gift card •••• {code[-4:]}")
    till.next_sale()
    for _ in range(3):
        till.scan(TEA)
    till.pay()
    till.scan(code)
    expect(page.get_by_label("Amount given")).to_have_value("20.00")
    page.get_by_label("Amount given").fill("30")
    page.get_by_label("Amount given").press("Enter")
    expect(page.get_by_text("Only €20.00 of €30.00 is there.")).to_be_visible()
    assert booked(shop) == [("GIFT_CARD", Decimal(10))]


def test_a_blocked_card_pays_nothing(shop: Shop, page: Page) -> None:
    issued = make_card(shop, "30")
    WalletService.block(
        business=shop.business,
        actor=shop.owner,
        account_id=issued.account.pk,
        reason="lost",
        at=issued.account.created_at,
    ).unwrap()
    till = at_the_tender(shop, page)
    till.scan(issued.code)
    expect(page.get_by_text("This card is blocked. Take another method.")).to_be_visible()
    expect(page.get_by_label("Amount given")).to_be_hidden()


def test_the_same_card_at_two_tills_at_once_pays_one_of_them(shop: Shop, page: Page, stranger: BrowserContext) -> None:
    code = make_card(shop, "10").code
    first = at_the_tender(shop, page)
    hire(shop, "Dora Desk")
    second = open_till(shop, stranger.new_page(), code="T8", who="Dora")
    second.scan(TEA)
    second.total("€10.00")
    second.pay()
    for till in (first, second):
        till.scan(code)
        expect(till.page.get_by_label("Amount given")).to_have_value("10.00")
    for till in (first, second):
        till.page.get_by_role("button", name=re.compile("^Complete sale")).click()
    refused = "Only €0.00 of €10.00 is there."
    for till in (first, second):
        expect(till.page.get_by_role("heading", name=PAID).or_(till.page.get_by_text(refused))).to_be_visible()
    (loser,) = (till for till in (first, second) if till.page.get_by_text(refused).is_visible())
    expect(loser.page.get_by_test_id("card-balance")).to_contain_text("€0.00 is on the card")
    loser.screen.picture("till-card-refused", schemes=("light",))
    method(loser, "Cash")
    loser.ready()
    loser.press("Enter")
    loser.done(PAID)
    assert sorted(booked(shop)) == [("CASH", Decimal(10)), ("GIFT_CARD", Decimal(10))]
    assert balance(shop, "GIFT_CARD") == 0


def test_an_answer_that_is_lost_takes_from_the_card_once(shop: Shop, page: Page) -> None:
    code = make_card(shop, "50").code
    till = at_the_tender(shop, page)
    till.scan(code)
    expect(page.get_by_label("Amount given")).to_have_value("10.00")
    page.route("**/api/sales/*/complete/", swallow, times=1)
    page.get_by_role("button", name=re.compile("^Complete sale")).click()
    till.done(PAID)
    assert (booked(shop), balance(shop, "GIFT_CARD")) == ([("GIFT_CARD", Decimal(10))], Decimal(40))


def test_of_two_cards_scanned_one_after_the_other_the_second_pays_however_late_the_first_is_told(
    shop: Shop, page: Page
) -> None:
    first, second = make_card(shop, "3").code, make_card(shop, "12.50").code
    till = at_the_tender(shop, page, quantity=2)
    held: list[Route] = []
    page.route("**/api/wallet/lookup/", lambda route: held.append(route), times=1)  # noqa: PLW0108 - Playwright asks a builtin for what it has not
    till.scan(first)
    till.scan(second)
    told = f"€12.50 is on the card •••• {second[-4:]}."
    expect(page.get_by_test_id("card-balance")).to_have_text(told)
    with page.expect_response("**/api/wallet/lookup/"):
        held[0].continue_()
    expect(page.get_by_label("Amount given")).to_have_value("12.50")
    expect(page.get_by_test_id("card-balance")).to_have_text(told)
    till.press("Enter")
    till.ready()
    expect(page.get_by_test_id("to-pay")).to_contain_text("€7.50")
    till.press("Enter")
    till.done(PAID)
    assert sorted(booked(shop)) == [("CASH", Decimal("7.50")), ("GIFT_CARD", Decimal("12.50"))]


def test_store_credit_and_points_of_the_customer_pay_as_far_as_they_go(shop: Shop, page: Page) -> None:
    customer = make_customer(shop, name="Ivanov Ltd")
    make_program(shop, max_share=Decimal(50))
    make_points(shop, customer, 1800, uuid4())
    make_credit(shop, "4", customer)
    till = at_the_tender(shop, page, quantity=3, customer="Ivanov Ltd")
    method(till, "Store credit")
    expect(page.get_by_text("The customer has €4.00 of store credit.")).to_be_visible()
    expect(page.get_by_label("Amount given")).to_have_value("4.00")
    till.press("Enter")
    till.ready()
    method(till, "Points")
    expect(page.get_by_text("The customer has 1,800 points, worth €18.00.")).to_be_visible()
    expect(page.get_by_label("Amount given")).to_have_value("15.00")
    till.screen.picture("till-tender-points", schemes=("light",))
    page.get_by_label("Amount given").fill("16")
    page.get_by_label("Amount given").press("Enter")
    expect(page.get_by_text("Points pay at most €15.00 of this sale.")).to_be_visible()
    page.get_by_label("Amount given").fill("15")
    page.get_by_label("Amount given").press("Enter")
    expect(page.get_by_test_id("to-pay")).to_contain_text("€11.00")
    method(till, "Cash")
    till.ready()
    till.press("Enter")
    till.done(PAID)
    expect(page.get_by_test_id("left")).to_have_count(2)
    expect(page.get_by_test_id("left").last).to_contain_text("300")
    assert booked(shop) == [("STORE_CREDIT", Decimal(4)), ("LOYALTY", Decimal(15)), ("CASH", Decimal(11))]


def test_the_balance_of_a_card_is_told_on_demand_and_when_it_is_scanned(shop: Shop, page: Page) -> None:
    code = make_card(shop, "18.20").code
    hire(shop, "Clara Cashier")
    till = open_till(shop, page)
    till.type(">balance")
    till.press("Enter")
    dialog = page.get_by_role("dialog", name="Balance of a gift card")
    dialog.get_by_label("Code of the card").fill(code)
    till.press("Enter")
    expect(dialog.get_by_test_id("card-balance")).to_have_text(f"€18.20 is on the card •••• {code[-4:]}.")
    till.screen.picture("till-card-balance", schemes=("light",))
    till.press("Escape")
    expect(dialog).to_be_hidden()
    till.scan(code)
    expect(dialog.get_by_test_id("card-balance")).to_contain_text("€18.20")
    with shop.scope():
        assert not Sale.objects.for_business(shop.id).exists()


def test_without_a_connection_a_card_that_is_scanned_is_told_and_not_lost(shop: Shop, page: Page) -> None:
    code = make_card(shop, "18.20").code
    till = at_the_tender(shop, page)

    def refuse(route: Route) -> None:
        route.abort("connectionfailed")

    page.route("**/api/**", refuse)
    page.route("**/healthz", refuse)
    till.connection("Offline")
    till.scan(code)
    expect(page.get_by_text(f"{code} was scanned.")).to_be_visible()
    expect(page.get_by_role("radio", name=re.compile("^Gift card"))).to_be_disabled()
    assert booked(shop) == []
