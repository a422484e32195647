"""A card machine that is not connected: its slip says what was paid."""

import re

from playwright.sync_api import Page, expect

from optimapos.sales.models import Payment
from tests.factories.organization import Shop
from tests.payments.tills import make_account
from tests.web.charging import PAID, ask, at_the_tender, press, stands


def test_a_card_machine_is_told_by_its_slip(shop: Shop, page: Page) -> None:
    make_account(shop, "MANUAL", name="Counter machine", currencies=["EUR"])
    till = at_the_tender(shop, page)
    ask(till, "Card machine")
    stands(till, "Asking")
    expect(page.get_by_label("Number on the slip")).to_be_focused()
    expect(page.get_by_role("button", name=re.compile("^The machine approved it"))).to_be_disabled()
    till.screen.picture("till-charge-machine", schemes=("light",))
    press(till, "The machine declined it")
    stands(till, "Declined")
    press(till, "Ask again")
    stands(till, "Asking")
    till.type("000417")
    till.press("Enter")
    till.done(PAID)
    with shop.scope():
        (payment,) = Payment.objects.for_business(shop.id)
    assert (payment.payment_method, payment.transaction_reference) == ("CARD", "000417")
