"""Prices of products as `pricing.candidates` needs them: all rows that may apply at one storefront from now on.

A till picks the row in force when it sells, as `pricing.sql.prices_at` does at its instant. Left out is only what has ended
and what a later row without an end has replaced for good.
"""

from optimapos.tills.sql.products import page_of

_NOW = "now() - interval '1 hour'"
# A till's clock may be behind; what was replaced within the hour is still there.


def _rows(table: str, more: str = "", same: str = "") -> str:
    """The rows of one table. `more`: other fields; `same`: what else a row that replaces another has in common with it."""
    return f"""
          SELECT coalesce(json_agg(json_build_object('id', w.id, 'packaging', w.packaging_id,
                     'here', w.location_id IS NOT NULL, 'price', trim_scale(w.price)::text, 'includes_tax', w.includes_tax,
                     'valid_from', w.valid_from, 'valid_until', w.valid_until{more}) ORDER BY w.valid_from DESC), '[]')
            FROM {table} w
           WHERE w.product_id = g.id AND w.business_id = %(business)s
             AND (w.location_id IS NULL OR w.location_id = %(location)s)
             AND (w.valid_until IS NULL OR w.valid_until > {_NOW})
             AND NOT EXISTS (
                 SELECT 1 FROM {table} n
                  WHERE n.product_id = w.product_id AND n.business_id = %(business)s {same}
                    AND n.location_id IS NOT DISTINCT FROM w.location_id
                    AND n.packaging_id IS NOT DISTINCT FROM w.packaging_id
                    AND n.valid_until IS NULL AND n.valid_from > w.valid_from AND n.valid_from <= {_NOW})"""


_BASE = _rows("product_price")
_OF_GROUPS = _rows(
    "product_price_by_group", ", 'price_group', w.price_group_id", "AND n.price_group_id = w.price_group_id"
)
_STEPS = _rows(
    "product_step_price",
    ", 'min_quantity', trim_scale(w.min_quantity)::text",
    "AND n.min_quantity = w.min_quantity",
)

PRICES = page_of(
    f"""
    SELECT g.id, g.sku, CASE WHEN p.life_cycle <> 'ARCHIVED' THEN json_build_object(
               'product', g.id, 'base', ({_BASE}), 'group', ({_OF_GROUPS}), 'step', ({_STEPS}),
               'listed', (SELECT coalesce(json_agg(json_build_object('id', w.id, 'price_list', w.price_list_id,
                                     'packaging', w.packaging_id, 'price', trim_scale(w.price)::text) ORDER BY w.id), '[]')
                            FROM price_list_row w
                            JOIN price_list f ON f.id = w.price_list_id AND f.business_id = %(business)s
                           WHERE w.product_id = g.id AND w.business_id = %(business)s AND f.status = 'APPROVED'
                             AND (f.valid_until IS NULL OR f.valid_until > {_NOW})),
               'fallback', (SELECT trim_scale(round(i.last_purchase_cost
                                                    + i.last_purchase_cost * b.fallback_markup_percent / 100, 6))::text
                              FROM inventory_item i JOIN business b ON b.id = i.business_id
                             WHERE i.product_id = g.id AND i.location_id = %(location)s AND i.business_id = %(business)s
                               AND i.last_purchase_cost > 0 AND b.fallback_markup_percent > 0))::text END
      FROM page g
      JOIN product p ON p.id = g.id
     ORDER BY g.sku
    """
)
