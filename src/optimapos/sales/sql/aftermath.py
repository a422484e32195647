"""What a sale that is a fact does to what others counted on, in the same transaction and under the same locks."""

from optimapos.inventory.sql import BUSINESS_DAY, cancel_newest

COUNTED_SINCE = """
    SELECT n.count_id, n.counted_at FROM stock_count_line n
      JOIN stock_count k ON k.id = n.count_id AND k.posted_at IS NOT NULL
     WHERE n.item_id = {item} AND n.counted_at >= {at}
     ORDER BY n.counted_at LIMIT 1
"""
"""The first posted count of an item since an instant: what it found, it found without what was sold by then."""

KEEP_COUNTS = f"""
    WITH head AS MATERIALIZED (
        SELECT s.id, s.business_id, s.location_id, s.user_id, s.occurred_at, s.updated_at
          FROM sale s WHERE s.id = $1::uuid AND s.business_id = $2::uuid
    ), counted AS MATERIALIZED (
        SELECT i.id, i.current_qty, i.stock_value, i.seq, c.count_id, c.counted_at,
               coalesce(c.counted_at < i.last_movement_at, false) AS is_backdated,
               {BUSINESS_DAY.format(at="c.counted_at")} AS business_date
          FROM head h
          JOIN inventory_item i ON i.id = ANY($3::uuid[]) AND i.business_id = h.business_id
          JOIN location l ON l.id = i.location_id
         CROSS JOIN LATERAL ({COUNTED_SINCE.format(item="i.id", at="h.occurred_at")}) c
    ), back AS MATERIALIZED (
        SELECT m.item_id, m.batch_id, m.source_line_id, m.unit_cost, -m.quantity AS quantity, -m.cost_amount AS cost,
               row_number() OVER so_far AS nth, sum(-m.quantity) OVER so_far AS qty_so_far,
               sum(-m.cost_amount) OVER so_far AS cost_so_far
          FROM head h
          JOIN inventory_movement m ON m.source_id = h.id AND m.kind = 'SALE'
         WHERE m.item_id IN (SELECT id FROM counted)
        WINDOW so_far AS (PARTITION BY m.item_id ORDER BY m.item_seq)
    ), layer AS (
        UPDATE inventory_batch b
           SET remaining_qty = b.remaining_qty + t.quantity, is_open = b.remaining_qty + t.quantity <> 0, updated_at = now()
          FROM (SELECT batch_id, sum(quantity) AS quantity FROM back GROUP BY batch_id) t
         WHERE b.id = t.batch_id
    ), movement AS (
        INSERT INTO inventory_movement (id, business_id, item_id, batch_id, kind, quantity, unit_cost, cost_amount,
                                        item_seq, qty_after, value_after, source_type, source_id, source_line_id,
                                        is_backdated, occurred_at, posted_at, business_date, accounting_date)
        SELECT uuid_v7(), h.business_id, c.id, k.batch_id, 'COUNT_CORRECTION', k.quantity, k.unit_cost, k.cost,
               c.seq + k.nth, c.current_qty + k.qty_so_far, c.stock_value + k.cost_so_far, 'SALE', h.id, k.source_line_id,
               c.is_backdated, c.counted_at, clock_timestamp(), c.business_date, c.business_date
          FROM head h CROSS JOIN back k JOIN counted c ON c.id = k.item_id
    ), note AS (
        INSERT INTO audit_log (id, business_id, event_type, location_id, sale_id, user_id, event_data, timestamp)
        SELECT uuid_v7(), h.business_id, 'stock.count_kept', h.location_id, h.id, h.user_id,
               jsonb_build_object('items', t.items), h.updated_at
          FROM head h
         CROSS JOIN (SELECT jsonb_agg(jsonb_build_object('item', c.id, 'count', c.count_id,
                                                         'quantity', trim_scale(k.quantity)::text) ORDER BY c.id) AS items
                       FROM counted c
                       JOIN (SELECT item_id, sum(quantity) AS quantity FROM back GROUP BY item_id) k ON k.item_id = c.id) t
         WHERE t.items IS NOT NULL
    )
    UPDATE inventory_item i
       SET current_qty = i.current_qty + t.quantity, stock_value = i.stock_value + t.cost, seq = i.seq + t.pieces,
           floor_qty = i.floor_qty + t.owed, last_movement_at = greatest(i.last_movement_at, c.counted_at), updated_at = now()
      FROM (SELECT k.item_id, sum(k.quantity) AS quantity, sum(k.cost) AS cost, count(*) AS pieces,
                   coalesce(sum(k.quantity) FILTER (WHERE b.kind = 'DEFICIT'), 0) AS owed
              FROM back k JOIN inventory_batch b ON b.id = k.batch_id GROUP BY k.item_id) t
      JOIN counted c ON c.id = t.item_id
     WHERE i.id = t.item_id
"""
"""What a late sale took of items that were counted since goes back to where it was taken, at the same cost: the count had
found it gone already. `$1` sale, `$2` business, `$3` items.
"""

GIVE_WAY = f"""
    WITH cancelled AS ({cancel_newest("$1::uuid[]", "$2::uuid")})
    INSERT INTO audit_log (id, business_id, event_type, location_id, sale_id, user_id, event_data, timestamp)
    SELECT uuid_v7(), s.business_id, 'stock.reservations_cancelled', s.location_id, s.id, s.user_id,
           jsonb_build_object('source', s.id, 'reservations', jsonb_agg(jsonb_build_object(
               'id', c.id, 'item', c.item_id, 'sale', c.sale_id, 'quantity', trim_scale(c.quantity)::text) ORDER BY c.id)),
           s.updated_at
      FROM sale s CROSS JOIN cancelled c
     WHERE s.id = $3::uuid AND s.business_id = $2::uuid
     GROUP BY s.id
"""
"""Cancels the newest reservations that what is left no longer covers, and says so. `$1` items, `$2` business, `$3` sale."""

NOTE_LATE = """
    INSERT INTO shift_late_sale (id, sale_id, business_id, shift_id)
    SELECT uuid_v7(), $1::uuid, $2::uuid, id FROM shift WHERE id = $3::uuid AND status = 'CLOSED'
"""
"""A sale whose shift was sealed before it was told waits for the shift's next supplement. `$1` sale, `$2` business, `$3`
shift, which is locked.
"""
