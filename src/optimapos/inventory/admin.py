"""Pages of the stock ledger: read-only, for those who may see costs."""

from optimapos.core.actors import Capability
from optimapos.inventory.models import InventoryBatch, InventoryItem, InventoryMovement, StockReservation
from optimapos.organization.admin import LedgerAdmin, register


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
