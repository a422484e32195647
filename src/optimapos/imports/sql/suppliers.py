"""Suppliers: what their lines come to, what is wrong with them, and how they are written."""

from collections.abc import Sequence

from optimapos.imports.sql.staging import final, twice_in_file

STAGED: Sequence[tuple[str, str]] = (
    ("line", "integer"),
    ("new_id", "uuid"),
    ("code", "text"),
    ("name", "text"),
    ("contact_person", "text"),
    ("phone", "text"),
    ("email", "text"),
    ("vat_number", "text"),
    ("vat_registered", "boolean"),
    ("city", "text"),
    ("address", "text"),
    ("currency", "text"),
    ("credit_limit", "numeric"),
    ("payment_days", "integer"),
    ("lead_time_days", "integer"),
    ("delivery_blocked", "boolean"),
    ("is_active", "boolean"),
    ("notes", "text"),
)
WRITTEN = tuple(name for name, _ in STAGED[2:])
_EMPTIED = ("contact_person", "phone", "email", "vat_number", "city", "address", "notes")
_DEFAULTS = {
    "vat_registered": "false",
    "currency": "%(currency)s",
    "payment_days": "%(payment_days)s",
    "lead_time_days": "%(lead_time_days)s",
    "delivery_blocked": "false",
    "is_active": "true",
}


def resolve(given: frozenset[str]) -> str:
    """The table `resolved`: each line with its supplier's id and the columns that it will have."""
    columns = {
        "name": "s.name",
        "credit_limit": final("credit_limit", given, "NULL::numeric", is_clearable=True),
        **{name: final(name, given, "''", is_clearable=True) for name in _EMPTIED},
        **{name: final(name, given, default) for name, default in _DEFAULTS.items()},
    }
    chosen = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
    stored = ", ".join(f"p.{name}" for name in columns)
    wanted = ", ".join(columns.values())
    return f"""
        CREATE TEMP TABLE resolved ON COMMIT DROP AS
        SELECT s.line, s.code, coalesce(p.id, s.new_id) AS id, p.id IS NULL AS is_new,
               p.id IS NOT NULL AND ROW({stored}) IS DISTINCT FROM ROW({wanted}) AS is_changed, {chosen}
          FROM staged s LEFT JOIN supplier p ON p.business_id = %(business)s AND p.code = s.code
    """


COMPARISONS = (
    "CREATE INDEX ON resolved (line)",
    "ANALYZE resolved",
    twice_in_file("code", "This code", "code"),
)

IN_QUESTION = """
    SELECT line, vat_number FROM resolved
     WHERE line > %(after)s AND (is_new OR is_changed) AND vat_registered AND vat_number <> ''
     ORDER BY line LIMIT %(limit)s
"""
"""Lines about which the rule of VAT numbers has to be asked."""

COUNTS = """
    SELECT count(*), count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE is_changed),
           count(*) FILTER (WHERE NOT is_new AND NOT is_changed), coalesce(min(line), 0), coalesce(max(line), 0)
      FROM resolved
"""
UPDATE = f"""
    UPDATE supplier p
       SET {", ".join(f"{name} = r.{name}" for name in WRITTEN)}, updated_at = now()
      FROM resolved r
     WHERE r.id = p.id AND r.is_changed AND r.line BETWEEN %(first)s AND %(last)s
"""
NEW_SUPPLIERS = "(SELECT * FROM resolved WHERE is_new)"
