"""Stock as of an instant, from the movements."""

_ITEMS_ASKED = """
      FROM inventory_item i
      JOIN product p ON p.id = i.product_id
     WHERE i.business_id = %(business_id)s
       AND (%(locations)s::uuid[] IS NULL OR i.location_id = ANY(%(locations)s))
       AND (%(product)s::uuid IS NULL OR i.product_id = %(product)s)
       AND (%(after)s::uuid IS NULL OR i.id > %(after)s)
"""

AS_OF = f"""
    SELECT id, product_id, location_id, sku, name, quantity, value
      FROM (SELECT i.id, i.product_id, i.location_id, p.sku, p.name, i.current_qty, i.stock_value, i.last_movement_at
            {_ITEMS_ASKED}) i
     CROSS JOIN LATERAL (
           SELECT i.current_qty AS quantity, i.stock_value AS value
            WHERE i.last_movement_at IS NULL OR i.last_movement_at <= %(at)s
            UNION ALL
           SELECT coalesce(before.qty_after, 0) + coalesce(backdated.quantity, 0),
                  coalesce(before.value_after, 0) + coalesce(backdated.cost, 0)
             FROM (SELECT m.item_seq, m.item_seq - 1 AS previous_seq FROM inventory_movement m
                    WHERE m.item_id = i.id AND m.occurred_at > %(at)s AND NOT m.is_backdated
                    ORDER BY m.occurred_at, m.item_seq LIMIT 1) later
             LEFT JOIN inventory_movement before ON before.item_id = i.id AND before.item_seq = later.previous_seq
            CROSS JOIN LATERAL (
                  SELECT sum(m.quantity) AS quantity, sum(m.cost_amount) AS cost
                    FROM inventory_movement m
                   WHERE m.item_id = i.id AND m.is_backdated AND m.item_seq > later.item_seq
                     AND m.occurred_at <= %(at)s) backdated
            WHERE i.last_movement_at > %(at)s) AS figures
     WHERE quantity <> 0 OR value <> 0
     ORDER BY id LIMIT %(limit)s
"""
"""Items as of an instant. `later` is the first movement after it; what was booked before that one is in its figures.

`previous_seq` is worked out where `later` is found: under row-level security a join on `item_seq - 1` uses no index.
"""

AS_KNOWN_AT = f"""
    SELECT i.id, i.product_id, i.location_id, i.sku, i.name, sum(m.quantity) AS quantity, sum(m.cost_amount) AS value
      FROM (SELECT i.id, i.product_id, i.location_id, p.sku, p.name {_ITEMS_ASKED}) i
      JOIN inventory_movement m ON m.item_id = i.id AND m.occurred_at <= %(at)s AND m.posted_at <= %(known_at)s
     GROUP BY i.id, i.product_id, i.location_id, i.sku, i.name
    HAVING sum(m.quantity) <> 0 OR sum(m.cost_amount) <> 0
     ORDER BY i.id LIMIT %(limit)s
"""
"""The same without what was booked after `known_at`."""

AS_OF_TOTALS = """
    SELECT l.id, l.code, count(stock.id), coalesce(sum(stock.value), 0)
      FROM location l
      LEFT JOIN ({stock}) stock ON stock.location_id = l.id
     WHERE l.business_id = %(business_id)s AND (%(locations)s::uuid[] IS NULL OR l.id = ANY(%(locations)s))
     GROUP BY l.id, l.code
     ORDER BY l.code
"""
"""Summed by location."""
