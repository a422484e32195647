"""Tables of the stock ledger and of the documents that move stock within the business."""

from optimapos.inventory.models.adjustments import StockAdjustment, StockAdjustmentLine
from optimapos.inventory.models.counts import StockCount, StockCountLine
from optimapos.inventory.models.items import InventoryBatch, InventoryItem
from optimapos.inventory.models.movements import InventoryMovement
from optimapos.inventory.models.reservations import StockReservation
from optimapos.inventory.models.transfers import StockTransfer, StockTransferLine

StockProduct = InventoryItem
"""The name that sales-phase-1.md gives to an item."""

__all__ = [
    "InventoryBatch",
    "InventoryItem",
    "InventoryMovement",
    "StockAdjustment",
    "StockAdjustmentLine",
    "StockCount",
    "StockCountLine",
    "StockProduct",
    "StockReservation",
    "StockTransfer",
    "StockTransferLine",
]
