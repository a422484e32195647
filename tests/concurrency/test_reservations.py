"""A reservation that expires while its cart is completed, while the sweeper passes, and while a rival wants the goods."""

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connections
from django.utils import timezone

from optimapos.inventory.models import StockReservation
from optimapos.inventory.services import OpeningStockService
from optimapos.inventory.services.reservations import SWEEP, release_expired
from optimapos.sales.models import Sale
from tests.concurrency.books import assert_books_balance
from tests.concurrency.orders import CASH, CHECKOUT, line, sale
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.servers import Answer, Client, Server, at_once

EDGE_MS = 15
"""Within this many milliseconds around the race the reservation expires."""


def expire_at(shop: Shop, cart: str, at: datetime) -> None:
    with shop.scope():
        StockReservation.objects.for_business(shop.id).filter(sale_id=cart).update(expires_at=at)


def restock(shop: Shop, product_id: UUID) -> None:
    OpeningStockService.receive_opening_stock(
        business=shop.business,
        location_id=shop.storefront.pk,
        product_id=product_id,
        quantity=Decimal(1),
        unit_cost=Decimal(4),
        user_id=shop.owner.user_id,
    ).unwrap()


def race_against_expiry(shop: Shop, clients: list[Client], product: UUID, dice: random.Random) -> tuple[Answer, Answer]:
    """One unit, held by a cart: the cart is completed and a rival checks out, around the moment of its expiry."""
    holder, rival = clients
    cart = holder.post("/api/sales/").json()["id"]
    assert holder.post(f"/api/sales/{cart}/items/", line(product)).status == 201
    expire_at(shop, cart, datetime.now(UTC) + timedelta(milliseconds=dice.uniform(-EDGE_MS / 3, EDGE_MS)))
    moments = [dice.uniform(0, EDGE_MS) / 1000 for _ in range(2)]
    calls: list[Any] = [
        partial(after, moments[0], holder.post, f"/api/sales/{cart}/complete/", {"payments": CASH}, str(uuid4())),
        partial(after, moments[1], rival.post, CHECKOUT, sale([(product, 1)]), str(uuid4())),
    ]
    completed, sold = at_once(calls)
    return completed, sold


def after(seconds: float, call: Any, *arguments: Any) -> Any:
    time.sleep(seconds)
    return call(*arguments)


def sweep() -> int:
    return release_expired(timezone.now())


@contextmanager
def sweeping(dice: random.Random) -> Iterator[list[int]]:
    """A sweeper that passes all the time; how many it found each time."""
    found: list[int] = []
    stop = threading.Event()

    def work() -> None:
        while not stop.wait(dice.uniform(0, EDGE_MS) / 1000):
            found.append(sweep())
        connections.close_all()

    sweeper = threading.Thread(target=work, daemon=True)
    sweeper.start()
    try:
        yield found
    finally:
        stop.set()
        sweeper.join(30)


def expiry_against_checkout(server: Server, shop: Shop, rounds: int, *, swept: bool) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # noqa: T201
    dice = random.Random(seed)
    product = make_product(shop, stock=None).pk
    clients = [server.client(shop.till.token), server.client(shop.manager_till.token)]
    outcomes: Counter[tuple[int, str, int, str]] = Counter()
    with sweeping(random.Random(seed)) if swept else nullcontext([0]) as found:
        for _ in range(rounds):
            restock(shop, product)
            completed, sold = race_against_expiry(shop, clients, product, dice)
            outcomes[completed.status, completed.code, sold.status, sold.code] += 1
    for client in clients:
        client.close()
    print(f"{dict(outcomes)}, {sum(found)} reservations swept")  # noqa: T201
    # Two outcomes only: the cart got it, or the rival did; the other was told that there is not enough.
    assert set(outcomes) <= {(200, "", 409, "INSUFFICIENT_STOCK"), (409, "INSUFFICIENT_STOCK", 201, "")}
    with shop.scope():
        assert Sale.objects.for_business(shop.id).exclude(completed_at=None).count() == rounds
    assert_books_balance(shop.id)


def test_when_a_reservation_expires_during_checkout_and_sweep_one_wins_each_time(server: Server, shop: Shop) -> None:
    expiry_against_checkout(server, shop, rounds=60, swept=True)


def test_when_a_reservation_expires_during_checkout_and_nobody_sweeps_one_wins_each_time(
    server: Server, shop: Shop
) -> None:
    expiry_against_checkout(server, shop, rounds=30, swept=False)


@pytest.mark.slow
@pytest.mark.parametrize("swept", [True, False], ids=["swept", "unswept"])
def test_when_a_reservation_expires_five_thousand_times_one_wins_each_time(
    server: Server, shop: Shop, swept: bool
) -> None:
    expiry_against_checkout(server, shop, rounds=5000, swept=swept)


def test_an_expired_reservation_frees_its_stock_though_nobody_sweeps(shop: Shop) -> None:
    product = make_product(shop, stock="1").pk
    cart = shop.till.post("/api/sales/").json()["id"]
    shop.till.post(f"/api/sales/{cart}/items/", line(product))
    assert shop.till.post(CHECKOUT, sale([(product, 1)])).status_code == 409
    expire_at(shop, cart, datetime.now(UTC))
    assert shop.till.post(CHECKOUT, sale([(product, 1)])).status_code == 201
    refused = shop.till.post(f"/api/sales/{cart}/complete/", {"payments": CASH})
    assert (refused.status_code, refused.json()["code"]) == (409, "INSUFFICIENT_STOCK")
    assert_books_balance(shop.id)


def test_a_cart_whose_reservation_was_swept_is_completed_while_the_goods_are_there(shop: Shop) -> None:
    product = make_product(shop, stock="1").pk
    cart = shop.till.post("/api/sales/").json()["id"]
    shop.till.post(f"/api/sales/{cart}/items/", line(product))
    expire_at(shop, cart, datetime.now(UTC))
    assert sweep() >= 1
    assert shop.till.post(f"/api/sales/{cart}/complete/", {"payments": CASH}).status_code == 200
    assert_books_balance(shop.id)


def test_a_cart_that_is_changed_while_the_sweeper_frees_it_holds_its_stock_again(shop: Shop) -> None:
    product = make_product(shop, stock="5").pk
    cart = shop.till.post("/api/sales/").json()["id"]
    item = shop.till.post(f"/api/sales/{cart}/items/", line(product)).json()["id"]
    expire_at(shop, cart, datetime.now(UTC))
    with psycopg.connect(os.environ["DATABASE_MAINTENANCE_URL"]) as sweeper:
        sweeper.execute(SWEEP, {"at": datetime.now(UTC), "limit": 1000})
        changing = threading.Thread(
            target=at_once,
            args=[[lambda: shop.till.patch(f"/api/sales/{cart}/items/{item}/", {"quantity": "2"})]],
        )
        changing.start()
        wait_for_a_waiting_lock(sweeper)
        sweeper.commit()
    changing.join(30)
    with shop.scope():
        held = StockReservation.objects.for_business(shop.id).filter(
            sale_id=cart, status="ACTIVE", expires_at__gt=datetime.now(UTC)
        )
        assert [row.quantity for row in held] == [Decimal(2)]


def wait_for_a_waiting_lock(connection: "psycopg.Connection[Any]") -> None:
    """Wait until somebody waits for what this connection has locked."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    deadline = time.monotonic() + 2.5
    while connection.execute(waiting).fetchone() == (0,) and time.monotonic() < deadline:
        time.sleep(0.01)


def test_a_line_is_taken_out_of_an_expired_cart_though_another_line_was_sold_meanwhile(shop: Shop) -> None:
    gone, there = make_product(shop, stock="1").pk, make_product(shop, stock="5").pk
    cart = shop.till.post("/api/sales/").json()["id"]
    shop.till.post(f"/api/sales/{cart}/items/", line(gone))
    item = shop.till.post(f"/api/sales/{cart}/items/", line(there)).json()["id"]
    expire_at(shop, cart, datetime.now(UTC))
    assert shop.till.post(CHECKOUT, sale([(gone, 1)])).status_code == 201
    assert shop.till.delete(f"/api/sales/{cart}/items/{item}/").status_code == 204
