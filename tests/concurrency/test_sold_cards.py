"""One gift card at two tills at once: what is loaded is all there, and it is either taken back or spent."""

import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connections

from optimapos.core.operations import run_operation
from optimapos.core.result import Result
from optimapos.sales.rules.settlement import TenderInput
from optimapos.sales.selectors.gift_cards import CardSale
from optimapos.sales.services.gift_cards import GiftCardSaleService
from optimapos.wallet.models import WalletAccount
from optimapos.wallet.services import selling
from tests.concurrency.books import assert_books_balance
from tests.concurrency.orders import CHECKOUT, line
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.servers import Answer, Server, race
from tests.wallet.accounts import balance
from tests.wallet.selling import SALES, card_body, sell_card

LOADS = 12
ROUNDS = 6
PATIENCE = 0.5
# How long the second till is given to get past a lock that is not there.


def told(answer: Answer) -> str:
    """The code of a refusal, or that it was done."""
    return "done" if answer.status < 300 else str(answer.json()["code"])


def account_of(shop: Shop, sold: Any) -> WalletAccount:
    """The card's account."""
    with shop.scope():
        return WalletAccount.objects.for_business(shop.id).get(pk=sold["account"])


def test_loads_of_one_card_at_two_tills_are_all_there(server: Server, shop: Shop) -> None:
    card = sell_card(shop.till, "10.00")
    body = card_body("5.00", code=card["code"])
    answers = race(server, [shop.till.token, shop.manager_till.token], [(SALES, body, None)] * LOADS)
    assert Counter(map(told, answers)) == {"done": LOADS}
    assert balance(shop, account_of(shop, card)) == 10 + 5 * LOADS
    assert_books_balance(shop.id)


def test_one_key_at_two_tills_sells_one_card(server: Server, shop: Shop) -> None:
    answers = race(server, [shop.till.token, shop.manager_till.token], [(SALES, card_body("5.00"), "one-card")] * 6)
    assert {told(answer) for answer in answers} <= {"done", "IN_PROGRESS"}
    assert len({answer.json()["code"] for answer in answers if answer.status == 201}) == 1
    with shop.scope():
        assert WalletAccount.objects.for_business(shop.id).count() == 1


def test_a_card_is_taken_back_or_spent(server: Server, shop: Shop) -> None:
    tea = make_product(shop, price="10.00", stock="1000")
    for _ in range(ROUNDS):
        card = sell_card(shop.manager_till, "10.00")
        tender = {"payment_method": "GIFT_CARD", "amount_paid": "10.00", "code": card["code"]}
        spend = (CHECKOUT, {"items": [line(tea.pk)], "payments": [tender]}, None)
        void = (f"{SALES}{card['id']}/void/", {"reason": "By mistake"}, None)
        answers = race(server, [shop.manager_till.token], [spend, void] * 2)
        found = Counter(map(told, answers))
        assert found["done"] == 1, found
        assert found.keys() <= {
            "done",
            "WALLET_BLOCKED",
            "WALLET_BALANCE_TOO_LOW",
            "GIFT_CARD_SPENT",
            "GIFT_CARD_VOIDED",
        }
        assert balance(shop, account_of(shop, card)) == 0
    assert_books_balance(shop.id)


def load(shop: Shop, code: str) -> Result[CardSale]:
    """5.00 more on the card of a code."""
    return GiftCardSaleService.sell(
        business=shop.business,
        actor=shop.manager_till.actor,
        location=shop.storefront,
        amount=Decimal(5),
        tenders=[TenderInput("CASH", Decimal(5))],
        code=code,
        at=datetime.now(UTC),
    )


def both(shop: Shop, code: str) -> list[str]:
    """The answers, when the second begins before the first has committed."""
    later: list[Future[Result[CardSale]]] = []

    def closing(work: Any) -> Any:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:

        def first() -> Result[CardSale]:
            result = load(shop, code)
            later.append(pool.submit(closing, lambda: load(shop, code)))
            time.sleep(PATIENCE)
            return result

        done = pool.submit(closing, lambda: run_operation(shop.business, first)).result()
        return [done.code, later[0].result().code]


def test_the_second_load_waits_for_the_first(shop: Shop) -> None:
    card = sell_card(shop.manager_till, "10.00")
    assert both(shop, card["code"]) == ["", ""]
    assert balance(shop, account_of(shop, card)) == 20


def test_without_the_lock_only_the_databases_own_check_stops_the_second(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the second load starts from a balance that the first has not committed yet."""

    def read(business: Any, account_id: Any) -> WalletAccount:
        return WalletAccount.objects.for_business(business).get(pk=account_id)

    monkeypatch.setattr(selling, "lock_account", read)
    card = sell_card(shop.manager_till, "10.00")
    with pytest.raises(IntegrityError, match="wallet_entry_seq"):
        both(shop, card["code"])
