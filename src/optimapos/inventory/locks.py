"""Row locks of the stock ledger: items, by id, FOR NO KEY UPDATE, evaluated on the spot.

Whoever writes layers or reservations of an item holds its lock. What depends on the lock is read in a later statement.
"""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db import connections

from optimapos.core.ids import new_id
from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.inventory.models import InventoryItem


def lock_items(business: BusinessRef, item_ids: Iterable[UUID]) -> list[InventoryItem]:
    """The items, locked in the order of their ids."""
    rows = InventoryItem.objects.for_business(business).filter(pk__in=list(item_ids))
    return list(rows.order_by("pk").select_for_update(no_key=True))


def lock_item_rows(business: BusinessRef, item_ids: Iterable[UUID]) -> None:
    """Lock items in the order of their ids, for whoever reads them by a later statement of its own."""
    with connections[APP].cursor() as cursor:
        cursor.execute(
            "SELECT id FROM inventory_item WHERE id = ANY(%s) AND business_id = %s ORDER BY id FOR NO KEY UPDATE",
            [list(item_ids), business_id_of(business)],
        )


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


def items_at(business: BusinessRef, places: Iterable[tuple[UUID, UUID]]) -> list[UUID]:
    """The items of (product, location), not locked; made where they are missing."""
    wanted = set(places)
    found = _found(business, wanted)
    if missing := wanted - found.keys():
        ensure_items(business, list(missing))
        found |= _found(business, missing)
    return list(found.values())


def lock_places(
    business: BusinessRef, places: Iterable[tuple[UUID, UUID]], beside: Collection[UUID] = ()
) -> dict[tuple[UUID, UUID], InventoryItem]:
    """The items of (product, location), made where they are missing. They and those `beside` them are locked in the order of
    their ids.

    For whoever books more than once in one operation: what the bookings lock is locked already.
    """
    here = set(items_at(business, places))
    locked = lock_items(business, {*here, *beside})
    return {(item.product_id, item.location_id): item for item in locked if item.pk in here}


def _found(business: BusinessRef, places: Collection[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], UUID]:
    with connections[APP].cursor() as cursor:
        cursor.execute(
            """
            SELECT i.product_id, i.location_id, i.id
              FROM unnest(%s::uuid[], %s::uuid[]) AS wanted (product_id, location_id)
              JOIN inventory_item i ON i.product_id = wanted.product_id AND i.location_id = wanted.location_id
             WHERE i.business_id = %s
            """,
            [[product for product, _ in places], [location for _, location in places], business_id_of(business)],
        )
        return {(product, location): item for product, location, item in cursor.fetchall()}
