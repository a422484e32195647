"""What customers bought in all and what was given back, kept beside them: counted sale by sale, or made anew."""

ENTER = "SELECT pg_advisory_xact_lock_shared(hashtextextended('customer_stats:' || %s::text, 0))"
ENTER_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('customer_stats:' || %s::text, 0))"
"""Counting goes on beside counting, but not beside making anew. `%s` business. What is read is read after it."""

COUNT_ONE = """
    INSERT INTO customer_stats AS t (customer_id, business_id, total_purchases, total_refunded, sales_count,
                                     first_purchase_at, last_purchase_at, updated_at)
    SELECT coalesce(c.merged_into_id, c.id), s.business_id, s.total_amount, 0, 1, s.completed_at, s.completed_at, now()
      FROM sale s JOIN customer c ON c.id = s.customer_id AND c.business_id = s.business_id
     WHERE s.id = %s AND s.business_id = %s AND s.completed_at IS NOT NULL
    ON CONFLICT (customer_id) DO UPDATE
       SET total_purchases = t.total_purchases + excluded.total_purchases, sales_count = t.sales_count + 1,
           first_purchase_at = least(t.first_purchase_at, excluded.first_purchase_at),
           last_purchase_at = greatest(t.last_purchase_at, excluded.last_purchase_at), updated_at = now()
"""
"""Counts one sale for its customer, or for whom that one was merged into. `%s` sale, business."""

COUNT_REFUND = """
    UPDATE customer_stats t SET total_refunded = t.total_refunded + %s::numeric, updated_at = now()
      FROM sale s JOIN customer c ON c.id = s.customer_id AND c.business_id = s.business_id
     WHERE s.id = %s AND s.business_id = %s AND t.customer_id = coalesce(c.merged_into_id, c.id)
"""
"""Counts what was given back of a sale. `%s` amount, sale, business."""

ADD_UP = """
    WITH gone AS (
        DELETE FROM customer_stats WHERE business_id = %(business)s AND customer_id = %(customer)s RETURNING *
    )
    INSERT INTO customer_stats AS t (customer_id, business_id, total_purchases, total_refunded, sales_count,
                                     first_purchase_at, last_purchase_at, updated_at)
    SELECT %(into)s, business_id, total_purchases, total_refunded, sales_count, first_purchase_at, last_purchase_at, now()
      FROM gone
    ON CONFLICT (customer_id) DO UPDATE
       SET total_purchases = t.total_purchases + excluded.total_purchases,
           total_refunded = t.total_refunded + excluded.total_refunded,
           sales_count = t.sales_count + excluded.sales_count,
           first_purchase_at = least(t.first_purchase_at, excluded.first_purchase_at),
           last_purchase_at = greatest(t.last_purchase_at, excluded.last_purchase_at), updated_at = now()
"""
"""Adds the statistics of `customer` to those of `into`."""

MAKE_ANEW = """
    WITH counted AS MATERIALIZED (
        SELECT coalesce(c.merged_into_id, c.id) AS customer_id, sum(s.total_amount) AS total, count(*) AS sales,
               min(s.completed_at) AS first, max(s.completed_at) AS last,
               sum(s.amount_refunded - (SELECT coalesce(sum((m.payload ->> 'amount')::numeric), 0) FROM outbox_message m
                                         WHERE m.business_id = s.business_id AND m.topic = 'refund.processed'
                                           AND m.payload ->> 'sale_id' = s.id::text)) AS refunded
          FROM sale s JOIN customer c ON c.id = s.customer_id AND c.business_id = s.business_id
         WHERE s.business_id = %(business)s AND s.completed_at IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM outbox_message m
                            WHERE m.business_id = s.business_id AND m.topic = 'sale.completed'
                              AND m.payload ->> 'sale_id' = s.id::text)
         GROUP BY 1
    ), gone AS (
        DELETE FROM customer_stats t
         WHERE t.business_id = %(business)s AND NOT EXISTS (SELECT 1 FROM counted c WHERE c.customer_id = t.customer_id)
    )
    INSERT INTO customer_stats (customer_id, business_id, total_purchases, total_refunded, sales_count, first_purchase_at,
                                last_purchase_at, updated_at)
    SELECT customer_id, %(business)s, total, refunded, sales, first, last, now() FROM counted
    ON CONFLICT (customer_id) DO UPDATE
       SET total_purchases = excluded.total_purchases, total_refunded = excluded.total_refunded,
           sales_count = excluded.sales_count, first_purchase_at = excluded.first_purchase_at,
           last_purchase_at = excluded.last_purchase_at, updated_at = now()
"""
"""Makes all of a business's anew, without sales and refunds whose news still waits: they count when it is handed on."""

ALONE = "SET LOCAL max_parallel_workers_per_gather = 0"
"""A month of one customer is read sooner than a second process is started for it."""

TOP_PRODUCTS = """
    WITH bought AS (
        SELECT l.product_id, sum(l.base_qty) AS quantity, sum(l.gross) AS amount
          FROM sale s JOIN sale_item l ON l.sale_id = s.id
         WHERE s.business_id = %(business)s AND s.customer_id = ANY(%(buyers)s) AND s.completed_at IS NOT NULL
           AND s.business_date BETWEEN %(since)s AND %(until)s
         GROUP BY l.product_id
    ), top AS (
        SELECT *, count(*) OVER () AS kinds FROM bought ORDER BY amount DESC, product_id LIMIT %(limit)s
    )
    SELECT t.product_id, p.sku, p.name, t.quantity, t.amount, t.kinds
      FROM top t JOIN product p ON p.id = t.product_id ORDER BY t.amount DESC, t.product_id
"""
"""The products that customers paid most for in a period, and in each row how many there are in all."""
