"""Running the invariants: one snapshot, read-only, as role `maintenance`, which sees every business."""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from uuid import UUID

from django.db import connections, transaction

from optimapos.core.tenancy import MAINTENANCE
from optimapos.verify.catalogue import generated
from optimapos.verify.invariants import WRITTEN
from optimapos.verify.types import Cursor, Invariant, Outcome, Violation

SHOWN = 20
"""So many violations of each invariant are told one by one; the others are counted."""

SNAPSHOT = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "SET LOCAL row_security = off",  # a role that can't see everything gets an error instead of an empty answer
    "SET LOCAL jit = off",
    "SET LOCAL work_mem = '64MB'",
)
BUSINESS = "SELECT id FROM business WHERE slug = %s OR id::text = lower(%s)"
SEES_EVERYTHING = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"


class VerificationError(Exception):
    """Why nothing can be proved."""


def verify(business: str | None = None) -> list[Outcome]:
    """Check every invariant, for all businesses or for the one of this slug or id.

    Raises: VerificationError for an unknown business, or a role that sees only some rows.
    """
    with _snapshot() as cursor:
        _check_role(cursor)
        return check(cursor, _business_id(cursor, business) if business else None)


def check(cursor: Cursor, business_id: UUID | None = None) -> list[Outcome]:
    """Check every invariant on this cursor, whose role must see every row."""
    return [outcome(cursor, invariant, business_id) for invariant in all_invariants(cursor)]


def all_invariants(cursor: Cursor) -> Sequence[Invariant]:
    """The invariants that are written down, then those that the catalogue makes."""
    return [*WRITTEN, *generated(cursor)]


def outcome(cursor: Cursor, invariant: Invariant, business_id: UUID | None = None) -> Outcome:
    """What one invariant's query finds. What concerns the whole database is found for every business."""
    started = time.perf_counter()
    cursor.execute(_limited(invariant.sql, business_id))
    rows = cursor.fetchall()
    return Outcome(
        invariant=invariant,
        count=rows[0][4] if rows else 0,
        violations=tuple(
            Violation(business, slug, what, json.loads(figures, parse_float=Decimal))
            for business, slug, what, figures, _ in rows
        ),
        seconds=time.perf_counter() - started,
    )


def _limited(sql: str, business_id: UUID | None) -> str:
    mine = "true" if business_id is None else f"(v.business_id = '{business_id}'::uuid OR v.business_id IS NULL)"
    return f"""
        SELECT v.business_id, coalesce(b.slug, ''), v.what, v.figures::text, v.total
          FROM (SELECT v.*, count(*) OVER () AS total FROM ({sql}) v WHERE {mine} ORDER BY 1, 2 LIMIT {SHOWN}) v
          LEFT JOIN business b ON b.id = v.business_id
         ORDER BY 1, 3
    """


@contextmanager
def _snapshot() -> Iterator[Cursor]:
    with transaction.atomic(using=MAINTENANCE), connections[MAINTENANCE].cursor() as cursor:
        for statement in SNAPSHOT:
            cursor.execute(statement)
        yield cursor


def _check_role(cursor: Cursor) -> None:
    cursor.execute(SEES_EVERYTHING)
    if cursor.fetchall() != [(True,)]:
        raise VerificationError(
            "DATABASE_MAINTENANCE_URL must log in as the role optimapos_maintenance: any other sees only some rows."
        )


def _business_id(cursor: Cursor, name: str) -> UUID:
    cursor.execute(BUSINESS, [name, name])
    rows = cursor.fetchall()
    if not rows:
        raise VerificationError(f"There is no business with the slug or id {name}.")
    found: UUID = rows[0][0]
    return found
