"""Stock documents as a member sees them, and what their services look up."""

from collections.abc import Collection, Iterable
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from optimapos.core.actors import Actor
from optimapos.core.tenancy import BusinessRef
from optimapos.inventory.models import (
    InventoryBatch,
    InventoryItem,
    InventoryMovement,
    StockAdjustment,
    StockAdjustmentLine,
    StockCount,
    StockCountLine,
    StockTransfer,
    StockTransferLine,
)
from optimapos.inventory.rules.shelf import likely_cost
from optimapos.inventory.types import BatchKind
from optimapos.nomenclatures.selectors.workflows import documents_of
from optimapos.products.models import ProductPackaging


def transfers_of(actor: Actor) -> QuerySet[StockTransfer]:
    """Transfers from or to the actor's locations, with their lines."""
    rows = StockTransfer.objects.for_business(actor.business_id)
    if actor.location_ids is not None:
        rows = rows.filter(Q(location_id__in=actor.location_ids) | Q(to_location_id__in=actor.location_ids))
    lines = (
        StockTransferLine.objects.for_business(actor.business_id).select_related("product__unit").order_by("line_no")
    )
    rows = rows.select_related("document_type", "status", "location", "to_location")
    return rows.prefetch_related(Prefetch("lines", lines))


def adjustments_of(actor: Actor) -> QuerySet[StockAdjustment]:
    """Adjustments at the actor's locations, with their lines."""
    lines = (
        StockAdjustmentLine.objects.for_business(actor.business_id).select_related("product__unit").order_by("line_no")
    )
    return documents_of(actor, StockAdjustment).prefetch_related(Prefetch("lines", lines))


def counts_of(actor: Actor) -> QuerySet[StockCount]:
    """Counts at the actor's locations, with how many lines they have and how many of them are counted."""
    lines = StockCountLine.objects.for_business(actor.business_id).filter(count=OuterRef("pk"))
    return documents_of(actor, StockCount).annotate(
        line_count=_number_of(lines), counted_count=_number_of(lines.filter(counted_at__isnull=False))
    )


def _number_of(rows: QuerySet[StockCountLine]) -> Coalesce:
    """By a query of its own for each row that is shown, so that a page costs what its rows cost."""
    counted = rows.order_by().values("count").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def packagings_in_use(business: BusinessRef, packaging_ids: Collection[UUID]) -> dict[UUID, ProductPackaging]:
    """Active packagings by id; no query where none is asked for."""
    if not packaging_ids:
        return {}
    rows = ProductPackaging.objects.for_business(business).filter(pk__in=packaging_ids, is_active=True)
    return {row.pk: row for row in rows}


def batches_at(business: BusinessRef, location_id: UUID, batch_ids: Collection[UUID]) -> dict[UUID, InventoryBatch]:
    """Layers of stock at a location by id; no query where none is asked for."""
    if not batch_ids:
        return {}
    rows = InventoryBatch.objects.for_business(business).filter(pk__in=batch_ids, item__location_id=location_id)
    return {row.pk: row for row in rows.filter(kind=BatchKind.STOCK).select_related("item")}


def likely_costs(business: BusinessRef, items: Iterable[InventoryItem]) -> dict[UUID, Decimal]:
    """What a base unit of each product would likely cost: as its item says, else as it was last bought anywhere, else 0.

    One query at most.
    """
    costs = {row.product_id: likely_cost(row.last_purchase_cost, row.stock_value, row.current_qty) for row in items}
    unknown = [product for product, cost in costs.items() if not cost]
    if unknown:
        rows = InventoryItem.objects.for_business(business).filter(product_id__in=unknown, last_purchase_cost__gt=0)
        elsewhere = rows.order_by("product_id", "-last_purchase_at", "pk").distinct("product_id")
        costs |= dict(elsewhere.values_list("product_id", "last_purchase_cost"))
    return costs


def open_pieces(business: BusinessRef, item_ids: Collection[UUID]) -> dict[UUID, set[str]]:
    """The serial numbers that are in stock, by item."""
    found: dict[UUID, set[str]] = {}
    rows = InventoryBatch.objects.for_business(business).filter(item_id__in=item_ids, is_open=True)
    for item, serial in rows.exclude(serial_number="").values_list("item_id", "serial_number"):
        found.setdefault(item, set()).add(serial)
    return found


def pieces_on_their_way(
    business: BusinessRef, item_ids: Collection[UUID], line_ids: Collection[UUID]
) -> dict[UUID | None, set[str]]:
    """The serial numbers that are on their way, by line of a transfer; `item_ids` are those of goods in transit."""
    found: dict[UUID | None, set[str]] = {}
    rows = InventoryBatch.objects.for_business(business).filter(item_id__in=item_ids, is_open=True)
    mine = rows.filter(transfer_line_id__in=line_ids).exclude(serial_number="")
    for line, serial in mine.values_list("transfer_line_id", "serial_number"):
        found.setdefault(line, set()).add(serial)
    return found


def with_reasons(business: BusinessRef, movements: QuerySet[InventoryMovement]) -> QuerySet[InventoryMovement]:
    """Movements with the `reason` that the line of their adjustment gives, "" for others."""
    lines = StockAdjustmentLine.objects.for_business(business).filter(pk=OuterRef("source_line_id"))
    return movements.annotate(reason=Coalesce(Subquery(lines.values("reason")), Value("")))
