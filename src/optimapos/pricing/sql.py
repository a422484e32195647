"""Joins that read a product's prices as candidates, for one statement of many lines: a checkout's, a quote's.

They stand behind the relations `a` (business_id, location_id, price_group_id), `p` a product and `n` its packaging or none,
and each answers JSON arrays as `pricing.candidates` takes them.
"""

_ROW = "q.packaging_id IS NOT NULL, q.location_id IS NOT NULL, q.price::text, q.includes_tax, q.id"


def prices_at(instant: str) -> str:
    """Joins `base.prices`, `grouped.prices` and `stepped.prices` at an instant, each NULL where there are none."""
    return f"""
          LEFT JOIN LATERAL ({_latest("product_price", instant)}) base ON true
          LEFT JOIN LATERAL ({_latest("product_price_by_group", instant, "w.price_group_id = a.price_group_id")}
               ) grouped ON true
          LEFT JOIN LATERAL ({_latest("product_step_price", instant, of_each="min_quantity")}) stepped ON true
    """


def _latest(table: str, instant: str, only: str = "true", of_each: str = "") -> str:
    """The latest row in force of each packaging and location, and `of_each` other column."""
    columns = f"packaging_id, location_id{f', {of_each}' if of_each else ''}"
    named = ", ".join(f"w.{column}" for column in columns.split(", "))
    answered = f"{_ROW}, q.{of_each}::text" if of_each else _ROW
    return f"""
               SELECT jsonb_agg(jsonb_build_array({answered})) AS prices
                 FROM (SELECT DISTINCT ON ({named}) {named}, w.price, w.includes_tax, w.id
                         FROM {table} w
                        WHERE w.product_id = p.id AND w.business_id = a.business_id AND {only}
                          AND w.valid_from <= {instant}
                          AND (w.valid_until IS NULL OR w.valid_until > {instant})
                          AND (w.location_id IS NULL OR w.location_id = a.location_id)
                          AND (w.packaging_id IS NULL OR w.packaging_id = n.id)
                        ORDER BY {named}, w.valid_from DESC) q"""
