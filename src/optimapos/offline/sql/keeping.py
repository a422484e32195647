"""What is kept of an envelope whose sale is booked: a step of the checkout's own transaction."""

KEEP = """
    WITH kept AS (
        INSERT INTO offline_sale AS o
        SELECT r.*
          FROM sale s
         CROSS JOIN LATERAL jsonb_populate_record(NULL::offline_sale, $1::jsonb || jsonb_build_object(
               'flags', s.flags,
               'state', CASE WHEN s.flags = '{}' THEN 'ACCEPTED' ELSE 'ACCEPTED_WITH_NOTE' END)) r
         WHERE s.id = $2::uuid AND s.business_id = $3::uuid
        ON CONFLICT (id) DO UPDATE SET
               state = excluded.state, flags = excluded.flags, differences = excluded.differences, code = '', message = '',
               data = '{}', sale_id = excluded.sale_id, receipt_number = excluded.receipt_number,
               membership_id = excluded.membership_id, total_amount = excluded.total_amount,
               device_time = excluded.device_time, clock_offset_ms = excluded.clock_offset_ms,
               occurred_at = excluded.occurred_at, reviewed_by = excluded.reviewed_by,
               reviewed_at = excluded.reviewed_at, updated_at = now()
         WHERE o.state = 'NEEDS_REVIEW'
        RETURNING id
    )
    SELECT refuse('START_OVER', '{}') WHERE NOT EXISTS (SELECT 1 FROM kept)
"""
"""`$1` the row as a document, `$2` its sale, which is written already, `$3` business. The flags are the sale's."""
