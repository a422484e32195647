"""What has arrived of the queues of tills."""

SHOWN_GAPS = 20

QUEUES = f"""
    WITH came AS (
        SELECT o.key_id, o.sequence, o.received_at, o.state,
               lag(o.sequence, 1, 0::bigint) OVER (PARTITION BY o.key_id ORDER BY o.sequence) AS before
          FROM offline_sale o
         WHERE o.business_id = %(business)s AND o.is_counted
    ), gap AS (
        SELECT key_id, before + 1 AS first, sequence - 1 AS last,
               row_number() OVER (PARTITION BY key_id ORDER BY sequence) AS n
          FROM came WHERE sequence > before + 1
    ), queue AS (
        SELECT key_id, max(sequence) AS last_sequence, count(*) AS received, max(received_at) AS last_heard_of,
               count(*) FILTER (WHERE state = 'NEEDS_REVIEW') AS needs_review
          FROM came GROUP BY key_id
    )
    SELECT t.id, t.code, t.name, t.location_id, k.thumbprint, k.number, coalesce(q.last_sequence, 0),
           coalesce(q.received, 0), coalesce(q.last_sequence - q.received, 0), coalesce(q.needs_review, 0),
           q.last_heard_of,
           ARRAY(SELECT jsonb_build_object('first', g.first, 'last', g.last) FROM gap g
                  WHERE g.key_id = k.id AND g.n <= {SHOWN_GAPS} ORDER BY g.n)
      FROM terminal_key k
      JOIN terminal t ON t.id = k.terminal_id
      LEFT JOIN queue q ON q.key_id = k.id
     WHERE k.business_id = %(business)s AND (%(places)s::uuid[] IS NULL OR t.location_id = ANY(%(places)s::uuid[]))
     ORDER BY t.code, t.id, k.number
"""
