"""Row locks of the stock ledger: items, by id, FOR NO KEY UPDATE, evaluated on the spot.

Whoever writes layers or reservations of an item holds its lock. What depends on the lock is read in a later statement.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connections

from optimapos.core.ids import new_id
from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.inventory.models import InventoryItem


def lock_items(business: BusinessRef, item_ids: Iterable[UUID]) -> list[InventoryItem]:
    """The items, locked in the order of their ids."""
    rows = InventoryItem.objects.for_business(business).filter(pk__in=list(item_ids))
    return list(rows.order_by("pk").select_for_update(no_key=True))


def ensure_items(business: BusinessRef, places: Sequence[tuple[UUID, UUID]]) -> None:
    """Make the item of each (product, location) exist. One ordered statement, so that two at once can't deadlock."""
    ordered = sorted(set(places))
    with connections[APP].cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO inventory_item (id, business_id, product_id, location_id, current_qty, floor_qty, stock_value,
                                        last_purchase_cost, seq, created_at, updated_at)
            SELECT id, %s, product_id, location_id, 0, 0, 0, 0, 0, now(), now()
              FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS wanted (id, product_id, location_id)
             ORDER BY product_id, location_id
            ON CONFLICT (product_id, location_id) DO NOTHING
            """,
            [
                business_id_of(business),
                [new_id() for _ in ordered],
                [product for product, _ in ordered],
                [location for _, location in ordered],
            ],
        )
