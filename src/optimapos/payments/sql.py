"""Steps of payments inside a checkout's own transaction: the intent is locked before the sale, and settled with it."""

LOCK_INTENT = "SELECT id FROM payment_intent WHERE id = $1::uuid AND business_id = $2::uuid FOR NO KEY UPDATE"

CHECK_OPEN = """
    SELECT refuse('NOT_AWAITED', '{}')
     WHERE NOT EXISTS (SELECT 1 FROM payment_intent
                        WHERE id = $1::uuid AND status IN ('CREATED', 'PENDING') AND kind = 'CHARGE')
"""

SETTLE_INTENT = """
    UPDATE payment_intent
       SET status = 'SUCCEEDED', outcome = 'APPLIED', reference = $2::text, settled_at = $3::timestamptz,
           asked_at = $3::timestamptz, next_poll_at = NULL, error_code = '', error_words = '', updated_at = now()
     WHERE id = $1::uuid
"""

NAME_PAYMENT = "UPDATE payment SET provider = $2::text, intent_id = $3::uuid WHERE id = $1::uuid"

TELL = """
    INSERT INTO audit_log (id, business_id, event_type, location_id, sale_id, payment_id, user_id, event_data, timestamp)
    SELECT uuid_v7(), i.business_id, 'payment.applied', i.location_id, i.sale_id, $2::uuid, i.user_id,
           jsonb_build_object('intent', i.id, 'amount', trim_scale(i.amount)::text, 'provider', i.provider), now()
      FROM payment_intent i WHERE i.id = $1::uuid
"""

CLAIM = """
    WITH due AS (
        SELECT id FROM payment_intent
         WHERE next_poll_at <= %(at)s
         ORDER BY next_poll_at LIMIT %(limit)s FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE payment_intent i SET next_poll_at = %(until)s, updated_at = now()
      FROM due WHERE i.id = due.id
    RETURNING i.business_id, i.id
"""
"""Intents that are due, taken by whoever asks first; of all businesses."""

WAITING_REFUNDS = """
    SELECT business_id, id FROM payment
     WHERE direction = 'OUT' AND status = 'PENDING' AND provider <> '' AND intent_id IS NULL
     ORDER BY id LIMIT %(limit)s
"""

WAITING_EVENTS = """
    SELECT business_id, id FROM provider_event
     WHERE state IN ('RECEIVED', 'UNMATCHED') AND (state = 'RECEIVED' OR created_at > %(since)s)
     ORDER BY id LIMIT %(limit)s
"""
