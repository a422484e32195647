"""What customers owe: the ledger of credit entries is the truth."""

from optimapos.verify.types import Invariant

BALANCE = """
SELECT c.business_id, format('customer %s', c.code) AS what,
       jsonb_build_object('customer', c.id, 'outstanding_balance', c.outstanding_balance,
                          'entries', coalesce(e.amount, 0)) AS figures
  FROM customer c
  LEFT JOIN (SELECT business_id, customer_id, sum(amount) AS amount
               FROM credit_transaction GROUP BY business_id, customer_id) e
         ON e.customer_id = c.id AND e.business_id = c.business_id
 WHERE c.outstanding_balance <> coalesce(e.amount, 0)
"""

OF_SALES = """
SELECT coalesce(s.business_id, e.business_id) AS business_id,
       format('sale %s', coalesce(s.receipt_number, s.id::text, e.source_id::text)) AS what,
       jsonb_build_object('amount_due', s.amount_due, 'open', coalesce(e.open, 0), 'customer', s.customer_id,
                          'owed_by', e.customer_id) AS figures
  FROM (SELECT * FROM sale WHERE completed_at IS NOT NULL) s
  FULL JOIN (SELECT t.business_id, t.source_id, sum(t.amount - coalesce(a.amount, 0)) AS open,
                    (array_agg(t.customer_id) FILTER (WHERE t.kind = 'SALE'))[1] AS customer_id
               FROM credit_transaction t
               LEFT JOIN (SELECT debit_id, sum(amount) AS amount FROM credit_allocation GROUP BY debit_id) a
                      ON a.debit_id = t.id
              WHERE t.kind = 'SALE' OR (t.kind = 'MERGE' AND t.amount > 0 AND t.source_id IS NOT NULL)
              GROUP BY t.business_id, t.source_id) e
         ON e.source_id = s.id AND e.business_id = s.business_id
 WHERE s.id IS NULL OR s.amount_due <> coalesce(e.open, 0)
    OR (e.open IS NOT NULL AND e.customer_id IS DISTINCT FROM s.customer_id)
"""

OPEN = """
SELECT t.business_id, format('credit entry %s', t.id) AS what,
       jsonb_build_object('amount', t.amount, 'settled', coalesce(a.amount, 0), 'open', coalesce(o.open_amount, 0),
                          'due_date', t.due_date) AS figures
  FROM credit_transaction t
  LEFT JOIN (SELECT entry, sum(amount) AS amount
               FROM (SELECT debit_id AS entry, amount FROM credit_allocation
                     UNION ALL SELECT credit_id, -amount FROM credit_allocation) side
              GROUP BY entry) a ON a.entry = t.id
  LEFT JOIN open_item o ON o.entry_id = t.id
 WHERE t.amount - coalesce(a.amount, 0) <> coalesce(o.open_amount, 0)
    OR o.customer_id <> t.customer_id OR o.due_date IS DISTINCT FROM t.due_date AND o.entry_id IS NOT NULL
    OR abs(coalesce(a.amount, 0)) > abs(t.amount)
"""

SIDES = """
SELECT a.business_id, format('allocation %s', a.id) AS what,
       jsonb_build_object('credit', c.amount, 'debit', d.amount, 'credit_customer', c.customer_id,
                          'debit_customer', d.customer_id) AS figures
  FROM credit_allocation a
  JOIN credit_transaction c ON c.id = a.credit_id
  JOIN credit_transaction d ON d.id = a.debit_id
 WHERE c.amount >= 0 OR d.amount <= 0 OR c.customer_id <> d.customer_id OR a.customer_id <> c.customer_id
"""

ON_ACCOUNT = """
SELECT coalesce(p.business_id, e.business_id) AS business_id,
       format('payment %s', coalesce(p.id, e.source_id)) AS what,
       jsonb_build_object('amount_paid', p.amount_paid, 'entry', e.amount) AS figures
  FROM (SELECT * FROM payment WHERE sale_id IS NULL AND direction = 'IN' AND wallet_entry_id IS NULL) p
  FULL JOIN (SELECT * FROM credit_transaction WHERE kind = 'PAYMENT') e ON e.source_id = p.id
 WHERE p.id IS NULL OR e.id IS NULL OR p.amount_paid <> -e.amount OR p.customer_id IS DISTINCT FROM e.customer_id
"""

CREDIT = (
    Invariant("credit.balance", "A customer's balance is the sum of the customer's credit entries.", BALANCE),
    Invariant("credit.of_sales", "What a sale leaves due is what is open of its customer's entry.", OF_SALES),
    Invariant("credit.open", "What is open of an entry is its amount less what settles it, and never turns.", OPEN),
    Invariant("credit.sides", "A credit settles a debit of the same customer.", SIDES),
    Invariant("credit.on_account", "A payment on account is one credit entry of its customer.", ON_ACCOUNT),
)
