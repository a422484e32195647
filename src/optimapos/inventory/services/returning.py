"""Goods that customers bring back: onto the layers that they were sold from, the newest of them first, at their cost.

Runs inside an operation that holds the sale's lock, so that nothing comes back twice.
Source: docs/adr/0020; docs/algorithms/refunds.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from optimapos.core.ids import new_id
from optimapos.core.money import ZERO
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError
from optimapos.core.tenancy import BusinessRef
from optimapos.inventory.locks import items_at
from optimapos.inventory.models import InventoryMovement
from optimapos.inventory.rules.shelf import Entry, Layer, Shelf
from optimapos.inventory.selectors.ledger import open_serials
from optimapos.inventory.services.booking import Booking
from optimapos.inventory.types import BatchKind, BatchStatus, MovementKind, Posted, Returned, Source


class StockReturns:
    """Takes sold goods back."""

    @staticmethod
    def take_back(
        *,
        business: BusinessRef,
        sold_by: UUID,
        lines: Sequence[Returned],
        source: Source,
        occurred_at: datetime,
    ) -> list[Posted]:
        """Book the return of what the sale `sold_by` took.

        Refuses: RETURNED_ALREADY (data: lines with line, returned, left), SERIAL_NOT_SOLD (data: serials), SERIAL_IN_STOCK
        (data: serials).
        """
        sold = _sold(business, sold_by, [line.sold_line_id for line in lines])
        moved = [row for rows in sold.values() for row in rows]
        back = _back_already(business, [row.pk for row in moved])
        _refuse_serials_in_stock(business, lines)
        elsewhere = {(line.product_id, line.location_id) for line in lines if line.location_id is not None}
        booking = Booking.open(
            business=business,
            item_ids={row.item_id for row in moved} | set(items_at(business, elsewhere)),
            source=source,
            kind=MovementKind.RETURN,
            occurred_at=occurred_at,
            closed_layers={row.batch_id for row in moved},
        )
        layers = {layer.id: layer for shelf in booking.shelves.values() for layer in shelf.layers}
        places = {
            (shelf.product_id, booking.places[item].location_id): shelf for item, shelf in booking.shelves.items()
        }
        for line in lines:
            there = None if line.location_id is None else places[line.product_id, line.location_id]
            for row, quantity in _taken_back(line, sold.get(line.sold_line_id, []), layers, back):
                back[row.pk] = back.get(row.pk, ZERO) + quantity
                here = booking.shelves[row.item_id]
                booking.add(_entries(line, layers[row.batch_id], quantity, row.pk, here=here, there=there))
        return booking.write()


def _sold(business: BusinessRef, sale_id: UUID, line_ids: Sequence[UUID]) -> dict[UUID, list[InventoryMovement]]:
    """What lines of a sale took, by line, the newest layer first."""
    rows = InventoryMovement.objects.for_business(business).filter(
        source_id=sale_id, kind=MovementKind.SALE, source_line_id__in=line_ids
    )
    found: dict[UUID, list[InventoryMovement]] = {}
    for row in rows.order_by("-item_seq"):
        if row.source_line_id is not None:
            found.setdefault(row.source_line_id, []).append(row)
    return found


def _back_already(business: BusinessRef, movement_ids: Sequence[UUID]) -> dict[UUID, Decimal]:
    """How much came back already of each movement of a sale."""
    rows = InventoryMovement.objects.for_business(business).filter(
        reversal_of__in=movement_ids, kind=MovementKind.RETURN
    )
    found: dict[UUID, Decimal] = {}
    for movement, quantity in rows.values_list("reversal_of", "quantity"):
        if movement is not None:
            found[movement] = found.get(movement, ZERO) + quantity
    return found


def _taken_back(
    line: Returned, sold: Sequence[InventoryMovement], layers: Mapping[UUID, Layer], back: Mapping[UUID, Decimal]
) -> list[tuple[InventoryMovement, Decimal]]:
    """So much of each movement of the line comes back.

    Refuses: RETURNED_ALREADY, SERIAL_NOT_SOLD.
    """
    if line.serials:
        named = {layers[row.batch_id].serial_number: row for row in sold}
        if unknown := sorted(serial for serial in line.serials if serial not in named):
            raise DomainError("SERIAL_NOT_SOLD", f"Not sold by this line: {', '.join(unknown)}.", {"serials": unknown})
        sold = [named[serial] for serial in line.serials]
    found, left = [], line.quantity
    for row in sold:
        quantity = min(left, -row.quantity - back.get(row.pk, ZERO))
        if quantity > 0:
            found.append((row, quantity))
            left -= quantity
    if left:
        figures = {
            "line": str(line.sold_line_id),
            "returned": shown(line.quantity),
            "left": shown(line.quantity - left),
        }
        raise DomainError("RETURNED_ALREADY", "More comes back than is still out.", {"lines": [figures]})
    return found


def _entries(
    line: Returned, origin: Layer, quantity: Decimal, movement_id: UUID, *, here: Shelf, there: Shelf | None
) -> list[Entry]:
    if there is None and not line.are_damaged:
        return here.give_back(origin, quantity, line.line_id, movement_id)
    arrived = _like(origin, quantity, there or here, are_damaged=line.are_damaged)
    entries = [
        replace(entry, reversal_of=movement_id) if entry.quantity else entry
        for entry in (there or here).put(arrived, line.line_id)
    ]
    if line.are_damaged:
        gone = arrived.change(-quantity)
        entries.append(Entry(arrived, -quantity, gone, arrived.unit_cost, line.line_id, kind=MovementKind.ADJUST))
    return entries


def _like(origin: Layer, quantity: Decimal, shelf: Shelf, *, are_damaged: bool) -> Layer:
    """A layer of the same goods at the same unit cost."""
    return Layer(
        new_id(),
        shelf.item_id,
        origin.unit_cost,
        quantity,
        quantity,
        origin.received_at,
        status=BatchStatus.DAMAGED if are_damaged else origin.status,
        batch_number="" if origin.kind == BatchKind.DEFICIT else origin.batch_number,
        supplier_lot=origin.supplier_lot,
        expires_on=origin.expires_on,
        serial_number=origin.serial_number,
        source_line_id=origin.source_line_id,
        origin_batch_id=None if origin.kind == BatchKind.DEFICIT else origin.id,
    )


def _refuse_serials_in_stock(business: BusinessRef, lines: Sequence[Returned]) -> None:
    named = [(line.product_id, serial) for line in lines for serial in line.serials]
    if named and (there := open_serials(business, named)):
        raise DomainError("SERIAL_IN_STOCK", f"In stock already: {', '.join(there)}.", {"serials": there})
