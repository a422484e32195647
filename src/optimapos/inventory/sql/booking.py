"""What a booking reads of locked items, and the one statement that writes what it planned."""

from optimapos.inventory.sql.availability import ACTIVE_RESERVATIONS, BUSINESS_DAY

GOODS = """
    SELECT p.id, p.sku, u.decimals, p.tracks_stock, p.keeps_expiry, p.tracks_serials, p.life_cycle
      FROM product p JOIN unit_of_measure u ON u.id = p.unit_id
     WHERE p.id = ANY(%(product_ids)s) AND p.business_id = %(business_id)s
"""
"""What the ledger has to know of products."""

SHELVES = f"""
    SELECT i.id, i.product_id, i.current_qty, i.stock_value, i.seq, i.last_purchase_cost,
           coalesce((SELECT sum(r.quantity) FROM stock_reservation r
                      WHERE r.item_id = i.id AND {ACTIVE_RESERVATIONS.format(at="clock_timestamp()")}), 0) AS reserved,
           i.floor_qty, i.last_movement_at, i.last_purchase_at, i.location_id, l.code, p.sku,
           {BUSINESS_DAY.format(at="%(occurred_at)s")} AS business_date,
           {BUSINESS_DAY.format(at="clock_timestamp()")} AS today
      FROM inventory_item i
      JOIN location l ON l.id = i.location_id
      JOIN product p ON p.id = i.product_id
     WHERE i.id = ANY(%(item_ids)s) AND i.business_id = %(business_id)s
"""
"""Locked items as they are, with what carts hold of them."""

_LAYER = """
    SELECT b.id, b.item_id, b.unit_cost, b.received_qty, b.remaining_qty, b.received_at, b.kind, b.status, b.batch_number,
           b.supplier_lot, b.expires_on, b.serial_number, b.source_line_id, b.origin_batch_id, b.transfer_line_id
      FROM inventory_batch b
"""

LAYERS = f"""
    {_LAYER} WHERE b.item_id = ANY(%(item_ids)s) AND b.business_id = %(business_id)s AND b.is_open
     UNION ALL
    {_LAYER} WHERE b.id = ANY(%(closed_ids)s) AND b.business_id = %(business_id)s AND NOT b.is_open
"""
"""The open layers of locked items, and those of `closed_ids` although nothing of them remains."""

POST = """
    WITH layer AS (
        INSERT INTO inventory_batch (id, business_id, item_id, kind, status, batch_number, supplier_lot, expires_on,
                                     received_at, unit_cost, received_qty, remaining_qty, is_open, cost_provisional,
                                     source_type, source_line_id, origin_batch_id, transfer_line_id, serial_number,
                                     product_id, created_at, updated_at)
        SELECT id, %(business_id)s, item_id, kind, status, batch_number, supplier_lot, expires_on,
               received_at, unit_cost, received, remaining, remaining <> 0, kind = 'DEFICIT',
               %(source_type)s, source_line_id, origin_batch_id, transfer_line_id, serial_number,
               product_id, now(), now()
          FROM jsonb_to_recordset(%(layers)s::jsonb) AS l (
               id uuid, item_id uuid, kind text, status text, batch_number text, supplier_lot text, expires_on date,
               received_at timestamptz, unit_cost numeric, received numeric, remaining numeric, source_line_id uuid,
               origin_batch_id uuid, transfer_line_id uuid, serial_number text, product_id uuid)
    ), changed AS (
        UPDATE inventory_batch b
           SET unit_cost = c.unit_cost, received_qty = c.received, remaining_qty = c.remaining,
               is_open = c.remaining <> 0, updated_at = now()
          FROM jsonb_to_recordset(%(changes)s::jsonb) AS c (id uuid, unit_cost numeric, received numeric, remaining numeric)
         WHERE b.id = c.id AND b.business_id = %(business_id)s
    ), movement AS (
        INSERT INTO inventory_movement (id, business_id, item_id, batch_id, kind, quantity, unit_cost, cost_amount,
                                        item_seq, qty_after, value_after, source_type, source_id, source_line_id, posting,
                                        reversal_of, is_backdated, occurred_at, posted_at, business_date, accounting_date)
        SELECT id, %(business_id)s, item_id, batch_id, kind, quantity, unit_cost, cost,
               item_seq, qty_after, value_after, %(source_type)s, %(source_id)s, source_line_id, %(posting)s,
               reversal_of, is_backdated, %(occurred_at)s, clock_timestamp(), business_date, business_date
          FROM jsonb_to_recordset(%(entries)s::jsonb) AS e (
               id uuid, item_id uuid, batch_id uuid, kind text, quantity numeric, unit_cost numeric, cost numeric,
               item_seq bigint, qty_after numeric, value_after numeric, source_line_id uuid, reversal_of uuid,
               is_backdated boolean, business_date date)
    )
    UPDATE inventory_item i
       SET current_qty = t.quantity, stock_value = t.value, floor_qty = t.floor, seq = t.seq,
           last_purchase_cost = t.last_purchase_cost, last_purchase_at = t.last_purchase_at,
           last_movement_at = greatest(i.last_movement_at, %(occurred_at)s), updated_at = now()
      FROM jsonb_to_recordset(%(items)s::jsonb) AS t (
           id uuid, quantity numeric, value numeric, floor numeric, seq bigint, last_purchase_cost numeric,
           last_purchase_at timestamptz)
     WHERE i.id = t.id AND i.business_id = %(business_id)s
"""
"""Writes what was planned on locked items: new layers, changed ones, movements, and the items' new figures."""

LAST_PURCHASES = """
    SELECT i.id, coalesce(c.unit_cost, m.unit_cost, 0) AS unit_cost, m.occurred_at, m.source_id, m.source_line_id
      FROM unnest(%(item_ids)s::uuid[]) AS i (id)
      LEFT JOIN LATERAL (
           SELECT m.unit_cost, m.occurred_at, m.source_id, m.source_line_id, m.posting FROM inventory_movement m
            WHERE m.item_id = i.id AND m.kind IN ('RECEIPT', 'OPENING') AND m.id <> ALL(%(taken_back)s)
              AND m.batch_id <> ALL(%(emptied)s)
              AND NOT EXISTS (SELECT 1 FROM inventory_batch b
                               WHERE b.id = m.batch_id AND b.kind <> 'DEFICIT' AND b.received_qty = 0)
              AND NOT EXISTS (SELECT 1 FROM inventory_movement r WHERE r.item_id = i.id AND r.reversal_of = m.id)
            ORDER BY m.occurred_at DESC, m.item_seq DESC LIMIT 1) m ON true
      LEFT JOIN LATERAL (
           SELECT c.unit_cost FROM inventory_movement c
            WHERE c.source_id = m.source_id AND c.source_line_id = m.source_line_id AND c.posting = m.posting
              AND c.item_id = i.id AND c.kind = 'COST_ADJUSTMENT'
            ORDER BY c.item_seq DESC LIMIT 1) c ON true
"""
"""What items had last been bought at and by which line, without the movements that are being taken back.

Nor what was shortened to nothing, or is being so: `emptied` layers. What a receipt adjusts later says the line's right unit
cost.
"""

PRICES = """
    SELECT DISTINCT ON (m.source_line_id) m.source_line_id, m.unit_cost
      FROM inventory_movement m
     WHERE m.business_id = %(business_id)s AND m.source_id = %(source_id)s AND m.posting = %(posting)s
       AND m.source_line_id = ANY(%(line_ids)s) AND m.kind IN ('RECEIPT', 'COST_ADJUSTMENT')
     ORDER BY m.source_line_id, m.posted_at DESC
"""
"""What the lines of a receipt were bought at, as corrected so far."""

BROUGHT = """
    SELECT m.source_line_id, m.batch_id, sum(m.quantity)
      FROM inventory_movement m
     WHERE m.business_id = %(business_id)s AND m.source_id = ANY(%(source_ids)s)
       AND m.source_line_id = ANY(%(line_ids)s) AND m.kind IN ('RECEIPT', 'REVERSAL')
     GROUP BY m.source_line_id, m.batch_id
    HAVING sum(m.quantity) > 0
     ORDER BY m.source_line_id, min(m.item_seq)
"""
"""How much of the lines of receipts went onto which layer."""

DESCENDANTS = """
    WITH RECURSIVE tree AS (
        SELECT id, item_id FROM inventory_batch WHERE id = ANY(%(layer_ids)s) AND business_id = %(business_id)s
         UNION
        SELECT b.id, b.item_id FROM inventory_batch b JOIN tree ON b.origin_batch_id = tree.id
         WHERE b.business_id = %(business_id)s
    )
    SELECT id, item_id FROM tree
"""
"""Layers and all that was taken from them."""
