"""What changed since a transaction, without a high-water mark that a slower transaction could fall below.

Objects that people change are noted by triggers with their transaction's id. Stock and debts change with each sale, which
notes nothing: their rows tell by themselves which transaction wrote them (`xmin`), and a scan of one storefront's items
finds the newer ones. Source: docs/adr/0054.
"""

from optimapos.inventory.sql import ACTIVE_RESERVATIONS

MOMENT = """
    SELECT (SELECT system_identifier FROM pg_control_system()) || '-' ||
               (SELECT timeline_id FROM pg_control_checkpoint()) AS identity,
           pg_snapshot_xmin(s)::text::bigint AS oldest, pg_snapshot_xmax(s)::text::bigint AS next
      FROM pg_current_snapshot() s
"""
"""The oldest transaction that isn't finished: all that those before it wrote is seen from now on."""

_SINCE = "c.changed_xid >= %(since)s::text::xid8 AND c.changed_xid < %(next)s::text::xid8"
# The upper bound leaves out what a restored dump brought along with the ids of another database's transactions.

CHANGED = f"""
    SELECT DISTINCT c.object_id FROM till_change c
     WHERE c.business_id = %(business)s AND {_SINCE} AND c.kind = %(kind)s AND c.object_id > %(after)s
     ORDER BY c.object_id LIMIT %(limit)s
"""

WHOLE_CHANGED = f"""
    SELECT DISTINCT c.kind FROM till_change c WHERE c.business_id = %(business)s AND {_SINCE} AND c.kind = ANY(%(kinds)s)
"""

STOCK_CHANGED = """
    SELECT i.product_id FROM inventory_item i
     WHERE i.location_id = %(location)s AND i.business_id = %(business)s AND i.product_id > %(after)s
       AND age(i.xmin) <= age(%(since)s::text::xid8::xid)
     ORDER BY i.product_id LIMIT %(limit)s
"""

CREDIT_CHANGED = f"""
    SELECT k.id FROM customer k
     WHERE k.business_id = %(business)s AND k.id > %(after)s
       AND (age(k.xmin) <= age(%(since)s::text::xid8::xid)
            OR k.id IN (SELECT c.object_id FROM till_change c
                         WHERE c.business_id = %(business)s AND {_SINCE} AND c.kind = 'credit'))
     ORDER BY k.id LIMIT %(limit)s
"""
"""Customers whose balance was written, or whose debts were settled by what they had paid before."""

HELD = f"""
    SELECT i.product_id AS product, r.sale_id AS sale, trim_scale(r.quantity)::text AS quantity, r.expires_at AS until
      FROM stock_reservation r JOIN inventory_item i ON i.id = r.item_id AND i.business_id = %(business)s
     WHERE r.business_id = %(business)s AND i.location_id = %(location)s
       AND {ACTIVE_RESERVATIONS.format(at="now()")}
     ORDER BY r.expires_at, r.id
"""

COMPACT = """
    DELETE FROM till_change c
     USING (SELECT business_id, kind, object_id, max(changed_xid::text::bigint)::text::xid8 AS newest FROM till_change
             WHERE changed_xid < pg_snapshot_xmin(pg_current_snapshot())
             GROUP BY business_id, kind, object_id HAVING count(*) > 1) n
     WHERE c.business_id = n.business_id AND c.kind = n.kind AND c.object_id = n.object_id AND c.changed_xid < n.newest
"""
"""Takes out what a later transaction, finished for everybody, notes too: whoever would read the one reads the other."""
