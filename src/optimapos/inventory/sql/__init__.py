"""The statements of the stock ledger, set-based: their number does not grow with the lines.

They run inside a transaction that names the tenant; those that write hold the items' locks.
"""

from optimapos.inventory.sql.availability import (
    ACTIVE_RESERVATIONS,
    AVAILABILITY,
    BUSINESS_DAY,
    CANCEL_NEWEST,
    SELLABLE_LAYERS,
    cancel_newest,
)
from optimapos.inventory.sql.booking import BROUGHT, DESCENDANTS, GOODS, LAST_PURCHASES, LAYERS, POST, PRICES, SHELVES
from optimapos.inventory.sql.time_travel import AS_KNOWN_AT, AS_OF, AS_OF_TOTALS

__all__ = [
    "ACTIVE_RESERVATIONS",
    "AS_KNOWN_AT",
    "AS_OF",
    "AS_OF_TOTALS",
    "AVAILABILITY",
    "BROUGHT",
    "BUSINESS_DAY",
    "CANCEL_NEWEST",
    "DESCENDANTS",
    "GOODS",
    "LAST_PURCHASES",
    "LAYERS",
    "POST",
    "PRICES",
    "SELLABLE_LAYERS",
    "SHELVES",
    "cancel_newest",
]
