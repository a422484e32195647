"""What is available: which layers may be sold from, which reservations count. The one definition of it."""

BUSINESS_DAY = "(({at} AT TIME ZONE l.timezone) - (l.day_starts_at - time '00:00'))::date"
"""The business day of the location `l` that an instant falls on."""

SELLABLE_LAYERS = (
    "b.is_open AND b.kind = 'STOCK' AND b.status = 'AVAILABLE' AND (b.expires_on IS NULL OR b.expires_on >= {day})"
)
"""Which layers `b` may be sold from on the location's business day `{day}`."""

ACTIVE_RESERVATIONS = "r.status = 'ACTIVE' AND r.expires_at > {at}"
"""Which reservations `r` count at the instant `{at}`: an expired one stops counting at once, swept or not."""

AVAILABILITY = f"""
    SELECT i.id, i.product_id, i.location_id, i.current_qty,
           coalesce((SELECT sum(b.remaining_qty) FROM inventory_batch b
                      WHERE b.item_id = i.id AND {SELLABLE_LAYERS.format(day="%(day)s")}), 0)
               + i.floor_qty AS sellable,
           coalesce((SELECT sum(r.quantity) FROM stock_reservation r
                      WHERE r.item_id = i.id AND {ACTIVE_RESERVATIONS.format(at="%(at)s")}
                        AND r.sale_id IS DISTINCT FROM %(sale_id)s), 0) AS reserved
      FROM inventory_item i
     WHERE i.id = ANY(%(item_ids)s)
"""
"""True figures for items, what they owe taken off (`floor_qty` is the sum of their deficits). `sale_id` is the cart whose
own reservations do not count against it, or NULL.
"""


def cancel_newest(items: str, business: str) -> str:
    """After a physical fact: cancel the newest reservations that what is left no longer covers.

    `items` and `business` are the parameters, as the caller's way to the database writes them.
    """
    return f"""
    WITH held AS (
        SELECT r.id, r.item_id, sum(r.quantity) OVER oldest_first AS so_far
          FROM stock_reservation r
         WHERE r.item_id = ANY({items}) AND r.business_id = {business}
           AND {ACTIVE_RESERVATIONS.format(at="clock_timestamp()")}
        WINDOW oldest_first AS (PARTITION BY r.item_id ORDER BY r.created_at, r.id)
    ), there AS (
        SELECT i.id AS item_id, coalesce(sum(b.remaining_qty), 0) + i.floor_qty AS sellable
          FROM inventory_item i
          JOIN location l ON l.id = i.location_id
          LEFT JOIN inventory_batch b ON b.item_id = i.id
               AND {SELLABLE_LAYERS.format(day=BUSINESS_DAY.format(at="clock_timestamp()"))}
         WHERE i.id = ANY({items}) AND i.business_id = {business}
         GROUP BY i.id
    )
    UPDATE stock_reservation r
       SET status = 'CANCELLED', released_at = now(), reason = 'PHYSICAL_FACT', updated_at = now()
      FROM held JOIN there ON there.item_id = held.item_id
     WHERE r.id = held.id AND held.so_far > there.sellable AND r.business_id = {business}
    RETURNING r.id, r.item_id, r.sale_id, r.quantity
"""


CANCEL_NEWEST = cancel_newest("%(item_ids)s", "%(business_id)s")
