"""The trail that operations leave: audit events, news, stored answers.

A message of the outbox is deleted once it was relayed, so that one is missing proves nothing; what waits has to be true.
"""

from optimapos.verify.types import Invariant

OF_SALES = """
SELECT s.business_id, format('sale %s', coalesce(s.receipt_number, s.id::text)) AS what,
       jsonb_build_object('created', e.created, 'completed', e.completed, 'committed', e.committed,
                          'cancelled', e.cancelled, 'status', s.status) AS figures
  FROM sale s
  LEFT JOIN (SELECT business_id, sale_id, count(*) FILTER (WHERE event_type = 'sale.created') AS created,
                    count(*) FILTER (WHERE event_type = 'sale.completed') AS completed,
                    count(*) FILTER (WHERE event_type = 'stock.committed') AS committed,
                    count(*) FILTER (WHERE event_type = 'sale.cancelled') AS cancelled
               FROM audit_log WHERE sale_id IS NOT NULL GROUP BY business_id, sale_id) e
         ON e.sale_id = s.id AND e.business_id = s.business_id
 WHERE coalesce(e.created, 0) <> 1
    OR coalesce(e.completed, 0) <> (s.completed_at IS NOT NULL)::integer
    OR coalesce(e.committed, 0) <> (s.completed_at IS NOT NULL)::integer
    OR coalesce(e.cancelled, 0) <> (s.status = 'CANCELLED')::integer
"""

OF_PAYMENTS = """
SELECT p.business_id, format('payment %s of sale %s', p.id, p.sale_id) AS what,
       jsonb_build_object('amount_paid', p.amount_paid, 'events', coalesce(e.events, 0)) AS figures
  FROM payment p
  LEFT JOIN (SELECT business_id, payment_id, count(*) AS events
               FROM audit_log WHERE event_type = 'payment.created' GROUP BY business_id, payment_id) e
         ON e.payment_id = p.id AND e.business_id = p.business_id
 WHERE coalesce(e.events, 0) <> 1
"""

OF_OPENINGS = """
SELECT m.business_id, format('opening stock %s', m.source_id) AS what,
       jsonb_build_object('movements', m.movements, 'events', coalesce(e.events, 0)) AS figures
  FROM (SELECT business_id, source_id, count(*) AS movements
          FROM inventory_movement WHERE kind = 'OPENING' GROUP BY business_id, source_id) m
  LEFT JOIN (SELECT business_id, event_data ->> 'source_id' AS source_id, count(*) AS events
               FROM audit_log WHERE event_type = 'stock.opened' GROUP BY business_id, event_data ->> 'source_id') e
         ON e.source_id = m.source_id::text AND e.business_id = m.business_id
 WHERE coalesce(e.events, 0) <> 1
"""

NEWS = """
SELECT o.business_id, format('message %s', o.id) AS what,
       jsonb_build_object('topic', o.topic, 'sale', o.payload ->> 'sale_id', 'told', o.payload ->> 'receipt_number',
                          'receipt_number', s.receipt_number) AS figures
  FROM outbox_message o
  LEFT JOIN sale s ON s.id::text = o.payload ->> 'sale_id' AND s.business_id = o.business_id
 WHERE o.topic = 'sale.completed'
   AND (s.completed_at IS NULL OR s.receipt_number IS DISTINCT FROM o.payload ->> 'receipt_number')
"""

# A sale's answer begins with its id and its number; a cart's number is null. Answers of other things have none.
ANSWERS = r"""
SELECT a.business_id, format('key %s', a.key) AS what,
       jsonb_build_object('sale', a.sale, 'answered', a.number, 'receipt_number', s.receipt_number) AS figures
  FROM (SELECT business_id, key, substring(body FROM '^\{"id":"([0-9a-f-]{36})"')::uuid AS sale,
               substring(body FROM '^\{"id":"[^"]*","receipt_number":"([^"]*)"') AS number
          FROM idempotency_key WHERE body ~ '^\{"id":"[^"]*","receipt_number":') a
  LEFT JOIN sale s ON s.id = a.sale AND s.business_id = a.business_id
 WHERE s.id IS NULL OR (a.number IS NOT NULL AND a.number IS DISTINCT FROM s.receipt_number)
"""

TRAIL = (
    Invariant("trail.of_sales", "Every sale's steps are in the audit log, each once.", OF_SALES),
    Invariant("trail.of_payments", "Every payment is in the audit log once.", OF_PAYMENTS),
    Invariant("trail.of_openings", "Every opening stock is in the audit log once.", OF_OPENINGS),
    Invariant("trail.news", "News of a completed sale that waits in the outbox is true.", NEWS),
    Invariant("trail.answers", "A sale that was answered under an idempotency key exists as it was answered.", ANSWERS),
)
