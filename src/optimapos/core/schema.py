"""Migration operations and triggers that make a table a tenant's, or a ledger.

`ProtectTenantTables` stands in each app's migrations: it enables and forces one generated row-level security policy on
every table of the app that has a `business_id`. `append_only` is declared on a ledger's model.
"""

from typing import Any

import pgtrigger
from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

TENANT_TEST = "business_id = nullif(current_setting('app.business', true), '')::uuid"
POLICY = "tenant_isolation"


def protect_sql(table: str, test: str = TENANT_TEST) -> str:
    """The statements that put one table behind row-level security, safe to repeat."""
    return f"""
        ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
        ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;
        DROP POLICY IF EXISTS {POLICY} ON "{table}";
        CREATE POLICY {POLICY} ON "{table}" USING ({test}) WITH CHECK ({test});
    """


class ProtectTenantTables(Operation):
    """Put every table of the app that has a `business_id` behind row-level security, except the named login tables.

    `also` gives tables with a test of their own, such as the table of businesses itself.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, *, login_tables: tuple[str, ...] = (), also: tuple[tuple[str, str], ...] = ()) -> None:
        self.login_tables = login_tables
        self.also = also

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Models stay as they are."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Run the statements for each table."""
        for table in _tenant_tables(to_state.apps, app_label):
            if table not in self.login_tables:
                schema_editor.execute(protect_sql(table))
        for table, test in self.also:
            schema_editor.execute(protect_sql(table, test))

    def database_backwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any) -> None:
        """Nothing: the tables go with their own migrations, and protection is never taken off by itself."""

    def describe(self) -> str:
        return "Enable and force row-level security on the app's tenant tables"


def _tenant_tables(apps: Apps, app_label: str) -> list[str]:
    models = apps.get_app_config(app_label).get_models(include_auto_created=True)
    return sorted(
        model._meta.db_table
        for model in models
        if model._meta.managed and any(field.column == "business_id" for field in model._meta.local_concrete_fields)
    )


def append_only() -> list[pgtrigger.Trigger]:
    """Triggers by which rows of a ledger can't be updated, deleted or truncated, except by role `purge`."""
    refuse = (
        "IF current_user = 'optimapos_purge' AND TG_OP <> 'UPDATE' THEN RETURN OLD; END IF;"
        "RAISE EXCEPTION 'LEDGER_IMMUTABLE: rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'OP002';"
    )
    return [
        pgtrigger.Trigger(
            name="append_only",
            operation=pgtrigger.Update | pgtrigger.Delete,
            when=pgtrigger.Before,
            func=refuse,
        ),
        pgtrigger.Trigger(
            name="no_truncate",
            operation=pgtrigger.Truncate,
            when=pgtrigger.Before,
            level=pgtrigger.Statement,
            func=refuse,
        ),
    ]
