"""How a database stands to the code: what it lacks, and what it has that this version doesn't know."""

from dataclasses import dataclass

from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from optimapos.core.schema import ProtectTenantTables


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


def login_tables() -> set[str]:
    """The tables that migrations leave out of row-level security, because they are read before a business is known."""
    loader = MigrationLoader(connection=None)
    operations = (operation for migration in loader.disk_migrations.values() for operation in migration.operations)
    return {name for found in operations if isinstance(found, ProtectTenantTables) for name in found.login_tables}
