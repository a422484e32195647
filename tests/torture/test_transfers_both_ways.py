"""Transfers both ways over few hot items, between adjustments and counts of the same: no deadlock, and nothing is lost.

In the control the items are locked one by one in any order; then the same load deadlocks.
"""

import random
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from optimapos.core.ids import UUID
from optimapos.core.result import DomainError, Result
from optimapos.inventory import locks
from optimapos.inventory.models import InventoryItem, StockTransfer
from optimapos.inventory.services import (
    StockAdjustmentService,
    StockCountService,
    StockTransferService,
    TransferArrivals,
    booking,
)
from optimapos.inventory.types import (
    ArrivedLine,
    CountedLine,
    CountScope,
    Kind,
    NewAdjustmentLine,
    NewTransferLine,
    Reason,
)
from optimapos.nomenclatures.services import StatusManager
from optimapos.organization.models import Location
from tests.concurrency.books import assert_books_balance, one
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, make_shop
from tests.inventory.documents import make_place
from tests.inventory.ledger import Shelf
from tests.servers import at_once

THREADS = 16
HOT_ITEMS = 10
OPENING = 5000
DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
ONE = Decimal(1)


@dataclass
class Yard:
    """A shop with two locations that have the same goods."""

    shop: Shop
    ends: tuple[Location, Location]
    products: list[UUID]

    def step(self, kind: Kind, document: Any, status: str) -> Result[Any]:
        """Take a document on."""
        return StatusManager.transition(
            business=self.shop.business,
            kind=kind,
            document_id=document.pk,
            to_status=status,
            actor=self.shop.owner,
            at=datetime.now(UTC),
        )

    def common(self) -> dict[str, Any]:
        """What every operation takes."""
        return {"business": self.shop.business, "actor": self.shop.owner}

    def quantity(self) -> Decimal:
        """Units of all goods everywhere, also on their way."""
        with self.shop.scope():
            rows = InventoryItem.objects.for_business(self.shop.id).values_list("current_qty", flat=True)
            return sum(rows, Decimal(0))


def make_yard() -> Yard:
    """A new one."""
    shop = make_shop()
    far = make_place(shop)
    goods = [make_product(shop, name=f"Tea {number}", stock=str(OPENING), price=None) for number in range(HOT_ITEMS)]
    for product in goods:
        Shelf(shop, product, far).receive(str(OPENING), "4").unwrap()
    return Yard(shop, (shop.storefront, far), [product.pk for product in goods])


def send(yard: Yard, dice: random.Random) -> Result[Any]:
    """A transfer in either direction, dispatched and received."""
    start, end = dice.sample(yard.ends, 2)
    wanted = dice.sample(yard.products, dice.randint(2, HOT_ITEMS))
    written = StockTransferService.create_transfer(
        **yard.common(),
        location=start,
        fields={"to_location": end},
        lines=[NewTransferLine(product, ONE) for product in wanted],
        at=datetime.now(UTC),
    )
    sent = yard.step(Kind.TRANSFER, written.unwrap(), "dispatched")
    if not sent.ok:
        return sent
    with yard.shop.scope():
        lines = list(StockTransfer.objects.for_business(yard.shop.id).get(pk=sent.data.pk).lines.all())
    dice.shuffle(lines)
    arrived = [ArrivedLine(line.pk, ONE) for line in lines]
    return TransferArrivals.receive_transfer(
        **yard.common(), transfer_id=sent.data.pk, lines=arrived, at=datetime.now(UTC)
    )


def adjust(yard: Yard, dice: random.Random) -> Result[Any]:
    """As much is found of some goods as of others is gone, and some change their status."""
    found, gone, damaged = dice.sample(yard.products, 3)
    lines = [
        NewAdjustmentLine(found, ONE, Reason.FOUND),
        NewAdjustmentLine(gone, -ONE, Reason.LOSS),
        NewAdjustmentLine(damaged, ONE, Reason.DAMAGE, to_status="DAMAGED"),
    ]
    dice.shuffle(lines)
    written = StockAdjustmentService.create_adjustment(
        **yard.common(), location=dice.choice(yard.ends), fields={}, lines=lines, at=datetime.now(UTC)
    )
    return yard.step(Kind.ADJUSTMENT, written.unwrap(), "completed")


def look(yard: Yard, dice: random.Random) -> Result[Any]:
    """Some goods are counted, and nothing is posted."""
    wanted = dice.sample(yard.products, 5)
    written = StockCountService.create_count(
        **yard.common(),
        location=dice.choice(yard.ends),
        fields={"scope": CountScope.PRODUCTS, "product_ids": wanted},
        at=datetime.now(UTC),
    ).unwrap()
    yard.step(Kind.COUNT, written, "counting").unwrap()
    dice.shuffle(wanted)
    counted = [CountedLine(product_id=product, quantity=ONE) for product in wanted]
    return StockCountService.count_lines(**yard.common(), count_id=written.pk, lines=counted)


def work(yard: Yard, seed: int, rounds: int) -> list[str]:
    """Several things one after the other; the code of each refusal, BUSY where a lock was not had in time."""
    dice, codes = random.Random(seed), []
    for _ in range(rounds):
        try:
            codes.append(dice.choice((send, send, send, adjust, look))(yard, dice).code)
        except DomainError as refusal:
            codes.append(refusal.code)
    return codes


def load(rounds: int) -> tuple[Yard, Counter[str]]:
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # noqa: T201
    yard = make_yard()
    calls = [partial(work, yard, seed + number, rounds) for number in range(THREADS)]
    return yard, Counter(code for codes in at_once(calls, within=7200) for code in codes)


def no_deadlock(rounds: int) -> None:
    before = one(DEADLOCKS)
    yard, outcomes = load(rounds)
    print(f"{THREADS * rounds} rounds: {dict(outcomes)}")  # noqa: T201
    assert set(outcomes) <= {"", "BUSY"}
    assert outcomes[""] > THREADS * rounds * 0.5
    time.sleep(1.5)  # until every connection has told its statistics
    assert one(DEADLOCKS) == before
    assert yard.quantity() == 2 * HOT_ITEMS * OPENING
    assert_books_balance(yard.shop.id)


def one_by_one(business: Any, item_ids: Iterable[UUID]) -> list[InventoryItem]:
    """What `lock_items` and `lock_item_rows` do, in any order."""
    wanted = list(item_ids)
    random.shuffle(wanted)
    rows = InventoryItem.objects.for_business(business)
    return [rows.select_for_update(no_key=True).get(pk=item) for item in wanted]


def test_transfers_both_ways_between_adjustments_and_counts_have_no_deadlock() -> None:
    no_deadlock(rounds=4)


@pytest.mark.slow
def test_many_transfers_both_ways_between_adjustments_and_counts_have_no_deadlock() -> None:
    no_deadlock(rounds=200)


def test_with_items_locked_in_any_order_the_same_load_deadlocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "lock_items", one_by_one)
    monkeypatch.setattr(booking, "lock_item_rows", one_by_one)
    before = int(str(one(DEADLOCKS)[0]))
    for _ in range(5):
        try:
            load(rounds=2)
        except Exception as error:
            print(f"{error!r}")  # noqa: T201
        time.sleep(1.5)
        if int(str(one(DEADLOCKS)[0])) > before:
            return
    pytest.fail("the control never deadlocked, so the load proves nothing")
