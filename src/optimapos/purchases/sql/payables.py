"""What is open of the payables ledger, and what came from suppliers without an invoice yet."""

OPEN_ENTRIES = """
SELECT t.id, t.supplier_id, t.location_id, t.kind, t.currency, t.document_date,
       coalesce(t.due_date, t.document_date) AS due_date, t.reference, t.source_type, t.source_id,
       t.foreign_amount > 0 AS is_debit, abs(t.foreign_amount) AS foreign_size, abs(t.amount) AS size,
       coalesce(s.foreign_settled, 0) AS foreign_settled, coalesce(s.settled, 0) AS settled
  FROM supplier_transaction t
  LEFT JOIN (SELECT entry_id, sum(amount) AS foreign_settled, sum(worth) AS settled
               FROM (SELECT debit_id AS entry_id, amount, debit_amount AS worth
                       FROM supplier_allocation
                      WHERE business_id = %(business_id)s
                        AND (%(suppliers)s::uuid[] IS NULL OR supplier_id = ANY(%(suppliers)s::uuid[]))
                      UNION ALL
                     SELECT credit_id, amount, credit_amount
                       FROM supplier_allocation
                      WHERE business_id = %(business_id)s
                        AND (%(suppliers)s::uuid[] IS NULL OR supplier_id = ANY(%(suppliers)s::uuid[]))) side
              GROUP BY entry_id) s ON s.entry_id = t.id
 WHERE t.business_id = %(business_id)s
   AND (%(suppliers)s::uuid[] IS NULL OR t.supplier_id = ANY(%(suppliers)s::uuid[]))
   AND (%(locations)s::uuid[] IS NULL OR t.location_id = ANY(%(locations)s::uuid[]))
   AND abs(t.foreign_amount) > coalesce(s.foreign_settled, 0)
 ORDER BY coalesce(t.due_date, t.document_date), t.document_date, t.id
"""
"""Entries that are not settled in full, the oldest due first."""

NOT_INVOICED = """
SELECT r.supplier_id,
       sum(greatest(0, l.base_qty - l.returned_base_qty - l.invoiced_base_qty + coalesce(c.credited, 0))
           * l.net_amount / l.base_qty * r.exchange_rate) AS amount
  FROM delivery_receipt r
  JOIN delivery_receipt_line l ON l.receipt_id = r.id
  LEFT JOIN (SELECT b.receipt_line_id, sum(n.base_qty) AS credited
               FROM supplier_credit_note_line n
               JOIN supplier_credit_note h ON h.id = n.credit_note_id AND h.reversed_at IS NULL
               JOIN supplier_return_line b ON b.id = n.return_line_id
              WHERE h.business_id = %(business_id)s AND h.supplier_id = ANY(%(suppliers)s::uuid[])
              GROUP BY b.receipt_line_id) c ON c.receipt_line_id = l.id
 WHERE r.business_id = %(business_id)s AND r.supplier_id = ANY(%(suppliers)s::uuid[]) AND r.posted_at IS NOT NULL
   AND l.base_qty - l.returned_base_qty - l.invoiced_base_qty + coalesce(c.credited, 0) > 0
 GROUP BY r.supplier_id
"""
"""Goods that were received and kept and that no invoice asks for yet, at their receipts' prices and rates."""

ORDERED = """
SELECT o.supplier_id, sum(l.net_amount * (l.base_qty - l.cancelled_base_qty) / l.base_qty * o.exchange_rate) AS amount
  FROM purchase_order o
  JOIN document_type_status s ON s.id = o.status_id AND NOT s.is_editable
  JOIN purchase_order_line l ON l.order_id = o.id
 WHERE o.business_id = %(business_id)s AND o.supplier_id = ANY(%(suppliers)s::uuid[])
 GROUP BY o.supplier_id
"""
"""What was ordered and not called off, by supplier."""

ORDERS = """
SELECT count(*), sum(amount), max(day)
  FROM (SELECT o.id, o.document_date AS day,
               sum(l.net_amount * (l.base_qty - l.cancelled_base_qty) / l.base_qty) * o.exchange_rate AS amount
          FROM purchase_order o
          JOIN document_type_status s ON s.id = o.status_id AND NOT s.is_editable
          JOIN purchase_order_line l ON l.order_id = o.id
         WHERE o.business_id = %(business_id)s AND o.supplier_id = %(supplier)s
           AND o.document_date BETWEEN %(since)s AND %(until)s
         GROUP BY o.id
        HAVING sum(l.base_qty - l.cancelled_base_qty) > 0) orders
"""
"""Orders of a period: how many, for how much, and the day of the last."""

RECEIVED = """
SELECT count(*), sum(net_amount * exchange_rate), max(document_date)
  FROM delivery_receipt
 WHERE business_id = %(business_id)s AND supplier_id = %(supplier)s AND posted_at IS NOT NULL
   AND document_date BETWEEN %(since)s AND %(until)s
"""

RETURNED = """
SELECT sum(net_amount * exchange_rate)
  FROM supplier_return
 WHERE business_id = %(business_id)s AND supplier_id = %(supplier)s AND posted_at IS NOT NULL
   AND document_date BETWEEN %(since)s AND %(until)s
"""

PUNCTUALITY = """
SELECT avg(days), avg(CASE WHEN is_on_time THEN 100.0 WHEN NOT is_on_time THEN 0 END)
  FROM (SELECT DISTINCT r.id, o.id, r.document_date - o.document_date AS days,
               r.document_date <= o.expected_delivery_date AS is_on_time
          FROM delivery_receipt r
          JOIN delivery_receipt_line l ON l.receipt_id = r.id
          JOIN purchase_order_line ol ON ol.id = l.order_line_id
          JOIN purchase_order o ON o.id = ol.order_id
         WHERE r.business_id = %(business_id)s AND r.supplier_id = %(supplier)s AND r.posted_at IS NOT NULL
           AND r.document_date BETWEEN %(since)s AND %(until)s) deliveries
"""
"""Of deliveries of orders: how many days after the order, and how many in a hundred by the day that was promised."""

TOP_PRODUCTS = """
SELECT p.id, p.sku, p.name, sum(l.base_qty) AS quantity, sum(l.net_amount * r.exchange_rate) AS amount
  FROM delivery_receipt r
  JOIN delivery_receipt_line l ON l.receipt_id = r.id
  JOIN product p ON p.id = l.product_id
 WHERE r.business_id = %(business_id)s AND r.supplier_id = %(supplier)s AND r.posted_at IS NOT NULL
   AND r.document_date BETWEEN %(since)s AND %(until)s
 GROUP BY p.id, p.sku, p.name
 ORDER BY amount DESC, p.sku
 LIMIT %(limit)s
"""
