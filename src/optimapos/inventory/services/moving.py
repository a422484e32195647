"""Moving goods without losing what they are: between locations, and between statuses at one.

What comes in keeps the cost, the batch number, the expiry, the age and the serial number of the layer that it was taken
from, and names that layer. Runs inside an operation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from optimapos.core.ids import new_id
from optimapos.core.money import ZERO
from optimapos.core.tenancy import BusinessRef
from optimapos.inventory.locks import items_at
from optimapos.inventory.rules.lines import check_quantity, check_serials
from optimapos.inventory.rules.shelf import Entry, Layer, Shelf
from optimapos.inventory.services.booking import Booking
from optimapos.inventory.services.ledger import (
    give_way,
    goods_of,
    refuse_missing,
    refuse_taking_what_carts_hold,
    take,
)
from optimapos.inventory.types import BatchKind, MovementKind, Outgoing, Posted, Source
from optimapos.organization.models import Location


@dataclass(frozen=True, slots=True)
class Move:
    """What is taken and as what it comes in: with a `status` of its own, as goods in transit of a line, or as it was."""

    line: Outgoing
    kind: str = BatchKind.STOCK
    status: str | None = None
    transfer_line_id: UUID | None = None


class StockMoves:
    """Moves goods, layer by layer."""

    @staticmethod
    def move(
        *,
        business: BusinessRef,
        moves: Sequence[Move],
        from_location: Location,
        to_location: Location,
        kinds: tuple[MovementKind, MovementKind],
        source: Source,
        occurred_at: datetime,
        is_physical_fact: bool = False,
    ) -> list[Posted]:
        """Move goods from one location to another, or within one. `kinds` are those of going out and of coming in.

        Refuses: as `StockLedger.issue`.
        """
        goods = goods_of(business, [move.line.product_id for move in moves])
        for move in moves:
            check_quantity(move.line.quantity, goods[move.line.product_id])
            check_serials(move.line.serials, move.line.quantity, goods[move.line.product_id])
        places = [(product, at.pk) for product in goods for at in (from_location, to_location)]
        booking = Booking.open(
            business=business,
            item_ids=items_at(business, places),
            source=source,
            kind=kinds[0],
            occurred_at=occurred_at,
        )
        _carry(booking, moves, from_location, to_location, kinds, must_leave_reserved=not is_physical_fact)
        posted = booking.write()
        if is_physical_fact:
            give_way(booking, from_location, source)
        return posted


def _carry(
    booking: Booking,
    moves: Sequence[Move],
    from_location: Location,
    to_location: Location,
    kinds: tuple[MovementKind, MovementKind],
    *,
    must_leave_reserved: bool,
) -> None:
    shelf_at = {
        (booking.places[shelf.item_id].location_id, shelf.product_id): shelf for shelf in booking.shelves.values()
    }
    before = booking.sellable()
    asked: dict[UUID, Decimal] = dict.fromkeys(booking.shelves, ZERO)
    missing: dict[UUID, Decimal] = {}
    for move in moves:
        source = shelf_at[from_location.pk, move.line.product_id]
        target = shelf_at[to_location.pk, move.line.product_id]
        asked[source.item_id] += move.line.quantity
        first = len(booking.entries)
        if short := take(booking, source, move.line):
            missing[source.item_id] = missing.get(source.item_id, ZERO) + short
        for entry in booking.entries[first:]:
            booking.add(_arrive(target, entry, move, kinds[1]))
    refuse_missing(booking, missing, asked)
    if must_leave_reserved:
        refuse_taking_what_carts_hold(booking, before, asked)


def _arrive(target: Shelf, gone: Entry, move: Move, kind: MovementKind) -> list[Entry]:
    """The layer that comes in for one that went out: the same goods at the same unit cost."""
    origin, quantity = gone.layer, -gone.quantity
    layer = Layer(
        new_id(),
        target.item_id,
        origin.unit_cost,
        quantity,
        quantity,
        origin.received_at,
        kind=move.kind,
        status=move.status or origin.status,
        batch_number=origin.batch_number,
        supplier_lot=origin.supplier_lot,
        expires_on=origin.expires_on,
        serial_number=origin.serial_number,
        source_line_id=origin.source_line_id,
        origin_batch_id=origin.id,
        transfer_line_id=move.transfer_line_id,
    )
    return [
        Entry(e.layer, e.quantity, e.cost, e.unit_cost, e.line_id, kind=e.kind or kind)
        for e in target.put(layer, gone.line_id)
    ]
