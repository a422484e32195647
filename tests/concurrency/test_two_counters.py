"""One piece is given back at two counters at once, at one with its receipt and at the other without: it is paid for once."""

import threading
from typing import Any

import pytest
from django.db import connections, transaction

from optimapos.core.tenancy import MAINTENANCE
from optimapos.refunds.services import processing
from tests.concurrency.books import assert_books_balance, one
from tests.concurrency.waiting import until_waiting
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.refunds.giving_back import approved, processed, sold
from tests.refunds.test_brought_pieces import phones, sold_piece
from tests.refunds.test_without_receipt import brought

PAID_OUT = """
    SELECT count(*), sum(p.amount_paid) FROM payment p JOIN refund_item i ON i.refund_id = p.refund_id
     LEFT JOIN sale_item s ON s.id = i.sale_item_id
     WHERE coalesce(i.product_id, s.product_id) = %s AND p.direction = 'OUT'
"""


def two_refunds(shop: Shop) -> tuple[Any, str, str]:
    """A piece that was sold, and of it an approved refund with its receipt, after which it stays with whoever brought it, and
    one without."""
    processed(shop, sold(shop.till, (make_product(shop, "Tea", price="12.00"), "1")), "1")  # the counter's row is there
    phone = phones(shop, "A")
    with_receipt = approved(shop, sold_piece(shop, phone, "A"), "1", each={"serials": ["A"], "restock": False})
    without = brought(shop.manager_till, phone, line={"serials": ["A"]}).json()["id"]
    assert shop.manager_till.post(f"/api/refunds/{without}/approve/").status_code == 200
    return phone, with_receipt["id"], without


def processed_at_once(shop: Shop, refunds: tuple[str, str]) -> list[Any]:
    """Both are processed while somebody holds the counter of credit notes, which is drawn last: the second begins when the
    first has done all but that."""
    answers: list[Any] = [None, None]

    def process(nth: int) -> None:
        answers[nth] = shop.till.post(f"/api/refunds/{refunds[nth]}/process/", {})
        connections.close_all()

    threads = [threading.Thread(target=process, args=(nth,)) for nth in (0, 1)]
    with transaction.atomic(using=MAINTENANCE), connections[MAINTENANCE].cursor() as cursor:
        cursor.execute("SELECT 1 FROM refund_counter WHERE business_id = %s FOR UPDATE", [shop.id])
        for count, thread in enumerate(threads, start=1):
            thread.start()
            until_waiting(cursor, count)
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.parametrize("with_receipt_first", [True, False])
def test_a_piece_is_paid_for_once(shop: Shop, with_receipt_first: bool) -> None:
    phone, with_receipt, without = two_refunds(shop)
    order = (with_receipt, without) if with_receipt_first else (without, with_receipt)
    first, second = processed_at_once(shop, order)
    assert first.status_code == 200, first.content
    assert (second.status_code, second.json()["code"]) == (409, "SERIAL_RETURNED")
    assert one(PAID_OUT, [phone.pk]) == (1, 100)
    assert_books_balance(shop.id)


@pytest.mark.parametrize("with_receipt_first", [True, False])
def test_the_control_without_the_lock_of_the_stock_pays_twice(
    shop: Shop, with_receipt_first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, with_receipt, without = two_refunds(shop)
    monkeypatch.setattr(processing, "lock_item_rows", lambda business, items: None)
    order = (with_receipt, without) if with_receipt_first else (without, with_receipt)
    assert [answer.status_code for answer in processed_at_once(shop, order)] == [200, 200]
    assert one(PAID_OUT, [phone.pk]) == (2, 200)
