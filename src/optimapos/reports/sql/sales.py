"""The statements of the two sales reports. Sales by their business day, refunds by their own, each aggregated apart.

`%(business)s`, `%(places)s` locations, `%(since)s` and `%(until)s` business days, both included.
"""

from optimapos.reports.sql.dashboard import MOMENT

_SOLD = """
    SELECT s.id, s.location_id, s.total_amount, s.tax_amount, s.rounding_amount, s.occurred_at, s.completed_at
      FROM sale s
     WHERE s.business_id = %(business)s AND s.location_id = ANY(%(places)s) AND s.completed_at IS NOT NULL
       AND s.business_date BETWEEN %(since)s AND %(until)s
"""
_BACK = """
    SELECT r.id, r.amount, r.tax_amount, r.kind
      FROM refund r
     WHERE r.business_id = %(business)s AND r.location_id = ANY(%(places)s) AND r.status = 'PROCESSED'
       AND r.business_date BETWEEN %(since)s AND %(until)s
"""

SUMMARY = f"""
    WITH sold AS ({_SOLD}), back AS ({_BACK})
    SELECT (SELECT count(*) FROM sold), (SELECT coalesce(sum(total_amount), 0) FROM sold),
           (SELECT coalesce(sum(tax_amount), 0) FROM sold), (SELECT count(*) FROM back),
           (SELECT coalesce(sum(amount), 0) FROM back), (SELECT coalesce(sum(tax_amount), 0) FROM back)
"""

TENDERS = f"""
    WITH sold AS ({_SOLD}), back AS ({_BACK})
    SELECT coalesce(i.method, o.method), coalesce(i.count, 0), coalesce(i.amount, 0), coalesce(o.amount, 0)
      FROM (SELECT p.payment_method AS method, count(*) AS count, sum(p.amount_paid) AS amount
              FROM payment p WHERE p.sale_id IN (SELECT id FROM sold) AND p.direction = 'IN' AND p.status = 'SUCCESSFUL'
             GROUP BY p.payment_method) i
      FULL JOIN (SELECT p.payment_method AS method, sum(p.amount_paid) AS amount
                   FROM payment p
                  WHERE p.refund_id IN (SELECT id FROM back) AND p.direction = 'OUT' AND p.status <> 'FAILED'
                  GROUP BY p.payment_method) o ON o.method = i.method
     ORDER BY 1
"""
"""By method what sales were paid with and what refunds gave back."""

HOURS = f"""
    WITH sold AS ({_SOLD})
    SELECT date_trunc('hour', {MOMENT} AT TIME ZONE l.timezone), count(*), sum(s.total_amount)
      FROM sold s JOIN location l ON l.id = s.location_id
     GROUP BY 1 ORDER BY 1
"""
"""By hour of the place's clock."""

PRODUCTS = f"""
    WITH sold AS ({_SOLD}), back AS ({_BACK}), gone AS (
        SELECT l.product_id, sum(l.base_qty) AS units, sum(l.gross) AS gross, sum(l.net) AS net,
               sum(l.cost_amount) AS cost, count(DISTINCT l.sale_id) AS sales
          FROM sale_item l WHERE l.sale_id IN (SELECT id FROM sold)
         GROUP BY l.product_id
    ), returned AS (
        SELECT coalesce(l.product_id, i.product_id) AS product_id, sum(i.base_qty) AS units,
               sum(i.gross) AS gross, sum(i.net) AS net, sum(i.cost_amount) AS cost
          FROM refund_item i LEFT JOIN sale_item l ON l.id = i.sale_item_id
         WHERE i.refund_id IN (SELECT id FROM back)
         GROUP BY coalesce(l.product_id, i.product_id)
    )
    SELECT coalesce(g.product_id, r.product_id) AS product, p.sku, p.name, coalesce(g.units, 0), coalesce(g.gross, 0),
           coalesce(g.net, 0), coalesce(g.cost, 0), coalesce(g.sales, 0), coalesce(r.units, 0), coalesce(r.gross, 0),
           coalesce(r.net, 0), coalesce(r.cost, 0), count(*) OVER ()
      FROM gone g
      FULL JOIN returned r ON r.product_id = g.product_id
      JOIN product p ON p.id = coalesce(g.product_id, r.product_id)
     ORDER BY coalesce(g.gross, 0) DESC, product
     LIMIT %(limit)s OFFSET %(offset)s
"""
"""By product what was sold and what came back, and in each row how many products there are."""
