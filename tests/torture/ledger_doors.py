"""What the state machine of the ledger does things by: its world, and the doors of shop and model, opened together."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from optimapos.core.ids import new_id
from optimapos.core.operations import run_operation
from optimapos.core.result import Result
from optimapos.inventory.models import InventoryBatch, InventoryItem
from optimapos.inventory.services import Move, StockAmendments, StockLedger, StockMoves
from optimapos.inventory.types import BatchKind, CostShare, Incoming, MovementKind, Outgoing, Posted, Source
from optimapos.organization.models import Location
from optimapos.organization.services import LocationService
from optimapos.organization.types import LocationKind, StockPolicy
from tests.factories.organization import Shop, Till, make_till
from tests.torture.ledger_model import Booked, Came, Layer, Ledger, RefusalError, Spot, Want

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


class LedgerDoors:
    """Does one thing to the shop and to the model and holds that both say the same of it."""

    world: World
    shop: Shop
    model: Ledger
    products: list[UUID]
    spots: dict[UUID, Spot]
    receipts: list[Receipt]
    sources: list[Source]

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
        return [list(up_to(booked, -want.quantity)) for want in wants]

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
        assert sums(booked) == sums(told)
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


def seen(layer: Layer) -> tuple[Any, ...]:
    return (layer.left, layer.cost, layer.kind, layer.status, layer.expires)


def sums(booked: Iterable[Booked]) -> dict[Spot, tuple[Decimal, Decimal]]:
    """Quantity and cost by place, where there is any."""
    found: dict[Spot, tuple[Decimal, Decimal]] = {}
    for spot, quantity, cost in booked:
        before = found.get(spot, (Decimal(0), Decimal(0)))
        found[spot] = (before[0] + quantity, before[1] + cost)
    return {spot: figures for spot, figures in found.items() if any(figures)}


def up_to(booked: Iterable[Booked], quantity: Decimal) -> Iterable[Booked]:
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
