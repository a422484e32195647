"""The database that a replay sells into: brought up when it is new, refused when it is not what this version needs."""

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from optimapos.core.tenancy import OWNER
from optimapos.replay.types import ReplayError


def require_schema() -> None:
    """Migrate an empty database; leave one that is up to date alone.

    Raises: ReplayError for one that lacks some of the migrations: somebody works with it, who upgrades it knowingly.
    """
    executor = MigrationExecutor(connections[OWNER])
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not missing:
        return
    if executor.loader.applied_migrations:
        raise ReplayError(
            f"The database lacks {len(missing)} migrations: start `optimapos run` once, or `manage migrate`."
        )
    call_command("migrate", database=OWNER, interactive=False, verbosity=0)
