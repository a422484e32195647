"""Tables of the stock ledger."""

from optimapos.inventory.models.items import InventoryBatch, InventoryItem
from optimapos.inventory.models.movements import InventoryMovement
from optimapos.inventory.models.reservations import StockReservation

StockProduct = InventoryItem
"""The name that sales-phase-1.md gives to an item."""

__all__ = ["InventoryBatch", "InventoryItem", "InventoryMovement", "StockProduct", "StockReservation"]
