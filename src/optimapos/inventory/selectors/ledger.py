"""What the ledger looks up beside its items: where serial numbers are, and what a source brought and moved."""

from collections.abc import Collection, Iterable
from decimal import Decimal
from uuid import UUID

from django.db import connections

from optimapos.core.money import ZERO
from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.inventory.models import InventoryBatch, InventoryMovement
from optimapos.inventory.sql import BROUGHT, DESCENDANTS, PRICES
from optimapos.inventory.types import BatchKind, BatchStatus, MovementKind, Source


def open_serials(business: BusinessRef, pieces: Iterable[tuple[UUID, str]]) -> list[str]:
    """Which of the (product, serial number) pieces are in stock anywhere, or on their way."""
    wanted = set(pieces)
    rows = InventoryBatch.objects.for_business(business).filter(
        serial_number__in={serial for _, serial in wanted}, is_open=True
    )
    rows = rows.exclude(serial_number="")  # the index is of these alone, and a long list does not prove it
    found = rows.values_list("product_id", "serial_number")
    return sorted(serial for product, serial in found if (product, serial) in wanted)


def known_serials(business: BusinessRef, pieces: Iterable[tuple[UUID, str]]) -> set[str]:
    """Which of the serial numbers are of (product, serial number) pieces that were ever in stock."""
    wanted = set(pieces)
    rows = InventoryBatch.objects.for_business(business).filter(serial_number__in={serial for _, serial in wanted})
    found = rows.exclude(serial_number="").values_list("product_id", "serial_number")
    return {serial for product, serial in found if (product, serial) in wanted}


def serials_to_sell(business: BusinessRef, item_id: UUID, serials: Collection[str]) -> set[str]:
    """Which of the serial numbers are pieces of an item that may be sold, but for what is expired."""
    rows = InventoryBatch.objects.for_business(business).filter(
        item_id=item_id, serial_number__in=serials, is_open=True, kind=BatchKind.STOCK, status=BatchStatus.AVAILABLE
    )
    return set(rows.values_list("serial_number", flat=True))


def movements_of(business: BusinessRef, source_id: UUID, posting: int) -> list[InventoryMovement]:
    """What stands of what a source moved when it made movements for the `posting`-th time, by item in the order of booking.

    That is without what was taken back, and less what was corrected; nothing where no goods are left of it.
    """
    made = InventoryMovement.objects.for_business(business).filter(source_id=source_id, posting=posting)
    rows = list(made.order_by("item_id", "item_seq"))
    taken_back = {row.reversal_of for row in rows}
    corrected: dict[UUID, Decimal] = {}
    for row in rows:
        if row.kind == MovementKind.REVERSAL and row.reversal_of is None:
            corrected[row.batch_id] = corrected.get(row.batch_id, ZERO) + row.quantity
    standing = [row for row in rows if row.kind != MovementKind.REVERSAL and row.pk not in taken_back]
    for row in standing:
        if row.quantity > 0:
            row.quantity += corrected.get(row.batch_id, ZERO)
    return standing if any(row.quantity for row in standing) else []


def brought_by(
    business: BusinessRef, source_ids: Collection[UUID], line_ids: Collection[UUID]
) -> dict[UUID, dict[UUID, Decimal]]:
    """How much of each line of some receipts went onto which layer, what was taken back less: by line, then by layer."""
    with connections[APP].cursor() as cursor:
        cursor.execute(
            BROUGHT,
            {"business_id": business_id_of(business), "source_ids": list(source_ids), "line_ids": list(line_ids)},
        )
        found: dict[UUID, dict[UUID, Decimal]] = {}
        for line, layer, quantity in cursor.fetchall():
            found.setdefault(line, {})[layer] = quantity
    return found


def prices_of(business: BusinessRef, source: Source, line_ids: Collection[UUID]) -> dict[UUID, Decimal]:
    """The unit costs at which lines of a receipt were bought, as corrected so far, later costs not among them."""
    with connections[APP].cursor() as cursor:
        cursor.execute(
            PRICES,
            {
                "business_id": business_id_of(business),
                "source_id": source.id,
                "posting": source.posting,
                "line_ids": list(line_ids),
            },
        )
        return dict(cursor.fetchall())


def descendants_of(business: BusinessRef, layer_ids: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    """(layer, item) of layers and of all that was taken from them by transfers and changes of status, at any remove."""
    with connections[APP].cursor() as cursor:
        cursor.execute(DESCENDANTS, {"business_id": business_id_of(business), "layer_ids": list(layer_ids)})
        return list(cursor.fetchall())
