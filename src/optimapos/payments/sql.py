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
     ORDER BY state = 'UNMATCHED', id LIMIT %(limit)s
"""

NAME_TENANT = "SELECT set_config('app.business', $1::text, true)"

ACCOUNT = """
    SELECT id, mode, base_url, sealed_secrets, sealed_webhook_secrets FROM provider_account
     WHERE business_id = $1::uuid AND endpoint_key = $2::text AND provider = $3::text
"""

KEEP_EVENT = """
    INSERT INTO provider_event (id, business_id, account_id, event_id, type, state, said, is_refund, reference, key,
                                named_business, minor, currency, error_code, error_words, reason, digest, occurred_at,
                                created_at, updated_at)
    VALUES ($1::uuid, $2::uuid, $3::uuid, $4::text, $5::text, $6::text, $7::text, $8::boolean, $9::text, $10::uuid,
            $11::uuid, $12::bigint, $13::text, $14::text, $15::text, '', $16::bytea, $17::timestamptz, now(), now())
    ON CONFLICT (account_id, event_id) DO NOTHING
"""

KEPT_EVENT = (
    "SELECT id FROM provider_event WHERE business_id = $1::uuid AND account_id = $2::uuid AND event_id = $3::text"
)
