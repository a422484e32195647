"""Pieces with serial numbers: which came back already. Without a receipt only the ledger and other refunds can tell."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from optimapos.core.tenancy import BusinessRef
from optimapos.inventory.models import InventoryBatch, InventoryMovement
from optimapos.inventory.types import MovementKind
from optimapos.refunds.models import RefundItem
from optimapos.refunds.types import RefundStatus

Piece = tuple[UUID, str]
"""A product and a serial number of it."""


def items_of_pieces(business: BusinessRef, pieces: Collection[Piece]) -> set[UUID]:
    """The stock items, at whatever location, that pieces were ever in."""
    return {layer.item_id for layer in _layers(business, pieces)}


def not_with_a_customer(business: BusinessRef, pieces: Collection[Piece], *, but: UUID) -> set[str]:
    """The serial numbers of pieces that are not sold, or were given back since; of the refund `but` nothing counts."""
    layers = {row.pk: row for row in _layers(business, pieces)}
    moved = InventoryMovement.objects.for_business(business).filter(
        item_id__in={layer.item_id for layer in layers.values()}, batch_id__in=layers
    )
    last: dict[Piece, InventoryMovement] = {}
    for movement in moved.exclude(source_id=but).exclude(quantity=0).order_by("pk"):
        layer = layers[movement.batch_id]
        if layer.product_id:
            last[layer.product_id, layer.serial_number] = movement
    sold_as = {piece: row.source_line_id for piece, row in last.items() if row.kind == MovementKind.SALE}
    named = _processed(business).filter(sale_item_id__in=sold_as.values()).exclude(refund_id=but)
    paid = {(line, serial) for line, serials in named.values_list("sale_item_id", "serials") for serial in serials}
    return {serial for product, serial in pieces if _is_back(sold_as.get((product, serial)), serial, paid)}


def brought_since(business: BusinessRef, pieces: Collection[Piece], since: datetime) -> set[str]:
    """The serial numbers of pieces that were brought without a receipt after they were sold at `since`."""
    came_by = {layer.source_line_id for layer in _layers(business, pieces) if layer.source_line_id}
    rows = _processed(business).filter(pk__in=came_by, refund__processed_at__gt=since)
    return {serial for serials in rows.values_list("serials", flat=True) for serial in serials}


def _is_back(line: UUID | None, serial: str, paid: Collection[tuple[UUID, str]]) -> bool:
    return line is None or (line, serial) in paid


def _layers(business: BusinessRef, pieces: Collection[Piece]) -> list[InventoryBatch]:
    wanted = set(pieces)
    rows = InventoryBatch.objects.for_business(business).filter(serial_number__in={serial for _, serial in wanted})
    return [row for row in rows.exclude(serial_number="") if (row.product_id, row.serial_number) in wanted]


def _processed(business: BusinessRef) -> QuerySet[RefundItem]:
    return RefundItem.objects.for_business(business).filter(refund__status=RefundStatus.PROCESSED)
