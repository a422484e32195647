"""Base prices: which lines are new, which say what is so already, and which contradict it."""

from collections.abc import Sequence

from optimapos.imports.sql.staging import unknown

STAGED: Sequence[tuple[str, str]] = (
    ("line", "integer"),
    ("id", "uuid"),
    ("sku", "text"),
    ("location", "text"),
    ("packaging", "text"),
    ("price", "numeric"),
    ("includes_tax", "boolean"),
    ("valid_from", "timestamptz"),
)
WRITTEN = ("product_id", "packaging_id", "location_id", "price", "includes_tax", "valid_from")

RESOLVE = """
    CREATE TEMP TABLE resolved ON COMMIT DROP AS
    SELECT s.line, s.id, s.sku, s.location, s.packaging, p.id AS product_id, l.id AS location_id, k.id AS packaging_id,
           s.price, coalesce(s.includes_tax, %(includes_tax)s) AS includes_tax, coalesce(s.valid_from, %(at)s) AS valid_from,
           e.price AS stored_price,
           e.price IS NULL
               AND NOT (s.valid_from IS NULL
                        AND coalesce(c.price = s.price
                                     AND c.includes_tax = coalesce(s.includes_tax, %(includes_tax)s), false)) AS is_new,
           e.price IS NOT NULL
               AND (e.price, e.includes_tax) <> (s.price, coalesce(s.includes_tax, %(includes_tax)s)) AS contradicts
      FROM staged s
      LEFT JOIN product p ON p.business_id = %(business)s AND p.sku = s.sku
      LEFT JOIN location l ON l.business_id = %(business)s AND l.code = s.location AND l.id = ANY(%(places)s)
      LEFT JOIN product_packaging k ON k.product_id = p.id AND k.name = s.packaging
      LEFT JOIN product_price e ON e.product_id = p.id AND e.location_id IS NOT DISTINCT FROM l.id
                               AND e.packaging_id IS NOT DISTINCT FROM k.id
                               AND e.valid_from = coalesce(s.valid_from, %(at)s)
      LEFT JOIN LATERAL (
            SELECT o.price, o.includes_tax FROM product_price o
             WHERE o.product_id = p.id AND o.location_id IS NOT DISTINCT FROM l.id
               AND o.packaging_id IS NOT DISTINCT FROM k.id AND o.valid_from <= %(at)s
               AND (o.valid_until IS NULL OR o.valid_until > %(at)s)
             ORDER BY o.valid_from DESC LIMIT 1) c ON s.valid_from IS NULL
"""

COMPARISONS = (
    "CREATE INDEX ON resolved (line)",
    "ANALYZE resolved",
    unknown("sku", "UNKNOWN_SKU", "There is no product with this SKU.", "product_id"),
    unknown("location", "UNKNOWN_LOCATION", "There is no location with this code.", "location_id"),
    """
    INSERT INTO staged_problem
    SELECT line, 'packaging', 'UNKNOWN_PACKAGING', 'The product has no packaging of this name.', packaging
      FROM resolved WHERE packaging IS NOT NULL AND packaging_id IS NULL AND product_id IS NOT NULL
    """,
    """
    INSERT INTO staged_problem
    SELECT line, 'sku', 'DUPLICATE_IN_FILE', format('The price of the same goods, place and instant is on line %%s already.',
           first), sku
      FROM (SELECT line, sku, min(line) OVER (PARTITION BY sku, location, packaging, valid_from) AS first
              FROM resolved WHERE sku IS NOT NULL) each
     WHERE line <> first
    """,
    """
    INSERT INTO staged_problem
    SELECT line, 'price', 'DUPLICATE_PRICE', format('From this instant on the price is %%s already. Say another instant.',
           trim_scale(stored_price)), price::text
      FROM resolved WHERE contradicts
    """,
)

COUNTS = """
    SELECT count(*), count(*) FILTER (WHERE is_new), coalesce(min(line), 0), coalesce(max(line), 0) FROM resolved
"""
NEW_PRICES = "(SELECT * FROM resolved WHERE is_new)"
