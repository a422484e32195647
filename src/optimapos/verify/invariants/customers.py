"""Customers' statistics are those of their sales and refunds; who was merged is out of use and owes nothing."""

from optimapos.verify.types import Invariant

STATISTICS = """
SELECT coalesce(t.business_id, s.business_id) AS business_id,
       format('customer %s', coalesce(t.customer_id, s.customer_id)) AS what,
       jsonb_build_object('total_purchases', t.total_purchases, 'sales_count', t.sales_count,
                          'of_sales', s.total, 'sales', s.sales, 'total_refunded', t.total_refunded,
                          'of_refunds', s.refunded) AS figures
  FROM customer_stats t
  FULL JOIN (SELECT s.business_id, coalesce(c.merged_into_id, s.customer_id) AS customer_id,
                    sum(s.total_amount) AS total, count(*) AS sales,
                    min(s.completed_at) AS first, max(s.completed_at) AS last,
                    sum((SELECT coalesce(sum(r.amount), 0) FROM refund r
                          WHERE r.sale_id = s.id AND r.business_id = s.business_id AND r.status = 'PROCESSED'
                            AND NOT EXISTS (SELECT 1 FROM outbox_message m
                                             WHERE m.business_id = r.business_id AND m.topic = 'refund.processed'
                                               AND m.payload ->> 'refund_id' = r.id::text))) AS refunded
               FROM sale s LEFT JOIN customer c ON c.id = s.customer_id AND c.business_id = s.business_id
              WHERE s.customer_id IS NOT NULL AND s.completed_at IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM outbox_message m
                                 WHERE m.business_id = s.business_id AND m.topic = 'sale.completed'
                                   AND m.payload ->> 'sale_id' = s.id::text)
              GROUP BY 1, 2) s
         ON s.customer_id = t.customer_id AND s.business_id = t.business_id
 WHERE t.customer_id IS NULL OR s.customer_id IS NULL OR t.total_purchases <> s.total OR t.sales_count <> s.sales
    OR t.total_refunded <> s.refunded
    OR t.first_purchase_at <> s.first OR t.last_purchase_at <> s.last
"""

MERGED = """
SELECT c.business_id, format('customer %s', c.code) AS what,
       jsonb_build_object('customer', c.id, 'merged_into', c.merged_into_id, 'is_active', c.is_active,
                          'outstanding_balance', c.outstanding_balance, 'open', coalesce(o.items, 0),
                          'survivor_merged_into', s.merged_into_id) AS figures
  FROM customer c
  JOIN customer s ON s.id = c.merged_into_id
  LEFT JOIN (SELECT customer_id, count(*) AS items FROM open_item GROUP BY customer_id) o ON o.customer_id = c.id
 WHERE c.is_active OR c.outstanding_balance <> 0 OR o.items > 0 OR s.merged_into_id IS NOT NULL
"""

MOVED = """
SELECT o.business_id, format('credit entry %s', o.id) AS what,
       jsonb_build_object('customer', o.customer_id, 'moved', m.moved, 'entries', m.entries,
                          'at_its_customer', m.at_home) AS figures
  FROM (SELECT moved_from_id, sum(amount) AS moved, count(*) AS entries,
               count(*) FILTER (WHERE t.customer_id = f.customer_id) AS at_home,
               count(*) FILTER (WHERE t.kind <> 'MERGE') AS strangers
          FROM credit_transaction t JOIN (SELECT id, customer_id FROM credit_transaction) f ON f.id = t.moved_from_id
         GROUP BY moved_from_id) m
  JOIN credit_transaction o ON o.id = m.moved_from_id
 WHERE m.moved <> 0 OR m.entries <> 2 OR m.at_home <> 1 OR m.strangers > 0
 UNION ALL
SELECT t.business_id, format('credit entry %s', t.id), jsonb_build_object('kind', t.kind, 'moved_from', NULL)
  FROM credit_transaction t WHERE t.kind = 'MERGE' AND t.moved_from_id IS NULL
"""

CUSTOMERS = (
    Invariant(
        "customers.statistics",
        "What a customer bought in all is the sum of the customer's sales whose news was handed on.",
        STATISTICS,
    ),
    Invariant(
        "customers.merged",
        "A customer who was merged is out of use, owes nothing, and the survivor was not merged itself.",
        MERGED,
    ),
    Invariant("customers.moved", "What a merge takes off one customer it adds to another.", MOVED),
)
