"""The statements of stock counts."""

START_COUNT = """
    INSERT INTO stock_count_line (id, business_id, count_id, item_id, product_id, created_at, updated_at)
    SELECT uuid_v7(), i.business_id, %(count_id)s, i.id, i.product_id, now(), now()
      FROM inventory_item i
      JOIN product p ON p.id = i.product_id
     WHERE i.business_id = %(business_id)s AND i.location_id = %(location_id)s AND p.tracks_stock
       AND (i.current_qty <> 0 OR p.life_cycle <> 'ARCHIVED')
       AND CASE %(scope)s WHEN 'GROUP' THEN p.group_id = ANY(%(group_ids)s::uuid[])
                          WHEN 'PRODUCTS' THEN i.product_id = ANY(%(product_ids)s::uuid[])
                          ELSE true END
     ORDER BY p.sku
    ON CONFLICT (count_id, item_id) DO NOTHING
"""
"""One line for each item of the scope."""

COUNT_ITEMS = """
    INSERT INTO stock_count_line (id, business_id, count_id, item_id, product_id, expected_qty, counted_qty, counted_at,
                                  counted_by, item_seq, unit_cost, serials, expected_serials, created_at, updated_at)
    SELECT l.id, i.business_id, %(count_id)s, i.id, i.product_id, i.current_qty, l.counted, %(counted_at)s,
           %(counted_by)s, i.seq, l.unit_cost, l.serials,
           CASE WHEN l.serials IS NOT NULL THEN
               array(SELECT b.serial_number FROM inventory_batch b
                      WHERE b.item_id = i.id AND b.is_open AND b.serial_number <> '' ORDER BY b.serial_number) END,
           now(), now()
      FROM jsonb_to_recordset(%(lines)s::jsonb) AS l (id uuid, item_id uuid, counted numeric, unit_cost numeric,
                                                      serials text[])
      JOIN inventory_item i ON i.id = l.item_id
     WHERE i.business_id = %(business_id)s
    ON CONFLICT (count_id, item_id) DO UPDATE
       SET expected_qty = excluded.expected_qty, counted_qty = excluded.counted_qty, counted_at = excluded.counted_at,
           counted_by = excluded.counted_by, item_seq = excluded.item_seq, unit_cost = excluded.unit_cost,
           serials = excluded.serials, expected_serials = excluded.expected_serials, updated_at = now()
    RETURNING id
"""
"""Writes what was counted of locked items beside what the books say of them now; a line that was counted is replaced."""

KNOWN_SINCE = """
    SELECT l.id, sum(m.quantity)
      FROM stock_count_line l
      JOIN inventory_movement m ON m.item_id = l.item_id AND m.item_seq > l.item_seq
      LEFT JOIN stock_count_line c ON c.id = m.source_line_id
     WHERE l.count_id = %(count_id)s AND l.business_id = %(business_id)s AND m.business_id = %(business_id)s
       AND coalesce(c.counted_at, m.occurred_at) <= l.counted_at
     GROUP BY l.id
    HAVING sum(m.quantity) <> 0
"""
"""What was booked after lines were counted of what had happened before: late documents, corrections of earlier counts."""

CORRECT_EXPECTED = """
    UPDATE stock_count_line l
       SET expected_qty = l.expected_qty + late.quantity, item_seq = i.seq, updated_at = now()
      FROM unnest(%(line_ids)s::uuid[], %(quantities)s::numeric[]) AS late (id, quantity), inventory_item i
     WHERE l.id = late.id AND i.id = l.item_id AND l.business_id = %(business_id)s
"""
"""What the books should have said at the moment of counting, as is known by the movement `item_seq`. The items are locked."""

RELIED_ON = """
    SELECT DISTINCT m.source_id
      FROM stock_count_line l
      JOIN inventory_movement m ON m.item_id = l.item_id AND m.occurred_at = l.counted_at AND m.kind = 'COUNT_CORRECTION'
     WHERE l.count_id = %(count_id)s AND l.business_id = %(business_id)s
     ORDER BY m.source_id
"""
"""Late sales that a count had found gone already, so that they changed nothing: they rest on it."""

OVERTAKEN = """
    SELECT l.id, l.product_id, l.counted_at, other.number, max(o.counted_at)
      FROM stock_count_line l
      JOIN stock_count_line o ON o.item_id = l.item_id AND o.counted_at > l.counted_at AND o.count_id <> l.count_id
      JOIN stock_count other ON other.id = o.count_id AND other.posted_at IS NOT NULL
     WHERE l.count_id = %(count_id)s AND l.business_id = %(business_id)s
     GROUP BY l.id, l.product_id, l.counted_at, other.number
     ORDER BY l.id
"""
"""Lines whose items were counted again later, by a count that is posted."""
