"""Rows by the million: copies of real ones with some columns computed, whatever other columns a table has."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg


def copy_rows(
    connection: psycopg.Connection,
    table: str,
    number: int,
    changed: Mapping[str, str],
    *,
    source: str,
    where: str = "true",
) -> None:
    """Insert the rows `t` of `source` once for each `g` from 1 to `number`; `changed` has SQL for some columns."""
    found = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped", [table]
    ).fetchall()
    names = [str(row[0]) for row in found]
    values = ", ".join(changed.get(name, f't."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    connection.execute(
        f"INSERT INTO {table} ({columns}) SELECT {values} FROM generate_series(1::bigint, {number}) g "
        f"CROSS JOIN {source} WHERE {where} ORDER BY g"
    )


def key(kind: str, number: str) -> str:
    """An SQL expression of a key that grows with `number`, like a UUIDv7 of the past."""
    return f"('018f{kind}00-0000-7000-8000-' || lpad(to_hex(({number})::bigint), 12, '0'))::uuid"


@contextmanager
def without_triggers(connection: psycopg.Connection) -> Iterator[None]:
    """A superuser's transaction in which foreign keys and triggers are not looked at, and whose commit does not wait."""
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute("SET LOCAL synchronous_commit = off")
        yield
