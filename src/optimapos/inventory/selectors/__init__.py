"""Reads of the stock ledger."""

from optimapos.inventory.selectors.availability import (
    Availability,
    StockOnHand,
    availability_at,
    availability_of,
    items_of,
)

__all__ = ["Availability", "StockOnHand", "availability_at", "availability_of", "items_of"]
