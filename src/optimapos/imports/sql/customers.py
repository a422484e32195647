"""Customers: what their lines are staged as, and what came of comparing them, which Python does: it opens what is sealed."""

from collections.abc import Sequence

from optimapos.imports.sql.staging import twice_in_file

STAGED: Sequence[tuple[str, str]] = (
    ("line", "integer"),
    ("code", "text"),
    ("name", "text"),
    ("type", "text"),
    ("customer_type", "text"),
    ("category", "text"),
    ("contact_person", "text"),
    ("phone", "text"),
    ("email", "text"),
    ("vat_number", "text"),
    ("vat_registered", "boolean"),
    ("city", "text"),
    ("address", "text"),
    ("price_group", "text"),
    ("discount_percent", "numeric"),
    ("credit_limit", "numeric"),
    ("credit_terms_days", "integer"),
    ("credit_blocked", "boolean"),
    ("sales_blocked", "boolean"),
    ("outstanding_balance", "numeric"),
    ("is_active", "boolean"),
    ("notes", "text"),
)
NAMES = tuple(name for name, _ in STAGED)

RESOLVED = "CREATE TEMP TABLE resolved (line integer, is_new boolean, is_changed boolean) ON COMMIT DROP"
RESOLVE = "INSERT INTO resolved VALUES (%s, %s, %s)"
COMPARISONS = ("CREATE INDEX ON staged (line)", twice_in_file("code", "This code", "code"))
LINES = f"SELECT {', '.join(NAMES)} FROM staged WHERE line > %(after)s ORDER BY line LIMIT %(limit)s"
COUNTS = """
    SELECT count(*), count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE is_changed),
           count(*) FILTER (WHERE NOT is_new AND NOT is_changed)
      FROM resolved
"""
