"""A shelf: one item with its cost layers in memory, and the entries that what happens to it makes.

Pure: the ledger reads a shelf under the item's lock, calls what has to happen, and writes layers and entries. Values are
round(remaining x unit cost, 6), so an entry's cost is its layer's value after less before; that is why sums are exact.
Source: docs/algorithms/costing.md.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from optimapos.core.ids import new_id
from optimapos.core.money import ZERO, round_places
from optimapos.inventory.types import BatchKind, BatchStatus

VALUE_PLACES = 6
FAR = date.max


def value_of(quantity: Decimal, unit_cost: Decimal) -> Decimal:
    """What a quantity is worth, to six places."""
    return round_places(quantity * unit_cost, VALUE_PLACES)


def likely_cost(last_purchase_cost: Decimal, value: Decimal, quantity: Decimal) -> Decimal:
    """What a unit would cost that nobody paid for yet: the last purchase cost, else the average, else 0."""
    if last_purchase_cost:
        return last_purchase_cost
    return round_places(value / quantity, VALUE_PLACES) if quantity > 0 and value > 0 else ZERO


@dataclass(slots=True)
class Layer:
    """A cost layer as it is now. `is_new`: not in the books yet; `is_changed`: its row has to be written."""

    id: UUID
    item_id: UUID
    unit_cost: Decimal
    received: Decimal
    remaining: Decimal
    received_at: datetime
    kind: str = BatchKind.STOCK
    status: str = BatchStatus.AVAILABLE
    batch_number: str = ""
    supplier_lot: str = ""
    expires_on: date | None = None
    serial_number: str = ""
    source_line_id: UUID | None = None
    origin_batch_id: UUID | None = None
    transfer_line_id: UUID | None = None
    is_new: bool = False
    is_changed: bool = False

    @property
    def value(self) -> Decimal:
        """What remains of it, in money."""
        return value_of(self.remaining, self.unit_cost)

    @property
    def order(self) -> tuple[date, datetime, UUID]:
        """First expired first out; among equals, first in first out."""
        return (self.expires_on or FAR, self.received_at, self.id)

    def is_sellable(self, day: date) -> bool:
        """Whether it may be sold from on a business day."""
        return (
            self.kind == BatchKind.STOCK
            and self.status == BatchStatus.AVAILABLE
            and self.remaining > 0
            and (self.expires_on is None or self.expires_on >= day)
        )

    def change(self, quantity: Decimal, *, received: Decimal = ZERO) -> Decimal:
        """Add to what remains (and to what was received); by how much its value changed."""
        before = self.value
        self.remaining += quantity
        self.received += received
        self.is_changed = True
        return self.value - before

    def recost(self, unit_cost: Decimal) -> Decimal:
        """Give it another unit cost; by how much its value changed."""
        before = self.value
        self.unit_cost = unit_cost
        self.is_changed = True
        return self.value - before


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement to be written. `kind` None: the kind of what is being booked."""

    layer: Layer
    quantity: Decimal
    cost: Decimal
    unit_cost: Decimal
    line_id: UUID | None = None
    kind: str | None = None
    reversal_of: UUID | None = None
    source_line_id: UUID | None = None


@dataclass(slots=True)
class Shelf:
    """One item: its layers, what carts hold of it, and its last cost. `short`: what was asked for and wasn't there."""

    item_id: UUID
    product_id: UUID
    quantity: Decimal
    value: Decimal
    seq: int
    last_purchase_cost: Decimal
    reserved: Decimal = ZERO
    layers: list[Layer] = field(default_factory=list)

    def sellable(self, day: date) -> Decimal:
        """How much may be sold of it, what it owes taken off."""
        counted = (one.remaining for one in self.layers if one.kind == BatchKind.DEFICIT or one.is_sellable(day))
        return sum(counted, ZERO)

    def likely_cost(self) -> Decimal:
        """What a piece would cost that nobody paid for yet: the last purchase cost, else the average, else 0."""
        return likely_cost(self.last_purchase_cost, self.value, self.quantity)

    def put(self, layer: Layer, line_id: UUID | None) -> list[Entry]:
        """Take a new layer in. A deficit is settled first, at the layer's cost; only the rest becomes stock.

        What can't be sold settles nothing, nor does a piece with a serial number: nobody knows which piece was sold short.
        """
        total = layer.value
        is_for_sale = layer.kind == BatchKind.STOCK and layer.status == BatchStatus.AVAILABLE
        settled = self._owed_to(layer) if is_for_sale and not layer.serial_number else ZERO
        rest = layer.received - settled
        layer.received = layer.remaining = rest
        entries = self._settle(settled, total - layer.value, layer.unit_cost, line_id) if settled else []
        if rest:
            layer.is_new = True
            self.layers.append(layer)
            entries.append(Entry(layer, rest, layer.value, layer.unit_cost, line_id))
        return entries

    def take(
        self, quantity: Decimal, line_id: UUID | None, fits: Callable[[Layer], bool]
    ) -> tuple[list[Entry], Decimal]:
        """Take from the layers that fit, first expired first; the entries, and what was not there."""
        entries = []
        for layer in sorted((one for one in self.layers if one.remaining > 0 and fits(one)), key=lambda one: one.order):
            if not quantity:
                break
            taken = min(layer.remaining, quantity)
            entries.append(Entry(layer, -taken, layer.change(-taken), layer.unit_cost, line_id))
            quantity -= taken
        return entries, quantity

    def go_short(self, quantity: Decimal, line_id: UUID | None, at: datetime) -> Entry:
        """Take what isn't there: the item's one open deficit layer grows, at a provisional cost."""
        deficit = next((layer for layer in self._deficits() if layer.remaining < 0), None)
        if deficit is None:
            deficit = self._new_deficit(at)
        return Entry(deficit, -quantity, deficit.change(-quantity), deficit.unit_cost, line_id)

    def give_back(self, layer: Layer, quantity: Decimal, line_id: UUID | None, movement_id: UUID) -> list[Entry]:
        """Put back what was taken from a layer. Where a deficit was settled meanwhile, what is over becomes stock."""
        room = -layer.remaining if layer.kind == BatchKind.DEFICIT else quantity
        back, over = min(quantity, room), max(ZERO, quantity - room)
        entries = []
        if back:
            entries.append(Entry(layer, back, layer.change(back), layer.unit_cost, line_id, reversal_of=movement_id))
        if over:
            found = Layer(new_id(), self.item_id, layer.unit_cost, over, over, layer.received_at)
            found.is_new = True
            self.layers.append(found)
            entries.append(Entry(found, over, found.value, found.unit_cost, line_id, reversal_of=movement_id))
        return entries

    def forgive(self, quantity: Decimal) -> list[Entry]:
        """Close deficits that nothing will settle any more, at the cost at which they were opened."""
        entries = []
        for deficit in self._deficits():
            closed = min(quantity, -deficit.remaining)
            if closed:
                entries.append(Entry(deficit, closed, deficit.change(closed), deficit.unit_cost))
                quantity -= closed
        return entries

    def _deficits(self) -> list[Layer]:
        """Oldest first. There are several where a settlement was taken back after the item went short again."""
        return sorted((one for one in self.layers if one.kind == BatchKind.DEFICIT), key=lambda one: one.order)

    def _owed_to(self, layer: Layer) -> Decimal:
        owed = -sum((deficit.remaining for deficit in self._deficits()), ZERO)
        return min(owed, layer.received)

    def _new_deficit(self, at: datetime) -> Layer:
        deficit = Layer(
            new_id(),
            self.item_id,
            self.likely_cost(),
            received=ZERO,
            remaining=ZERO,
            received_at=at,
            kind=BatchKind.DEFICIT,
            batch_number="DEFICIT",
            is_new=True,
        )
        self.layers.append(deficit)
        return deficit

    def _settle(self, quantity: Decimal, cost: Decimal, unit_cost: Decimal, line_id: UUID | None) -> list[Entry]:
        """Fill deficits with goods that cost `cost`; what they had been sold at too little or too much is adjusted."""
        entries, left, booked = [], quantity, ZERO
        for deficit in self._deficits():
            filled = min(left, -deficit.remaining)
            if not filled:
                continue
            left -= filled
            paid = cost - booked if not left else value_of(filled, unit_cost)
            booked += paid
            change = deficit.change(filled)
            entries.append(Entry(deficit, filled, paid, unit_cost, line_id))
            if change != paid:
                entries.append(Entry(deficit, ZERO, change - paid, unit_cost, line_id, kind="COST_ADJUSTMENT"))
        return entries


def by_item(entries: Iterable[Entry]) -> dict[UUID, list[Entry]]:
    """Entries by item, each item's in the order in which they were made."""
    found: dict[UUID, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.layer.item_id, []).append(entry)
    return found
