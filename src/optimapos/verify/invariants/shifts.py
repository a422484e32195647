"""Shifts: one chain of sealed reports at each till, whose figures are what was booked in them."""

from optimapos.verify.types import Invariant

NUMBERS = """
SELECT business_id, format('till %s', terminal_id) AS what,
       jsonb_build_object('closed', count(*), 'last', max(z_number)) AS figures
  FROM shift WHERE status = 'CLOSED'
 GROUP BY business_id, terminal_id
HAVING count(*) <> max(z_number)
"""

TENDERS = """
SELECT w.business_id, format('shift %s', w.id) AS what,
       jsonb_build_object('method', d.method, 'sealed', d.sealed, 'booked', d.booked) AS figures
  FROM shift w
 CROSS JOIN LATERAL (
       SELECT coalesce(a.method, b.method) AS method, coalesce(a.net, 0) AS sealed, coalesce(b.net, 0) AS booked
         FROM (SELECT e ->> 'method' AS method, (e ->> 'taken')::numeric - (e ->> 'given_back')::numeric AS net
                 FROM jsonb_array_elements(w.figures -> 'tenders') e) a
         FULL JOIN (SELECT n.method, sum(n.net) AS net FROM (
                    SELECT x.payment_method AS method,
                           CASE WHEN x.direction = 'IN' THEN x.amount_paid ELSE -x.amount_paid END AS net
                      FROM payment x
                     WHERE x.shift_id = w.id AND x.business_id = w.business_id
                       AND (x.direction = 'OUT' OR x.status = 'SUCCESSFUL')
                       AND NOT EXISTS (SELECT 1 FROM shift_late_sale l WHERE l.sale_id = x.sale_id AND x.direction = 'IN')
                     UNION ALL
                    SELECT f.payment_method, f.amount_paid
                      FROM payment x JOIN payment f ON f.id = x.replaces_id AND f.business_id = x.business_id
                     WHERE x.shift_id = w.id AND x.business_id = w.business_id AND f.shift_id IS NOT NULL) n
                     GROUP BY n.method) b ON b.method = a.method) d
 WHERE w.status = 'CLOSED' AND d.sealed <> d.booked
"""

SALES = """
SELECT w.business_id, format('shift %s', w.id) AS what,
       jsonb_build_object('sealed', w.figures -> 'sales' ->> 'total', 'booked', s.total,
                          'counted', w.figures -> 'sales' ->> 'count', 'sales', s.sales) AS figures
  FROM shift w
 CROSS JOIN LATERAL (
       SELECT count(*) AS sales, coalesce(sum(x.total_amount), 0) AS total
         FROM sale x
        WHERE x.shift_id = w.id AND x.business_id = w.business_id AND x.completed_at IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM shift_late_sale l WHERE l.sale_id = x.id)) s
 WHERE w.status = 'CLOSED'
   AND ((w.figures -> 'sales' ->> 'total')::numeric <> s.total OR (w.figures -> 'sales' ->> 'count')::bigint <> s.sales)
"""

CASH = """
SELECT w.business_id, format('shift %s', w.id) AS what,
       jsonb_build_object('expected', w.figures -> 'drawer' -> 'expected' ->> 'CASH', 'float', w.opening_float,
                          'moved', m.moved, 'taken', t.net) AS figures
  FROM shift w
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(CASE kind WHEN 'IN' THEN amount ELSE -amount END), 0) AS moved
         FROM cash_movement WHERE shift_id = w.id AND business_id = w.business_id) m
 CROSS JOIN LATERAL (
       SELECT coalesce(sum((e ->> 'taken')::numeric - (e ->> 'given_back')::numeric), 0) AS net
         FROM jsonb_array_elements(w.figures -> 'tenders') e WHERE e ->> 'method' = 'CASH') t
 WHERE w.status = 'CLOSED'
   AND (w.figures -> 'drawer' -> 'expected' ->> 'CASH')::numeric <> w.opening_float + m.moved + t.net
"""

# Reports that were sealed before cards were sold at tills have no such section.
CARDS = """
SELECT w.business_id, format('shift %s', w.id) AS what,
       jsonb_build_object('sealed', w.figures -> 'gift_cards', 'taken', p.taken, 'given_back', p.given_back) AS figures
  FROM shift w
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(x.amount_paid) FILTER (WHERE x.direction = 'IN'), 0) AS taken,
              coalesce(sum(x.amount_paid) FILTER (WHERE x.direction = 'OUT'), 0) AS given_back
         FROM payment x JOIN wallet_entry e ON e.id = x.wallet_entry_id AND e.source_type = 'TILL'
        WHERE x.shift_id = w.id AND x.business_id = w.business_id) p
 WHERE w.status = 'CLOSED'
   AND (coalesce((w.figures -> 'gift_cards' ->> 'total')::numeric, 0) <> p.taken
        OR coalesce((w.figures -> 'gift_cards' ->> 'voided')::numeric, 0) <> p.given_back)
"""

SUPPLEMENTS = """
SELECT p.business_id, format('supplement %s of shift %s', p.number, p.shift_id) AS what,
       jsonb_build_object('sealed', p.figures -> 'sales' ->> 'total', 'booked', s.total) AS figures
  FROM shift_supplement p
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(x.total_amount), 0) AS total
         FROM shift_late_sale l JOIN sale x ON x.id = l.sale_id AND x.business_id = l.business_id
        WHERE l.supplement_id = p.id AND l.business_id = p.business_id) s
 WHERE (p.figures -> 'sales' ->> 'total')::numeric <> s.total
 UNION ALL
SELECT l.business_id, format('late sale %s', l.sale_id), jsonb_build_object('shift', l.shift_id, 'of_sale', x.shift_id)
  FROM shift_late_sale l LEFT JOIN sale x ON x.id = l.sale_id AND x.business_id = l.business_id
 WHERE x.shift_id IS DISTINCT FROM l.shift_id
"""

SHIFTS = (
    Invariant("shifts.numbers", "Reports of a till are numbered without a gap.", NUMBERS),
    Invariant("shifts.tenders", "A sealed report's tenders are what was booked in its shift.", TENDERS),
    Invariant("shifts.sales", "A sealed report's sales are those that were booked in its shift.", SALES),
    Invariant("shifts.cash", "What a drawer should have held is its float and what went in and out.", CASH),
    Invariant("shifts.cards", "A sealed report's gift cards are what was taken for them in its shift.", CARDS),
    Invariant("shifts.supplements", "A supplement tells the sales that came too late for their shift.", SUPPLEMENTS),
)
