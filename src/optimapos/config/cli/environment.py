"""Where this installation's engines are: its own under `var/`, or the servers that the environment names.

The URLs are checked here, before Django sees them: shape, reachability, version, and that the app's role stands behind
row-level security. Passwords are never repeated in a sentence.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis

from optimapos.config.cli.refusal import Refusal
from optimapos.core.embedded import Engines
from optimapos.core.embedded.roles import app_role_faults

OLDEST_SERVER = 150_000
DATABASE_VARIABLES = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_MAINTENANCE_URL")
_SCHEMES = {"postgres", "postgresql"}
_CONNECT_SECONDS = 5


@dataclass(frozen=True)
class Installation:
    """The folder of this installation and which engines it brings itself."""

    var: Path
    own_postgres: bool
    own_valkey: bool

    def engines(self, *, die_with_parent: bool = False) -> Engines:
        """Its engines, not started yet."""
        return Engines(self.var, postgres=self.own_postgres, valkey=self.own_valkey, die_with_parent=die_with_parent)


def read_installation() -> Installation:
    """What the environment says.

    Raises: Refusal when a database is named without a Redis: a server beside others must share one.
    """
    installation = Installation(
        var=Path(os.environ.get("OPTIMAPOS_VAR") or "var").resolve(),
        own_postgres=not os.environ.get("DATABASE_URL"),
        own_valkey=not os.environ.get("REDIS_URL"),
    )
    if installation.own_valkey and not installation.own_postgres:
        raise Refusal("DATABASE_URL is set but REDIS_URL is not: set both, or neither for the embedded engines.")
    return installation


def settings_environment(variables: dict[str, str]) -> dict[str, str]:
    """The environment of a child process: this one's, the engines' variables, and the settings module unless named."""
    return {"DJANGO_SETTINGS_MODULE": "optimapos.config.settings"} | os.environ | variables


def check_servers(environment: dict[str, str]) -> None:
    """Prove that every named server can serve.

    Raises: Refusal for the first URL that is malformed or unreachable, for an old server, or for a wrong app role.
    """
    for variable in DATABASE_VARIABLES:
        if environment.get(variable):
            with connect(variable, environment[variable]) as connection:
                _check_database(variable, connection)
    check_redis("REDIS_URL", environment["REDIS_URL"])


def connect(variable: str, url: str) -> psycopg.Connection:
    """A connection to the database that `variable` names.

    Raises: Refusal when the URL is malformed or the server can't be reached.
    """
    check_database_url(variable, url)
    try:
        return psycopg.connect(url, connect_timeout=_CONNECT_SECONDS, autocommit=True)
    except psycopg.OperationalError as error:
        raise Refusal(f"{variable}: the database can't be reached: {first_line(error)}.") from error
    except psycopg.Error as error:
        raise Refusal(_malformed(variable)) from error


def check_database_url(variable: str, url: str) -> None:
    """Raises: Refusal when `url` is not a PostgreSQL URL with a database."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise Refusal(_malformed(variable)) from error
    if parts.scheme not in _SCHEMES or not parts.path.strip("/"):
        raise Refusal(_malformed(variable))


def check_redis(variable: str, url: str) -> None:
    """Raises: Refusal when `url` is malformed or its server doesn't answer."""
    try:
        with redis.Redis.from_url(
            url, socket_connect_timeout=_CONNECT_SECONDS, socket_timeout=_CONNECT_SECONDS
        ) as client:
            client.ping()
    except ValueError as error:
        raise Refusal(f"{variable} is not a Redis URL: write redis://host:6379/0.") from error
    except (redis.RedisError, OSError) as error:
        raise Refusal(f"{variable}: Redis can't be reached: {first_line(error)}.") from error


def first_line(error: BaseException) -> str:
    """The first line of an error's text, without its full stop."""
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__


def _check_database(variable: str, connection: psycopg.Connection) -> None:
    if connection.info.server_version < OLDEST_SERVER:
        major = connection.info.server_version // 10_000
        raise Refusal(f"{variable}: the server is PostgreSQL {major}; OptimaPOS needs 15 or newer.")
    if variable == "DATABASE_URL" and (faults := app_role_faults(connection)):
        raise Refusal(
            f"{variable}: the role {connection.info.user} {' and '.join(faults)}, so row-level security would not "
            f"hold: use optimapos_app, which `optimapos roles` creates."
        )


def _malformed(variable: str) -> str:
    return f"{variable} is not a PostgreSQL URL: write postgres://user:password@host:5432/database."
