"""What customers owe. A page is by code, or of named customers."""

CREDIT_PAGE = """
    SELECT k.id, k.code FROM customer k
     WHERE k.business_id = %(business)s AND k.code > %(after)s ORDER BY k.code LIMIT %(limit)s
"""
CREDIT_NAMED = "SELECT k.id, k.code FROM customer k WHERE k.business_id = %(business)s AND k.id = ANY(%(ids)s)"

_CREDIT = """
    SELECT g.id, g.code, CASE WHEN k.is_active AND k.merged_into_id IS NULL THEN json_build_object(
               'customer', g.id, 'owed', trim_scale(k.outstanding_balance)::text, 'dues', (
                   SELECT coalesce(json_agg(json_build_array(d.due_date, trim_scale(d.amount)::text) ORDER BY d.due_date),
                                   '[]')
                     FROM (SELECT e.due_date, sum(e.open_amount) AS amount FROM open_item e
                            WHERE e.customer_id = k.id AND e.business_id = %(business)s
                            GROUP BY e.due_date, e.open_amount < 0) d))::text END
      FROM page g
      JOIN customer k ON k.id = g.id
     ORDER BY g.code
"""
CREDIT = (
    f"WITH page AS MATERIALIZED ({CREDIT_PAGE}) {_CREDIT}",
    f"WITH page AS MATERIALIZED ({CREDIT_NAMED}) {_CREDIT}",
)
"""Dues: debts by the day on which they are due, and what is paid in advance, below 0 and due on no day."""
