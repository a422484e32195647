"""`optimapos roles --admin-url URL`: prepare a PostgreSQL server of one's own as the embedded one is prepared."""

import argparse
import os
from urllib.parse import unquote, urlsplit

from optimapos.config.cli.console import done
from optimapos.config.cli.environment import DATABASE_VARIABLES, check_database_url, connect
from optimapos.config.cli.refusal import Refusal
from optimapos.core.embedded.roles import APP, MAINTENANCE, OWNER, create_database, prepare_cluster

_ROLE_OF = dict(zip(DATABASE_VARIABLES, (APP, OWNER, MAINTENANCE), strict=True))


def command(arguments: list[str]) -> int:
    """Create or correct roles, database, privileges and extensions; passwords come from the URLs in the environment.

    Raises: Refusal when a URL is malformed or names another role; EngineError when the server refuses.
    """
    parser = argparse.ArgumentParser(prog="optimapos roles", description=__doc__)
    parser.add_argument(
        "--admin-url", required=True, help="a superuser's URL, e.g. postgres://postgres:...@host/postgres"
    )
    parser.add_argument("--database", help="the database's name; default: the one in DATABASE_URL, else optimapos")
    options = parser.parse_args(arguments)
    connect("--admin-url", options.admin_url).close()
    name = options.database or _database_in_environment()
    prepare_cluster(options.admin_url, _passwords_in_environment())
    create_database(options.admin_url, name)
    done(f"The roles {OWNER}, {APP} and {MAINTENANCE} and the database {name} are ready.")
    return 0


def _database_in_environment() -> str:
    url = os.environ.get("DATABASE_URL", "")
    return unquote(urlsplit(url).path.strip("/")) or "optimapos"


def _passwords_in_environment() -> dict[str, str]:
    passwords = {}
    for variable, role in _ROLE_OF.items():
        url = os.environ.get(variable)
        if not url:
            continue
        check_database_url(variable, url)
        parts = urlsplit(url)
        if unquote(parts.username or "") != role:
            raise Refusal(f"{variable} must log in as {role}, which `optimapos roles` creates.")
        if parts.password:
            passwords[role] = unquote(parts.password)
    return passwords
