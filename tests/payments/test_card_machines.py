"""The shop's own card machine: the cashier tells what it said."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.factories.catalog import make_product
from tests.factories.organization import make_shop
from tests.payments.tills import Paying, make_account


@pytest.fixture(scope="module")
def paying() -> Paying:
    """A shop with such a machine."""
    shop = make_shop()
    return Paying(shop, make_account(shop, "MANUAL"), make_product(shop, price="10.00", stock="1000"))


def test_an_approved_slip_completes_the_sale(paying: Paying) -> None:
    cart = paying.cart("2")
    told = paying.card(cart).json()
    assert (told["status"], told["provider"]) == ("PENDING", "MANUAL")
    path = f"/api/payments/{told['id']}/confirm/"
    assert paying.shop.till.post(path, {"approved": True}).json()["code"] == "REFERENCE_REQUIRED"
    answer = paying.shop.till.post(path, {"approved": True, "reference": "SLIP 0042"}).json()
    assert (answer["status"], answer["outcome"], answer["reference"]) == ("SUCCEEDED", "APPLIED", "SLIP 0042")
    assert paying.payments(cart) == [("CARD", "SUCCESSFUL", Decimal(20), "MANUAL")]
    again = paying.shop.till.post(path, {"approved": False})
    assert (again.json()["code"], again.json()["data"]) == ("INTENT_NOT_OPEN", {"status": "SUCCEEDED"})


def test_a_declined_slip_gives_the_cart_back(paying: Paying) -> None:
    cart = paying.cart("2")
    told = paying.card(cart).json()
    answer = paying.shop.till.post(f"/api/payments/{told['id']}/confirm/", {"approved": False}).json()
    assert (answer["status"], answer["error_code"], paying.sale(cart).status) == ("FAILED", "DECLINED", "DRAFT")


def test_a_slip_that_nobody_brought_expires(paying: Paying) -> None:
    cart = paying.cart("2")
    told = paying.card(cart).json()
    intent = paying.intent(told["id"])
    assert intent.next_poll_at == intent.expires_at
    expired = paying.advance(told, at=intent.expires_at + timedelta(seconds=1))
    assert (expired.status, paying.sale(cart).status) == ("EXPIRED", "DRAFT")


def test_the_price_of_a_currency_without_decimals_is_its_own_minor_unit() -> None:
    shop = make_shop(currency="JPY")
    paying = Paying(shop, make_account(shop, "MANUAL"), make_product(shop, price="120", stock="10"))
    told = paying.card(paying.cart("2")).json()
    assert (told["amount"], paying.intent(told["id"]).minor) == ("240", 240)


def test_the_price_of_a_currency_with_three_decimals_has_thousandths() -> None:
    shop = make_shop(currency="KWD")
    paying = Paying(shop, make_account(shop, "MANUAL"), make_product(shop, price="1.234", stock="10"))
    told = paying.card(paying.cart("2")).json()
    assert (told["amount"], paying.intent(told["id"]).minor) == ("2.468", 2468)
