"""Opening stock: which goods and places its lines name, and what is wrong with them."""

from collections.abc import Sequence

from optimapos.imports.sql.staging import unknown, wrong

STAGED: Sequence[tuple[str, str]] = (
    ("line", "integer"),
    ("sku", "text"),
    ("location", "text"),
    ("quantity", "numeric"),
    ("unit_cost", "numeric"),
    ("batch", "text"),
    ("expires_on", "date"),
    ("serials", "text[]"),
)

RESOLVE = """
    CREATE TEMP TABLE resolved ON COMMIT DROP AS
    SELECT s.*, p.id AS product_id, l.id AS location_id, p.tracks_stock, p.tracks_serials, p.keeps_expiry, p.life_cycle,
           u.decimals
      FROM staged s
      LEFT JOIN product p ON p.business_id = %(business)s AND p.sku = s.sku
      LEFT JOIN unit_of_measure u ON u.id = p.unit_id
      LEFT JOIN location l ON l.business_id = %(business)s AND l.code = s.location AND l.id = ANY(%(places)s)
"""

COMPARISONS = (
    "ANALYZE resolved",
    unknown("sku", "UNKNOWN_SKU", "There is no product with this SKU.", "product_id"),
    unknown("location", "UNKNOWN_LOCATION", "There is no location with this code.", "location_id"),
    """
    INSERT INTO staged_problem
    SELECT line, 'sku', 'DUPLICATE_IN_FILE', format('The same goods, place, batch and cost are on line %%s already.', first),
           sku
      FROM (SELECT line, sku,
                   min(line) OVER (PARTITION BY sku, location, batch, expires_on, unit_cost) AS first
              FROM staged WHERE sku IS NOT NULL AND cardinality(serials) = 0) each
     WHERE line <> first
    """,
    wrong("sku", "PRODUCT_NOT_STOCKED", "'No stock is kept of this product.'", "NOT tracks_stock", value="sku"),
    wrong(
        "sku",
        "PRODUCT_NOT_STOCKED",
        "'Only new and active products can be received.'",
        "tracks_stock AND life_cycle NOT IN ('NEW', 'ACTIVE')",
        value="sku",
    ),
    wrong(
        "serials",
        "SERIALS_MISMATCH",
        "format('A number for each piece: %%s wanted, %%s given.', trim_scale(quantity), cardinality(serials))",
        "tracks_stock AND tracks_serials AND cardinality(serials) <> quantity",
    ),
    wrong(
        "serials",
        "SERIALS_MISMATCH",
        "'No serial numbers are kept of this product.'",
        "NOT tracks_serials AND cardinality(serials) > 0",
    ),
    """
    INSERT INTO staged_problem
    SELECT line, 'serials', 'DUPLICATE_IN_FILE', format('%%s is on line %%s already.', serial, first), serial
      FROM (SELECT line, serial, min(line) OVER (PARTITION BY sku, serial) AS first
              FROM resolved CROSS JOIN unnest(serials) serial) each
     WHERE line <> first
    """,
    """
    INSERT INTO staged_problem
    SELECT r.line, 'serials', 'SERIAL_IN_STOCK', format('%%s is in stock.', b.serial_number), b.serial_number
      FROM resolved r CROSS JOIN unnest(r.serials) serial
      JOIN inventory_batch b ON b.business_id = %(business)s AND b.serial_number = serial
       AND b.product_id = r.product_id AND b.is_open
    """,
    wrong(
        "expires_on",
        "EXPIRY_REQUIRED",
        "'This product keeps expiry dates: say when it expires.'",
        "tracks_stock AND keeps_expiry AND expires_on IS NULL",
    ),
    wrong(
        "quantity",
        "QUANTITY_TOO_PRECISE",
        "format('It is counted with %%s decimals.', decimals)",
        "scale(trim_scale(quantity)) > decimals",
        value="quantity::text",
    ),
    wrong(
        "unit_cost",
        "AMOUNT_TOO_LARGE",
        "'Quantity times cost is too large.'",
        "quantity * unit_cost >= 1e15",
        value="unit_cost::text",
    ),
)

PLACES = """
    SELECT DISTINCT product_id, location_id FROM resolved
     WHERE (product_id, location_id) > (%(product)s::uuid, %(location)s::uuid)
     ORDER BY product_id, location_id LIMIT %(limit)s
"""
LINES = """
    SELECT line, location_id, product_id, quantity, unit_cost, coalesce(batch, ''), expires_on, serials
      FROM resolved WHERE (location_id, line) > (%(location)s::uuid, %(line)s) ORDER BY location_id, line LIMIT %(limit)s
"""
COUNT = "SELECT count(*) FROM resolved"
