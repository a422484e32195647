"""Refunds: what they give back of lines, sales and payments, where it went, what came back into stock, their numbers."""

from optimapos.verify.invariants.lines import DECIMALS
from optimapos.verify.types import Invariant

AMOUNTS = """
SELECT r.business_id, format('refund %s', coalesce(r.refund_number, r.id::text)) AS what,
       jsonb_build_object('amount', r.amount, 'items', coalesce(i.gross, 0), 'rounding', r.rounding_amount,
                          'tax', r.tax_amount, 'items_tax', coalesce(i.tax, 0)) AS figures
  FROM refund r
  LEFT JOIN (SELECT business_id, refund_id, sum(gross) AS gross, sum(tax) AS tax
               FROM refund_item GROUP BY business_id, refund_id) i
         ON i.refund_id = r.id AND i.business_id = r.business_id
 WHERE r.amount <> coalesce(i.gross, 0) + r.rounding_amount OR r.tax_amount <> coalesce(i.tax, 0)
"""

LINES = """
SELECT l.business_id, format('line %s of sale %s', l.line_no, l.sale_id) AS what,
       jsonb_build_object('refunded_qty', l.refunded_qty, 'refunds_qty', coalesce(x.quantity, 0),
                          'refunded_net', l.refunded_net, 'refunds_net', coalesce(x.net, 0),
                          'refunded_tax', l.refunded_tax, 'refunds_tax', coalesce(x.tax, 0)) AS figures
  FROM sale_item l
  LEFT JOIN (SELECT i.business_id, i.sale_item_id, sum(i.quantity) AS quantity, sum(i.net) AS net, sum(i.tax) AS tax
               FROM refund_item i JOIN refund r ON r.id = i.refund_id AND r.status = 'PROCESSED'
              GROUP BY i.business_id, i.sale_item_id) x
         ON x.sale_item_id = l.id AND x.business_id = l.business_id
 WHERE (l.refunded_qty, l.refunded_net, l.refunded_tax)
       <> (coalesce(x.quantity, 0), coalesce(x.net, 0), coalesce(x.tax, 0))
"""

SALES = """
SELECT s.business_id, format('sale %s', coalesce(s.receipt_number, s.id::text)) AS what,
       jsonb_build_object('amount_refunded', s.amount_refunded, 'refunds', coalesce(r.amount, 0)) AS figures
  FROM sale s
  LEFT JOIN (SELECT business_id, sale_id, sum(amount) AS amount
               FROM refund WHERE status = 'PROCESSED' GROUP BY business_id, sale_id) r
         ON r.sale_id = s.id AND r.business_id = s.business_id
 WHERE s.amount_refunded <> coalesce(r.amount, 0)
"""

MONEY = """
SELECT r.business_id, format('refund %s', r.refund_number) AS what,
       jsonb_build_object('paid_amount', r.paid_amount, 'payments', coalesce(p.amount, 0),
                          'debt_and_credit', r.debt_amount + r.credited_amount, 'booked', coalesce(-c.amount, 0)) AS figures
  FROM refund r
  LEFT JOIN (SELECT o.business_id, o.refund_id, sum(o.amount_paid) AS amount
               FROM payment o
              WHERE o.direction = 'OUT' AND NOT EXISTS (SELECT 1 FROM payment n WHERE n.replaces_id = o.id)
              GROUP BY o.business_id, o.refund_id) p
         ON p.refund_id = r.id AND p.business_id = r.business_id
  LEFT JOIN (SELECT business_id, source_id, sum(amount) AS amount
               FROM credit_transaction WHERE kind = 'REFUND' GROUP BY business_id, source_id) c
         ON c.source_id = r.id AND c.business_id = r.business_id
 WHERE r.status = 'PROCESSED'
   AND (r.paid_amount <> coalesce(p.amount, 0) OR r.debt_amount + r.credited_amount <> coalesce(-c.amount, 0))
 UNION ALL
SELECT p.business_id, format('payment %s', p.id), jsonb_build_object('refund', p.refund_id, 'amount_paid', p.amount_paid)
  FROM payment p
 WHERE p.direction = 'OUT' AND (p.refund_id IS NOT NULL OR p.sale_id IS NOT NULL OR p.wallet_entry_id IS NULL)
   AND NOT EXISTS (SELECT 1 FROM refund r
                    WHERE r.id = p.refund_id AND r.business_id = p.business_id AND r.status = 'PROCESSED')
"""

TENDERS = """
SELECT p.business_id, format('payment %s of sale %s', p.id, p.sale_id) AS what,
       jsonb_build_object('refunded_amount', p.refunded_amount, 'given_back', coalesce(o.amount, 0)) AS figures
  FROM payment p
  LEFT JOIN (SELECT business_id, original_payment_id, sum(amount_paid) AS amount
               FROM payment WHERE direction = 'OUT' GROUP BY business_id, original_payment_id) o
         ON o.original_payment_id = p.id AND o.business_id = p.business_id
 WHERE p.direction = 'IN' AND p.refunded_amount <> coalesce(o.amount, 0)
"""

REPLACED = """
SELECT n.business_id, format('payment %s', n.id) AS what,
       jsonb_build_object('replaces', n.replaces_id, 'amount_paid', n.amount_paid, 'replaced', f.amount_paid,
                          'status', f.status, 'refund', n.refund_id, 'of', f.refund_id) AS figures
  FROM payment n
  LEFT JOIN payment f ON f.id = n.replaces_id AND f.business_id = n.business_id
 WHERE n.replaces_id IS NOT NULL
   AND (f.id IS NULL OR f.direction <> 'OUT' OR f.provider = '' OR f.status NOT IN ('FAILED', 'SUCCESSFUL')
        OR n.direction <> 'OUT' OR n.status <> 'SUCCESSFUL' OR n.provider <> ''
        OR n.payment_method NOT IN ('CASH', 'STORE_CREDIT') OR n.original_payment_id IS NOT NULL
        OR (n.amount_paid, n.currency) <> (f.amount_paid, f.currency) OR n.refund_id IS DISTINCT FROM f.refund_id
        OR (SELECT count(*) FROM payment o WHERE o.replaces_id = f.id) <> 1)
"""

GIVEN_TWICE = """
SELECT n.business_id, format('refund %s', r.refund_number) AS what,
       jsonb_build_object('payment', f.id, 'replaced_by', n.id, 'method', f.payment_method, 'instead', n.payment_method,
                          'amount', f.amount_paid) AS figures
  FROM payment n
  JOIN payment f ON f.id = n.replaces_id AND f.business_id = n.business_id AND f.status = 'SUCCESSFUL'
  LEFT JOIN refund r ON r.id = f.refund_id AND r.business_id = f.business_id
"""

GOODS = """
SELECT i.business_id, format('line %s of refund %s', i.line_no, r.refund_number) AS what,
       jsonb_build_object('base_qty', i.base_qty, 'destination', i.destination, 'came_back', coalesce(m.quantity, 0),
                          'cost_amount', i.cost_amount, 'moved_cost', coalesce(m.cost, 0)) AS figures
  FROM refund_item i
  JOIN refund r ON r.id = i.refund_id AND r.business_id = i.business_id AND r.status = 'PROCESSED'
  LEFT JOIN (SELECT business_id, source_line_id, sum(quantity) AS quantity,
                    sum(cost_amount) FILTER (WHERE quantity > 0) AS cost
               FROM inventory_movement WHERE source_type = 'REFUND' AND kind = 'RETURN'
              GROUP BY business_id, source_line_id) m
         ON m.source_line_id = i.id AND m.business_id = i.business_id
 WHERE coalesce(m.quantity, 0) <> CASE WHEN i.destination = 'NONE' THEN 0 ELSE i.base_qty END
    OR i.cost_amount <> coalesce(m.cost, 0)
"""

LAYERS = """
SELECT m.business_id, format('movement %s of sale %s', m.id, m.source_id) AS what,
       jsonb_build_object('sold', -m.quantity, 'came_back', b.quantity) AS figures
  FROM inventory_movement m
  JOIN (SELECT business_id, reversal_of, sum(quantity) AS quantity
          FROM inventory_movement WHERE kind = 'RETURN' AND reversal_of IS NOT NULL
         GROUP BY business_id, reversal_of) b ON b.reversal_of = m.id AND b.business_id = m.business_id
 WHERE m.kind = 'SALE' AND b.quantity > -m.quantity
"""

NUMBERS = """
SELECT coalesce(k.business_id, r.business_id) AS business_id,
       format('series %s', coalesce(k.series, r.series)) AS what,
       jsonb_build_object('last_number', k.last_number, 'refunds', r.refunds, 'highest', r.highest) AS figures
  FROM refund_counter k
  FULL JOIN (SELECT business_id, series, count(*) AS refunds,
                    max(substring(refund_number from '[0-9]+$')::bigint) AS highest
               FROM refund WHERE status = 'PROCESSED' GROUP BY business_id, series) r
         ON r.series = k.series AND r.business_id = k.business_id
 WHERE (k.last_number, k.last_number) IS DISTINCT FROM (r.refunds, r.highest)
"""

EXCHANGES = """
SELECT r.business_id, format('refund %s', r.refund_number) AS what,
       jsonb_build_object('exchange_sale', r.exchange_sale_id, 'out', coalesce(o.amount, 0), 'in', coalesce(i.amount, 0),
                          'of', s.exchange_of_id) AS figures
  FROM refund r
  LEFT JOIN sale s ON s.id = r.exchange_sale_id AND s.business_id = r.business_id
  LEFT JOIN (SELECT business_id, refund_id, sum(amount_paid) AS amount
               FROM payment WHERE payment_method = 'EXCHANGE' AND direction = 'OUT' GROUP BY business_id, refund_id) o
         ON o.refund_id = r.id AND o.business_id = r.business_id
  LEFT JOIN (SELECT business_id, sale_id, sum(amount_paid) AS amount
               FROM payment WHERE payment_method = 'EXCHANGE' AND direction = 'IN' GROUP BY business_id, sale_id) i
         ON i.sale_id = s.id AND i.business_id = s.business_id
 WHERE r.status = 'PROCESSED'
   AND (coalesce(o.amount, 0) <> coalesce(i.amount, 0)
        OR (r.refund_method = 'EXCHANGE') <> (s.id IS NOT NULL) OR s.exchange_of_id IS DISTINCT FROM
           CASE WHEN s.id IS NOT NULL THEN r.sale_id END)
"""

BROUGHT = f"""
SELECT r.business_id, format('line %s of refund %s', i.line_no, coalesce(r.refund_number, r.id::text)) AS what,
       jsonb_build_object('sale', r.sale_id, 'sale_item', i.sale_item_id, 'product', i.product_id, 'unit_price', i.unit_price,
                          'highest_price', i.highest_price, 'quantity', i.quantity, 'gross', i.gross) AS figures
  FROM refund_item i
  JOIN refund r ON r.id = i.refund_id AND r.business_id = i.business_id
 WHERE (r.sale_id IS NULL) <> (i.sale_item_id IS NULL)
    OR (i.sale_item_id IS NULL AND (i.unit_price > i.highest_price OR r.brought_by = ''
                                    OR i.gross <> round(i.unit_price * i.quantity, {DECIMALS})
                                    OR i.tax <> round(i.gross * i.tax_rate / (100 + i.tax_rate), {DECIMALS})))
 UNION ALL
SELECT r.business_id, format('payment %s', p.id), jsonb_build_object('refund', r.id, 'method', p.payment_method)
  FROM refund r
  JOIN payment p ON p.refund_id = r.id AND p.business_id = r.business_id
 WHERE r.sale_id IS NULL
   AND (p.payment_method NOT IN ('CASH', 'STORE_CREDIT') OR p.sale_id IS NOT NULL OR p.original_payment_id IS NOT NULL)
"""

REFUNDS = (
    Invariant(
        "refunds.without_receipt", "Goods without a receipt give back at most their price, in cash or credit.", BROUGHT
    ),
    Invariant("refunds.exchanges", "What goods are exchanged for was paid with what they are worth.", EXCHANGES),
    Invariant("refunds.amounts", "What a refund gives back is the sum of its lines and its rounding.", AMOUNTS),
    Invariant("refunds.lines", "What is noted as given back of a line is what its refunds gave back.", LINES),
    Invariant("refunds.sales", "What is noted as given back of a sale is what its refunds gave back.", SALES),
    Invariant("refunds.money", "What a refund gives back went out as payments or lowered what was owed.", MONEY),
    Invariant("refunds.tenders", "What is noted as given back of a payment went out for it.", TENDERS),
    Invariant("refunds.goods", "Goods of a refund came back into stock, unless it says otherwise.", GOODS),
    Invariant("refunds.layers", "No more comes back to a layer than was sold from it.", LAYERS),
    Invariant("refunds.replaced", "What a provider refused to give back went out another way once.", REPLACED),
    Invariant(
        "refunds.given_twice", "Money was given back another way, and then by its provider.", GIVEN_TWICE, fails=False
    ),
    Invariant("refunds.numbers", "Numbers of credit notes have no gap in their series.", NUMBERS),
)
