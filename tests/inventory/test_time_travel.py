"""Stock as of an instant agrees with what was written down while the stock was made, late documents included."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

import psycopg
import pytest
from django.db import connections

from optimapos.core.ids import new_id
from optimapos.core.operations import run_operation
from optimapos.core.result import Result
from optimapos.core.tenancy import APP
from optimapos.inventory.models import InventoryItem, InventoryMovement
from optimapos.inventory.selectors.time_travel import StockThen, stock_as_of, value_as_of
from optimapos.inventory.services import Move, StockLedger, StockMoves
from optimapos.inventory.sql import AS_OF
from optimapos.inventory.types import Incoming, MovementKind, Outgoing, Posted, Source
from optimapos.organization.models import Location
from optimapos.organization.services import LocationService
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.inventory.ledger import Shelf

ZERO = Decimal(0)
Figures = dict[UUID, tuple[Decimal, Decimal]]
SINCE = datetime.now(UTC).replace(microsecond=0) - timedelta(days=30)


@dataclass
class Diary:
    """What was done to a shop, as its own books: (when it happened, when it was booked, item, quantity, cost) each."""

    shop: Shop
    random: Random
    shelves: list[Shelf]
    clock: datetime = SINCE
    entries: list[tuple[datetime, datetime, UUID, Decimal, Decimal]] = field(default_factory=list)
    seen: list[tuple[datetime, Figures]] = field(default_factory=list)
    receipts: list[tuple[Shelf, Source, UUID]] = field(default_factory=list)

    def write(self, at: datetime, posted: Result[list[Posted]]) -> None:
        """Note what was booked, then what the items say by now."""
        booked = datetime.now(UTC)
        if posted.ok:
            self.entries += [(at, booked, each.item_id, each.quantity, each.cost) for each in posted.unwrap()]
        with self.shop.scope():
            rows = InventoryItem.objects.for_business(self.shop.id)
            self.seen.append((datetime.now(UTC), {row.pk: (row.current_qty, row.stock_value) for row in rows}))

    def as_of(self, at: datetime, known_at: datetime | None = None) -> Figures:
        """What it says itself: everything that had happened by `at` and was booked by `known_at`."""
        found: Figures = {}
        for happened, booked, item, quantity, cost in self.entries:
            if happened <= at and (known_at is None or booked <= known_at):
                before = found.get(item, (ZERO, ZERO))
                found[item] = (before[0] + quantity, before[1] + cost)
        return _some(found)

    def live(self, steps: int) -> None:
        """Do random things, every fourth of them late."""
        for _ in range(steps):
            self.clock += timedelta(minutes=self.random.randint(0, 600))
            is_late = self.random.random() < 0.25
            happened = SINCE + self.random.random() * (self.clock - SINCE) if is_late else self.clock
            self.random.choice([self._receive, self._receive, self._issue, self._issue, self._move, self._amend])(
                happened
            )

    def _receive(self, at: datetime) -> None:
        shelf, source, line = self.random.choice(self.shelves), Source("DELIVERY", new_id()), new_id()
        self.write(at, shelf.receive(self._quantity(), self._cost(), source=source, line=line, at=at))
        self.receipts.append((shelf, source, line))

    def _issue(self, at: datetime) -> None:
        self.write(at, self.random.choice(self.shelves).issue(self._quantity(), at=at, may_go_short=True))

    def _move(self, at: datetime) -> None:
        here, there = self.random.sample(
            [shelf for shelf in self.shelves if shelf.product == self.shelves[0].product], 2
        )
        line = Outgoing(here.product.pk, Decimal(self._quantity()), line_id=new_id())
        moved = here.do(
            lambda: StockMoves.move(
                business=self.shop.business,
                moves=[Move(line)],
                from_location=here.location,
                to_location=there.location,
                kinds=(MovementKind.TRANSFER_OUT, MovementKind.TRANSFER_IN),
                source=Source("TRANSFER", new_id()),
                occurred_at=at,
            )
        )
        self.write(at, moved)

    def _amend(self, _: datetime) -> None:
        """Amendments happen when they are booked, which is later than anything else."""
        if self.receipts:
            shelf, source, line = self.random.choice(self.receipts)
            amended = self.random.choice(
                [lambda: shelf.reverse(source), lambda: shelf.add_cost(source, line, self._cost())]
            )()
            happened = self._last_booked() if amended.ok else self.clock
            self.write(happened, amended)

    def _last_booked(self) -> datetime:
        with self.shop.scope():
            rows = InventoryMovement.objects.for_business(self.shop.id).order_by("-posted_at")
            return rows[0].occurred_at

    def _quantity(self) -> str:
        return str(Decimal(self.random.randint(1, 9000)) / 1000)

    def _cost(self) -> str:
        return str(Decimal(self.random.randint(0, 9_000_000)) / 1_000_000)


def make_place(shop: Shop, code: str) -> Location:
    return LocationService.create_location(
        business=shop.business, code=code, name=code, user_id=shop.owner.user_id, timezone="Europe/Sofia"
    ).unwrap()


def a_diary(shop: Shop, seed: int, steps: int) -> Diary:
    products = [make_product(shop, stock=None, unit_decimals=3) for _ in range(3)]
    places = [shop.storefront, make_place(shop, "S2")]
    diary = Diary(shop, Random(seed), [Shelf(shop, product, place) for product in products for place in places])
    diary.live(steps)
    return diary


def _some(figures: Figures) -> Figures:
    return {item: each for item, each in figures.items() if any(each)}


def _told(rows: Iterable[StockThen]) -> Figures:
    return {row.item_id: (row.quantity, row.value) for row in rows}


@pytest.mark.parametrize("seed", [1, 2])
def test_it_agrees_with_a_diary_at_any_instant(shop: Shop, seed: int) -> None:
    diary = a_diary(shop, seed, steps=150)
    places = {shelf.location.pk: shelf.location.code for shelf in diary.shelves}
    with shop.scope():
        items = InventoryItem.objects.for_business(shop.id).in_bulk()
        last = max(happened for happened, *_ in diary.entries)
        for _ in range(50):
            at = SINCE + diary.random.random() * (last - SINCE)
            known_at, _ = diary.random.choice(diary.seen)
            for known in (None, known_at):
                truth = diary.as_of(at, known)
                assert _told(stock_as_of(shop.id, at, known_at=known)) == truth
                here = diary.random.choice(list(places))
                of_place = {item: each for item, each in truth.items() if items[item].location_id == here}
                assert _told(stock_as_of(shop.id, at, known_at=known, location_ids=[here])) == of_place
                product = diary.random.choice(diary.shelves).product.pk
                of_product = {item: each for item, each in truth.items() if items[item].product_id == product}
                assert _told(stock_as_of(shop.id, at, known_at=known, product_id=product)) == of_product
                values = {row.code: (row.items, row.value) for row in value_as_of(shop.id, at, known_at=known)}
                assert values == {
                    code: (
                        sum(items[item].location_id == place for item in truth),
                        sum((each[1] for item, each in truth.items() if items[item].location_id == place), ZERO),
                    )
                    for place, code in places.items()
                }


def test_it_agrees_with_what_the_items_said_then(shop: Shop) -> None:
    diary = a_diary(shop, 3, steps=60)
    far = datetime.now(UTC) + timedelta(days=1)
    with shop.scope():
        for then, figures in diary.seen:
            assert _told(stock_as_of(shop.id, far, known_at=then)) == _some(figures)
        final = _some(diary.seen[-1][1])
        assert _told(stock_as_of(shop.id, far)) == final
        assert sum(row.value for row in value_as_of(shop.id, far)) == sum(value for _, value in final.values())


def test_at_the_instant_itself_it_had_happened_and_a_moment_before_it_had_not(shop: Shop) -> None:
    shelf = Shelf(shop, make_product(shop, stock=None))
    for hour, quantity in ((1, "3"), (1, "4"), (3, "5")):
        shelf.receive(quantity, "2", at=SINCE + timedelta(hours=hour)).unwrap()
    shelf.receive("10", "1", at=SINCE + timedelta(hours=1)).unwrap()
    moment = timedelta(microseconds=1)
    with shop.scope():
        found = {
            (hour, off): [row.quantity for row in stock_as_of(shop.id, SINCE + timedelta(hours=hour) + off)]
            for hour in (1, 3)
            for off in (-moment, moment * 0)
        }
    assert found == {(1, -moment): [], (1, moment * 0): [17], (3, -moment): [17], (3, moment * 0): [22]}


def test_pages_by_item_make_the_whole(shop: Shop) -> None:
    diary = a_diary(shop, 4, steps=40)
    with shop.scope():
        whole = stock_as_of(shop.id, diary.clock)
        assert len(whole) > 3
        first = stock_as_of(shop.id, diary.clock, limit=2)
        rest = stock_as_of(shop.id, diary.clock, after=first[-1].item_id)
    assert first + rest == whole


def test_it_reads_the_movements_by_index(shop: Shop) -> None:
    products = [make_product(shop, stock=None) for _ in range(20)]
    for day in range(10):
        lines = [
            Incoming(product.pk, Decimal(1), Decimal(1), line_id=new_id()) for product in products for _ in range(100)
        ]
        at = SINCE + timedelta(days=day)
        run_operation(
            shop.business,
            lambda lines=lines, at=at: Result.success(
                StockLedger.receive(
                    business=shop.business,
                    location=shop.storefront,
                    lines=lines,
                    kind=MovementKind.RECEIPT,
                    source=Source("DELIVERY", new_id()),
                    occurred_at=at,
                )
            ),
        ).unwrap()
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("ANALYZE inventory_movement")
        owner.execute("ANALYZE inventory_item")
    asked = {
        "business_id": shop.id,
        "at": SINCE + timedelta(days=5),
        "locations": None,
        "product": None,
        "after": None,
        "limit": None,
    }
    with shop.scope(), connections[APP].cursor() as cursor:
        assert [row.quantity for row in stock_as_of(shop.id, SINCE + timedelta(days=5))] == [600] * 20
        cursor.execute(f"EXPLAIN {AS_OF}", asked)
        plan = [line for (line,) in cursor.fetchall() if "inventory_movement" in line]
    assert len(plan) >= 3
    assert [line for line in plan if "Index" not in line] == []
