"""The stock ledger: movements are the truth, items and layers add up to them."""

from optimapos.verify.types import Invariant

QUANTITY = """
SELECT i.business_id, format('stock item %s', i.id) AS what,
       jsonb_build_object('current_qty', i.current_qty, 'movements', coalesce(m.quantity, 0),
                          'layers', coalesce(b.quantity, 0)) AS figures
  FROM inventory_item i
  LEFT JOIN (SELECT business_id, item_id, sum(quantity) AS quantity
               FROM inventory_movement GROUP BY business_id, item_id) m
         ON m.item_id = i.id AND m.business_id = i.business_id
  LEFT JOIN (SELECT business_id, item_id, sum(remaining_qty) AS quantity
               FROM inventory_batch GROUP BY business_id, item_id) b
         ON b.item_id = i.id AND b.business_id = i.business_id
 WHERE i.current_qty <> coalesce(m.quantity, 0) OR i.current_qty <> coalesce(b.quantity, 0)
"""

VALUE = """
SELECT i.business_id, format('stock item %s', i.id) AS what,
       jsonb_build_object('stock_value', i.stock_value, 'movements', coalesce(m.value, 0),
                          'layers', coalesce(b.value, 0)) AS figures
  FROM inventory_item i
  LEFT JOIN (SELECT business_id, item_id, sum(cost_amount) AS value
               FROM inventory_movement GROUP BY business_id, item_id) m
         ON m.item_id = i.id AND m.business_id = i.business_id
  LEFT JOIN (SELECT business_id, item_id, sum(round(remaining_qty * unit_cost, 6)) AS value
               FROM inventory_batch GROUP BY business_id, item_id) b
         ON b.item_id = i.id AND b.business_id = i.business_id
 WHERE i.stock_value <> coalesce(m.value, 0) OR i.stock_value <> coalesce(b.value, 0)
"""

LAYERS = """
SELECT b.business_id, format('layer %s of stock item %s', b.id, b.item_id) AS what,
       jsonb_build_object('remaining_qty', b.remaining_qty, 'moved', coalesce(m.quantity, 0),
                          'value', round(b.remaining_qty * b.unit_cost, 6), 'moved_value', coalesce(m.value, 0)) AS figures
  FROM inventory_batch b
  LEFT JOIN (SELECT business_id, item_id, batch_id, sum(quantity) AS quantity, sum(cost_amount) AS value
               FROM inventory_movement GROUP BY business_id, item_id, batch_id) m
         ON m.batch_id = b.id AND m.item_id = b.item_id AND m.business_id = b.business_id
 WHERE b.remaining_qty <> coalesce(m.quantity, 0)
    OR round(b.remaining_qty * b.unit_cost, 6) <> coalesce(m.value, 0)
"""

SEQUENCE = """
SELECT i.business_id, format('stock item %s', i.id) AS what,
       jsonb_build_object('seq', i.seq, 'movements', coalesce(m.movements, 0), 'distinct', coalesce(m.numbers, 0),
                          'first', m.first, 'last', m.last) AS figures
  FROM inventory_item i
  LEFT JOIN (SELECT business_id, item_id, count(*) AS movements, count(DISTINCT item_seq) AS numbers,
                    min(item_seq) AS first, max(item_seq) AS last
               FROM inventory_movement GROUP BY business_id, item_id) m
         ON m.item_id = i.id AND m.business_id = i.business_id
 WHERE i.seq <> coalesce(m.movements, 0) OR m.numbers <> m.movements OR m.first <> 1 OR m.last <> m.movements
"""

RUNNING = """
SELECT business_id, format('movement %s of stock item %s', id, item_id) AS what,
       jsonb_build_object('item_seq', item_seq, 'qty_after', qty_after, 'quantity_so_far', quantity_so_far,
                          'value_after', value_after, 'value_so_far', value_so_far) AS figures
  FROM (SELECT m.id, m.business_id, m.item_id, m.item_seq, m.qty_after, m.value_after,
               sum(m.quantity) OVER so_far AS quantity_so_far, sum(m.cost_amount) OVER so_far AS value_so_far
          FROM inventory_movement m
        WINDOW so_far AS (PARTITION BY m.business_id, m.item_id ORDER BY m.item_seq, m.id)) running
 WHERE qty_after <> quantity_so_far OR value_after <> value_so_far
"""

FLOOR = """
SELECT business_id, format('stock item %s', id) AS what,
       jsonb_build_object('current_qty', current_qty, 'floor_qty', floor_qty) AS figures
  FROM inventory_item WHERE current_qty < floor_qty
"""

OWED = """
SELECT i.business_id, format('stock item %s', i.id) AS what,
       jsonb_build_object('floor_qty', i.floor_qty, 'deficits', coalesce(b.quantity, 0)) AS figures
  FROM inventory_item i
  LEFT JOIN (SELECT business_id, item_id, sum(remaining_qty) AS quantity
               FROM inventory_batch WHERE kind = 'DEFICIT' GROUP BY business_id, item_id) b
         ON b.item_id = i.id AND b.business_id = i.business_id
 WHERE i.floor_qty <> coalesce(b.quantity, 0)
"""

OPEN_LAYERS = """
SELECT business_id, format('layer %s of stock item %s', id, item_id) AS what,
       jsonb_build_object('kind', kind, 'is_open', is_open, 'remaining_qty', remaining_qty,
                          'received_qty', received_qty) AS figures
  FROM inventory_batch
 WHERE is_open <> (remaining_qty <> 0)
    OR CASE WHEN kind = 'DEFICIT' THEN remaining_qty > 0 ELSE remaining_qty < 0 OR remaining_qty > received_qty END
"""

STOCK = (
    Invariant("stock.quantity", "An item's quantity is the sum of its movements and of its layers.", QUANTITY),
    Invariant("stock.value", "An item's value is the sum of its movements' costs and of its layers' values.", VALUE),
    Invariant("stock.layers", "What remains of a layer, and its value, is the sum of its own movements.", LAYERS),
    Invariant("stock.sequence", "An item's movements are numbered from 1 without a gap, and counted.", SEQUENCE),
    Invariant("stock.running", "Each movement tells the item's quantity and value after it.", RUNNING),
    Invariant("stock.floor", "No item is below its floor.", FLOOR),
    Invariant("stock.owed", "An item's floor is the sum of its deficits.", OWED),
    Invariant("stock.open_layers", "A layer is open exactly while something of it remains.", OPEN_LAYERS),
)
