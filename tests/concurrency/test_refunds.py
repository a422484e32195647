"""Refunds and voids of one sale at once: never more comes back than was sold, never more goes out than was taken."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connections

from optimapos.refunds.models import Refund
from optimapos.refunds.services import RefundService, processing
from optimapos.sales.models import Sale
from tests.concurrency.books import assert_books_balance, one
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.refunds.giving_back import approved, sold, tender
from tests.servers import Server, race

ACTORS = 20
PIECES = 6
LOST = {"REFUND_TOO_MUCH", "SALE_REFUNDED", "REFUND_NOT_APPROVED", "BUSY"}
GIVEN_BACK = """
    SELECT coalesce(sum(i.quantity), 0), coalesce(sum(i.gross), 0)
      FROM refund_item i JOIN refund r ON r.id = i.refund_id AND r.status = 'PROCESSED' WHERE r.sale_id = %s
"""
PAID_OUT = "SELECT coalesce(sum(amount_paid), 0) FROM payment WHERE sale_id = %s AND direction = 'OUT'"


def round_of(server: Server, shop: Shop, product: Any) -> Counter[str]:
    """One sale of six pieces for 20.00, and twenty who want one piece back, another one for it, or all back; what they were
    told.
    """
    payments = [tender("CARD", "12.00"), tender("CASH", "8.00")]
    sale = sold(shop.till, (product, str(PIECES)), payments=payments)
    wanted = [approved(shop, sale, "1", method=method) for method in ("CASH", "ORIGINAL_PAYMENT") for _ in range(7)]
    calls: list[Any] = [(f"/api/refunds/{refund['id']}/process/", {}, None) for refund in wanted]
    exchanges = [approved(shop, sale, "1", method="EXCHANGE") for _ in range(3)]
    cart = {"items": [{"product": str(product.pk), "quantity": "2"}], "payments": [tender("CASH", "10.00")]}
    calls += [(f"/api/refunds/{refund['id']}/exchange/", {"cart": cart}, None) for refund in exchanges]
    calls += [(f"/api/sales/{sale['id']}/void/", {"reason": "Mistake"}, None)] * (ACTORS - len(calls))
    random.Random(sale["id"]).shuffle(calls)
    answers = race(server, [shop.manager_till.token], calls)
    told = Counter("done" if answer.status < 300 else answer.json()["code"] for answer in answers)
    assert not told.keys() - LOST - {"done"}, told
    quantity, gross = one(GIVEN_BACK, [sale["id"]])
    assert (quantity, gross) == (PIECES, Decimal(20)), (sale["id"], told)
    assert one(PAID_OUT, [sale["id"]]) == (Decimal(20),)
    with shop.scope():
        assert Sale.objects.for_business(shop.id).get(pk=sale["id"]).status == "REFUNDED"
    return told


@pytest.mark.parametrize("rounds", [2, pytest.param(100, marks=pytest.mark.slow)])
def test_twenty_actors_give_one_sale_back_once(server: Server, shop: Shop, rounds: int) -> None:
    odd = make_product(shop, "Odd", price="3.333333", stock=str(PIECES * 200))
    for _ in range(rounds):
        told = round_of(server, shop, odd)
        assert told["done"] in range(1, PIECES + 1)
    assert_books_balance(shop.id)


def unlocked_sale(waiting: threading.Barrier) -> Any:
    """What `lock_sale` does, without the lock, when all have come this far."""

    def read(business: Any, sale_id: Any) -> Sale | None:
        waiting.wait(10)
        return Sale.objects.for_business(business).filter(pk=sale_id).first()

    return read


def process_both(shop: Shop, refunds: list[dict[str, Any]]) -> None:
    """Both at once, each in a thread with a connection of its own."""

    def process(refund: dict[str, Any]) -> None:
        try:
            RefundService.process_refund(
                business=shop.business, actor=shop.till.actor, refund_id=refund["id"], at=datetime.now(UTC)
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(refunds)) as pool:
        list(pool.map(process, refunds))


def test_the_control_without_the_sales_lock_runs_into_the_databases_own_check(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    tea = make_product(shop, "Tea", price="10.00", stock="10")
    sale = sold(shop.till, (tea, "1"))
    refunds = [approved(shop, sale, "1", each={"restock": False}) for _ in range(2)]
    monkeypatch.setattr(processing, "lock_sale", unlocked_sale(threading.Barrier(2)))
    with pytest.raises(IntegrityError, match="sale_refunded_at_most_total"):
        process_both(shop, refunds)
    with shop.scope():
        done = Refund.objects.for_business(shop.id).filter(sale_id=sale["id"], status="PROCESSED")
        assert done.count() == 1
