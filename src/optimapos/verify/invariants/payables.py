"""What is owed to suppliers: the ledger is the truth, and purchase lines count what their documents say."""

from optimapos.verify.types import Invariant

ALLOCATIONS = """
SELECT t.business_id, format('supplier entry %s %s', t.kind, t.reference) AS what,
       jsonb_build_object('entry', t.id, 'foreign_amount', t.foreign_amount, 'amount', t.amount,
                          'settled_foreign', s.foreign_settled, 'settled', s.settled) AS figures
  FROM supplier_transaction t
  JOIN (SELECT entry_id, sum(amount) AS foreign_settled, sum(worth) AS settled
          FROM (SELECT debit_id AS entry_id, amount, debit_amount AS worth FROM supplier_allocation
                 UNION ALL
                SELECT credit_id, amount, credit_amount FROM supplier_allocation) side
         GROUP BY entry_id) s ON s.entry_id = t.id
 WHERE s.foreign_settled < 0 OR s.foreign_settled > abs(t.foreign_amount)
    OR s.settled < 0 OR s.settled > abs(t.amount)
    OR (s.foreign_settled = abs(t.foreign_amount) AND s.settled <> abs(t.amount))
"""

SIDES = """
SELECT a.business_id, format('supplier allocation %s', a.id) AS what,
       jsonb_build_object('credit', c.foreign_amount, 'debit', d.foreign_amount, 'credit_currency', c.currency,
                          'debit_currency', d.currency, 'credit_supplier', c.supplier_id,
                          'debit_supplier', d.supplier_id) AS figures
  FROM supplier_allocation a
  JOIN supplier_transaction c ON c.id = a.credit_id
  JOIN supplier_transaction d ON d.id = a.debit_id
 WHERE c.foreign_amount >= 0 OR d.foreign_amount <= 0 OR c.currency <> d.currency
    OR c.supplier_id <> a.supplier_id OR d.supplier_id <> a.supplier_id
"""

TAKEN_BACK = """
SELECT b.business_id, format('supplier allocation %s', b.id) AS what,
       jsonb_build_object('amount', b.amount, 'takes_back', b.takes_back, 'of', a.amount) AS figures
  FROM supplier_allocation b
  LEFT JOIN supplier_allocation a ON a.id = b.takes_back AND a.business_id = b.business_id
 WHERE b.takes_back IS NOT NULL
   AND (a.id IS NULL OR a.takes_back IS NOT NULL OR a.credit_id <> b.credit_id OR a.debit_id <> b.debit_id
        OR a.amount <> -b.amount OR a.credit_amount <> -b.credit_amount OR a.debit_amount <> -b.debit_amount)
"""

DIFFERENCES = """
SELECT coalesce(a.business_id, t.business_id) AS business_id,
       format('supplier allocation %s', coalesce(a.id, t.source_id)) AS what,
       jsonb_build_object('difference', a.credit_amount - a.debit_amount, 'entries', t.amount) AS figures
  FROM supplier_allocation a
  FULL JOIN (SELECT business_id, source_id, sum(amount) AS amount, sum(abs(foreign_amount)) AS foreign_amount
               FROM supplier_transaction WHERE kind = 'ADJUSTMENT' GROUP BY business_id, source_id) t
         ON t.source_id = a.id AND t.business_id = a.business_id
 WHERE a.id IS NULL OR coalesce(t.amount, 0) <> a.credit_amount - a.debit_amount OR coalesce(t.foreign_amount, 0) <> 0
"""

REVERSALS = """
SELECT r.business_id, format('supplier entry %s %s', r.kind, r.reference) AS what,
       jsonb_build_object('entry', r.id, 'amount', r.amount, 'reversal_of', r.reversal_of, 'of', t.amount) AS figures
  FROM supplier_transaction r
  LEFT JOIN supplier_transaction t ON t.id = r.reversal_of AND t.business_id = r.business_id
 WHERE (r.kind = 'REVERSAL') <> (r.reversal_of IS NOT NULL)
    OR (r.reversal_of IS NOT NULL
        AND (t.id IS NULL OR t.supplier_id <> r.supplier_id OR t.amount <> -r.amount OR t.currency <> r.currency
             OR t.foreign_amount <> -r.foreign_amount OR t.source_id IS DISTINCT FROM r.source_id))
"""

OF_DOCUMENTS = """
SELECT coalesce(d.business_id, e.business_id) AS business_id,
       format('%s %s', coalesce(d.kind, e.source_type), coalesce(d.number, e.source_id::text)) AS what,
       jsonb_build_object('document', d.amount, 'entries', e.amount, 'supplier', d.supplier_id,
                          'booked_with', e.supplier_id) AS figures
  FROM (SELECT 'SUPPLIER_INVOICE' AS kind, business_id, id, supplier_id, number, currency,
               CASE WHEN posted_at IS NULL THEN 0 ELSE total_amount END AS amount
          FROM supplier_invoice
         UNION ALL
        SELECT 'SUPPLIER_PAYMENT', business_id, id, supplier_id, number, currency,
               CASE WHEN reversed_at IS NOT NULL THEN 0 WHEN is_refund THEN amount ELSE -amount END
          FROM supplier_payment
         UNION ALL
        SELECT 'SUPPLIER_CREDIT_NOTE', business_id, id, supplier_id, number, currency,
               CASE WHEN reversed_at IS NULL THEN -total_amount ELSE 0 END
          FROM supplier_credit_note) d
  FULL JOIN (SELECT business_id, source_type, source_id, supplier_id, currency, sum(foreign_amount) AS amount
               FROM supplier_transaction WHERE kind NOT IN ('ADJUSTMENT', 'OPENING')
              GROUP BY business_id, source_type, source_id, supplier_id, currency) e
         ON e.source_id = d.id AND e.source_type = d.kind AND e.business_id = d.business_id
 WHERE d.id IS NULL OR d.amount <> coalesce(e.amount, 0)
    OR (e.source_id IS NOT NULL AND (e.supplier_id <> d.supplier_id OR e.currency <> d.currency))
"""

TOTALS = """
SELECT i.business_id, format('invoice %s', i.number) AS what,
       jsonb_build_object('net_amount', i.net_amount, 'lines', coalesce(l.amount, 0),
                          'total_amount', i.total_amount) AS figures
  FROM supplier_invoice i
  LEFT JOIN (SELECT invoice_id, sum(net_amount) AS amount FROM supplier_invoice_line GROUP BY invoice_id) l
         ON l.invoice_id = i.id
 WHERE i.net_amount <> coalesce(l.amount, 0) OR i.total_amount <> i.net_amount + i.tax_amount + i.rounding
 UNION ALL
SELECT n.business_id, format('credit note %s', n.number),
       jsonb_build_object('net_amount', n.net_amount, 'lines', coalesce(l.amount, 0), 'total_amount', n.total_amount)
  FROM supplier_credit_note n
  LEFT JOIN (SELECT credit_note_id, sum(net_amount) AS amount FROM supplier_credit_note_line GROUP BY credit_note_id) l
         ON l.credit_note_id = n.id
 WHERE n.net_amount <> coalesce(l.amount, 0) OR n.total_amount <> n.net_amount + n.tax_amount + n.rounding
"""

RECEIVED = """
SELECT o.business_id, format('order %s line %s', o.number, l.line_no) AS what,
       jsonb_build_object('received_base_qty', l.received_base_qty, 'receipts', coalesce(r.quantity, 0)) AS figures
  FROM purchase_order_line l
  JOIN purchase_order o ON o.id = l.order_id
  LEFT JOIN (SELECT rl.order_line_id, sum(rl.base_qty) AS quantity
               FROM delivery_receipt_line rl JOIN delivery_receipt d ON d.id = rl.receipt_id AND d.posted_at IS NOT NULL
              GROUP BY rl.order_line_id) r ON r.order_line_id = l.id
 WHERE l.received_base_qty <> coalesce(r.quantity, 0)
"""

RETURNED = """
SELECT d.business_id, format('receipt %s line %s', d.number, l.line_no) AS what,
       jsonb_build_object('returned_base_qty', l.returned_base_qty, 'returns', coalesce(b.quantity, 0),
                          'invoiced_base_qty', l.invoiced_base_qty, 'invoices', coalesce(i.quantity, 0)) AS figures
  FROM delivery_receipt_line l
  JOIN delivery_receipt d ON d.id = l.receipt_id
  LEFT JOIN (SELECT x.receipt_line_id, sum(x.base_qty) AS quantity
               FROM supplier_return_line x JOIN supplier_return r ON r.id = x.supplier_return_id AND r.posted_at IS NOT NULL
              GROUP BY x.receipt_line_id) b ON b.receipt_line_id = l.id
  LEFT JOIN (SELECT x.receipt_line_id, sum(x.base_qty) AS quantity
               FROM supplier_invoice_line x JOIN supplier_invoice v ON v.id = x.invoice_id AND v.posted_at IS NOT NULL
              GROUP BY x.receipt_line_id) i ON i.receipt_line_id = l.id
 WHERE l.returned_base_qty <> coalesce(b.quantity, 0) OR l.invoiced_base_qty <> coalesce(i.quantity, 0)
"""

CREDITED = """
SELECT r.business_id, format('return %s line %s', r.number, l.line_no) AS what,
       jsonb_build_object('returned', l.base_qty, 'credited', c.quantity, 'is_posted', r.posted_at IS NOT NULL) AS figures
  FROM supplier_return_line l
  JOIN supplier_return r ON r.id = l.supplier_return_id
  JOIN (SELECT x.return_line_id, sum(x.base_qty) AS quantity
          FROM supplier_credit_note_line x
          JOIN supplier_credit_note n ON n.id = x.credit_note_id AND n.reversed_at IS NULL
         GROUP BY x.return_line_id) c ON c.return_line_id = l.id
 WHERE c.quantity > l.base_qty OR r.posted_at IS NULL
"""

LANDED = """
SELECT c.business_id, format('landed cost %s', c.number) AS what,
       jsonb_build_object('total_amount', c.total_amount, 'charges', coalesce(h.amount, 0),
                          'shares', coalesce(t.amount, 0)) AS figures
  FROM landed_cost c
  LEFT JOIN (SELECT landed_cost_id, sum(ledger_amount) AS amount FROM landed_cost_charge GROUP BY landed_cost_id) h
         ON h.landed_cost_id = c.id
  LEFT JOIN (SELECT landed_cost_id, sum(amount) AS amount FROM landed_cost_target GROUP BY landed_cost_id) t
         ON t.landed_cost_id = c.id
 WHERE c.total_amount <> coalesce(h.amount, 0) OR (c.posted_at IS NOT NULL AND c.total_amount <> coalesce(t.amount, 0))
"""

PAYABLES = (
    Invariant(
        "payables.allocations",
        "No entry is settled beyond its size, and one that is settled in full is so in both currencies.",
        ALLOCATIONS,
    ),
    Invariant("payables.sides", "A credit settles a debit of the same supplier in the same currency.", SIDES),
    Invariant("payables.taken_back", "An allocation that takes one back is its opposite.", TAKEN_BACK),
    Invariant("payables.differences", "What rates made of an allocation is one entry of the ledger.", DIFFERENCES),
    Invariant("payables.reversals", "A reversal is the opposite of the entry that it reverses.", REVERSALS),
    Invariant(
        "payables.of_documents",
        "Invoices, payments and credit notes stand in the ledger as they are, and nothing else does.",
        OF_DOCUMENTS,
    ),
    Invariant("payables.totals", "Papers of suppliers are the sum of their lines, tax and rounding.", TOTALS),
    Invariant("purchases.received", "What was received of an order's line stands in its receipts.", RECEIVED),
    Invariant("purchases.returned", "What went back and what is invoiced of a receipt stands in its papers.", RETURNED),
    Invariant("purchases.credited", "No more is credited than went back.", CREDITED),
    Invariant("purchases.landed", "Landed costs are split without loss.", LANDED),
)
