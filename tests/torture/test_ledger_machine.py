"""A state machine over the stock ledger against a plain-Python model: after each step both must say the same.

Receipts, sales at tills (SQL, a second implementation of the same rules), sales without stock, returns to suppliers,
transfers with losses on the way, counts, quarantine, goods that expire, late costs, corrections, and all of it taken back.
Two places and what is on its way between them. At the level of the services, in one thread.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from optimapos.core.actors import Origin
from optimapos.core.ids import new_id
from optimapos.core.operations import run_operation
from optimapos.core.result import DomainError, Result
from optimapos.inventory.models import InventoryBatch, InventoryItem
from optimapos.inventory.services import Move, StockAmendments, StockLedger, StockMoves
from optimapos.inventory.types import BatchKind, CostShare, Incoming, MovementKind, Outgoing, Posted, Source
from optimapos.organization.models import Location
from optimapos.organization.services import LocationService
from optimapos.organization.types import LocationKind, StockPolicy
from optimapos.sales.commands import decode_checkout
from optimapos.sales.models import Sale
from optimapos.sales.selectors.checkout import Caller
from optimapos.sales.services import CheckoutService
from optimapos.sales.services.checkout import Call
from tests.concurrency.books import assert_books_balance
from tests.concurrency.orders import sale
from tests.factories.catalog import make_product
from tests.factories.organization import Shop, Till, make_till
from tests.torture.ledger_model import Booked, Came, Layer, Ledger, RefusalError, Spot, Want, is_sellable

WHOLE, FINE, FRESH = range(3)
PRODUCTS = st.sampled_from([WHOLE, FINE, FRESH])
PLACES = st.integers(0, 1)
WHICH = st.integers(0, 999)
QUANTITIES = st.integers(1, 12000)
"""Thousandths; of what is counted in whole units, at least one."""
COSTS = st.decimals("0", "20", places=6)
LINES = st.lists(st.tuples(PRODUCTS, st.integers(1, 4000)), min_size=1, max_size=3)
RECEIVED = st.lists(
    st.tuples(PRODUCTS, QUANTITIES, COSTS, st.sampled_from([0, 1, 3, 300, None])), min_size=1, max_size=3
)
MINUTES = st.sampled_from([0, 0, 0, 1, 30, 90])
"""How long ago something happened that is booked now."""
ALL_STATUSES = frozenset({"AVAILABLE", "QUARANTINE", "DAMAGED"})


@dataclass
class World:
    """What all runs share: the shop, its places, a till at each storefront."""

    shop: Shop
    places: list[Location]
    transit: Location
    tills: list[Till]


def make_world(shop: Shop) -> World:
    """A shop with a second storefront that sells on without stock, and a place for what is on its way."""
    create, zone = LocationService.create_location, "Europe/Sofia"
    common: dict[str, Any] = {"business": shop.business, "user_id": shop.owner.user_id, "timezone": zone}
    second = create(code="S2", name="Station", stock_policy=StockPolicy.ALLOWS_OVERSELL, **common).unwrap()
    transit = create(code="WAY", name="On its way", kind=LocationKind.TRANSIT, **common).unwrap()
    till = make_till(shop.business, second, shop.owner, code="T9", role="cashier")
    return World(shop, [shop.storefront, second], transit, [shop.till, till])


@dataclass
class Receipt:
    """A delivery that was booked: its lines, and the late costs that stand on them."""

    source: Source
    lines: list[tuple[UUID, Spot]]
    costs: list[tuple[UUID, Decimal]]


class LedgerMachine(RuleBasedStateMachine):
    """Rules do the same to the shop and to the model; the invariant compares what is left of both."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world, self.shop = world, world.shop
        self.model = Ledger()
        self.products: list[UUID] = []
        self.spots: dict[UUID, Spot] = {}
        self.receipts: list[Receipt] = []
        self.sources: list[Source] = []
        self.taken_back: list[Source] = []
        self.transfers: list[tuple[UUID, UUID, int]] = []

    @initialize(lines=RECEIVED, more=RECEIVED)
    def open_the_shop(self, lines: Any, more: Any) -> None:
        self.products = [
            make_product(self.shop, price="5.00", stock=None, unit_decimals=0 if number == WHOLE else 3, **fields).pk
            for number, fields in ((WHOLE, {}), (FINE, {}), (FRESH, {"keeps_expiry": True}))
        ]
        self.receive(0, lines, 0, "AVAILABLE")
        self.receive(1, more, 0, "AVAILABLE")

    @rule(place=PLACES, lines=RECEIVED, ago=MINUTES, status=st.sampled_from(["AVAILABLE"] * 4 + ["QUARANTINE"]))
    def receive(self, place: int, lines: Any, ago: int, status: str) -> None:
        source = Source("DELIVERY", new_id())
        came = [
            Came(
                self._spot(product, place),
                self._quantity(product, quantity),
                cost,
                new_id(),
                self._day(1 if days is None and product == FRESH else days),
                status,
            )
            for product, quantity, cost, days in lines
        ]
        self._come(source, came, MovementKind.RECEIPT, self._ago(ago))
        self.receipts.append(Receipt(source, [(line.line, line.spot) for line in came], []))

    @rule(place=PLACES, lines=LINES)
    def sell(self, place: int, lines: list[tuple[int, int]]) -> None:
        wanted = [(self.products[product], self._quantity(product, quantity)) for product, quantity in lines]
        now = datetime.now(UTC)
        day = self._local_day(now)
        wants = [
            Want(self._spot(product, place), quantity, lambda layer: is_sellable(layer, day))
            for (product, _), (_, quantity) in zip(lines, wanted, strict=True)
        ]
        source = new_id()
        told = self._modelled(lambda: self._in_turn(source, wants, now, may_go_short=place == 1))
        command = decode_checkout(orjson.dumps(sale(wanted)))
        caller = Caller.by_token(self.world.tills[place].token)
        call = Call(caller=caller, key=None, fingerprint=b"", body=b"", origin=Origin(), now=now)
        try:
            answer = orjson.loads(CheckoutService.checkout(command=command, call=call).body)
        except DomainError as refusal:
            answer = refusal.code
        if isinstance(told, str) or isinstance(answer, str):
            assert answer == told
            return
        with self.shop.scope():
            rows = Sale.objects.for_business(self.shop.id).get(pk=answer["id"]).sale_items.order_by("line_no")
            costs = [row.cost_amount for row in rows]
        assert costs == [-sum(each.cost for each in of_line) for of_line in told]

    @rule(which=WHICH, line=WHICH, quantity=QUANTITIES)
    def return_to_the_supplier(self, which: int, line: int, quantity: int) -> None:
        receipt = self._one(self.receipts, which)
        line_id, (product, location) = self._one(receipt.lines, line)
        amount = self._quantity(self.products.index(product), quantity)
        want = Want((product, location), amount, lambda layer: layer.kind == "STOCK" and layer.line == line_id)
        self._go([want], [Outgoing(product, amount, line_id=new_id(), source_line_ids=frozenset({line_id}))])

    @rule(place=PLACES, lines=LINES, ago=MINUTES, takes_all=st.booleans(), is_fact=st.booleans())
    def adjust(self, place: int, lines: list[tuple[int, int]], ago: int, takes_all: bool, is_fact: bool) -> None:
        at = self._ago(ago)
        wants, outgoing = self._lines_out(place, lines, at, takes_all)
        self._go(wants, outgoing, at=at, is_fact=is_fact)

    @rule(place=PLACES, product=PRODUCTS, quantity=st.integers(0, 12000), cost=COSTS)
    def count(self, place: int, product: int, quantity: int, cost: Decimal) -> None:
        spot = self._spot(product, place)
        counted = self._quantity(product, quantity) if quantity else Decimal(0)
        difference = counted - self.model.quantity(spot)
        now = datetime.now(UTC)
        if difference > 0:
            self._come(Source("COUNT", new_id()), [Came(spot, difference, cost, new_id())], MovementKind.COUNT, now)
        elif difference:
            fits = self._from(ALL_STATUSES)
            line = Outgoing(spot[0], -difference, line_id=new_id(), statuses=ALL_STATUSES, includes_expired=True)
            self._go([Want(spot, -difference, fits)], [line], kind=MovementKind.COUNT, is_fact=True)

    @rule(place=PLACES, lines=LINES, back=st.booleans())
    def set_aside_or_release(self, place: int, lines: list[tuple[int, int]], back: bool) -> None:
        old, new = ("QUARANTINE", "AVAILABLE") if back else ("AVAILABLE", "QUARANTINE")
        here = self.world.places[place]
        wants, outgoing = self._lines_out(place, lines, None, False, old)
        self._move(wants, outgoing, here, here, status=new)

    @rule(place=PLACES, lines=LINES)
    def move_at_once(self, place: int, lines: list[tuple[int, int]]) -> None:
        wants, outgoing = self._lines_out(place, lines, None, True)
        self._move(wants, outgoing, self.world.places[place], self.world.places[1 - place])

    @rule(place=PLACES, product=PRODUCTS, quantity=QUANTITIES)
    def ship(self, place: int, product: int, quantity: int) -> None:
        line = new_id()
        wants, outgoing = self._lines_out(place, [(product, quantity)], datetime.now(UTC), False)
        here = self.world.places[place]
        if self._move(wants, outgoing, here, self.world.transit, kind="TRANSIT", transfer=line):
            self.transfers.append((line, self.products[product], 1 - place))

    @rule(which=WHICH, quantity=QUANTITIES)
    def arrive(self, which: int, quantity: int) -> None:
        want, outgoing, place = self._in_transit(which, quantity)
        if want and outgoing:
            self._move([want], [outgoing], self.world.transit, self.world.places[place])

    @rule(which=WHICH, quantity=QUANTITIES)
    def lose_on_the_way(self, which: int, quantity: int) -> None:
        want, outgoing, _ = self._in_transit(which, quantity)
        if want and outgoing:
            self._go([want], [outgoing], is_fact=False)

    @rule(which=WHICH, again=st.sampled_from([False] * 9 + [True]))
    def take_back(self, which: int, again: bool) -> None:
        sources = self.taken_back if again else self.sources
        if not sources:
            return
        source = self._one(sources, which)
        told = self._modelled(lambda: self.model.undo(source.id))
        if self._same(
            told,
            lambda: StockAmendments.reverse(business=self.shop.business, source=source, occurred_at=datetime.now(UTC)),
            by_place=True,
        ):
            self.sources.remove(source)
            self.taken_back.append(source)

    @rule(which=WHICH, line=WHICH, amount=st.decimals("0.01", "30", places=2))
    def add_cost(self, which: int, line: int, amount: Decimal) -> None:
        receipt = self._one(self.receipts, which)
        line_id, _ = self._one(receipt.lines, line)
        if self._cost(receipt, line_id, amount):
            receipt.costs.append((line_id, amount))

    @rule(which=WHICH, cost=WHICH)
    def take_a_cost_off(self, which: int, cost: int) -> None:
        receipts = [receipt for receipt in self.receipts if receipt.costs]
        if receipts:
            receipt = self._one(receipts, which)
            added = self._one(receipt.costs, cost)
            if self._cost(receipt, added[0], -added[1]):
                receipt.costs.remove(added)

    @rule(which=WHICH, line=WHICH, quantity=QUANTITIES)
    def shorten(self, which: int, line: int, quantity: int) -> None:
        receipt = self._one(self.receipts, which)
        line_id, (product, _) = self._one(receipt.lines, line)
        amount = self._quantity(self.products.index(product), quantity)
        told = self._modelled(lambda: self.model.shorten(receipt.source.id, line_id, amount))
        self._same(
            told,
            lambda: StockAmendments.shorten(
                business=self.shop.business,
                source=receipt.source,
                line_id=line_id,
                quantity=amount,
                occurred_at=datetime.now(UTC),
            ),
        )

    @rule(which=WHICH, line=WHICH, delta=st.decimals("-6", "6", places=6))
    def correct_a_price(self, which: int, line: int, delta: Decimal) -> None:
        receipt = self._one(self.receipts, which)
        line_id, _ = self._one(receipt.lines, line)
        if delta:
            told = self._modelled(lambda: self.model.reprice(receipt.source.id, line_id, delta))
            self._same(
                told,
                lambda: StockAmendments.reprice(
                    business=self.shop.business,
                    source=receipt.source,
                    deltas={line_id: delta},
                    occurred_at=datetime.now(UTC),
                ),
                by_place=True,
            )

    @rule(place=PLACES, product=PRODUCTS, which=WHICH)
    def expire(self, place: int, product: int, which: int) -> None:
        spot = self._spot(product, place)
        layers = [layer for layer in self.model.open_layers(spot) if layer.expires]
        if not layers:
            return
        layer = self._one(layers, which)
        at = self.model.open_layers(spot).index(layer)
        with self.shop.scope():
            rows = InventoryBatch.objects.for_business(self.shop.id)
            mine = rows.filter(item__product=spot[0], item__location=spot[1], is_open=True)
            row = mine.order_by("expires_on", "received_at", "id")[at]
            rows.filter(pk=row.pk).update(expires_on=self._day(-1))
        layer.expires = self._day(-1)

    @invariant()
    def both_have_the_same(self) -> None:
        """Quantity, value, floor, last purchase cost and the open layers in order, everywhere."""
        with self.shop.scope():
            found = {
                (row.product_id, row.location_id): (
                    row.current_qty,
                    row.stock_value,
                    row.floor_qty,
                    row.last_purchase_cost,
                )
                for row in InventoryItem.objects.for_business(self.shop.id).filter(product__in=self.products)
            }
            rows = InventoryBatch.objects.for_business(self.shop.id).filter(
                item__product__in=self.products, is_open=True
            )
            shelves: dict[Spot, list[tuple[Any, ...]]] = {}
            for product, location, *layer in rows.order_by("expires_on", "received_at", "id").values_list(
                "item__product", "item__location", "remaining_qty", "unit_cost", "kind", "status", "expires_on"
            ):
                shelves.setdefault((product, location), []).append(tuple(layer))
        for spot, figures in found.items():
            model = self.model
            assert figures == (
                model.quantity(spot),
                model.value(spot),
                model.floor(spot),
                model.last_purchase_cost(spot),
            )
            assert shelves.get(spot, []) == [_seen(layer) for layer in model.open_layers(spot)]

    def _come(self, source: Source, came: list[Came], kind: MovementKind, at: datetime) -> None:
        told = self._modelled(lambda: self.model.receive(source.id, came, at, is_bought=kind == MovementKind.RECEIPT))
        lines = [
            Incoming(line.spot[0], line.quantity, line.cost, line.line, expires_on=line.expires, status=line.status)
            for line in came
        ]
        self._same(
            told,
            lambda: StockLedger.receive(
                business=self.shop.business,
                location=self._location(came[0].spot),
                lines=lines,
                kind=kind,
                source=source,
                occurred_at=at,
            ),
            source,
        )

    def _go(
        self,
        wants: list[Want],
        lines: list[Outgoing],
        *,
        kind: MovementKind = MovementKind.ADJUST,
        at: datetime | None = None,
        is_fact: bool = False,
    ) -> None:
        source, at = Source("ADJUSTMENT", new_id()), at or datetime.now(UTC)
        told = self._modelled(lambda: self.model.issue(source.id, wants, at, may_go_short=is_fact))
        self._same(
            told,
            lambda: StockLedger.issue(
                business=self.shop.business,
                location=self._location(wants[0].spot),
                lines=lines,
                kind=kind,
                source=source,
                occurred_at=at,
                may_go_short=is_fact,
                is_physical_fact=is_fact,
            ),
            source,
        )

    def _move(
        self,
        wants: list[Want],
        lines: list[Outgoing],
        here: Location,
        there: Location,
        *,
        kind: str = "STOCK",
        status: str | None = None,
        transfer: UUID | None = None,
    ) -> bool:
        source, at = Source("TRANSFER", new_id()), datetime.now(UTC)
        told = self._modelled(
            lambda: self.model.move(source.id, wants, there.pk, at, kind=kind, status=status, transfer=transfer)
        )
        return self._same(
            told,
            lambda: StockMoves.move(
                business=self.shop.business,
                moves=[Move(line, kind, status, transfer) for line in lines],
                from_location=here,
                to_location=there,
                kinds=(MovementKind.TRANSFER_OUT, MovementKind.TRANSFER_IN),
                source=source,
                occurred_at=at,
            ),
            source,
        )

    def _cost(self, receipt: Receipt, line: UUID, amount: Decimal) -> bool:
        told = self._modelled(lambda: self.model.add_cost(receipt.source.id, line, amount))
        return self._same(
            told,
            lambda: StockAmendments.add_cost(
                business=self.shop.business,
                source=Source("LANDED_COST", new_id()),
                shares=[CostShare(receipt.source.id, {line: amount})],
                occurred_at=datetime.now(UTC),
            ),
            by_place=True,
        )

    def _in_turn(self, source: UUID, wants: list[Want], at: datetime, *, may_go_short: bool) -> list[list[Booked]]:
        """Line by line what one issue books; it is refused as a whole."""
        asked = Counter[Spot]()
        for want in wants:
            asked[want.spot] += want.quantity  # type: ignore[assignment]
        if not may_go_short and any(self.model.sellable(spot, self._local_day(at)) < asked[spot] for spot in asked):
            raise RefusalError("INSUFFICIENT_STOCK")
        booked = iter(self.model.issue(source, wants, at, may_go_short=may_go_short))
        return [list(_up_to(booked, -want.quantity)) for want in wants]

    def _modelled(self, work: Callable[[], Any]) -> Any:
        """What the model books, or the code that it refuses with."""
        try:
            return work()
        except RefusalError as refusal:
            return str(refusal)

    def _same(
        self, told: Any, work: Callable[[], list[Posted]], source: Source | None = None, *, by_place: bool = False
    ) -> bool:
        """Do it to the shop: it books what the model booked, or refuses as it did."""
        result = run_operation(self.shop.business, lambda: Result.success(work()))
        if isinstance(told, str) or not result.ok:
            assert (result.ok, result.code) == (False, told)
            return False
        booked = [Booked(self._spot_of(each.item_id), each.quantity, each.cost) for each in result.data]
        assert _sums(booked) == _sums(told)
        assert by_place or Counter(booked) == Counter(told)
        if source:
            self.sources.append(source)
        return True

    def _lines_out(
        self, place: int, lines: Sequence[tuple[int, int]], at: datetime | None, takes_all: bool, status: str = ""
    ) -> tuple[list[Want], list[Outgoing]]:
        """Wants and lines that take what is fresh at `at`, or expired goods too without it."""
        statuses = ALL_STATUSES if takes_all else frozenset({status or "AVAILABLE"})
        day = None if takes_all or at is None else self._local_day(at)
        wants, outgoing = [], []
        for product, thousandths in lines:
            quantity = self._quantity(product, thousandths)
            wants.append(Want(self._spot(product, place), quantity, self._from(statuses, day)))
            outgoing.append(
                Outgoing(
                    self.products[product],
                    quantity,
                    line_id=new_id(),
                    statuses=statuses,
                    includes_expired=day is None,
                )
            )
        return wants, outgoing

    def _in_transit(self, which: int, thousandths: int) -> tuple[Want | None, Outgoing | None, int]:
        if not self.transfers:
            return None, None, 0
        line, product, place = self._one(self.transfers, which)
        quantity = self._quantity(self.products.index(product), thousandths)
        want = Want((product, self.world.transit.pk), quantity, lambda layer: layer.transfer == line)
        outgoing = Outgoing(product, quantity, line_id=new_id(), transfer_line_id=line, includes_expired=True)
        return want, outgoing, place

    @staticmethod
    def _from(statuses: frozenset[str], day: date | None = None) -> Callable[[Layer], bool]:
        return lambda layer: layer.kind == "STOCK" and layer.status in statuses and (day is None or layer.is_fresh(day))

    def _spot(self, product: int, place: int) -> Spot:
        return self.products[product], self.world.places[place].pk

    def _spot_of(self, item_id: UUID) -> Spot:
        if item_id not in self.spots:
            with self.shop.scope():
                rows = InventoryItem.objects.for_business(self.shop.id).filter(product__in=self.products)
                self.spots |= {row.pk: (row.product_id, row.location_id) for row in rows}
        return self.spots[item_id]

    def _location(self, spot: Spot) -> Location:
        return next(place for place in (*self.world.places, self.world.transit) if place.pk == spot[1])

    def _quantity(self, product: int, thousandths: int) -> Decimal:
        return Decimal(max(1, thousandths // 1000)) if product == WHOLE else Decimal(thousandths) / 1000

    def _day(self, days: int | None) -> date | None:
        return None if days is None else self._local_day(datetime.now(UTC)) + timedelta(days=days)

    def _local_day(self, at: datetime) -> date:
        return self.shop.storefront.local_day(at)

    @staticmethod
    def _ago(minutes: int) -> datetime:
        return datetime.now(UTC) - timedelta(minutes=minutes)

    @staticmethod
    def _one(rows: Sequence[Any], which: int) -> Any:
        return rows[which % len(rows)]


def _seen(layer: Layer) -> tuple[Any, ...]:
    return (layer.left, layer.cost, layer.kind, layer.status, layer.expires)


def _sums(booked: Iterable[Booked]) -> dict[Spot, tuple[Decimal, Decimal]]:
    """Quantity and cost by place, where there is any."""
    found: dict[Spot, tuple[Decimal, Decimal]] = {}
    for spot, quantity, cost in booked:
        before = found.get(spot, (Decimal(0), Decimal(0)))
        found[spot] = (before[0] + quantity, before[1] + cost)
    return {spot: figures for spot, figures in found.items() if any(figures)}


def _up_to(booked: Iterable[Booked], quantity: Decimal) -> Iterable[Booked]:
    while quantity:
        each = next(booked)  # type: ignore[call-overload]
        quantity -= each.quantity
        yield each


def clear_the_way(world: World) -> None:
    """Give up what is still on its way: no transfer stands behind it, and `verify` would ask for it."""
    business = world.shop.business
    with world.shop.scope():
        rows = InventoryBatch.objects.for_business(business).filter(kind=BatchKind.TRANSIT, is_open=True)
        left = list(rows.values_list("item__product", "remaining_qty", "transfer_line_id"))
    lines = [
        Outgoing(product, quantity, transfer_line_id=line, includes_expired=True) for product, quantity, line in left
    ]
    run_operation(
        business,
        lambda: Result.success(
            StockLedger.issue(
                business=business,
                location=world.transit,
                lines=lines,
                kind=MovementKind.ADJUST,
                source=Source("ADJUSTMENT", new_id()),
                occurred_at=datetime.now(UTC),
            )
        ),
    ).unwrap()


def run(shop: Shop, examples: int, steps: int) -> None:
    """So many runs of so many steps, then `verify`."""
    world = make_world(shop)
    run_state_machine_as_test(
        lambda: LedgerMachine(world),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            print_blob=True,
            phases=[Phase.explicit, Phase.generate],  # a long run is told as it was; shrinking it takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
    clear_the_way(world)
    assert_books_balance(shop.id)


def test_the_ledger_does_what_a_plain_model_does(shop: Shop) -> None:
    run(shop, examples=40, steps=50)


@pytest.mark.slow
@pytest.mark.parametrize(("examples", "steps"), [(200, 50), (2000, 100)])
def test_the_ledger_does_what_a_plain_model_does_in_long_runs(shop: Shop, examples: int, steps: int) -> None:
    run(shop, examples, steps)
