"""Products: what their lines come to, what is wrong with them, and how they are written."""

from collections.abc import Sequence

from optimapos.imports.sql.staging import final, twice_in_file, unknown, wrong

STAGED: Sequence[tuple[str, str]] = (
    ("line", "integer"),
    ("new_id", "uuid"),
    ("sku", "text"),
    ("name", "text"),
    ("description", "text"),
    ("kind", "text"),
    ("life_cycle", "text"),
    ("unit", "text"),
    ("tax_category", "text"),
    ("product_group", "text"),
    ("brand", "text"),
    ("tracks_stock", "boolean"),
    ("keeps_expiry", "boolean"),
    ("tracks_serials", "boolean"),
    ("weight_kg", "numeric"),
    ("warranty_days", "integer"),
    ("plu", "text"),
    ("prix_br", "numeric"),
    ("floor_price", "numeric"),
)
STAGED_PACKAGING: Sequence[tuple[str, str]] = (
    ("line", "integer"),
    ("id", "uuid"),
    ("sku", "text"),
    ("name", "text"),
    ("factor_num", "integer"),
    ("factor_den", "integer"),
)
STAGED_BARCODE: Sequence[tuple[str, str]] = (
    ("line", "integer"),
    ("id", "uuid"),
    ("sku", "text"),
    ("code", "text"),
    ("packaging", "text"),
)
WRITTEN = (
    "sku",
    "name",
    "description",
    "kind",
    "life_cycle",
    "unit_id",
    "tax_category_id",
    "group_id",
    "brand_id",
    "tracks_stock",
    "keeps_expiry",
    "tracks_serials",
    "weight_kg",
    "warranty_days",
    "plu",
    "prix_br",
    "floor_price",
)
"""The columns of a product that a file may set."""


def resolve(given: frozenset[str]) -> str:
    """The table `resolved`: each line with its product's id and the columns that it will have."""
    columns = {
        "name": "s.name",
        "description": final("description", given, "''", is_clearable=True),
        "kind": final("kind", given, "'GOODS'"),
        "life_cycle": final("life_cycle", given, "'NEW'"),
        "unit_id": "u.id",
        "tax_category_id": "t.id",
        "group_id": "g.id" if "group" in given else "p.group_id",
        "brand_id": "b.id" if "brand" in given else "p.brand_id",
        "tracks_stock": final(
            "tracks_stock", given, f"({final('kind', given, chr(39) + 'GOODS' + chr(39))} <> 'SERVICE')"
        ),
        "keeps_expiry": final("keeps_expiry", given, "false"),
        "tracks_serials": final("tracks_serials", given, "false"),
        "weight_kg": final("weight_kg", given, "NULL::numeric", is_clearable=True),
        "warranty_days": final("warranty_days", given, "0"),
        "plu": final("plu", given, "''", is_clearable=True),
        "prix_br": final("prix_br", given, "NULL::numeric", is_clearable=True),
        "floor_price": final("floor_price", given, "NULL::numeric", is_clearable=True),
    }
    chosen = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
    stored = ", ".join(f"p.{name}" for name in columns)
    wanted = ", ".join(columns.values())
    return f"""
        CREATE TEMP TABLE resolved ON COMMIT DROP AS
        SELECT s.line, s.sku, coalesce(p.id, s.new_id) AS id, p.id IS NULL AS is_new,
               p.id IS NOT NULL AND ROW({stored}) IS DISTINCT FROM ROW({wanted}) AS is_changed,
               s.unit, s.tax_category, s.product_group AS "group", s.brand,
               p.life_cycle AS old_life_cycle, p.unit_id AS old_unit_id, p.tracks_stock AS old_tracks_stock,
               p.tracks_serials AS old_tracks_serials, p.plu AS old_plu, {chosen}
          FROM staged s
          LEFT JOIN product p ON p.business_id = %(business)s AND p.sku = s.sku
          LEFT JOIN unit_of_measure u ON u.business_id = %(business)s AND u.code = s.unit
          LEFT JOIN tax_category t ON t.business_id = %(business)s AND t.code = s.tax_category
          LEFT JOIN product_group g ON g.business_id = %(business)s AND g.code = s.product_group
          LEFT JOIN brand b ON b.business_id = %(business)s AND b.name = s.brand
    """


PARTS = (
    "CREATE INDEX ON resolved (line)",
    "CREATE INDEX ON resolved (id)",
    "ANALYZE resolved",
    """
    CREATE TEMP TABLE new_packaging ON COMMIT DROP AS
    SELECT DISTINCT ON (r.id, s.name) s.line, s.id, r.id AS product_id, s.name, s.factor_num, s.factor_den
      FROM staged_packaging s JOIN resolved r ON r.line = s.line
     WHERE NOT EXISTS (SELECT 1 FROM product_packaging k WHERE k.product_id = r.id AND k.name = s.name)
     ORDER BY r.id, s.name, s.line
    """,
    """
    CREATE TEMP TABLE new_barcode ON COMMIT DROP AS
    SELECT s.line, s.id, r.id AS product_id, s.code, s.packaging
      FROM staged_barcode s JOIN resolved r ON r.line = s.line
     WHERE NOT EXISTS (SELECT 1 FROM product_barcode c
                         LEFT JOIN product_packaging k ON k.id = c.packaging_id
                        WHERE c.business_id = %(business)s AND c.code = s.code AND c.product_id = r.id
                          AND coalesce(k.name, '') = s.packaging)
    """,
    "CREATE INDEX ON new_packaging (line)",
    "CREATE INDEX ON new_barcode (line)",
    "ANALYZE new_packaging",
    "ANALYZE new_barcode",
    """
    UPDATE resolved r SET is_changed = true
     WHERE NOT is_new AND NOT is_changed
       AND (EXISTS (SELECT 1 FROM new_packaging k WHERE k.line = r.line)
            OR EXISTS (SELECT 1 FROM new_barcode c WHERE c.line = r.line))
    """,
)
"""What lines add to their products: packagings and barcodes that are not there yet."""

COMPARISONS = (
    twice_in_file("sku", "This SKU", "sku"),
    twice_in_file("plu", "This PLU", "plu", where="plu <> ''"),
    unknown("unit", "UNKNOWN_UNIT", "There is no unit with this code.", "unit_id"),
    unknown("tax_category", "UNKNOWN_TAX_CATEGORY", "There is no tax category with this code.", "tax_category_id"),
    unknown("group", "UNKNOWN_GROUP", "There is no product group with this code.", "group_id"),
    unknown("brand", "UNKNOWN_BRAND", "There is no brand with this name.", "brand_id"),
    wrong(
        "tracks_stock", "SERVICE_HAS_NO_STOCK", "'No stock is kept of a service.'", "kind = 'SERVICE' AND tracks_stock"
    ),
    wrong(
        "tracks_serials",
        "SERVICE_HAS_NO_STOCK",
        "'Serial numbers need stock to be kept.'",
        "tracks_serials AND NOT tracks_stock",
    ),
    """
    INSERT INTO staged_problem
    SELECT r.line, 'plu', 'DUPLICATE_PLU', format('%%s has this PLU already.', q.sku), r.plu
      FROM resolved r JOIN product q ON q.business_id = %(business)s AND q.plu = r.plu AND q.id <> r.id
     WHERE r.plu <> '' AND NOT EXISTS (SELECT 1 FROM resolved o WHERE o.id = q.id AND o.plu <> q.plu)
    """,
    """
    INSERT INTO staged_problem
    SELECT line, CASE WHEN packaging = '' THEN 'barcodes' ELSE 'packagings' END, 'DUPLICATE_IN_FILE',
           format('This barcode is on line %%s already.', first), code
      FROM (SELECT line, code, packaging, min(line) OVER (PARTITION BY code) AS first,
                   row_number() OVER (PARTITION BY code ORDER BY line) AS nth FROM staged_barcode) each
     WHERE nth > 1
    """,
    """
    INSERT INTO staged_problem
    SELECT n.line, CASE WHEN n.packaging = '' THEN 'barcodes' ELSE 'packagings' END, 'DUPLICATE_BARCODE',
           format('%%s has this barcode already%%s.', q.sku, coalesce(', for its ' || k.name, '')), n.code
      FROM new_barcode n
      JOIN product_barcode c ON c.business_id = %(business)s AND c.code = n.code
      JOIN product q ON q.id = c.product_id
      LEFT JOIN product_packaging k ON k.id = c.packaging_id
    """,
    """
    INSERT INTO staged_problem
    SELECT s.line, 'packagings', 'PACKAGING_DIFFERS',
           format('%%s holds %%s here. An import does not change a packaging.', k.name,
                  k.factor_num || CASE WHEN k.factor_den = 1 THEN '' ELSE '/' || k.factor_den END),
           format('%%s = %%s/%%s', s.name, s.factor_num, s.factor_den)
      FROM staged_packaging s
      JOIN resolved r ON r.line = s.line
      JOIN product_packaging k ON k.product_id = r.id AND k.name = s.name
     WHERE (k.factor_num, k.factor_den) <> (s.factor_num, s.factor_den)
    """,
)

IN_QUESTION = """
    SELECT line, id, is_new, old_life_cycle, life_cycle, old_unit_id <> unit_id, old_tracks_stock AND NOT tracks_stock,
           old_tracks_serials <> tracks_serials
      FROM resolved
     WHERE line > %(after)s
       AND CASE WHEN is_new THEN life_cycle NOT IN ('NEW', 'ACTIVE')
                ELSE is_changed AND (old_life_cycle NOT IN ('NEW', 'ACTIVE', 'PHASE_OUT') OR old_life_cycle <> life_cycle
                                     OR old_unit_id <> unit_id OR old_tracks_stock <> tracks_stock
                                     OR old_tracks_serials <> tracks_serials) END
     ORDER BY line LIMIT %(limit)s
"""
"""Lines about which the catalog's rules have to be asked."""

COUNTS = """
    SELECT count(*), count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE is_changed),
           count(*) FILTER (WHERE NOT is_new AND NOT is_changed), coalesce(min(line), 0), coalesce(max(line), 0)
      FROM resolved
"""

GIVE_UP_PLU = """
    UPDATE product p SET plu = '' FROM resolved r WHERE r.id = p.id AND r.is_changed AND r.old_plu NOT IN ('', r.plu)
"""
"""Numbers that change hands are laid down first: the unique key is checked row by row."""

UPDATE = f"""
    UPDATE product p
       SET {", ".join(f"{name} = r.{name}" for name in WRITTEN)}, updated_at = now()
      FROM resolved r
     WHERE r.id = p.id AND r.is_changed AND r.line BETWEEN %(first)s AND %(last)s
"""


def insert(table: str, source: str, written: Sequence[str], defaults: Sequence[str]) -> str:
    """Insert new rows of `source` in the order of their lines; `defaults` are columns that no file sets."""
    names = ", ".join([*written, *defaults])
    values = ", ".join([*(f"n.{name}" for name in written), *(f"%({name})s" for name in defaults)])
    return f"""
        INSERT INTO {table} (id, business_id, created_at, updated_at, {names})
        SELECT n.id, %(business)s, now(), now(), {values}
          FROM {source} n WHERE n.line BETWEEN %(first)s AND %(last)s ORDER BY n.line, n.id
    """


NEW_PRODUCTS = "(SELECT * FROM resolved WHERE is_new)"
NEW_BARCODES = """(
    SELECT c.line, c.id, c.product_id, c.code, k.id AS packaging_id
      FROM new_barcode c LEFT JOIN product_packaging k ON c.packaging <> '' AND k.product_id = c.product_id
                                                      AND k.name = c.packaging)"""
