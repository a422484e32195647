"""The statements that move stock, and the one definition of what is available.

Set-based: their number does not grow with the lines. They run inside a transaction that names the tenant and holds the
items' locks.
"""

SELLABLE_LAYERS = (
    "b.is_open AND b.kind = 'STOCK' AND b.status = 'AVAILABLE' AND (b.expires_on IS NULL OR b.expires_on >= {day})"
)
"""Which layers `b` may be sold from on the location's business day `{day}`."""

ACTIVE_RESERVATIONS = "r.status = 'ACTIVE' AND r.expires_at > {at}"
"""Which reservations `r` count at the instant `{at}`: an expired one stops counting at once, swept or not."""

AVAILABILITY = f"""
    SELECT i.id, i.product_id, i.location_id, i.current_qty,
           coalesce((SELECT sum(b.remaining_qty) FROM inventory_batch b
                      WHERE b.item_id = i.id AND {SELLABLE_LAYERS.format(day="%(day)s")}), 0) AS sellable,
           coalesce((SELECT sum(r.quantity) FROM stock_reservation r
                      WHERE r.item_id = i.id AND {ACTIVE_RESERVATIONS.format(at="%(at)s")}
                        AND r.sale_id IS DISTINCT FROM %(sale_id)s), 0) AS reserved
      FROM inventory_item i
     WHERE i.id = ANY(%(item_ids)s)
"""
"""True figures for items; `sale_id` is the cart whose own reservations do not count against it, or NULL."""

RECEIVE = """
    WITH line AS (
        SELECT * FROM jsonb_to_recordset(%(lines)s::jsonb) AS l (
            n integer, item_id uuid, batch_id uuid, movement_id uuid, quantity numeric, unit_cost numeric,
            batch_number text, expires_on date)
    ), batch AS (
        INSERT INTO inventory_batch (id, business_id, item_id, kind, status, batch_number, supplier_lot, expires_on,
                                     received_at, unit_cost, received_qty, remaining_qty, is_open, cost_provisional,
                                     source_type, source_line_id, created_at, updated_at)
        SELECT batch_id, %(business_id)s, item_id, 'STOCK', 'AVAILABLE', batch_number, '', expires_on,
               %(occurred_at)s, unit_cost, quantity, quantity, true, false,
               %(source_type)s, NULL, now(), now()
          FROM line
    ), running AS (
        SELECT line.*, round(quantity * unit_cost, 6) AS cost,
               row_number() OVER running AS nth,
               sum(quantity) OVER running AS qty_so_far,
               sum(round(quantity * unit_cost, 6)) OVER running AS cost_so_far
          FROM line WINDOW running AS (PARTITION BY item_id ORDER BY n)
    ), movement AS (
        INSERT INTO inventory_movement (id, business_id, item_id, batch_id, kind, quantity, unit_cost, cost_amount,
                                        item_seq, qty_after, value_after, source_type, source_id, occurred_at, posted_at,
                                        business_date, accounting_date)
        SELECT r.movement_id, %(business_id)s, r.item_id, r.batch_id, %(kind)s, r.quantity, r.unit_cost, r.cost,
               i.seq + r.nth, i.current_qty + r.qty_so_far, i.stock_value + r.cost_so_far, %(source_type)s, %(source_id)s,
               %(occurred_at)s, clock_timestamp(), %(business_date)s, %(business_date)s
          FROM running r JOIN inventory_item i ON i.id = r.item_id
    )
    UPDATE inventory_item i
       SET current_qty = i.current_qty + t.quantity, stock_value = i.stock_value + t.cost, seq = i.seq + t.lines,
           last_purchase_cost = t.last_cost, last_movement_at = %(occurred_at)s, updated_at = now()
      FROM (SELECT item_id, sum(quantity) AS quantity, sum(cost) AS cost, count(*) AS lines,
                   (array_agg(unit_cost ORDER BY n DESC))[1] AS last_cost
              FROM running GROUP BY item_id) t
     WHERE i.id = t.item_id
"""
"""Takes lines into stock: one layer and one movement each. `lines` is a JSON array; the items are locked."""
