"""The segments of a business's customers in use, from what each bought in all."""

from optimapos.partners.rules.segments import BOUNDS, FIFTHS, Bounds

_SCORES = ("recency", "frequency", "value")


def _fits(bounds: Bounds) -> str:
    tests = [f"{name} BETWEEN {low} AND {high}" for name in _SCORES for low, high in [getattr(bounds, name)]]
    return " AND ".join([*tests, *(["sales_count = 1"] if bounds.only_once else [])])


def _fifth(of: str) -> str:
    """How many buyers are not above this one, in fifths of all; equals stand together."""
    return f"({FIFTHS} * count(*) OVER (ORDER BY {of}) + count(*) OVER () - 1) / count(*) OVER ()"


CASES = " ".join(f"WHEN {_fits(bounds)} THEN '{bounds.segment.value}'" for bounds in BOUNDS)


def _segmented(timezone: str, business: str) -> str:
    """Everybody in use who bought something, with scores and segment. A day is that of the clock `timezone`."""
    return f"""
    SELECT customer_id, total_purchases, sales_count, recency, frequency, value, CASE {CASES} END AS segment
      FROM (SELECT t.customer_id, t.total_purchases, t.sales_count,
                   {_fifth(f"(t.last_purchase_at AT TIME ZONE {timezone})::date")} AS recency,
                   {_fifth("t.sales_count")} AS frequency, {_fifth("t.total_purchases")} AS value
              FROM customer_stats t JOIN customer c ON c.id = t.customer_id AND c.is_active
             WHERE t.business_id = {business} AND c.business_id = {business}) scored
"""


FIGURES = f"""
    SELECT segment, count(*), sum(total_purchases), sum(sales_count)
      FROM ({_segmented("%(timezone)s", "%(business)s")}) segmented
     GROUP BY segment
     UNION ALL
    SELECT 'PROSPECT', count(*), 0, 0
      FROM customer c
     WHERE c.business_id = %(business)s AND c.is_active
       AND NOT EXISTS (SELECT 1 FROM customer_stats t WHERE t.customer_id = c.id AND t.business_id = c.business_id)
"""
"""How many customers each segment has, and what they bought. Whoever never did is a prospect."""

MEMBERS = f"SELECT customer_id FROM ({_segmented('%s', '%s')}) segmented WHERE segment = %s"
"""The customers of one segment of buyers. `%s` timezone, business, business, segment."""
