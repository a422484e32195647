"""How a database stands to the code: what it lacks, and what it has that this version doesn't know."""

from dataclasses import dataclass

from django.db import connections
from django.db.migrations.executor import MigrationExecutor


@dataclass(frozen=True)
class MigrationState:
    """Names as `app.migration`, in order."""

    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def migration_state(alias: str) -> MigrationState:
    """Compare the migrations on disk with those applied in the database of `alias`.

    Raises: django.db.OperationalError when it can't be reached.
    """
    executor = MigrationExecutor(connections[alias])
    loader = executor.loader
    plan = executor.migration_plan(loader.graph.leaf_nodes())
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    unknown = set(loader.applied_migrations) - set(loader.disk_migrations) - replaced
    return MigrationState(
        missing=tuple(f"{migration.app_label}.{migration.name}" for migration, _ in plan),
        unknown=tuple(sorted(f"{app}.{name}" for app, name in unknown)),
    )
