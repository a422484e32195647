"""The control's server: the product with its locks of items, customers and wallet accounts and the compare-and-set of
approvals switched off, for races that must then go wrong.
"""

from typing import Any
from uuid import UUID

from optimapos.config.wsgi import application
from optimapos.inventory.models import InventoryItem
from optimapos.inventory.services import reservations
from optimapos.sales.sql import write
from optimapos.wallet import sql

LOCK = " FOR NO KEY UPDATE"
UNUSED = "AND status = 'GRANTED'"


def read_items(business: Any, item_ids: Any) -> list[InventoryItem]:
    """What `lock_items` does, without the lock."""
    wanted: list[UUID] = list(item_ids)
    return list(InventoryItem.objects.for_business(business).filter(pk__in=wanted).order_by("pk"))


if LOCK not in write.LOCK_ITEMS:
    raise RuntimeError("the lock of items has another form now: the control switches nothing off")
write.LOCK_ITEMS = write.LOCK_ITEMS.replace(LOCK, "")
if LOCK not in write.LOCK_CUSTOMER or UNUSED not in write.USE_APPROVALS:
    raise RuntimeError("the guards have another form now: the control switches nothing off")
write.LOCK_CUSTOMER = write.LOCK_CUSTOMER.replace(LOCK, "")
write.USE_APPROVALS = write.USE_APPROVALS.replace(UNUSED, "")
if LOCK not in sql.LOCK_ACCOUNTS:
    raise RuntimeError("the lock of wallet accounts has another form now: the control switches nothing off")
sql.LOCK_ACCOUNTS = sql.LOCK_ACCOUNTS.replace(LOCK, "")
reservations.lock_items = read_items

__all__ = ["application"]
