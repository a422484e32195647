"""A state machine over the stock ledger against a plain-Python model: after each step both must say the same.

Receipts, sales at tills (SQL, a second implementation of the same rules), sales without stock, returns to suppliers,
transfers with losses on the way, counts, quarantine, goods that expire, late costs, corrections, and all of it taken back.
Two places and what is on its way between them. At the level of the services, in one thread.
"""

from datetime import UTC, datetime
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
from optimapos.core.result import DomainError
from optimapos.inventory.models import InventoryBatch, InventoryItem
from optimapos.inventory.services import StockAmendments
from optimapos.inventory.types import MovementKind, Outgoing, Source
from optimapos.sales.commands import decode_checkout
from optimapos.sales.models import Sale
from optimapos.sales.selectors.checkout import Caller
from optimapos.sales.services import CheckoutService
from optimapos.sales.services.checkout import Call
from tests.concurrency.books import assert_books_balance
from tests.concurrency.orders import sale
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.torture.ledger_doors import (
    ALL_STATUSES,
    COSTS,
    FINE,
    FRESH,
    LINES,
    MINUTES,
    PLACES,
    PRODUCTS,
    QUANTITIES,
    RECEIVED,
    WHICH,
    WHOLE,
    LedgerDoors,
    Receipt,
    World,
    clear_the_way,
    make_world,
    seen,
)
from tests.torture.ledger_model import Came, Ledger, Spot, Want, is_sellable


class LedgerMachine(LedgerDoors, RuleBasedStateMachine):
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
            assert shelves.get(spot, []) == [seen(layer) for layer in model.open_layers(spot)]


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
    run(shop, examples=12, steps=50)


@pytest.mark.slow
@pytest.mark.parametrize(("examples", "steps"), [(200, 50), (2000, 100)])
def test_the_ledger_does_what_a_plain_model_does_in_long_runs(shop: Shop, examples: int, steps: int) -> None:
    run(shop, examples, steps)
