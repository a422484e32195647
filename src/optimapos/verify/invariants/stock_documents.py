"""Transfers and counts: what is on its way is what was sent and hasn't arrived, and a posted count booked what it found."""

from optimapos.verify.types import Invariant

ON_THEIR_WAY = """
SELECT coalesce(l.business_id, b.business_id) AS business_id,
       format('transfer line %s', coalesce(l.id, b.transfer_line_id)) AS what,
       jsonb_build_object('transfer', l.number, 'open', coalesce(l.open, 0), 'layers', coalesce(b.quantity, 0)) AS figures
  FROM (SELECT l.id, l.business_id, t.number, l.base_qty - l.received_base_qty - l.lost_base_qty AS open
          FROM stock_transfer_line l JOIN stock_transfer t ON t.id = l.transfer_id
         WHERE t.posted_at IS NOT NULL) l
  FULL JOIN (SELECT business_id, transfer_line_id, sum(remaining_qty) AS quantity
               FROM inventory_batch WHERE kind = 'TRANSIT' AND is_open GROUP BY business_id, transfer_line_id) b
         ON b.transfer_line_id = l.id AND b.business_id = l.business_id
 WHERE coalesce(l.open, 0) <> coalesce(b.quantity, 0)
"""

IN_TRANSIT = """
SELECT b.business_id, format('layer %s', b.id) AS what,
       jsonb_build_object('kind', b.kind, 'location', l.code, 'location_kind', l.kind) AS figures
  FROM inventory_batch b
  JOIN inventory_item i ON i.id = b.item_id
  JOIN location l ON l.id = i.location_id
 WHERE (b.kind = 'TRANSIT') <> (l.kind = 'TRANSIT')
"""

COUNTED = """
SELECT l.business_id, format('line %s of count %s', l.id, c.number) AS what,
       jsonb_build_object('counted_qty', l.counted_qty, 'expected_qty', l.expected_qty,
                          'booked', coalesce(m.quantity, 0)) AS figures
  FROM stock_count_line l
  JOIN stock_count c ON c.id = l.count_id
  LEFT JOIN (SELECT business_id, source_id, posting, source_line_id, sum(quantity) AS quantity
               FROM inventory_movement WHERE source_type = 'COUNT' AND kind <> 'REVERSAL'
              GROUP BY business_id, source_id, posting, source_line_id) m
         ON m.source_line_id = l.id AND m.source_id = c.id AND m.posting = c.posting AND m.business_id = l.business_id
 WHERE c.posted_at IS NOT NULL AND l.serials IS NULL
   AND coalesce(l.counted_qty - l.expected_qty, 0) <> coalesce(m.quantity, 0)
"""

STOCK_DOCUMENTS = (
    Invariant(
        "transfers.on_their_way", "What was sent and hasn't arrived lies in transit, line by line.", ON_THEIR_WAY
    ),
    Invariant("transfers.in_transit", "Layers in transit lie at the transit location, and no others do.", IN_TRANSIT),
    Invariant("counts.booked", "A posted count has booked the difference of each line that was counted.", COUNTED),
)
