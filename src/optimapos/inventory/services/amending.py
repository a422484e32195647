"""What happens to stock that was booked: taking it back, correcting it, adding costs to it.

Nothing in the ledger is changed: each of these books movements of its own. They run inside an operation.
Source: docs/algorithms/costing.md.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db import connections

from optimapos.core.money import ZERO
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError
from optimapos.core.tenancy import APP, BusinessRef
from optimapos.inventory.models import InventoryMovement
from optimapos.inventory.rules.costs import COST_ADJUSTMENT, Brought, reprice, spread
from optimapos.inventory.rules.shelf import Entry, Layer, Shelf
from optimapos.inventory.selectors.ledger import brought_by, descendants_of, movements_of, prices_of
from optimapos.inventory.services.booking import Booking
from optimapos.inventory.services.ledger import refuse_taking_what_carts_hold
from optimapos.inventory.sql import LAST_PURCHASES
from optimapos.inventory.types import PURCHASED, BatchKind, CostShare, MovementKind, Posted, Source


class LastPurchase(NamedTuple):
    """What an item was last bought at, when and by which line of what."""

    unit_cost: Decimal
    at: datetime | None
    source_id: UUID | None
    line_id: UUID | None


class StockAmendments:
    """Takes back what a source booked, and adds costs to what receipts brought."""

    @staticmethod
    def reverse(*, business: BusinessRef, source: Source, occurred_at: datetime) -> list[Posted]:
        """Take back what stands of the source's posting, movement by movement: onto the same layers, at their cost.

        Refuses: NOTHING_TO_REVERSE, ALREADY_USED (data: lines with line, product, received, remaining) where goods that came
        in are gone, HAS_LATER_COSTS where costs were added that have to be taken back first, INSUFFICIENT_STOCK where carts
        hold them.
        """
        moved = movements_of(business, source.id, source.posting)
        if not moved:
            raise DomainError("NOTHING_TO_REVERSE", "There are no stock movements to take back.")
        booking = Booking.open(
            business=business,
            item_ids=(row.item_id for row in moved),
            source=source,
            kind=MovementKind.REVERSAL,
            occurred_at=occurred_at,
            closed_layers={row.batch_id for row in moved},
        )
        before = booking.sellable()
        layers = {layer.id: layer for shelf in booking.shelves.values() for layer in shelf.layers}
        _refuse_later_costs(moved, layers)
        for row in reversed(moved):
            if row.quantity:
                booking.add(_taken_back(booking.shelves[row.item_id], layers[row.batch_id], row))
        _refuse_used(booking, moved)
        left = booking.sellable()
        refuse_taking_what_carts_hold(booking, before, {item: before[item] - left[item] for item in before})
        bought = [row for row in moved if row.kind in PURCHASED and row.quantity > 0]
        booking.last_purchases = _last_purchases(bought)
        return booking.write()

    @staticmethod
    def add_cost(
        *, business: BusinessRef, source: Source, shares: Sequence[CostShare], occurred_at: datetime
    ) -> list[Posted]:
        """Add amounts to what lines of receipts brought (below 0: take off), also after part of it was sold or moved on.

        Refuses: NOT_RECEIVED (data: lines) for lines that brought nothing, COST_BELOW_ZERO, AMOUNT_TOO_LARGE, BUSY where
        the goods moved on to another place meanwhile.
        """
        amounts = {line: amount for share in shares for line, amount in share.amounts.items() if amount}
        booking, brought, children = _with_descendants(
            business, source, {share.source_id for share in shares}, amounts.keys(), occurred_at
        )
        for line, amount in amounts.items():
            booking.add(spread(amount, brought[line], children, line))
        return booking.write()

    @staticmethod
    def reprice(
        *, business: BusinessRef, source: Source, deltas: Mapping[UUID, Decimal], occurred_at: datetime
    ) -> list[Posted]:
        """Correct the unit cost of lines of the receipt `source`, by line: what they brought has the right one from now on.

        Refuses: as `add_cost`.
        """
        wrong = {line: delta for line, delta in deltas.items() if delta}
        booking, brought, children = _with_descendants(business, source, {source.id}, wrong.keys(), occurred_at)
        prices = prices_of(business, source, wrong)
        right = {line: prices[line] + delta for line, delta in wrong.items()}
        for line, delta in wrong.items():
            booking.add(reprice(delta, right[line], brought[line], children, line))
        booking.last_purchases = _corrected_purchases(booking, right)
        return booking.write()

    @staticmethod
    def shorten(
        *, business: BusinessRef, source: Source, line_id: UUID, quantity: Decimal, occurred_at: datetime
    ) -> list[Posted]:
        """Take back `quantity` base units of what one line of a receipt brought: it was booked too high.

        Refuses: ALREADY_USED (data: lines), INSUFFICIENT_STOCK where carts hold it.
        """
        brought = brought_by(business, [source.id], [line_id]).get(line_id, {})
        tree = descendants_of(business, brought)
        booking = Booking.open(
            business=business,
            item_ids={item for layer, item in tree if layer in brought},
            source=source,
            kind=MovementKind.REVERSAL,
            occurred_at=occurred_at,
        )
        before = booking.sellable()
        left = quantity
        for shelf in booking.shelves.values():
            for layer in [one for one in shelf.layers if one.id in brought and one.kind == BatchKind.STOCK]:
                taken = min(left, layer.remaining)
                if taken:
                    booking.add([_uncounted(layer, taken, line_id, None)])
                    left -= taken
        if left:
            raise _already_used([(line_id, quantity, quantity - left)])
        refuse_taking_what_carts_hold(booking, before, dict.fromkeys(before, quantity))
        booking.last_purchases = _purchases_before(booking)
        return booking.write()


def _with_descendants(
    business: BusinessRef, source: Source, source_ids: set[UUID], line_ids: Collection[UUID], occurred_at: datetime
) -> tuple[Booking, dict[UUID, list[Brought]], dict[UUID, list[Layer]]]:
    """A booking over all that lines of receipts brought, wherever it went: what each line brought, and who was taken
    from whom.
    """
    brought = brought_by(business, source_ids, line_ids)
    if missing := sorted(str(line) for line in set(line_ids) - brought.keys()):
        raise DomainError("NOT_RECEIVED", "Nothing was received by these lines.", {"lines": missing})
    roots = {layer for of_line in brought.values() for layer in of_line}
    tree = descendants_of(business, roots)
    booking = Booking.open(
        business=business,
        item_ids={item for _, item in tree},
        source=source,
        kind=MovementKind.COST_ADJUSTMENT,
        occurred_at=occurred_at,
        closed_layers=[layer for layer, _ in tree],
    )
    if set(tree) != set(descendants_of(business, roots)):
        # What is locked was found without locks: goods have been moved on meanwhile.
        raise DomainError("BUSY", "The goods are being moved. Try again in a moment.", {"retry_after": 1})
    layers = {layer.id: layer for shelf in booking.shelves.values() for layer in shelf.layers}
    parts = {
        line: [Brought(layers[layer], quantity) for layer, quantity in of_line.items()]
        for line, of_line in brought.items()
    }
    return booking, parts, _children(layers.values())


def _taken_back(shelf: Shelf, layer: Layer, row: InventoryMovement) -> list[Entry]:
    if row.quantity < 0:
        return shelf.give_back(layer, -row.quantity, row.source_line_id, row.pk)
    if layer.kind != BatchKind.DEFICIT:
        return [_uncounted(layer, row.quantity, row.source_line_id, row.pk)]
    change = layer.change(-row.quantity)
    entries = [Entry(layer, -row.quantity, -row.cost_amount, row.unit_cost, row.source_line_id, reversal_of=row.pk)]
    if change != -row.cost_amount:
        entries.append(Entry(layer, ZERO, change + row.cost_amount, ZERO, row.source_line_id, kind=COST_ADJUSTMENT))
    return entries


def _uncounted(layer: Layer, quantity: Decimal, line_id: UUID | None, movement_id: UUID | None) -> Entry:
    """Take from a layer as if it had never been received."""
    cost = layer.change(-quantity, received=-quantity)
    return Entry(layer, -quantity, cost, layer.unit_cost, line_id, reversal_of=movement_id)


def _refuse_used(booking: Booking, moved: Sequence[InventoryMovement]) -> None:
    came = {row.batch_id: row for row in moved if row.quantity > 0}
    used = [
        (row.source_line_id, row.quantity, row.quantity + layer.remaining)
        for shelf in booking.shelves.values()
        for layer in shelf.layers
        if layer.kind != BatchKind.DEFICIT and layer.remaining < 0 and (row := came.get(layer.id))
    ]
    if used:
        raise _already_used(used)


def _already_used(lines: Iterable[tuple[UUID | None, Decimal, Decimal]]) -> DomainError:
    figures = [
        {"line": str(line), "received": shown(received), "remaining": shown(remaining)}
        for line, received, remaining in lines
    ]
    return DomainError(
        "ALREADY_USED",
        "Some of these goods were sold or moved on, so their receipt can't be taken back.",
        {"lines": figures},
        ("Send back what is left with a return.",),
    )


def _refuse_later_costs(moved: Sequence[InventoryMovement], layers: Mapping[UUID, Layer]) -> None:
    paid = {row.batch_id: row.unit_cost for row in moved if row.kind in PURCHASED and row.quantity > 0}
    corrected = {row.batch_id: row.unit_cost for row in moved if row.kind == COST_ADJUSTMENT}
    dearer = sorted(
        str(batch)
        for batch, cost in (paid | corrected).items()
        if layers[batch].kind != BatchKind.DEFICIT and layers[batch].unit_cost != cost
    )
    if dearer:
        raise DomainError(
            "HAS_LATER_COSTS",
            "Costs were added to these goods later. Take these back first.",
            {"batches": dearer},
        )


def _children(layers: Iterable[Layer]) -> dict[UUID, list[Layer]]:
    found: dict[UUID, list[Layer]] = {}
    for layer in layers:
        if layer.origin_batch_id:
            found.setdefault(layer.origin_batch_id, []).append(layer)
    return found


def _corrected_purchases(
    booking: Booking, right: Mapping[UUID, Decimal]
) -> dict[UUID, tuple[Decimal, datetime | None]]:
    """The right unit costs of items that one of these lines was the last to buy."""
    return {
        item: (right[purchase.line_id], purchase.at)
        for item, purchase in _read_last_purchases(booking.shelves).items()
        if purchase.source_id == booking.source.id and purchase.line_id and purchase.line_id in right
    }


def _last_purchases(bought: Sequence[InventoryMovement]) -> dict[UUID, tuple[Decimal, datetime | None]]:
    """What the items had last been bought at before."""
    found = _read_last_purchases({row.item_id for row in bought}, [row.pk for row in bought]) if bought else {}
    return {item: (purchase.unit_cost, purchase.at) for item, purchase in found.items()}


def _purchases_before(booking: Booking) -> dict[UUID, tuple[Decimal, datetime | None]]:
    """What the items had last been bought at before lines that are shortened to nothing."""
    emptied = {e.layer.id: e.layer.item_id for e in booking.entries if not e.layer.received}
    found = _read_last_purchases(set(emptied.values()), emptied=list(emptied)) if emptied else {}
    return {item: (purchase.unit_cost, purchase.at) for item, purchase in found.items()}


def _read_last_purchases(
    items: Iterable[UUID], taken_back: Sequence[UUID] = (), emptied: Sequence[UUID] = ()
) -> dict[UUID, LastPurchase]:
    asked = {"item_ids": list(items), "taken_back": list(taken_back), "emptied": list(emptied)}
    with connections[APP].cursor() as cursor:
        cursor.execute(LAST_PURCHASES, asked)
        return {item: LastPurchase(*purchase) for item, *purchase in cursor.fetchall()}
