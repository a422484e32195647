"""Cards and phones at the till, through providers that are stood in for over TCP: approved, declined, silent, given up."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.factories.organization import PIN, Shop
from tests.gateways.momo import MomoStandIn
from tests.gateways.stripe import StripeStandIn
from tests.wallet.accounts import make_card
from tests.web.charging import (
    PAID,
    TEA,
    ask,
    asked_for,
    at_the_tender,
    booked,
    charged,
    intents,
    method,
    poller,
    press,
    sales,
    stands,
    takes_cards,
    takes_phones,
)
from tests.web.screens import Screen
from tests.web.tills import Counter, hire, swallow


def refuse(route: Route) -> None:
    """There is no way to the server."""
    route.abort("connectionfailed")


def test_a_card_is_asked_for_and_the_sale_is_done_once_the_money_is_there(
    shop: Shop, page: Page, cards: StripeStandIn
) -> None:
    takes_cards(shop, cards)
    till = at_the_tender(shop, page)
    method(till, "Card")
    till.screen.picture("till-tender-card", schemes=("light",))
    till.press("Enter")
    stands(till, "Asking")
    expect(page.get_by_test_id("seconds")).to_have_text(re.compile(r"0:\d\d"))
    for name in ("Ask again", "Other method", "Cancel"):
        expect(page.get_by_role("button", name=re.compile(f"^{name}"))).to_be_enabled()
    till.screen.picture("till-charge-asking")
    assert sales(shop) == ["PENDING"]
    cards.pay(charged(cards))
    till.done(PAID)
    expect(page.get_by_test_id("change")).to_have_text("€0.00")
    assert (booked(shop), sales(shop)) == ([("CARD", Decimal(10), "STRIPE")], ["COMPLETED"])
    till.next_sale()


def test_a_phone_declines_is_asked_again_and_agrees(shop: Shop, page: Page, phones: MomoStandIn) -> None:
    takes_phones(shop, phones)
    till = at_the_tender(shop, page)
    method(till, "Mobile money")
    till.press("Enter")
    expect(page.get_by_text("Type the phone of the customer")).to_be_visible()
    page.get_by_label("Phone of the customer").fill("+359 88 812 3456")
    till.screen.picture("till-tender-phone", schemes=("light",))
    page.get_by_label("Phone of the customer").press("Enter")
    stands(till, "Asking")
    expect(page.get_by_text("The customer agrees on the phone +359 88 812 3456")).to_be_visible()
    asked = charged(phones)  # without the lock, by which the stand-in is asked
    with phones.lock:
        phones.decline(asked)
    stands(till, "Declined")
    till.screen.picture("till-charge-declined")
    assert sales(shop) == ["DRAFT"]
    press(till, "Ask again")
    stands(till, "Asking")
    first, second = asked_for(phones, 2)
    phones.pay(second)
    till.done(PAID)
    assert first != second
    assert booked(shop) == [("MOMO", Decimal(10), "MTN_MOMO")]


def test_cash_and_a_card_pay_together_in_either_order(shop: Shop, page: Page, cards: StripeStandIn) -> None:
    takes_cards(shop, cards)
    till = at_the_tender(shop, page, quantity=3)
    method(till, "Card")
    till.type("12")
    till.press("Enter")
    till.ready()
    expect(page.get_by_role("list", name="Paid so far")).to_contain_text("asked for at the end")
    expect(page.get_by_test_id("to-pay")).to_contain_text("€18.00")
    expect(page.get_by_role("radio", name=re.compile("^Card"))).to_be_disabled()
    method(till, "Cash")
    till.screen.picture("till-tender-split", schemes=("light",))
    till.type("20")
    till.press("Enter")
    stands(till, "Asking")
    expect(page.get_by_text("Beside it: Cash €20.00")).to_be_visible()
    cards.pay(charged(cards))
    till.done(PAID)
    expect(page.get_by_test_id("change")).to_have_text("€2.00")
    assert booked(shop) == [("CARD", Decimal(12), "STRIPE"), ("CASH", Decimal(18), "")]


def test_a_gift_card_pays_a_part_and_a_card_the_rest(shop: Shop, page: Page, cards: StripeStandIn) -> None:
    takes_cards(shop, cards)
    gift = make_card(shop, "12")
    till = at_the_tender(shop, page, quantity=3)
    till.scan(gift.code)
    expect(page.get_by_label("Amount given")).to_have_value("12.00")
    till.press("Enter")
    till.ready()
    expect(page.get_by_test_id("to-pay")).to_contain_text("€18.00")
    ask(till)
    stands(till, "Asking")
    expect(page.get_by_text("Beside it: Gift card €12.00")).to_be_visible()
    cards.pay(charged(cards))
    till.done(PAID)
    assert booked(shop) == [("CARD", Decimal(18), "STRIPE"), ("GIFT_CARD", Decimal(12), "")]


def test_without_the_providers_answer_nobody_says_unpaid_and_it_is_charged_once(
    shop: Shop, page: Page, cards: StripeStandIn
) -> None:
    takes_cards(shop, cards)
    cards.fail("/v1/payment_intents", "lost")
    cards.fail("/v1/payment_intents", "500", times=2)
    till = at_the_tender(shop, page)
    ask(till)
    stands(till, "No answer yet")
    till.screen.picture("till-charge-silent")
    expect(page.get_by_role("main")).not_to_contain_text(
        re.compile("unpaid|declined|nothing was charged", re.IGNORECASE)
    )
    stands(till, "Asking")
    cards.pay(charged(cards))
    till.done(PAID)
    assert booked(shop) == [("CARD", Decimal(10), "STRIPE")]


def test_given_up_and_paid_otherwise_the_card_that_paid_all_the_same_is_told(
    shop: Shop, page: Page, phones: MomoStandIn
) -> None:
    takes_phones(shop, phones)
    till = at_the_tender(shop, page)
    method(till, "Mobile money")
    page.get_by_label("Phone of the customer").fill("+359888123456")
    press(till, "Ask for the payment")
    stands(till, "Asking")
    press(till, "Other method")
    expect(page.get_by_test_id("to-pay")).to_be_visible()
    till.ready()
    expect(page.get_by_role("list", name="Paid so far")).to_be_hidden()
    till.press("Enter")
    till.done(PAID)
    till.next_sale()
    phones.pay(charged(phones))
    poller(shop)
    told = page.get_by_role("status").filter(has_text="Mobile money: €10.00 arrived after all")
    expect(told).to_be_visible()
    till.screen.picture("till-charge-late", schemes=("light",))
    page.reload()
    expect(told).to_be_visible()
    told.get_by_role("button", name="Seen").click()
    expect(told).to_be_hidden()
    (intent,) = intents(shop)
    assert (intent.status, intent.outcome) == ("SUCCEEDED", "UNAPPLIED")
    assert booked(shop) == [("CASH", Decimal(10), "")]


def test_given_up_the_cart_can_be_changed_and_paid(shop: Shop, page: Page, cards: StripeStandIn) -> None:
    takes_cards(shop, cards)
    till = at_the_tender(shop, page)
    ask(till)
    stands(till, "Asking")
    till.press("Escape")
    expect(page.get_by_label("Find a product")).to_be_focused()
    till.scan(TEA)
    till.total("€20.00")
    till.pay()
    ask(till)
    stands(till, "Asking")
    first, second = asked_for(cards, 2)
    assert (cards.charges[first]["status"], cards.charges[second]["amount"]) == ("canceled", 2000)
    cards.pay(second)
    till.done(PAID)
    assert booked(shop) == [("CARD", Decimal(20), "STRIPE")]


@pytest.mark.parametrize("lose", [refuse, swallow], ids=["on the way there", "on the way back"])
def test_a_connection_that_is_lost_while_asking_charges_once(
    shop: Shop, page: Page, cards: StripeStandIn, lose: Callable[[Route], None]
) -> None:
    takes_cards(shop, cards)
    till = at_the_tender(shop, page)
    page.route("**/api/payments/card-intent/", lose, times=1)
    page.route("**/api/payments/*/status/", refuse, times=2)
    ask(till)
    stands(till, "No answer yet")
    expect(page.get_by_role("button", name=re.compile("^Serve the next customer"))).to_be_visible()
    stands(till, "Asking")
    cards.pay(charged(cards))
    till.done(PAID)
    assert (booked(shop), len(intents(shop))) == ([("CARD", Decimal(10), "STRIPE")], 1)


def test_a_reload_in_the_middle_forgets_nothing(shop: Shop, page: Page, cards: StripeStandIn) -> None:
    takes_cards(shop, cards)
    till = at_the_tender(shop, page, quantity=2)
    till.type("5")
    till.press("Enter")
    till.ready()
    ask(till)
    stands(till, "Asking")
    page.reload()
    stands(till, "Asking")
    expect(page.get_by_text("Beside it: Cash €5.00")).to_be_visible()
    assert sales(shop) == ["PENDING"]
    cards.pay(charged(cards))
    till.done(PAID)
    assert booked(shop) == [("CARD", Decimal(15), "STRIPE"), ("CASH", Decimal(5), "")]


def test_a_browser_that_was_closed_while_asking_shows_what_became_of_it(
    shop: Shop, context: BrowserContext, cards: StripeStandIn
) -> None:
    takes_cards(shop, cards)
    page = context.new_page()
    till = at_the_tender(shop, page)
    page.route("**/api/payments/card-intent/", swallow)
    ask(till)
    stands(till, "No answer yet")
    page.close()
    cards.pay(charged(cards))
    page = context.new_page()
    page.goto("/pos")
    Counter(page, Screen(page)).done(PAID)
    assert (booked(shop), len(cards.charges)) == ([("CARD", Decimal(10), "STRIPE")], 1)


def test_the_next_customer_is_served_while_nobody_answers(shop: Shop, page: Page, cards: StripeStandIn) -> None:
    takes_cards(shop, cards)
    cards.fail("/v1/payment_intents", "500", times=200)
    till = at_the_tender(shop, page)
    ask(till)
    stands(till, "No answer yet")
    press(till, "Serve the next customer")
    till.total("€0.00")
    till.scan(TEA)
    till.pay()
    till.press("Enter")
    till.done(PAID)
    till.next_sale()
    cards.faults.clear()
    cards.pay(charged(cards))
    expect(page.get_by_text(re.compile(r"Card €10.00 was approved. The sale is booked as S1-T9-"))).to_be_visible()
    assert sorted(booked(shop)) == [("CARD", Decimal(10), "STRIPE"), ("CASH", Decimal(10), "")]


def test_without_a_connection_each_method_says_why_it_is_off(
    shop: Shop, page: Page, cards: StripeStandIn, phones: MomoStandIn
) -> None:
    takes_cards(shop, cards)
    takes_phones(shop, phones)
    till = at_the_tender(shop, page)
    page.route("**/api/**", refuse)
    page.route("**/healthz", refuse)
    till.connection("Offline")
    for name in ("Card", "Mobile money", "Gift card"):
        off = page.get_by_role("radio", name=re.compile(f"^{name}"))
        expect(off).to_be_disabled()
        expect(off).to_contain_text("needs a connection")
    expect(page.get_by_text("Without a connection this works: Cash. The rest is back")).to_be_visible()
    till.screen.picture("till-tender-offline", schemes=("light",))
    page.unroute("**/api/**")
    page.unroute("**/healthz")
    till.connection("Online")
    ask(till)
    stands(till, "Asking")
    cards.pay(charged(cards))
    till.done(PAID)


def test_another_cashier_finds_what_is_asked(shop: Shop, page: Page, cards: StripeStandIn) -> None:
    takes_cards(shop, cards)
    hire(shop, "Boris")
    till = at_the_tender(shop, page)
    ask(till)
    stands(till, "Asking")
    page.get_by_role("button", name=re.compile("Change who sells")).click()
    page.get_by_role("button", name=re.compile("Boris")).click()
    expect(page.get_by_role("heading", name=re.compile("Boris"))).to_be_visible()
    till.type(PIN)
    till.press("Enter")
    stands(till, "Asking")
    cards.pay(charged(cards))
    till.done(PAID)
