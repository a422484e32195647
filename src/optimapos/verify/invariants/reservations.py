"""Reservations: what carts hold is there, and only carts hold."""

from optimapos.verify.types import Invariant

# Layers are taken as of the business day on which the item's reservations were last written: a cart that was promised
# goods in the evening holds them although they expire at midnight.
WITHIN_STOCK = """
SELECT i.business_id, format('stock item %s', i.id) AS what,
       jsonb_build_object('reserved', held.quantity, 'sellable', there.quantity) AS figures
  FROM (SELECT business_id, item_id, sum(quantity) AS quantity, max(updated_at) AS written_at
          FROM stock_reservation WHERE status = 'ACTIVE' AND expires_at > now()
         GROUP BY business_id, item_id) held
  JOIN inventory_item i ON i.id = held.item_id
  JOIN location l ON l.id = i.location_id
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(b.remaining_qty), 0) AS quantity
         FROM inventory_batch b
        WHERE b.item_id = i.id AND b.kind = 'STOCK' AND b.status = 'AVAILABLE'
          AND (b.expires_on IS NULL OR b.expires_on >=
               ((held.written_at AT TIME ZONE l.timezone) - (l.day_starts_at - time '00:00'))::date)) there
 WHERE held.quantity > there.quantity
"""

ONLY_CARTS = """
SELECT r.business_id, format('reservation %s of sale %s', r.id, r.sale_id) AS what,
       jsonb_build_object('quantity', r.quantity, 'sale_status', s.status, 'completed_at', s.completed_at) AS figures
  FROM stock_reservation r
  LEFT JOIN sale s ON s.id = r.sale_id
 WHERE r.status = 'ACTIVE' AND (s.id IS NULL OR s.status NOT IN ('DRAFT', 'PENDING') OR s.completed_at IS NOT NULL)
"""

COMMITTED = """
SELECT r.business_id, format('reservation %s of sale %s', r.id, r.sale_id) AS what,
       jsonb_build_object('quantity', r.quantity, 'sale_status', s.status) AS figures
  FROM stock_reservation r
  LEFT JOIN sale s ON s.id = r.sale_id
 WHERE r.status = 'COMMITTED' AND s.completed_at IS NULL
"""

# Where a location sells on, a cart holds at most what there is. A change of that policy may be newer than a reservation.
AS_LINES = """
SELECT r.business_id, format('reservation %s of sale %s', r.id, r.sale_id) AS what,
       jsonb_build_object('reserved', r.quantity, 'lines', coalesce(needed.quantity, 0)) AS figures
  FROM stock_reservation r
  JOIN inventory_item i ON i.id = r.item_id
  JOIN location l ON l.id = i.location_id
  LEFT JOIN (SELECT business_id, sale_id, item_id, sum(base_qty) AS quantity
               FROM sale_item WHERE item_id IS NOT NULL GROUP BY business_id, sale_id, item_id) needed
         ON needed.sale_id = r.sale_id AND needed.item_id = r.item_id AND needed.business_id = r.business_id
 WHERE r.status = 'ACTIVE'
   AND CASE WHEN l.stock_policy = 'ALLOWS_OVERSELL' OR l.updated_at > r.updated_at
            THEN r.quantity > coalesce(needed.quantity, 0)
            ELSE r.quantity <> coalesce(needed.quantity, 0) END
"""

SHORTFALLS = """
SELECT i.business_id, format('stock item %s', i.id) AS what,
       jsonb_build_object('current_qty', i.current_qty, 'sellable', there.quantity, 'reserved', held.quantity) AS figures
  FROM inventory_item i
  JOIN location l ON l.id = i.location_id
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(r.quantity), 0) AS quantity
         FROM stock_reservation r WHERE r.item_id = i.id AND r.status = 'ACTIVE' AND r.expires_at > now()) held
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(b.remaining_qty), 0) AS quantity
         FROM inventory_batch b
        WHERE b.item_id = i.id AND b.kind = 'STOCK' AND b.status = 'AVAILABLE' AND b.is_open
          AND (b.expires_on IS NULL OR b.expires_on >=
               ((now() AT TIME ZONE l.timezone) - (l.day_starts_at - time '00:00'))::date)) there
 WHERE i.current_qty < 0 OR held.quantity > there.quantity
"""

RESERVATIONS = (
    Invariant("reservations.within_stock", "Nothing is reserved beyond what may be sold.", WITHIN_STOCK),
    Invariant("reservations.only_carts", "Only an open cart holds stock.", ONLY_CARTS),
    Invariant("reservations.committed", "A committed reservation belongs to a completed sale.", COMMITTED),
    Invariant(
        "reservations.as_lines",
        "A cart holds what its lines need, or less of it where the location sells on.",
        AS_LINES,
    ),
    Invariant(
        "stock.shortfalls",
        "Items that have less than was promised, by a physical fact or because goods expired.",
        SHORTFALLS,
        fails=False,
    ),
)
