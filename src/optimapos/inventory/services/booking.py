"""A booking: items locked, read as shelves, changed in memory, written by one statement.

The number of statements does not grow with the lines. Runs inside an operation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from django.db import connections

from optimapos.core.ids import new_id
from optimapos.core.live import hint
from optimapos.core.money import ZERO
from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.inventory.locks import lock_item_rows
from optimapos.inventory.rules.shelf import Entry, Layer, Shelf, by_item
from optimapos.inventory.sql import CANCEL_NEWEST, LAYERS, POST, SHELVES
from optimapos.inventory.types import PURCHASED, BatchKind, MovementKind, Posted, Source

OF_SHELF = 7
"""So many columns of `SHELVES` are the shelf's, those behind it the place's."""


@dataclass(slots=True)
class Place:
    """What else an item has: how far below zero it is, what it saw last, where it is, and which days these are there."""

    floor_qty: Decimal
    last_movement_at: datetime | None
    last_purchase_at: datetime | None
    location_id: UUID
    location_code: str
    sku: str
    business_date: date
    today: date


@dataclass(slots=True)
class Booking:
    """Shelves by item id, and the entries made so far. `business_date` of a place is that of `occurred_at`."""

    business_id: UUID
    source: Source
    kind: str
    occurred_at: datetime
    shelves: dict[UUID, Shelf] = field(default_factory=dict)
    places: dict[UUID, Place] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    last_purchases: dict[UUID, tuple[Decimal, datetime | None]] = field(default_factory=dict)

    @classmethod
    def open(
        cls,
        *,
        business: BusinessRef,
        item_ids: Iterable[UUID],
        source: Source,
        kind: str,
        occurred_at: datetime,
        closed_layers: Iterable[UUID] = (),
        only_deficits: bool = False,
    ) -> "Booking":
        """Lock the items in the order of their ids, then read them with their open layers and `closed_layers`.

        `only_deficits`: only of items that were sold short; enough where nothing goes out.
        """
        booking = cls(business_id_of(business), source, kind, occurred_at)
        wanted = list(set(item_ids))
        lock_item_rows(business, wanted)
        asked: dict[str, Any] = {
            "business_id": booking.business_id,
            "item_ids": wanted,
            "occurred_at": occurred_at,
            "closed_ids": list(closed_layers),
        }
        with connections[APP].cursor() as cursor:
            cursor.execute(SHELVES, asked)
            for row in cursor.fetchall():
                booking.shelves[row[0]] = Shelf(*row[:OF_SHELF])
                booking.places[row[0]] = Place(*row[OF_SHELF:])
            if only_deficits:
                asked["item_ids"] = [item for item, place in booking.places.items() if place.floor_qty < 0]
            cursor.execute(LAYERS, asked)
            for row in cursor.fetchall():
                booking.shelves[row[1]].layers.append(Layer(*row))
        return booking

    def add(self, entries: Iterable[Entry]) -> None:
        """Note entries; their layers are changed already."""
        self.entries.extend(entries)

    def sellable(self) -> dict[UUID, Decimal]:
        """How much may be sold of each item today."""
        return {item: shelf.sellable(self.places[item].today) for item, shelf in self.shelves.items()}

    def write(self) -> list[Posted]:
        """Write layers, movements and items; what was booked, in order."""
        if not self.entries:
            return []
        moved = by_item(self.entries)
        rows = [row for item, entries in moved.items() for row in self._movements(item, entries)]
        layers = [layer for shelf in self.shelves.values() for layer in shelf.layers]
        with connections[APP].cursor() as cursor:
            cursor.execute(
                POST,
                {
                    "business_id": self.business_id,
                    "source_type": self.source.type,
                    "source_id": self.source.id,
                    "posting": self.source.posting,
                    "occurred_at": self.occurred_at,
                    "layers": _json([self._new_layer(layer) for layer in layers if layer.is_new]),
                    "changes": _json([_change(layer) for layer in layers if layer.is_changed and not layer.is_new]),
                    "entries": _json(rows),
                    "items": _json([self._item(item, entries) for item, entries in moved.items()]),
                },
            )
        for place in {self.places[item].location_id for item in moved}:
            here = [item for item in moved if self.places[item].location_id == place]
            hint(business=self.business_id, topic="stock", kind="stock.moved", location_id=place, ids=here)
        return [Posted(e.line_id, e.layer.item_id, e.layer.id, e.quantity, e.cost) for e in self.entries]

    def cancel_newest_reservations(self) -> list[tuple[Any, ...]]:
        """Cancel what carts hold beyond what is left after a physical fact: (reservation, item, sale, quantity) each."""
        with connections[APP].cursor() as cursor:
            cursor.execute(CANCEL_NEWEST, {"item_ids": list(self.shelves), "business_id": self.business_id})
            return list(cursor.fetchall())

    def _movements(self, item_id: UUID, entries: Sequence[Entry]) -> Iterable[dict[str, Any]]:
        shelf, place = self.shelves[item_id], self.places[item_id]
        is_backdated = place.last_movement_at is not None and self.occurred_at < place.last_movement_at
        for entry in entries:
            shelf.quantity += entry.quantity
            shelf.value += entry.cost
            shelf.seq += 1
            yield {
                "id": new_id(),
                "item_id": item_id,
                "batch_id": entry.layer.id,
                "kind": entry.kind or self.kind,
                "quantity": str(entry.quantity),
                "unit_cost": str(entry.unit_cost),
                "cost": str(entry.cost),
                "item_seq": shelf.seq,
                "qty_after": str(shelf.quantity),
                "value_after": str(shelf.value),
                "source_line_id": entry.line_id,
                "reversal_of": entry.reversal_of,
                "is_backdated": is_backdated,
                "business_date": place.business_date,
            }

    def _new_layer(self, layer: Layer) -> dict[str, Any]:
        place = self.places[layer.item_id]
        return {
            **_change(layer),
            "item_id": layer.item_id,
            "kind": layer.kind,
            "status": layer.status,
            "batch_number": layer.batch_number
            or f"AUTO_{place.sku}_{place.business_date:%Y%m%d}_{place.location_code}",
            "supplier_lot": layer.supplier_lot,
            "expires_on": layer.expires_on,
            "received_at": layer.received_at,
            "source_line_id": layer.source_line_id,
            "origin_batch_id": layer.origin_batch_id,
            "transfer_line_id": layer.transfer_line_id,
            "serial_number": layer.serial_number,
            "product_id": self.shelves[layer.item_id].product_id,
        }

    def _item(self, item_id: UUID, entries: Sequence[Entry]) -> dict[str, Any]:
        shelf = self.shelves[item_id]
        deficit = sum((layer.remaining for layer in shelf.layers if layer.kind == BatchKind.DEFICIT), ZERO)
        cost, bought_at = self.last_purchases.get(item_id) or self._last_purchase(item_id, entries)
        return {
            "id": item_id,
            "quantity": str(shelf.quantity),
            "value": str(shelf.value),
            "floor": str(deficit),
            "seq": shelf.seq,
            "last_purchase_cost": str(cost),
            "last_purchase_at": bought_at,
        }

    def _last_purchase(self, item_id: UUID, entries: Sequence[Entry]) -> tuple[Decimal, datetime | None]:
        """The cost of the last entry, if goods were bought now and none later: a backdated receipt doesn't change it.

        Goods that were never bought here have the cost at which they came otherwise.
        """
        shelf, place = self.shelves[item_id], self.places[item_id]
        bought = [entry for entry in entries if entry.quantity > 0 and entry.kind != MovementKind.COST_ADJUSTMENT]
        is_newest = place.last_purchase_at is None or self.occurred_at >= place.last_purchase_at
        if self.kind in PURCHASED and bought and is_newest:
            return bought[-1].unit_cost, self.occurred_at
        if bought and not shelf.last_purchase_cost and place.last_purchase_at is None:
            return bought[-1].unit_cost, place.last_purchase_at
        return shelf.last_purchase_cost, place.last_purchase_at


def _change(layer: Layer) -> dict[str, Any]:
    return {
        "id": layer.id,
        "unit_cost": str(layer.unit_cost),
        "received": str(layer.received),
        "remaining": str(layer.remaining),
    }


def _json(rows: list[dict[str, Any]]) -> str:
    return orjson.dumps(rows).decode()
