"""Where a piece with a serial number is and was: its layers, and what moved it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from optimapos.core.actors import Actor
from optimapos.inventory.models import InventoryBatch, InventoryMovement, StockTransferLine


def pieces_of(actor: Actor) -> QuerySet[InventoryBatch]:
    """The layers of pieces with serial numbers at the actor's locations, and on their way from or to one of them."""
    rows = InventoryBatch.objects.for_business(actor.business_id).exclude(serial_number="")
    rows = rows.select_related("item__product", "item__location")
    if actor.location_ids is None:
        return rows
    lines = StockTransferLine.objects.for_business(actor.business_id).filter(
        Q(transfer__location_id__in=actor.location_ids) | Q(transfer__to_location_id__in=actor.location_ids)
    )
    return rows.filter(Q(item__location_id__in=actor.location_ids) | Q(transfer_line_id__in=lines.values("pk")))


def movements_by_layer(actor: Actor, layers: Iterable[InventoryBatch]) -> dict[UUID, list[InventoryMovement]]:
    """What moved these layers, by layer, oldest first, by one query."""
    ids = {layer.pk: layer.item_id for layer in layers}
    rows = InventoryMovement.objects.for_business(actor.business_id).filter(
        item_id__in=set(ids.values()), batch_id__in=ids
    )
    found: dict[UUID, list[InventoryMovement]] = {}
    for row in rows.order_by("item_id", "item_seq"):
        found.setdefault(row.batch_id, []).append(row)
    return found
