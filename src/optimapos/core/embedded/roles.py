"""The roles, privileges and extensions that OptimaPOS needs in a PostgreSQL cluster. Everything here may be repeated.

`owner` owns the databases and runs migrations; `app` owns nothing and stands behind row-level security; `maintenance`
sees across businesses; `purge` can't log in and is the only one that ledgers let delete.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
from psycopg import sql

from optimapos.core.embedded.errors import EngineError

OWNER = "optimapos_owner"
APP = "optimapos_app"
MAINTENANCE = "optimapos_maintenance"
PURGE = "optimapos_purge"

_ATTRIBUTES = {
    OWNER: "LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS",
    APP: "LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS",
    # It must take the role of purge on purpose (SET ROLE); it doesn't inherit its rights.
    MAINTENANCE: "LOGIN NOINHERIT NOSUPERUSER NOCREATEROLE NOCREATEDB BYPASSRLS",
    PURGE: "NOLOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB BYPASSRLS",
}
_EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")
_LOCK = 7_017_018_001
# Two starts at once would change the same catalogue rows; this advisory lock lets them take turns.

_PRIVILEGES = f"""
    REVOKE CREATE ON SCHEMA public FROM PUBLIC;
    GRANT USAGE ON SCHEMA public TO {OWNER}, {APP}, {MAINTENANCE}, {PURGE};
    GRANT CREATE ON SCHEMA public TO {OWNER};
    ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public
        GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP}, {MAINTENANCE};
    ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public
        GRANT SELECT, DELETE ON TABLES TO {PURGE};
    ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public
        GRANT USAGE, SELECT ON SEQUENCES TO {APP}, {MAINTENANCE};
    ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
    ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public
        GRANT EXECUTE ON FUNCTIONS TO {APP}, {MAINTENANCE};
"""

_FAULTS = """
    SELECT r.rolsuper, r.rolbypassrls,
           (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND pg_has_role(r.oid, c.relowner, 'MEMBER'))
      FROM pg_roles r WHERE r.rolname = current_user
"""


def prepare_cluster(admin_dsn: str, passwords: Mapping[str, str] | None = None) -> None:
    """Create the four roles, or set them right. `passwords` maps role names to passwords; the server gets only hashes.

    Raises: EngineError when the server can't be reached or the admin lacks the right.
    """
    with _administration(admin_dsn) as connection:
        for role, attributes in _ATTRIBUTES.items():
            _ensure_role(connection, role, attributes)
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(PURGE), sql.Identifier(MAINTENANCE)))
        if not _is_superuser(connection):  # a managed server's admin acts for the owner only as its member
            connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER)))
        for role, password in (passwords or {}).items():
            _set_password(connection, role, password)


def create_database(admin_dsn: str, name: str, template: str | None = None) -> None:
    """Create the database `name`, owned by the owner role, with privileges and extensions, or set them right.

    With `template` it is a copy of that database, which nobody may be connected to.

    Raises: EngineError when the server can't be reached or the admin lacks the right.
    """
    database = sql.Identifier(name)
    with _administration(admin_dsn) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                    database, sql.Identifier(OWNER), sql.Identifier(template or "template1")
                )
            )
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        connection.execute(
            sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}, {}, {}").format(
                database, *(sql.Identifier(role) for role in (OWNER, APP, MAINTENANCE))
            )
        )
        if template is None:
            _prepare_database(psycopg.conninfo.make_conninfo(admin_dsn, dbname=name))


def drop_database(admin_dsn: str, name: str) -> None:
    """Drop the database `name` if it exists, ending its sessions.

    Raises: EngineError when the server can't be reached or the admin lacks the right.
    """
    with _administration(admin_dsn) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def app_role_faults(connection: psycopg.Connection) -> list[str]:
    """Why the role of this connection must not serve requests: it would stand above row-level security."""
    row = connection.execute(_FAULTS).fetchone()
    superuser, bypasses, owned = row or (False, False, 0)
    faults = []
    if superuser:
        faults.append("is a superuser")
    elif owned:
        faults.append(f"owns {owned} tables")
    if bypasses and not superuser:
        faults.append("has BYPASSRLS")
    return faults


def _ensure_role(connection: psycopg.Connection, role: str, attributes: str) -> None:
    """Create or alter it, asking only for what is not so already: a managed server's admin may not set everything."""
    name = sql.Identifier(role)
    row = connection.execute(
        "SELECT rolcanlogin, rolinherit, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls"
        "  FROM pg_roles WHERE rolname = %s",
        [role],
    ).fetchone()
    words = attributes.split()
    wanted = ("LOGIN" in words, "NOINHERIT" not in words, False, False, False, "BYPASSRLS" in words)
    if row is None:
        connection.execute(sql.SQL("CREATE ROLE {} {}").format(name, sql.SQL(attributes)))
    elif row != wanted:
        connection.execute(sql.SQL("ALTER ROLE {} {}").format(name, sql.SQL(attributes)))


def _set_password(connection: psycopg.Connection, role: str, password: str) -> None:
    hashed = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(hashed)))


def _is_superuser(connection: psycopg.Connection) -> bool:
    row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    return bool(row and row[0])


def _prepare_database(dsn: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(_PRIVILEGES)
        for extension in (*_EXTENSIONS, *_preloaded_extensions(connection)):
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))


def _preloaded_extensions(connection: psycopg.Connection) -> list[str]:
    row = connection.execute("SHOW shared_preload_libraries").fetchone()
    return ["pg_stat_statements"] if row and "pg_stat_statements" in row[0] else []


@contextmanager
def _administration(admin_dsn: str) -> Iterator[psycopg.Connection]:
    """A session of the admin in which nobody else changes roles or databases."""
    try:
        with psycopg.connect(admin_dsn, autocommit=True, connect_timeout=10) as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            yield connection
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise EngineError(f"The roles and databases couldn't be prepared: {reason}.") from error
