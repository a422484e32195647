"""An exchange locks what it is paid from before what it sells, in the one order, so that it waits for nobody in a circle."""

import threading
from typing import Any

import pytest
from django.db import OperationalError, connections, transaction

from optimapos.core.tenancy import MAINTENANCE
from tests.concurrency.waiting import until_waiting
from tests.factories.catalog import make_product
from tests.factories.organization import make_shop
from tests.refunds.giving_back import approved, item_of, sold, tender
from tests.wallet.accounts import make_card


def test_whoever_holds_the_card_finds_the_goods_unlocked_while_an_exchange_waits_for_it() -> None:
    shop = make_shop()
    tea, mug = make_product(shop, "Tea", price="12.00"), make_product(shop, "Mug", price="30.00")
    card = make_card(shop, "50")
    refund = approved(shop, sold(shop.till, (tea, "1")), "1", method="EXCHANGE")
    cart = {
        "items": [{"product": str(mug.pk), "quantity": "1"}],
        "payments": [tender("GIFT_CARD", "18.00", code=card.code)],
    }
    goods = [item_of(shop, product).pk for product in (tea, mug)]
    answers: list[Any] = []

    def exchange() -> None:
        answers.append(shop.till.post(f"/api/refunds/{refund['id']}/exchange/", {"cart": cart}))
        connections.close_all()

    thread = threading.Thread(target=exchange)
    with transaction.atomic(using=MAINTENANCE), connections[MAINTENANCE].cursor() as cursor:
        cursor.execute("SELECT 1 FROM wallet_account WHERE id = %s FOR NO KEY UPDATE", [card.account.pk])
        thread.start()
        until_waiting(cursor)
        try:
            cursor.execute("SELECT 1 FROM inventory_item WHERE id = ANY(%s) FOR NO KEY UPDATE NOWAIT", [goods])
        except OperationalError:
            pytest.fail("the exchange holds the goods while it waits for the card")
        finally:
            transaction.set_rollback(True, using=MAINTENANCE)
    thread.join()
    assert answers[0].status_code == 200, answers[0].content
