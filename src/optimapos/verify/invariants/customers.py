"""Customers' statistics are those of their sales."""

from optimapos.verify.types import Invariant

STATISTICS = """
SELECT coalesce(t.business_id, s.business_id) AS business_id,
       format('customer %s', coalesce(t.customer_id, s.customer_id)) AS what,
       jsonb_build_object('total_purchases', t.total_purchases, 'sales_count', t.sales_count,
                          'of_sales', s.total, 'sales', s.sales) AS figures
  FROM customer_stats t
  FULL JOIN (SELECT s.business_id, s.customer_id, sum(s.total_amount) AS total, count(*) AS sales,
                    min(s.completed_at) AS first, max(s.completed_at) AS last
               FROM sale s
              WHERE s.customer_id IS NOT NULL AND s.completed_at IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM outbox_message m
                                 WHERE m.business_id = s.business_id AND m.topic = 'sale.completed'
                                   AND m.payload ->> 'sale_id' = s.id::text)
              GROUP BY s.business_id, s.customer_id) s
         ON s.customer_id = t.customer_id AND s.business_id = t.business_id
 WHERE t.customer_id IS NULL OR s.customer_id IS NULL OR t.total_purchases <> s.total OR t.sales_count <> s.sales
    OR t.first_purchase_at <> s.first OR t.last_purchase_at <> s.last
"""

CUSTOMERS = (
    Invariant(
        "customers.statistics",
        "What a customer bought in all is the sum of the customer's sales whose news was handed on.",
        STATISTICS,
    ),
)
