"""Invariants that are read off the database's catalogue: no row points across businesses, none has a business that isn't.

Every foreign key between two tables that have a `business_id` makes one part of a query, so a new table is covered by
being there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from optimapos.verify.types import Cursor, Invariant

TENANT_TABLES = """
SELECT c.relname::text
  FROM pg_class c
 WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
   AND EXISTS (SELECT 1 FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attname = 'business_id' AND NOT a.attisdropped)
 ORDER BY c.relname
"""

FOREIGN_KEYS = f"""
SELECT k.conname::text, f.relname::text, t.relname::text,
       (SELECT array_agg(a.attname::text ORDER BY n)
          FROM unnest(k.conkey) WITH ORDINALITY AS u (num, n)
          JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num),
       (SELECT array_agg(a.attname::text ORDER BY n)
          FROM unnest(k.confkey) WITH ORDINALITY AS u (num, n)
          JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.num)
  FROM pg_constraint k
  JOIN pg_class f ON f.oid = k.conrelid
  JOIN pg_class t ON t.oid = k.confrelid
 WHERE k.contype = 'f' AND k.conparentid = 0
   AND f.relname IN ({TENANT_TABLES}) AND t.relname IN ({TENANT_TABLES})
 ORDER BY k.conname
"""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A foreign key between two tenant tables."""

    name: str
    table: str
    target: str
    columns: Sequence[str]
    target_columns: Sequence[str]

    def query(self) -> str:
        """The rows whose target belongs to another business."""
        same = " AND ".join(
            f'r."{own}" = t."{other}"' for own, other in zip(self.columns, self.target_columns, strict=True)
        )
        pointed = ", ".join(f"'{column}', r.\"{column}\"" for column in self.columns)
        return f"""
SELECT r.business_id, '{self.table} -> {self.target} ({self.name})' AS what,
       jsonb_build_object({pointed}, 'found_in', t.business_id) AS figures
  FROM "{self.table}" r JOIN "{self.target}" t ON {same}
 WHERE t.business_id <> r.business_id
"""


def tenant_tables(cursor: Cursor) -> list[str]:
    """The tables that have a `business_id`."""
    cursor.execute(TENANT_TABLES)
    return [row[0] for row in cursor.fetchall()]


def tenant_keys(cursor: Cursor) -> list[ForeignKey]:
    """The foreign keys between two of them."""
    cursor.execute(FOREIGN_KEYS)
    return [ForeignKey(*row) for row in cursor.fetchall()]


def generated(cursor: Cursor) -> list[Invariant]:
    """The invariants that the catalogue makes."""
    orphans = " UNION ALL ".join(_orphans(table) for table in tenant_tables(cursor))
    across = " UNION ALL ".join(key.query() for key in tenant_keys(cursor))
    return [
        Invariant("tenancy.references", "No row points to a row of another business.", across),
        Invariant("tenancy.businesses", "Every row's business exists.", orphans),
    ]


def _orphans(table: str) -> str:
    return f"""
SELECT r.business_id, 'table {table}' AS what, jsonb_build_object('rows', count(*)) AS figures
  FROM "{table}" r WHERE NOT EXISTS (SELECT 1 FROM business b WHERE b.id = r.business_id)
 GROUP BY r.business_id
"""
