"""Joins that read a product's prices as candidates, for one statement of many lines: a checkout's, a quote's.

They stand behind the relations `a` (business_id, location_id, price_group_id), `p` a product and `n` its packaging or none,
and each answers JSON arrays as `pricing.candidates` takes them.
"""

_ROW = "q.packaging_id IS NOT NULL, q.location_id IS NOT NULL, q.price::text, q.includes_tax, q.id"


def prices_at(instant: str) -> str:
    """Joins `base.prices`, `listed.prices`, `grouped.prices`, `stepped.prices` at an instant, NULL where there are none."""
    return f"""
          LEFT JOIN LATERAL ({_latest("product_price", instant)}) base ON true
          LEFT JOIN LATERAL ({_latest("product_price_by_group", instant, "w.price_group_id = a.price_group_id")}
               ) grouped ON true
          LEFT JOIN LATERAL (
               SELECT json_agg(json_build_array(w.packaging_id IS NOT NULL, f.sale_type, f.valid_from, w.price::text,
                                                f.includes_tax, w.id, f.name))::text AS prices
                 FROM price_list_row w
                 JOIN price_list f ON f.id = w.price_list_id AND f.business_id = a.business_id
                WHERE w.product_id = p.id AND w.business_id = a.business_id AND f.status = 'APPROVED'
                  AND f.valid_from <= {instant} AND (f.valid_until IS NULL OR f.valid_until > {instant})
                  AND (w.packaging_id IS NULL OR w.packaging_id = n.id)) listed ON true
          LEFT JOIN LATERAL ({_latest("product_step_price", instant, of_each="min_quantity")}) stepped ON true
    """


def _latest(table: str, instant: str, only: str = "true", of_each: str = "") -> str:
    """The latest row in force of each packaging and location, and `of_each` other column."""
    columns = f"packaging_id, location_id{f', {of_each}' if of_each else ''}"
    named = ", ".join(f"w.{column}" for column in columns.split(", "))
    answered = f"{_ROW}, q.{of_each}::text" if of_each else _ROW
    return f"""
               SELECT json_agg(json_build_array({answered}))::text AS prices
                 FROM (SELECT DISTINCT ON ({named}) {named}, w.price, w.includes_tax, w.id
                         FROM {table} w
                        WHERE w.product_id = p.id AND w.business_id = a.business_id AND {only}
                          AND w.valid_from <= {instant}
                          AND (w.valid_until IS NULL OR w.valid_until > {instant})
                          AND (w.location_id IS NULL OR w.location_id = a.location_id)
                          AND (w.packaging_id IS NULL OR w.packaging_id = n.id)
                        ORDER BY {named}, w.valid_from DESC) q"""


def coupons_shown(business: str, codes: str, instant: str) -> str:
    """A JSON array of the business's coupons with these codes, as `pricing.types.ShownCoupon`."""
    return f"""
        SELECT coalesce(jsonb_agg(jsonb_build_array(k.id, k.code, k.promotion_id,
                   CASE WHEN NOT k.is_active OR k.valid_until <= {instant} THEN 'COUPON_EXPIRED'
                        WHEN k.uses >= k.use_limit THEN 'COUPON_USED_UP' ELSE '' END)), '[]') AS coupons
          FROM coupon k WHERE k.business_id = {business} AND k.code = ANY({codes})
    """


QUOTES = f"""
    WITH asked AS MATERIALIZED (
        SELECT a.n, %(business)s::uuid AS business_id, %(location)s::uuid AS location_id,
               %(price_group)s::uuid AS price_group_id, coalesce(a.product_id, x.product_id, s.id) AS product_id,
               coalesce(a.packaging_id, x.packaging_id) AS packaging_id
          FROM unnest(%(products)s::uuid[], %(codes)s::text[], %(packagings)s::uuid[])
               WITH ORDINALITY AS a (product_id, code, packaging_id, n)
          LEFT JOIN product_barcode x ON x.business_id = %(business)s::uuid AND x.code = a.code
          LEFT JOIN product s ON s.business_id = %(business)s::uuid AND s.sku = a.code
    )
    SELECT p.id AS product_id, p.group_id, p.sku, p.name, p.floor_price, u.decimals, n.id AS packaging_id, n.factor_num,
           n.factor_den,
           CASE WHEN i.current_qty > 0 THEN round(i.stock_value / i.current_qty, 6)
                ELSE nullif(i.last_purchase_cost, 0) END AS unit_cost,
           i.last_purchase_cost, rate.rate AS tax_rate, base.prices, grouped.prices AS group_prices,
           stepped.prices AS step_prices,
           listed.prices AS listed_prices, a.packaging_id IS NOT NULL AND n.id IS NULL AS packaging_gone
      FROM asked a
      LEFT JOIN product p ON p.id = a.product_id AND p.business_id = a.business_id
      LEFT JOIN unit_of_measure u ON u.id = p.unit_id
      LEFT JOIN product_packaging n ON n.id = a.packaging_id AND n.product_id = p.id AND n.is_active
           AND n.business_id = a.business_id
      LEFT JOIN inventory_item i ON i.product_id = p.id AND i.location_id = a.location_id
           AND i.business_id = a.business_id
      LEFT JOIN LATERAL (
           SELECT v.rate FROM tax_rate v
            WHERE v.category_id = p.tax_category_id AND v.business_id = a.business_id AND v.valid_from <= %(day)s::date
              AND (v.location_id = a.location_id OR v.location_id IS NULL)
            ORDER BY v.location_id NULLS LAST, v.valid_from DESC LIMIT 1) rate ON true
      {prices_at("%(at)s::timestamptz")}
     ORDER BY a.n
"""
"""One row a line in order: products by id, else by barcode or SKU."""

LOCK_REPLACED = """
    SELECT q.id FROM price_proposal q JOIN product_price p ON p.id = q.price_id
     WHERE q.business_id = %(business)s AND q.status = 'PROPOSED'
       AND (%(product)s::uuid IS NULL OR q.product_id = %(product)s::uuid)
       AND EXISTS (SELECT 1 FROM product_price n
                    WHERE n.product_id = q.product_id AND n.packaging_id IS NOT DISTINCT FROM q.packaging_id
                      AND n.location_id IS NOT DISTINCT FROM q.location_id
                      AND n.valid_from > p.valid_from AND n.valid_from <= %(at)s)
     ORDER BY q.id FOR NO KEY UPDATE OF q
"""
"""What waits for base prices that a later one has replaced."""
