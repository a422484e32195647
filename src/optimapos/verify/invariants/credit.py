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
       jsonb_build_object('amount_due', s.amount_due, 'entries', coalesce(e.amount, 0), 'customer', s.customer_id,
                          'owed_by', e.customer_id) AS figures
  FROM (SELECT * FROM sale WHERE completed_at IS NOT NULL) s
  FULL JOIN (SELECT business_id, source_id, customer_id, sum(amount) AS amount
               FROM credit_transaction WHERE kind = 'SALE' GROUP BY business_id, source_id, customer_id) e
         ON e.source_id = s.id AND e.business_id = s.business_id
 WHERE s.id IS NULL OR s.amount_due <> coalesce(e.amount, 0)
    OR (e.amount IS NOT NULL AND e.customer_id IS DISTINCT FROM s.customer_id)
"""

CREDIT = (
    Invariant("credit.balance", "A customer's balance is the sum of the customer's credit entries.", BALANCE),
    Invariant("credit.of_sales", "What a sale leaves due is one credit entry of its customer.", OF_SALES),
)
