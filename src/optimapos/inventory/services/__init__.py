"""Writes of the stock ledger."""

from optimapos.inventory.services.adjustments import StockAdjustmentService
from optimapos.inventory.services.amending import StockAmendments
from optimapos.inventory.services.arrivals import TransferArrivals
from optimapos.inventory.services.counts import StockCountService
from optimapos.inventory.services.effects import MovementService, StockEffect
from optimapos.inventory.services.ledger import StockLedger
from optimapos.inventory.services.moving import Move, StockMoves
from optimapos.inventory.services.receiving import OpeningLine, OpeningStockService
from optimapos.inventory.services.reservations import ReservationService
from optimapos.inventory.services.returning import StockReturns
from optimapos.inventory.services.transfers import StockTransferService

__all__ = [
    "Move",
    "MovementService",
    "OpeningLine",
    "OpeningStockService",
    "ReservationService",
    "StockAdjustmentService",
    "StockAmendments",
    "StockCountService",
    "StockEffect",
    "StockLedger",
    "StockMoves",
    "StockReturns",
    "StockTransferService",
    "TransferArrivals",
]
