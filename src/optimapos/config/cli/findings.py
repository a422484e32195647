"""What the doctor looks at. Each check answers findings, or raises a Refusal, which is a bad finding as well."""

import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from optimapos.config.cli.console import some_of
from optimapos.config.cli.environment import (
    DATABASE_VARIABLES,
    OLDEST_SERVER,
    check_redis,
    connect,
    first_line,
)
from optimapos.config.cli.refusal import Refusal
from optimapos.config.cli.server import running_server
from optimapos.config.cli.startup import reserve
from optimapos.core.embedded.roles import app_role_faults

_OLDEST_PYTHON = (3, 11)

_UNPROTECTED = """
    SELECT c.relname
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'business_id' AND NOT a.attisdropped
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
       AND NOT (c.relrowsecurity AND c.relforcerowsecurity
                AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid))
     ORDER BY c.relname
"""


@dataclass(frozen=True)
class Finding:
    """One thing looked at, and how it stands."""

    subject: str
    text: str
    is_good: bool = True


def python() -> Iterator[Finding]:
    """The interpreter."""
    yield Finding("Python", platform.python_version(), is_good=sys.version_info >= _OLDEST_PYTHON)


def port(var: Path, host: str, number: int) -> Iterator[Finding]:
    """Whether the port is free, or served by this very installation."""
    if (url := running_server(var)) is not None:
        yield Finding("Port", f"OptimaPOS is serving at {url}")
        return
    reserve(host, number).close()
    yield Finding("Port", f"{number} on {host} is free")


def databases() -> Iterator[Finding]:
    """Each database URL: reachable, new enough, and with the rights of its role, no more and no less."""
    for variable in DATABASE_VARIABLES:
        url = os.environ.get(variable)
        if not url:
            yield Finding("Database", f"{variable} is not set", is_good=False)
            continue
        try:
            with connect(variable, url) as connection:
                yield _database(variable, connection)
        except Refusal as refusal:
            yield Finding("Database", str(refusal), is_good=False)


def _database(variable: str, connection: psycopg.Connection) -> Finding:
    version = connection.info.server_version
    faults = [] if version >= OLDEST_SERVER else ["is on a server older than PostgreSQL 15"]
    if variable == "DATABASE_URL":
        faults += app_role_faults(connection)
    elif variable == "DATABASE_MAINTENANCE_URL" and "has BYPASSRLS" not in app_role_faults(connection):
        faults.append("should have BYPASSRLS and not be a superuser")
    elif variable == "DATABASE_OWNER_URL" and not _may_create(connection):
        faults.append("may not create tables")
    text = f"{variable}: PostgreSQL {version // 10_000}.{version % 10_000}, role {connection.info.user}"
    return Finding("Database", f"{text} {' and '.join(faults)}".rstrip(), is_good=not faults)


def _may_create(connection: psycopg.Connection) -> bool:
    row = connection.execute("SELECT has_schema_privilege('public', 'CREATE')").fetchone()
    return bool(row and row[0])


def queues() -> Iterator[Finding]:
    """The cache's and the broker's server."""
    check_redis("REDIS_URL", os.environ["REDIS_URL"])
    yield Finding("Redis", "answers")


def migrations() -> Iterator[Finding]:
    """Whether the settings load, and how the database stands to the code."""
    import django  # noqa: PLC0415 (slow to import, and only now are its settings complete)
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 (comes with it)
    from django.db import Error  # noqa: PLC0415 (comes with it)

    try:
        django.setup()
        from optimapos.config.cli.migration_state import migration_state  # noqa: PLC0415 (needs Django's settings)

        state = migration_state("default")
    except (ImproperlyConfigured, Error) as error:
        raise Refusal(f"The settings don't work: {first_line(error)}.") from error
    if state.unknown:
        yield Finding("Migrations", f"newer than this version: {some_of(state.unknown)}", is_good=False)
    if state.missing:
        yield Finding("Migrations", f"not applied: {some_of(state.missing)}; `optimapos manage migrate`", is_good=False)
    if not (state.unknown or state.missing):
        yield Finding("Migrations", "all applied")


def row_level_security() -> Iterator[Finding]:
    """Every table with a `business_id` has a forced policy, the login tables that migrations name apart."""
    from optimapos.config.cli.migration_state import login_tables  # noqa: PLC0415 (needs Django's settings)

    with connect("DATABASE_URL", os.environ["DATABASE_URL"]) as connection:
        bare = {name for (name,) in connection.execute(_UNPROTECTED)} - login_tables()
    if bare:
        yield Finding("Row-level security", f"missing on {some_of(tuple(sorted(bare)))}", is_good=False)
    else:
        yield Finding("Row-level security", "on every table with a business")


def pictures() -> Iterator[Finding]:
    """Whether the storage takes a file and gives it back."""
    from django.core.files.base import ContentFile  # noqa: PLC0415 (needs Django's settings)
    from django.core.files.storage import default_storage  # noqa: PLC0415 (needs Django's settings)

    try:
        name = default_storage.save("doctor", ContentFile(b"?"))
        default_storage.delete(name)
    except OSError as error:
        raise Refusal(
            f"Pictures can't be stored: {error.strerror or first_line(error)}; see OPTIMAPOS_MEDIA."
        ) from error
    yield Finding("Pictures", f"can be stored in {getattr(default_storage, 'location', 'the storage')}")
