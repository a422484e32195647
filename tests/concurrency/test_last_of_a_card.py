"""The last money on a gift card: it pays one sale, the others are told, and without the lock they are not."""

from collections import Counter
from typing import Any

import pytest

from optimapos.wallet.models import WalletAccount
from tests.concurrency.books import assert_books_balance
from tests.concurrency.orders import CHECKOUT, line
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.servers import Answer, Server, race
from tests.wallet.accounts import make_card

BUYERS = 12
ROUNDS = 3


def told(answer: Answer) -> tuple[int, str]:
    """Status, and the code of a refusal."""
    body: Any = answer.json() if answer.status < 500 else {}
    return answer.status, body.get("code", "")


def rush(server: Server, shop: Shop) -> tuple[Counter[tuple[int, str]], Any]:
    """All pay at once by one card that has enough for one of them: what became of them, and what is left on it."""
    product, card = make_product(shop, price="30.00", stock="1000"), make_card(shop, "50")
    body = {
        "items": [line(product.pk)],
        "payments": [{"payment_method": "GIFT_CARD", "amount_paid": "30.00", "code": card.code}],
    }
    tokens = [shop.till.token, shop.manager_till.token]
    answers = race(server, tokens, [(CHECKOUT, body, None)] * BUYERS)
    with shop.scope():
        left = WalletAccount.objects.for_business(shop.id).values_list("balance", flat=True).get(pk=card.account.pk)
    return Counter(map(told, answers)), left


def test_the_last_money_on_a_card_pays_one_sale_and_the_others_are_told(server: Server, shop: Shop) -> None:
    for _ in range(ROUNDS):
        outcome, left = rush(server, shop)
        assert outcome == {(201, ""): 1, (409, "WALLET_BALANCE_TOO_LOW"): BUYERS - 1}
        assert left == 20
    assert_books_balance(shop.id)


def test_without_the_lock_only_the_databases_own_check_stops_the_second_one(unlocked: Server, shop: Shop) -> None:
    for _ in range(10):
        outcome, left = rush(unlocked, shop)
        assert left == 20
        if outcome[500, ""]:
            return
    pytest.fail("the control never went wrong, so the race proves nothing")
