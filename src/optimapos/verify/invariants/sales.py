"""Sales as wholes: totals, payments, taxes, status, and the stock they took."""

from optimapos.verify.types import Invariant

TOTALS = """
SELECT s.business_id, format('sale %s', coalesce(s.receipt_number, s.id::text)) AS what,
       jsonb_build_object('total_amount', s.total_amount, 'lines', coalesce(l.gross, 0), 'rounding', s.rounding_amount,
                          'tax_amount', s.tax_amount, 'lines_tax', coalesce(l.tax, 0)) AS figures
  FROM sale s
  LEFT JOIN (SELECT business_id, sale_id, sum(gross) AS gross, sum(tax) AS tax
               FROM sale_item GROUP BY business_id, sale_id) l
         ON l.sale_id = s.id AND l.business_id = s.business_id
 WHERE s.total_amount <> coalesce(l.gross, 0) + s.rounding_amount OR s.tax_amount <> coalesce(l.tax, 0)
"""

PAID_AND_DUE = """
SELECT business_id, format('sale %s', coalesce(receipt_number, id::text)) AS what,
       jsonb_build_object('total_amount', total_amount, 'amount_paid', amount_paid, 'amount_due', amount_due) AS figures
  FROM sale WHERE total_amount <> amount_paid + amount_due
"""

PAYMENTS = """
SELECT s.business_id, format('sale %s', coalesce(s.receipt_number, s.id::text)) AS what,
       jsonb_build_object('amount_paid', s.amount_paid, 'payments', coalesce(p.amount, 0),
                          'settled', coalesce(a.amount, 0)) AS figures
  FROM sale s
  LEFT JOIN (SELECT business_id, sale_id, sum(amount_paid) AS amount
               FROM payment WHERE direction = 'IN' AND status = 'SUCCESSFUL' GROUP BY business_id, sale_id) p
         ON p.sale_id = s.id AND p.business_id = s.business_id
  LEFT JOIN (SELECT t.source_id, sum(x.amount) AS amount
               FROM credit_allocation x
               JOIN credit_transaction t ON t.id = x.debit_id AND t.kind IN ('SALE', 'MERGE')
               JOIN credit_transaction c ON c.id = x.credit_id AND c.moved_from_id IS DISTINCT FROM t.id
              GROUP BY t.source_id) a ON a.source_id = s.id
 WHERE s.amount_paid <> coalesce(p.amount, 0) + coalesce(a.amount, 0)
"""

CHANGE = """
SELECT business_id, format('payment %s of sale %s', id, sale_id) AS what,
       jsonb_build_object('tendered', tendered, 'change', change, 'amount_paid', amount_paid) AS figures
  FROM payment WHERE amount_paid <> tendered - change
"""

TAXES = """
SELECT coalesce(t.business_id, l.business_id) AS business_id,
       format('sale %s, tax %s %s %%', coalesce(t.sale_id, l.sale_id), coalesce(t.code, l.code),
              coalesce(t.rate, l.rate)) AS what,
       jsonb_build_object('base', t.base, 'tax', t.tax, 'lines_net', l.base, 'lines_tax', l.tax) AS figures
  FROM (SELECT business_id, sale_id, code, rate, sum(base) AS base, sum(tax) AS tax
          FROM sale_tax GROUP BY business_id, sale_id, code, rate) t
  FULL JOIN (SELECT i.business_id, i.sale_id, i.tax_code AS code, i.tax_rate AS rate, sum(i.net) AS base, sum(i.tax) AS tax
               FROM sale_item i JOIN sale s ON s.id = i.sale_id
              WHERE s.completed_at IS NOT NULL
              GROUP BY i.business_id, i.sale_id, i.tax_code, i.tax_rate) l
         ON l.sale_id = t.sale_id AND l.code = t.code AND l.rate = t.rate AND l.business_id = t.business_id
 WHERE t.sale_id IS NULL OR l.sale_id IS NULL OR t.base <> l.base OR t.tax <> l.tax
"""

STATUS = """
SELECT business_id, format('sale %s', coalesce(receipt_number, id::text)) AS what,
       jsonb_build_object('status', status, 'expected', expected, 'amount_paid', amount_paid, 'amount_due', amount_due,
                          'amount_refunded', amount_refunded, 'completed_at', completed_at) AS figures
  FROM (SELECT s.*,
               CASE WHEN completed_at IS NULL AND cancelled_at IS NOT NULL THEN 'CANCELLED'
                    WHEN completed_at IS NULL AND status = 'PENDING' THEN 'PENDING'
                    WHEN completed_at IS NULL THEN 'DRAFT'
                    WHEN cancelled_at IS NOT NULL THEN 'never cancelled'
                    WHEN amount_refunded > 0 AND amount_refunded = total_amount THEN 'REFUNDED'
                    WHEN amount_due = 0 THEN 'COMPLETED'
                    WHEN amount_paid = 0 THEN 'PENDING'
                    ELSE 'PARTIAL' END AS expected
          FROM sale s) told
 WHERE status <> expected OR (completed_at IS NOT NULL AND (occurred_at IS NULL OR payment_type = ''))
"""

REFUNDED = """
SELECT business_id, format('sale %s', coalesce(receipt_number, id::text)) AS what,
       jsonb_build_object('amount_refunded', amount_refunded, 'total_amount', total_amount) AS figures
  FROM sale WHERE amount_refunded > total_amount
 UNION ALL
SELECT business_id, format('line %s of sale %s', line_no, sale_id),
       jsonb_build_object('refunded_qty', refunded_qty, 'quantity', quantity, 'refunded_net', refunded_net, 'net', net,
                          'refunded_tax', refunded_tax, 'tax', tax)
  FROM sale_item WHERE refunded_qty > quantity OR refunded_net > net OR refunded_tax > tax
 UNION ALL
SELECT business_id, format('payment %s of sale %s', id, sale_id),
       jsonb_build_object('refunded_amount', refunded_amount, 'amount_paid', amount_paid)
  FROM payment WHERE refunded_amount > amount_paid
"""

MOVEMENTS = """
SELECT l.business_id, format('line %s of sale %s', l.line_no, l.sale_id) AS what,
       jsonb_build_object('base_qty', l.base_qty, 'moved', coalesce(m.quantity, 0), 'cost_amount', l.cost_amount,
                          'moved_cost', coalesce(m.cost, 0), 'net', l.net, 'moved_net', coalesce(m.net, 0)) AS figures
  FROM sale_item l
  JOIN sale s ON s.id = l.sale_id AND s.completed_at IS NOT NULL
  LEFT JOIN (SELECT business_id, source_id, source_line_id, item_id, -sum(quantity) AS quantity,
                    -sum(cost_amount) AS cost, sum(sale_net_amount) AS net
               FROM inventory_movement WHERE kind = 'SALE'
              GROUP BY business_id, source_id, source_line_id, item_id) m
         ON m.source_line_id = l.id AND m.source_id = l.sale_id AND m.item_id = l.item_id
        AND m.business_id = l.business_id
 WHERE CASE WHEN l.item_id IS NULL THEN l.cost_amount <> 0
            ELSE l.base_qty <> coalesce(m.quantity, 0) OR l.cost_amount <> coalesce(m.cost, 0)
              OR l.net <> coalesce(m.net, 0) END
"""

MOVED_FOR_NOTHING = """
SELECT m.business_id, format('movement %s of stock item %s', m.id, m.item_id) AS what,
       jsonb_build_object('quantity', m.quantity, 'sale', m.source_id, 'line', m.source_line_id,
                          'sale_status', s.status) AS figures
  FROM inventory_movement m
  LEFT JOIN sale_item l ON l.id = m.source_line_id AND l.sale_id = m.source_id AND l.item_id = m.item_id
  LEFT JOIN sale s ON s.id = l.sale_id
 WHERE (m.kind = 'SALE' OR m.source_type = 'SALE')
   AND (m.kind NOT IN ('SALE', 'COUNT_CORRECTION') OR m.source_type <> 'SALE' OR s.completed_at IS NULL)
"""

COUNTS_KEPT = """
SELECT business_id, format('sale %s, stock item %s', source_id, item_id) AS what,
       jsonb_build_object('quantity', sum(quantity), 'cost_amount', sum(cost_amount)) AS figures
  FROM inventory_movement
 WHERE source_type = 'SALE' AND kind IN ('SALE', 'COUNT_CORRECTION')
 GROUP BY business_id, source_id, item_id, batch_id
HAVING bool_or(kind = 'COUNT_CORRECTION') AND (sum(quantity) <> 0 OR sum(cost_amount) <> 0)
"""

CURRENCY = """
SELECT b.id AS business_id, format('business %s', b.slug) AS what,
       jsonb_build_object('currency', b.currency, 'currency_fixed', b.currency_fixed) AS figures
  FROM business b
 WHERE NOT b.currency_fixed
   AND (EXISTS (SELECT 1 FROM inventory_movement m WHERE m.business_id = b.id)
        OR EXISTS (SELECT 1 FROM sale s WHERE s.business_id = b.id AND s.completed_at IS NOT NULL)
        OR EXISTS (SELECT 1 FROM credit_transaction e WHERE e.business_id = b.id))
 UNION ALL
SELECT s.business_id, format('sale %s', coalesce(s.receipt_number, s.id::text)),
       jsonb_build_object('currency', s.currency, 'ledger', b.currency)
  FROM sale s JOIN business b ON b.id = s.business_id
 WHERE s.completed_at IS NOT NULL AND s.currency <> b.currency
"""

SALES = (
    Invariant("sales.totals", "A sale's total is the sum of its lines and its rounding; its tax their tax.", TOTALS),
    Invariant("sales.paid_and_due", "Paid and due make a sale's total.", PAID_AND_DUE),
    Invariant("sales.payments", "What a sale was paid is the sum of its successful payments.", PAYMENTS),
    Invariant("sales.change", "A payment keeps what was tendered less the change.", CHANGE),
    Invariant("sales.taxes", "A completed sale's taxes by code are the sums of its lines.", TAXES),
    Invariant("sales.status", "A sale's status says whether its goods left and what was paid.", STATUS),
    Invariant("sales.refunded", "No more is given back than was sold and paid.", REFUNDED),
    Invariant("sales.movements", "Each line of a completed sale moved its quantity, at its cost.", MOVEMENTS),
    Invariant("sales.moved_for_nothing", "Stock leaves by a sale only for a completed sale's line.", MOVED_FOR_NOTHING),
    Invariant(
        "sales.counts_kept", "What a count had found gone is given back whole to where it was taken.", COUNTS_KEPT
    ),
    Invariant("sales.currency", "The currency is fixed once something was posted, and every sale is in it.", CURRENCY),
)
