"""Pages of the stock ledger: read-only, for those who may see costs."""

from typing import Any, ClassVar

from django.http import HttpRequest

from optimapos.core.actors import Capability
from optimapos.inventory.models import (
    InventoryBatch,
    InventoryItem,
    InventoryMovement,
    StockAdjustment,
    StockAdjustmentLine,
    StockCount,
    StockCountLine,
    StockReservation,
    StockTransfer,
    StockTransferLine,
)
from optimapos.organization.admin import LedgerAdmin, LedgerInline, register


class StockPages(LedgerAdmin):
    """Stock with its costs."""

    view_capability = Capability.COST_VIEW


@register(InventoryItem)
class InventoryItemPages(StockPages):
    """Products at locations."""

    list_display = ("product", "location", "current_qty", "stock_value", "last_movement_at")
    list_select_related = ("product", "location")
    search_fields = ("product__sku", "product__name")


@register(InventoryBatch)
class InventoryBatchPages(StockPages):
    """Cost layers."""

    list_display = ("item", "batch_number", "status", "remaining_qty", "unit_cost", "expires_on", "received_at")
    list_select_related = ("item",)
    list_filter = ("is_open", "status", "kind")
    search_fields = ("batch_number",)


@register(InventoryMovement)
class InventoryMovementPages(StockPages):
    """Movements."""

    list_display = ("occurred_at", "item", "kind", "quantity", "cost_amount", "qty_after")
    list_select_related = ("item",)
    list_filter = ("kind",)


@register(StockReservation)
class StockReservationPages(StockPages):
    """What carts hold and held."""

    view_capability = Capability.STOCK_VIEW
    list_display = ("item", "quantity", "status", "expires_at", "sale_id")
    list_select_related = ("item",)
    list_filter = ("status",)


class DocumentPages(LedgerAdmin):
    """Stock documents: worked on through the API, looked at here."""

    view_capability = Capability.STOCK_VIEW
    list_select_related: ClassVar[tuple[str, ...]] = ("status", "location")
    search_fields = ("number",)


class LinesInline(LedgerInline):
    """Lines of a document."""

    view_capability = Capability.STOCK_VIEW
    ordering = ("line_no",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """With their products and packagings."""
        return super().get_queryset(request).select_related("product", "packaging")


class TransferLinesInline(LinesInline):
    """Lines of a transfer."""

    model = StockTransferLine
    fields = ("line_no", "product", "packaging", "quantity", "base_qty", "received_base_qty", "lost_base_qty")


class AdjustmentLinesInline(LinesInline):
    """Lines of an adjustment, with the costs of what was found."""

    view_capability = Capability.COST_VIEW
    model = StockAdjustmentLine
    fields = ("line_no", "product", "packaging", "quantity", "base_qty", "reason", "to_status", "unit_cost", "comment")


class LinePages(StockPages):
    """Lines of documents."""

    search_fields = ("product__sku", "product__name")


@register(StockTransferLine)
class StockTransferLinePages(LinePages):
    """Lines of transfers."""

    view_capability = Capability.STOCK_VIEW
    list_display = ("transfer", "line_no", "product", "base_qty", "received_base_qty", "lost_base_qty")
    list_select_related = ("transfer", "product")


@register(StockAdjustmentLine)
class StockAdjustmentLinePages(LinePages):
    """Lines of adjustments, with the costs of what was found."""

    list_display = ("adjustment", "line_no", "product", "base_qty", "reason", "to_status")
    list_select_related = ("adjustment", "product")


@register(StockTransfer)
class StockTransferPages(DocumentPages):
    """Transfers."""

    list_display = ("number", "document_date", "location", "to_location", "status")
    list_select_related = ("status", "location", "to_location")
    inlines = (TransferLinesInline,)


@register(StockAdjustment)
class StockAdjustmentPages(DocumentPages):
    """Adjustments."""

    list_display = ("number", "document_date", "location", "status")
    inlines = (AdjustmentLinesInline,)


@register(StockCount)
class StockCountPages(DocumentPages):
    """Stock counts."""

    list_display = ("number", "document_date", "location", "scope", "is_blind", "status")


@register(StockCountLine)
class StockCountLinePages(StockPages):
    """What was counted beside what the books said: for those who may post it, so that a blind count stays blind."""

    view_capability = Capability.STOCK_APPROVE
    list_display = ("count", "product", "expected_qty", "counted_qty", "counted_at")
    list_select_related = ("count", "product")
    search_fields = ("count__number", "product__sku")
