"""Writes of the stock ledger."""

from optimapos.inventory.services.receiving import OpeningLine, OpeningStockService
from optimapos.inventory.services.reservations import ReservationService

__all__ = ["OpeningLine", "OpeningStockService", "ReservationService"]
