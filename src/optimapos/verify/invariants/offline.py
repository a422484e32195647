"""Sales that tills made offline: each envelope to the letter, each booked once, each number accounted for."""

from optimapos.verify.invariants.receipts import OF_DEVICE
from optimapos.verify.types import Invariant

_NAMED = "format('offline sale %s', o.id) AS what"
_IS_BOOKED = "o.state IN ('ACCEPTED', 'ACCEPTED_WITH_NOTE')"

BOOKED = f"""
SELECT o.business_id, {_NAMED},
       jsonb_build_object('sale', o.sale_id, 'receipt_number', o.receipt_number, 'booked_number', s.receipt_number,
                          'total_amount', o.total_amount, 'booked_total', s.total_amount, 'flags', o.flags) AS figures
  FROM offline_sale o
  LEFT JOIN sale s ON s.id = o.sale_id AND s.business_id = o.business_id AND s.completed_at IS NOT NULL
 WHERE {_IS_BOOKED}
   AND (s.id IS NULL OR s.terminal_id IS DISTINCT FROM o.terminal_id OR s.total_amount IS DISTINCT FROM o.total_amount
        OR o.code <> '' OR (o.state = 'ACCEPTED') <> (o.flags = '{{}}')
        OR CASE WHEN 'BOOKED_ONLINE' = ANY (o.flags) THEN s.origin <> 'ONLINE'
                ELSE s.receipt_number IS DISTINCT FROM o.receipt_number OR s.flags <> o.flags END)
"""

ONCE = f"""
SELECT s.business_id, format('sale %s', s.receipt_number) AS what,
       jsonb_build_object('envelopes', count(o.id)) AS figures
  FROM sale s
  LEFT JOIN offline_sale o ON o.sale_id = s.id AND o.business_id = s.business_id AND {_IS_BOOKED}
 WHERE s.series {OF_DEVICE}
 GROUP BY s.business_id, s.id, s.receipt_number
HAVING count(o.id) <> 1
"""

KEPT = f"""
SELECT o.business_id, {_NAMED},
       jsonb_build_object('digest', encode(o.digest, 'hex'), 'terminal', o.terminal_id, 'key', o.key_id) AS figures
  FROM offline_sale o LEFT JOIN terminal_key k ON k.id = o.key_id
 WHERE o.digest <> sha256(convert_to(o.payload || CASE WHEN o.code = 'BAD_SIGNATURE' THEN E'\\n' || o.signature ELSE '' END,
                                     'UTF8'))
    OR (k.id IS NULL AND o.code <> 'BAD_SIGNATURE') OR k.terminal_id <> o.terminal_id
"""

_QUEUES = """
    SELECT business_id, key_id, count(*) AS received, max(sequence) AS last
      FROM offline_sale WHERE is_counted GROUP BY business_id, key_id
"""
_SERIES = """
    SELECT business_id, key_id, found[1] AS series, count(DISTINCT found[3]::bigint) AS numbers,
           max(found[3]::bigint) AS last
      FROM (SELECT business_id, key_id, regexp_match(receipt_number, '^(.*-[0-9]{8}-F([0-9]+-)?)([0-9]{4,9})$') AS found
              FROM offline_sale WHERE is_counted) numbered
     WHERE found IS NOT NULL
     GROUP BY business_id, key_id, found[1]
"""


def _gaps(queue: str) -> str:
    return f"""
SELECT n.business_id, format('series %s', n.series) AS what,
       jsonb_build_object('numbers', n.numbers, 'last', n.last, 'received', q.received, 'last_of_queue', q.last) AS figures
  FROM ({_SERIES}) n JOIN ({_QUEUES}) q ON q.key_id = n.key_id
 WHERE n.numbers <> n.last AND {queue}
"""


WAITING = f"""
SELECT q.business_id, format('queue of key %s', k.thumbprint) AS what,
       jsonb_build_object('received', q.received, 'last', q.last) AS figures
  FROM ({_QUEUES}) q JOIN terminal_key k ON k.id = q.key_id
 WHERE q.received <> q.last
"""

OFFLINE = (
    Invariant("offline.booked", "What is accepted of a till is booked with its number, total and flags.", BOOKED),
    Invariant("offline.once", "A sale with a device's number came in one envelope.", ONCE),
    Invariant("offline.kept", "An envelope is kept to the letter, with a key of its till.", KEPT),
    Invariant("offline.numbers", "A device whose queue is whole left out no number.", _gaps("q.received = q.last")),
    Invariant(
        "offline.numbers_waiting", "Numbers of a device have not arrived.", _gaps("q.received <> q.last"), fails=False
    ),
    Invariant("offline.waiting", "Sales of a device have not arrived.", WAITING, fails=False),
)
