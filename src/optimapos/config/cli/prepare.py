"""The child process that makes a database ready before the server starts: migrations and the demo shop.

One process for both, because starting Django takes longer than either. It writes its steps to stdout, a line
each, then `SEEDED` and what the seeding tells (the demo logins); a refusal goes to stderr. Run as
`python -m optimapos.config.cli.prepare`.
"""

import argparse
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import Error, connections

from optimapos.config.cli.console import complain, some_of
from optimapos.config.cli.environment import first_line
from optimapos.config.cli.migration_state import migration_state
from optimapos.config.cli.refusal import Refusal
from optimapos.config.cli.startup import SEEDED

_LOCK = 7_017_018_002
# Servers that start together migrate one after the other.


def main() -> int:
    """Do what the arguments ask and answer the exit code."""
    parser = argparse.ArgumentParser(prog="optimapos.config.cli.prepare")
    parser.add_argument("--migrate", action="store_true")
    parser.add_argument("--seed", action="store_true")
    options = parser.parse_args()
    try:
        django.setup()
        bring_up_to_date(migrate=options.migrate)
        if options.seed:
            _tell(SEEDED)
            call_command("seed_demo")
    except ImproperlyConfigured as error:
        complain(f"The settings are incomplete: {error}")
        return 1
    except (Refusal, Error) as refusal:
        complain(str(refusal) if isinstance(refusal, Refusal) else f"The database refused: {first_line(refusal)}.")
        return 1
    return 0


def bring_up_to_date(*, migrate: bool) -> None:
    """Apply what is missing as the owner, or see that nothing is.

    Built-in roles get what this version gives them.

    Raises: Refusal when the database is newer than the code, or lacks migrations that may not be applied here.
    """
    from optimapos.organization.services import RoleService  # noqa: PLC0415 - needs the apps, which main loads

    alias = "owner" if migrate else "default"
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        state = migration_state(alias)
        if state.unknown:
            raise Refusal(
                f"The database is newer than this OptimaPOS: it has migrations that this version doesn't know "
                f"({some_of(state.unknown)}); install the newer version."
            )
        if state.missing and not migrate:
            raise Refusal(
                f"The database lacks {len(state.missing)} migrations ({some_of(state.missing)}): set "
                f"DATABASE_OWNER_URL, or run `optimapos manage migrate` where it is set."
            )
        if state.missing:
            call_command("migrate", database=alias, interactive=False, verbosity=0)
        RoleService.follow_code()
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    _tell(f"Database up to date{f', {len(state.missing)} migrations applied' if state.missing else ''}")


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
