"""Approvals against the sales that used them, and against the log."""

from optimapos.verify.types import Invariant

USED = """
SELECT a.business_id, format('approval %s', a.id) AS what,
       jsonb_build_object('sale', a.sale_id, 'completed_at', s.completed_at, 'asked_by', a.requested_by_id,
                          'sold_by', s.user_id, 'override_by', s.override_by) AS figures
  FROM approval a
  LEFT JOIN sale s ON s.id = a.sale_id AND s.business_id = a.business_id
 WHERE a.status = 'USED'
   AND (s.completed_at IS NULL OR s.user_id <> a.requested_by_id OR s.location_id <> a.location_id
        OR s.override_by IS NULL OR a.used_at >= a.expires_at)
"""

TRAIL = """
SELECT a.business_id, format('approval %s', a.id) AS what,
       jsonb_build_object('status', a.status, 'asked', coalesce(e.asked, 0), 'granted', coalesce(e.granted, 0),
                          'denied', coalesce(e.denied, 0), 'used', coalesce(e.used, 0)) AS figures
  FROM approval a
  LEFT JOIN (SELECT business_id, event_data ->> 'approval_id' AS approval,
                    count(*) FILTER (WHERE event_type = 'approval.asked') AS asked,
                    count(*) FILTER (WHERE event_type = 'approval.granted') AS granted,
                    count(*) FILTER (WHERE event_type = 'approval.denied') AS denied,
                    count(*) FILTER (WHERE event_type = 'approval.used') AS used
               FROM audit_log WHERE event_type LIKE 'approval.%' GROUP BY 1, 2) e
         ON e.approval = a.id::text AND e.business_id = a.business_id
 WHERE coalesce(e.asked, 0) <> 1
    OR coalesce(e.granted, 0) <> (a.granted_at IS NOT NULL)::integer
    OR coalesce(e.denied, 0) <> (a.denied_at IS NOT NULL)::integer
    OR coalesce(e.used, 0) <> (a.used_at IS NOT NULL)::integer
"""

APPROVALS = (
    Invariant(
        "approvals.used", "A used approval names a completed sale at its place, by who asked, that tells of it.", USED
    ),
    Invariant("approvals.trail", "Every step of an approval is in the audit log once.", TRAIL),
)
