"""Payments through providers: what was taken pays for one thing once, or waits to be given back."""

from optimapos.verify.types import Invariant

_NAMED = "format('intent %s', i.id) AS what"
_OPEN = "i.status IN ('CREATED', 'PENDING')"

OUTCOME = f"""
SELECT i.business_id, {_NAMED}, jsonb_build_object('kind', i.kind, 'status', i.status, 'outcome', i.outcome) AS figures
  FROM payment_intent i
 WHERE (i.kind = 'CHARGE' AND i.status = 'SUCCEEDED') <> (i.outcome IN ('APPLIED', 'UNAPPLIED', 'REFUNDED'))
    OR (i.settled_at IS NULL AND NOT {_OPEN})
"""

APPLIED = f"""
SELECT i.business_id, {_NAMED},
       jsonb_build_object('amount', i.amount, 'payments', count(p.id), 'paid', sum(p.amount_paid)) AS figures
  FROM payment_intent i
  LEFT JOIN payment p ON p.intent_id = i.id AND p.business_id = i.business_id AND p.direction = 'IN'
                     AND p.status = 'SUCCESSFUL' AND p.provider = i.provider AND p.currency = i.currency
                     AND (i.on_account OR p.sale_id = i.sale_id)
 WHERE i.kind = 'CHARGE' AND i.outcome = 'APPLIED'
 GROUP BY i.business_id, i.id, i.amount
HAVING count(p.id) <> 1 OR sum(p.amount_paid) <> i.amount
"""

PAID = """
SELECT p.business_id, format('payment %s', p.id) AS what,
       jsonb_build_object('intent', p.intent_id, 'status', i.status, 'outcome', i.outcome) AS figures
  FROM payment p
  LEFT JOIN payment_intent i ON i.id = p.intent_id AND i.business_id = p.business_id
 WHERE p.intent_id IS NOT NULL AND p.direction = 'IN'
   AND (i.id IS NULL OR i.kind <> 'CHARGE' OR i.outcome <> 'APPLIED')
"""

GIVEN_BACK = """
SELECT i.business_id, format('intent %s', i.id) AS what,
       jsonb_build_object('status', i.status, 'payment', p.id, 'payment_status', p.status, 'amount', i.amount,
                          'paid', p.amount_paid) AS figures
  FROM payment_intent i
  LEFT JOIN payment p ON p.id = i.payment_id AND p.business_id = i.business_id
 WHERE i.kind = 'REFUND' AND i.payment_id IS NOT NULL
   AND (p.id IS NULL OR p.direction <> 'OUT' OR p.intent_id IS DISTINCT FROM i.id OR p.amount_paid <> i.amount
        OR CASE i.status WHEN 'SUCCEEDED' THEN p.status <> 'SUCCESSFUL' WHEN 'FAILED' THEN p.status <> 'FAILED'
                         ELSE p.status <> 'PENDING' END)
"""

REFUNDED = f"""
SELECT i.business_id, {_NAMED},
       jsonb_build_object('outcome', i.outcome, 'amount', i.amount, 'refunded', sum(r.amount),
                          'whole', count(r.id) FILTER (WHERE r.payment_id IS NULL)) AS figures
  FROM payment_intent i
  LEFT JOIN payment_intent r ON r.original_id = i.id AND r.business_id = i.business_id AND r.status = 'SUCCEEDED'
 WHERE i.kind = 'CHARGE'
 GROUP BY i.business_id, i.id, i.outcome, i.amount
HAVING (i.outcome = 'REFUNDED') <> (count(r.id) FILTER (WHERE r.payment_id IS NULL) = 1)
    OR coalesce(sum(r.amount), 0) > i.amount
"""

EVENTS = """
SELECT e.business_id, format('event %s', e.event_id) AS what,
       jsonb_build_object('state', e.state, 'said', e.said, 'status', i.status, 'times', count(*)) AS figures
  FROM provider_event e LEFT JOIN payment_intent i ON i.id = e.intent_id
 GROUP BY e.business_id, e.account_id, e.event_id, e.state, e.said, i.status
HAVING count(*) <> 1 OR (e.state = 'TAKEN' AND (i.status IS NULL OR (e.said = 'SUCCEEDED' AND i.status <> 'SUCCEEDED')))
"""

WAITING = f"""
SELECT s.business_id, format('sale %s', s.id) AS what,
       jsonb_build_object('status', s.status, 'open_intents', count(i.id)) AS figures
  FROM sale s
  LEFT JOIN payment_intent i ON i.sale_id = s.id AND i.business_id = s.business_id AND i.kind = 'CHARGE' AND {_OPEN}
                            AND NOT i.on_account
 WHERE s.completed_at IS NULL
 GROUP BY s.business_id, s.id, s.status
HAVING count(i.id) <> CASE s.status WHEN 'PENDING' THEN 1 ELSE 0 END
UNION ALL
SELECT i.business_id, format('sale %s', s.id) AS what,
       jsonb_build_object('status', s.status, 'open_intents', 1) AS figures
  FROM payment_intent i JOIN sale s ON s.id = i.sale_id
 WHERE i.kind = 'CHARGE' AND {_OPEN} AND NOT i.on_account AND s.completed_at IS NOT NULL
"""

SHIFTS = f"""
SELECT i.business_id, {_NAMED},
       jsonb_build_object('shift', i.shift_id, 'of_sale', s.shift_id, 'of_payment', p.shift_id) AS figures
  FROM payment_intent i
  JOIN sale s ON s.id = i.sale_id AND s.business_id = i.business_id
  JOIN payment p ON p.intent_id = i.id AND p.business_id = i.business_id AND p.direction = 'IN'
 WHERE i.outcome = 'APPLIED' AND NOT i.on_account AND i.shift_id IS NOT NULL
   AND (s.shift_id IS DISTINCT FROM i.shift_id OR p.shift_id IS DISTINCT FROM i.shift_id)
"""

LEFT_OVER = f"""
SELECT i.business_id, {_NAMED}, jsonb_build_object('amount', i.amount, 'reason', i.error_code) AS figures
  FROM payment_intent i WHERE i.outcome = 'UNAPPLIED'
"""

PARKED = """
SELECT e.business_id, format('event %s', e.event_id) AS what,
       jsonb_build_object('state', e.state, 'reason', e.reason, 'minor', e.minor, 'currency', e.currency) AS figures
  FROM provider_event e WHERE e.state IN ('PARKED', 'UNMATCHED')
"""

PAYMENTS = (
    Invariant("payments.outcome", "Money that a provider took has an outcome, and nothing else has one.", OUTCOME),
    Invariant("payments.applied", "A charge that was applied is one payment of its amount.", APPLIED),
    Invariant("payments.paid", "A payment of a provider is of a charge that was applied.", PAID),
    Invariant("payments.given_back", "A payment given back by a provider agrees with its refund.", GIVEN_BACK),
    Invariant("payments.refunded", "No more is given back than was taken, and what says so was.", REFUNDED),
    Invariant("payments.events", "An event is kept once and agrees with its payment.", EVENTS),
    Invariant("payments.waiting", "A sale waits for one payment, or for none.", WAITING),
    Invariant("payments.shifts", "A sale that waited for a payment counts in the shift that it waited in.", SHIFTS),
    Invariant("payments.unapplied", "Money that was taken pays for nothing.", LEFT_OVER, fails=False),
    Invariant("payments.parked", "Events of providers wait for somebody.", PARKED, fails=False),
)
