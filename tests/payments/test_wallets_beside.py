"""Gift cards, store credit and points beside a provider's part of a sale: spent with it, or not at all."""

from decimal import Decimal
from typing import Any

from django.db import connections

from optimapos.wallet.models import WalletAccount
from tests.concurrency.books import assert_books_balance
from tests.factories.catalog import make_customer
from tests.gateways.stripe import StripeStandIn
from tests.payments.tills import Paying
from tests.refunds.giving_back import sold, tender
from tests.wallet.accounts import make_card, make_credit


def left_on(paying: Paying, account: Any) -> Decimal:
    """What an account holds."""
    with paying.shop.scope():
        return WalletAccount.objects.for_business(paying.shop.id).get(pk=account).balance


def test_a_gift_card_and_store_credit_pay_beside_a_card_once_its_money_is_there(
    paying: Paying, stripe_standin: StripeStandIn
) -> None:
    card, customer = make_card(paying.shop, "20"), make_customer(paying.shop)
    credit = make_credit(paying.shop, "10", customer)
    cart = paying.cart(customer=customer.pk)
    beside = [tender("GIFT_CARD", "20.00", code=card.code), tender("STORE_CREDIT", "10.00")]
    told = paying.card(cart, amount="20.00", payments=beside).json()
    assert (told["status"], told["amount"], left_on(paying, card.account.pk)) == ("PENDING", "20.00", 20)
    stripe_standin.pay(told["payment_intent_id"])
    assert paying.advance(told).outcome == "APPLIED"
    assert paying.payments(cart) == [
        ("CARD", "SUCCESSFUL", Decimal(20), "STRIPE"),
        ("GIFT_CARD", "SUCCESSFUL", Decimal(20), ""),
        ("STORE_CREDIT", "SUCCESSFUL", Decimal(10), ""),
    ]
    assert (left_on(paying, card.account.pk), left_on(paying, credit.account.pk)) == (0, 0)
    assert_books_balance(paying.shop.id)


def test_a_code_lies_in_no_table_while_the_provider_is_waited_for(
    paying: Paying, stripe_standin: StripeStandIn
) -> None:
    card = make_card(paying.shop, "20")
    told = paying.card(paying.cart(), amount="30.00", payments=[tender("GIFT_CARD", "20.00", code=card.code)]).json()
    with paying.shop.scope(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT to_jsonb(i)::text FROM payment_intent i WHERE id = %s", [told["id"]])
        (row,) = cursor.fetchone()
    assert "GIFT_CARD" in row
    assert card.code not in row
    assert card.code.replace("-", "") not in row
    assert paying.shop.till.post(f"/api/payments/{told['id']}/cancel/").json()["status"] == "CANCELLED"


def test_a_card_that_was_spent_meanwhile_leaves_the_providers_money_to_be_given_back(
    paying: Paying, stripe_standin: StripeStandIn
) -> None:
    card, cart = make_card(paying.shop, "20"), paying.cart()
    beside = [tender("GIFT_CARD", "20.00", code=card.code)]
    told = paying.card(cart, amount="30.00", payments=beside).json()
    spent = [tender("GIFT_CARD", "20.00", code=card.code), tender("CASH", "30.00")]
    sold(paying.shop.till, (paying.product, "5"), payments=spent)
    stripe_standin.pay(told["payment_intent_id"])
    assert paying.advance(told).outcome == "UNAPPLIED"
    assert (paying.sale(cart).status, paying.payments(cart), left_on(paying, card.account.pk)) == ("DRAFT", [], 0)
    assert_books_balance(paying.shop.id)


def test_what_a_card_can_not_pay_is_refused_before_anybody_is_asked(
    paying: Paying, stripe_standin: StripeStandIn
) -> None:
    card, cart, asked = make_card(paying.shop, "20"), paying.cart(), len(stripe_standin.calls)
    for payments, code in (
        ([tender("GIFT_CARD", "20.01", code=card.code)], "WALLET_BALANCE_TOO_LOW"),
        ([tender("GIFT_CARD", "20.00", code="XXXX-XXXX-XXXX-XXXX")], "WALLET_CODE_WRONG"),
        ([tender("CASH", "20.00", code=card.code)], "VALIDATION_FAILED"),
    ):
        assert paying.card(cart, payments=payments).json()["code"] == code
    assert (len(stripe_standin.calls), paying.sale(cart).status) == (asked, "DRAFT")
