"""Planting violations: as superuser, with triggers and foreign keys off, in a transaction that is rolled back.

The invariants run on the planting connection itself, so nothing is ever committed and no other test sees any of it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from psycopg.conninfo import make_conninfo

from optimapos.core.ids import UUID
from optimapos.verify.runner import all_invariants, outcome
from optimapos.verify.types import Outcome

Planting = "psycopg.Cursor[Any]"


@contextmanager
def superuser() -> "Iterator[psycopg.Cursor[Any]]":
    """A cursor in a transaction of the superuser in which nothing is enforced, rolled back at the end."""
    dsn = make_conninfo(os.environ["OPTIMAPOS_TEST_ADMIN"], dbname=settings.DATABASES["default"]["NAME"])
    with psycopg.connect(dsn) as connection:
        cursor = connection.cursor()
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        connection.rollback()


def found_by(cursor: "psycopg.Cursor[Any]", invariant_id: str, business_id: UUID | None = None) -> Outcome:
    """What the invariant of that id finds on this cursor."""
    by_id = {invariant.id: invariant for invariant in all_invariants(cursor)}
    return outcome(cursor, by_id[invariant_id], business_id)


def drop_checks(cursor: "psycopg.Cursor[Any]", *tables: str) -> None:
    """Take the CHECK and unique constraints off these tables, for violations that the database itself refuses."""
    cursor.execute(
        """
        SELECT format('ALTER TABLE %%I DROP CONSTRAINT %%I', conrelid::regclass::text, conname)
          FROM pg_constraint WHERE contype IN ('c', 'u') AND conrelid = ANY (%s::regclass[])
        """,
        [list(tables)],
    )
    for (statement,) in cursor.fetchall():
        cursor.execute(statement)
    cursor.execute(
        """
        SELECT format('DROP INDEX %%s', i.indexrelid::regclass)
          FROM pg_index i WHERE i.indisunique AND NOT i.indisprimary AND i.indrelid = ANY (%s::regclass[])
        """,
        [list(tables)],
    )
    for (statement,) in cursor.fetchall():
        cursor.execute(statement)
