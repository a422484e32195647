"""One piece that is brought without a receipt, asked for many times: it comes back once, and money goes out once."""

from collections import Counter
from typing import Any

import pytest

from optimapos.inventory.models import InventoryBatch
from optimapos.inventory.services import ledger
from optimapos.refunds.services import taking_in
from tests.concurrency.books import assert_books_balance, one
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.refunds.giving_back import tender
from tests.refunds.test_without_receipt import brought
from tests.servers import Server, race

PIECES = 8
PAID_OUT = """
    SELECT count(*), coalesce(sum(p.amount_paid), 0) FROM payment p JOIN refund_item i ON i.refund_id = p.refund_id
     WHERE i.product_id = %s AND p.direction = 'OUT'
"""


def approved_many(shop: Shop, product: Any, count: int, destination: str = "SHELF") -> list[str]:
    """So many approved refunds of the one piece "A", which was sold."""
    body = {
        "storefront": shop.storefront.pk,
        "lines": [{"product": product.pk, "quantity": "1", "unit_cost": "60", "serials": ["A"]}],
    }
    assert shop.manager_till.post("/api/stock-products/opening-stock/", body).status_code == 201
    items = [{"product": product.pk, "quantity": "1", "serials": ["A"]}]
    sale = shop.till.post("/api/sales/checkout/", {"items": items, "payments": [tender("CASH", "100.00")]})
    assert sale.status_code == 201, sale.content
    line = {"serials": ["A"], "destination": destination}
    ids = [brought(shop.manager_till, product, line=line).json()["id"] for _ in range(count)]
    for each in ids:
        assert shop.manager_till.post(f"/api/refunds/{each}/approve/").status_code == 200
    return ids


@pytest.mark.parametrize(("destination", "in_stock"), [("SHELF", ["A"]), ("DAMAGED", [])])
def test_a_piece_comes_back_once(server: Server, shop: Shop, destination: str, in_stock: list[str]) -> None:
    phone = make_product(shop, "Phone", price="100.00", stock=None, tracks_serials=True)
    calls: list[Any] = [
        (f"/api/refunds/{each}/process/", {}, None)
        for each in approved_many(shop, phone, PIECES, destination)
        for _ in range(2)
    ]
    answers = race(server, [shop.manager_till.token], calls)
    told = Counter("done" if answer.status < 300 else answer.json()["code"] for answer in answers)
    assert told["done"] == 1, told
    assert told.keys() <= {"done", "SERIAL_IN_STOCK", "SERIAL_RETURNED", "REFUND_NOT_APPROVED", "BUSY"}, told
    assert one(PAID_OUT, [phone.pk]) == (1, 100)
    with shop.scope():
        layers = InventoryBatch.objects.for_business(shop.id).filter(item__product=phone, is_open=True)
        assert [layer.serial_number for layer in layers] == in_stock
    assert_books_balance(shop.id)


def unseen(business: Any, pieces: Any, *, but: Any) -> set[str]:
    """Nothing came back."""
    return set()


def test_the_control_without_the_look_for_the_piece_pays_for_a_damaged_one_twice(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = make_product(shop, "Phone", price="100.00", stock=None, tracks_serials=True)
    monkeypatch.setattr(taking_in, "not_with_a_customer", unseen)
    for refund in approved_many(shop, phone, 2, "DAMAGED"):
        assert shop.manager_till.post(f"/api/refunds/{refund}/process/", {}).status_code == 200
    assert one(PAID_OUT, [phone.pk]) == (2, 200)


def test_the_control_without_any_look_runs_into_the_databases_own_key(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = make_product(shop, "Phone", price="100.00", stock=None, tracks_serials=True)
    first, second = approved_many(shop, phone, 2)
    assert shop.manager_till.post(f"/api/refunds/{first}/process/", {}).status_code == 200
    monkeypatch.setattr(taking_in, "not_with_a_customer", unseen)
    monkeypatch.setattr(ledger, "open_serials", lambda business, pieces: [])
    refused = shop.manager_till.post(f"/api/refunds/{second}/process/", {})
    assert refused.json()["code"] == "SERIAL_IN_STOCK"
    assert one(PAID_OUT, [phone.pk]) == (1, 100)
