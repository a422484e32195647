"""The stock ledger in plain Python, from docs/algorithms/costing.md alone: it shares nothing with the code it is compared to.

No database, no clock. What can't be done raises `RefusalError` and changes nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import NamedTuple
from uuid import UUID

ZERO, STEP = Decimal(0), Decimal("0.000001")
Spot = tuple[UUID, UUID]
"""A product and a location."""


class RefusalError(Exception):
    """With the code that the ledger has to refuse with."""


class Booked(NamedTuple):
    """One movement: where, how much and at what cost; signed."""

    spot: Spot
    quantity: Decimal
    cost: Decimal


def worth(quantity: Decimal, cost: Decimal) -> Decimal:
    """Quantity x unit cost, half up to six places."""
    return (quantity * cost).quantize(STEP, ROUND_HALF_UP)


@dataclass(eq=False)
class Layer:
    """What came in together at one cost. `origin` is the layer that it was taken from, `transfer` the line it travels for."""

    number: int
    spot: Spot
    left: Decimal
    cost: Decimal
    born: datetime
    kind: str = "STOCK"
    status: str = "AVAILABLE"
    expires: date | None = None
    line: UUID | None = None
    transfer: UUID | None = None
    origin: "Layer | None" = None

    @property
    def value(self) -> Decimal:
        """What is left of it, in money."""
        return worth(self.left, self.cost)

    @property
    def turn(self) -> tuple[bool, date, datetime, int]:
        """When it is its turn to go."""
        return (self.expires is None, self.expires or date.max, self.born, self.number)

    def is_fresh(self, day: date) -> bool:
        """Whether it hasn't expired by a day."""
        return self.expires is None or self.expires >= day

    def is_of(self, roots: Sequence["Layer"]) -> bool:
        """Whether it is one of these, or was taken from one of them at any remove."""
        return self in roots or (self.origin is not None and self.origin.is_of(roots))

    def change(self, quantity: Decimal) -> Booked:
        """What is left, more by `quantity`; the cost is value after less value before."""
        before = self.value
        self.left += quantity
        return Booked(self.spot, quantity, self.value - before)


class Came(NamedTuple):
    """Goods that come in."""

    spot: Spot
    quantity: Decimal
    cost: Decimal
    line: UUID
    expires: date | None = None
    status: str = "AVAILABLE"


class Want(NamedTuple):
    """Goods that go out, from layers that fit."""

    spot: Spot
    quantity: Decimal
    fits: Callable[[Layer], bool]


@dataclass
class Row:
    """What a source did to one layer. `taken_back` is what of it was corrected since."""

    layer: Layer
    quantity: Decimal
    cost: Decimal
    line: UUID | None = None
    taken_back: Decimal = ZERO

    @property
    def standing(self) -> Decimal:
        """The quantity that still stands."""
        return self.quantity - self.taken_back


@dataclass
class Purchase:
    """A receipt as the last purchase cost sees it."""

    source: UUID
    line: UUID
    spot: Spot
    at: datetime
    cost: Decimal


@dataclass
class Ledger:
    """All layers, what each source did, and what was bought when."""

    layers: list[Layer] = field(default_factory=list)
    done: dict[UUID, list[Row]] = field(default_factory=dict)
    purchases: list[Purchase] = field(default_factory=list)
    other_costs: dict[Spot, Decimal] = field(default_factory=dict)

    def open_layers(self, spot: Spot) -> list[Layer]:
        """In the order in which they go."""
        return sorted((each for each in self.layers if each.spot == spot and each.left), key=lambda each: each.turn)

    def quantity(self, spot: Spot) -> Decimal:
        """What is there."""
        return sum((each.left for each in self.open_layers(spot)), ZERO)

    def value(self, spot: Spot) -> Decimal:
        """What that is worth."""
        return sum((each.value for each in self.open_layers(spot)), ZERO)

    def floor(self, spot: Spot) -> Decimal:
        """What was sold before it came."""
        return sum((each.left for each in self.open_layers(spot) if each.kind == "DEFICIT"), ZERO)

    def sellable(self, spot: Spot, day: date) -> Decimal:
        """What may be sold on a day, what is owed taken off."""
        return self.floor(spot) + sum((each.left for each in self.open_layers(spot) if is_sellable(each, day)), ZERO)

    def last_purchase_cost(self, spot: Spot) -> Decimal:
        """The cost of the receipt that happened last; where there is none, that at which goods first came otherwise."""
        bought = [each for each in self.purchases if each.spot == spot]
        return max(bought, key=lambda each: each.at).cost if bought else self.other_costs.get(spot, ZERO)

    def receive(self, source: UUID, lines: Sequence[Came], at: datetime, *, is_bought: bool) -> list[Booked]:
        """Take lines in. Of receipts at the same time, the one booked later is the last."""
        rows: list[Row] = []
        booked = [each for line in lines for each in self._put(line, at, rows)]
        self.done[source] = rows
        if is_bought:
            self.purchases = [
                Purchase(source, line.line, line.spot, at, line.cost) for line in reversed(lines)
            ] + self.purchases
        else:
            self._came_otherwise((line.spot, line.cost) for line in lines)
        return booked

    def issue(self, source: UUID, wants: Sequence[Want], at: datetime, *, may_go_short: bool = False) -> list[Booked]:
        """Take lines out."""
        averages = {want.spot: self._average(want.spot) for want in wants}
        rows: list[Row] = []
        booked: list[Booked] = []
        with self._all_or_nothing():
            for want in wants:
                missing = self._take(want, rows, booked)
                if missing and not may_go_short:
                    raise RefusalError("INSUFFICIENT_STOCK")
                if missing:
                    deficit = self._deficit(want.spot, averages[want.spot], at)
                    booked.append(deficit.change(-missing))
                    rows.append(Row(deficit, -missing, deficit.cost))
        self.done[source] = rows
        return booked

    def move(
        self,
        source: UUID,
        wants: Sequence[Want],
        to: UUID,
        at: datetime,
        *,
        kind: str = "STOCK",
        status: str | None = None,
        transfer: UUID | None = None,
    ) -> list[Booked]:
        """Take lines out and in elsewhere, or at the same place with another status: cost, age and expiry stay."""
        rows: list[Row] = []
        booked: list[Booked] = []
        with self._all_or_nothing():
            for want in wants:
                first = len(rows)
                if self._take(want, rows, booked):
                    raise RefusalError("INSUFFICIENT_STOCK")
                for row in rows[first:]:
                    old, spot = row.layer, (want.spot[0], to)
                    line = Came(spot, -row.quantity, old.cost, old.line or source, old.expires, status or old.status)
                    booked += self._put(line, old.born, rows, kind=kind, origin=old, transfer=transfer)
        self._came_otherwise((row.layer.spot, row.cost) for row in rows if row.quantity > 0)
        self.done[source] = rows
        return booked

    def undo(self, source: UUID) -> list[Booked]:
        """Take back all that a source did."""
        rows = [row for row in self.done.get(source, []) if row.standing]
        if not rows:
            raise RefusalError("NOTHING_TO_REVERSE")
        is_bought = any(each.source == source for each in self.purchases)
        came = [row for row in rows if row.quantity > 0 and row.layer.kind != "DEFICIT"]
        if is_bought and any(row.layer.cost != row.cost for row in came):
            raise RefusalError("HAS_LATER_COSTS")
        booked: list[Booked] = []
        with self._all_or_nothing():
            for row in reversed(rows):
                booked += self._turn_back(row)
            if any(row.layer.left < 0 for row in came):
                raise RefusalError("ALREADY_USED")
        self.done[source] = []
        self.purchases = [each for each in self.purchases if each.source != source]
        if is_bought:
            for spot in {row.layer.spot for row in rows}:
                self.other_costs.pop(spot, None)
        self._came_otherwise((row.layer.spot, row.layer.cost) for row in reversed(rows) if row.quantity < 0)
        return booked

    def add_cost(self, source: UUID, line: UUID, amount: Decimal) -> list[Booked]:
        """Add an amount to what a line brought, or take it off: by place, what its layers' values change by."""
        rows = self._brought(source, line)
        if not rows:
            raise RefusalError("NOT_RECEIVED")
        each = (amount / sum(row.standing for row in rows)).quantize(STEP, ROUND_DOWN)
        return self._recost(rows, each)

    def reprice(self, source: UUID, line: UUID, delta: Decimal) -> list[Booked]:
        """Correct the unit cost of what a line brought: it was bought at another price."""
        rows = self._brought(source, line)
        if not rows:
            raise RefusalError("NOT_RECEIVED")
        bought = [each for each in self.purchases if each.line == line]
        if any(each.cost + delta < 0 for each in bought):
            raise RefusalError("COST_BELOW_ZERO")
        booked = self._recost(rows, delta)
        for each in (*bought, *rows):
            each.cost += delta
        return booked

    def shorten(self, source: UUID, line: UUID, quantity: Decimal) -> list[Booked]:
        """Take back part of what a line brought."""
        rows = [row for row in self._brought(source, line) if row.layer.kind != "DEFICIT"]
        if sum(row.layer.left for row in rows) < quantity:
            raise RefusalError("ALREADY_USED")
        booked = []
        for row in rows:
            part = min(quantity, row.layer.left)
            if part:
                booked.append(row.layer.change(-part))
                row.taken_back += part
                quantity -= part
        if not self._brought(source, line):
            self.purchases = [each for each in self.purchases if each.line != line]
            self.other_costs.pop(rows[0].layer.spot, None)
        return booked

    def _put(
        self,
        line: Came,
        born: datetime,
        rows: list[Row],
        *,
        kind: str = "STOCK",
        origin: Layer | None = None,
        transfer: UUID | None = None,
    ) -> Iterator[Booked]:
        """What comes in: what may be sold settles deficits first, the rest is a layer."""
        left, paid = line.quantity, worth(line.quantity, line.cost)
        settles = kind == "STOCK" and line.status == "AVAILABLE"
        rest = max(ZERO, left + self.floor(line.spot)) if settles else left
        for deficit in [each for each in self._deficits(line.spot) if settles]:
            part = min(left, -deficit.left)
            if part:
                left -= part
                cost = worth(part, line.cost) if left > rest else paid - worth(rest, line.cost)
                paid -= cost
                change = deficit.change(part)
                yield change._replace(cost=cost)
                if difference := change.cost - cost:
                    yield Booked(line.spot, ZERO, difference)
                rows.append(Row(deficit, part, line.cost, line.line))
        if left:
            layer = self._layer(
                line.spot, line.cost, born, kind, line.status, line.expires, line.line, transfer, origin
            )
            yield layer.change(left)
            rows.append(Row(layer, left, line.cost, line.line))

    def _take(self, want: Want, rows: list[Row], booked: list[Booked]) -> Decimal:
        """Take what there is; what is missing."""
        missing = want.quantity
        for layer in self.open_layers(want.spot):
            if missing and layer.kind != "DEFICIT" and want.fits(layer):
                part = min(missing, layer.left)
                booked.append(layer.change(-part))
                rows.append(Row(layer, -part, layer.cost))
                missing -= part
        return missing

    def _recost(self, rows: Sequence[Row], delta: Decimal) -> list[Booked]:
        """Other unit costs for what rows brought, wherever it went."""
        roots = [row.layer for row in rows if row.layer.kind != "DEFICIT"]
        tree = [layer for layer in self.layers if layer.is_of(roots)]
        if any(layer.cost + delta < 0 for layer in tree):
            raise RefusalError("COST_BELOW_ZERO")
        booked = []
        for layer in tree:
            before = layer.value
            layer.cost += delta
            booked.append(Booked(layer.spot, ZERO, layer.value - before))
        return booked

    def _turn_back(self, row: Row) -> Iterable[Booked]:
        """One row back; what was sold short and is settled meanwhile comes back as goods of its own."""
        layer, back = row.layer, -row.standing
        room = -layer.left if layer.kind == "DEFICIT" else back
        if back <= room:
            return [layer.change(back)]
        again = self._layer(layer.spot, layer.cost, layer.born)
        return [layer.change(room), again.change(back - room)]

    def _deficits(self, spot: Spot) -> list[Layer]:
        return [each for each in self.open_layers(spot) if each.kind == "DEFICIT"]

    def _deficit(self, spot: Spot, average: Decimal, at: datetime) -> Layer:
        """The oldest open one, else a new one at the last purchase cost, else at the average before this."""
        found = self._deficits(spot)
        return found[0] if found else self._layer(spot, self.last_purchase_cost(spot) or average, at, "DEFICIT")

    def _average(self, spot: Spot) -> Decimal:
        quantity, value = self.quantity(spot), self.value(spot)
        return (value / quantity).quantize(STEP, ROUND_HALF_UP) if quantity > 0 and value > 0 else ZERO

    def _brought(self, source: UUID, line: UUID) -> list[Row]:
        rows = self.done.get(source, []) if any(each.source == source for each in self.purchases) else []
        return [row for row in rows if row.line == line and row.standing > 0]

    def _came_otherwise(self, costs: Iterable[tuple[Spot, Decimal]]) -> None:
        for spot, cost in dict(costs).items():
            if not self.other_costs.get(spot) and all(each.spot != spot for each in self.purchases):
                self.other_costs[spot] = cost

    def _layer(self, spot: Spot, cost: Decimal, born: datetime, *more: object) -> Layer:
        layer = Layer(len(self.layers), spot, ZERO, cost, born, *more)  # type: ignore[arg-type]
        self.layers.append(layer)
        return layer

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        kept = [(layer, layer.left) for layer in self.layers]
        try:
            yield
        except RefusalError:
            del self.layers[len(kept) :]
            for layer, left in kept:
                layer.left = left
            raise


def is_sellable(layer: Layer, day: date) -> bool:
    """Whether a sale may take from a layer on a day."""
    return layer.kind == "STOCK" and layer.status == "AVAILABLE" and layer.is_fresh(day)
