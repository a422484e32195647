"""Migration operations that make a table a tenant's, or a ledger.

`ProtectTenantTables` stands in each app's migrations: it enables and forces one generated row-level security policy on
every table of the app that has a `business_id`. `MakeAppendOnly` names the ledgers among them.
"""

from typing import Any

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

TENANT_TEST = "business_id = nullif(current_setting('app.business', true), '')::uuid"
POLICY = "tenant_isolation"
LOGIN_POLICY = "login_read"


def protect_sql(table: str, test: str = TENANT_TEST) -> str:
    """The statements that put one table behind row-level security, safe to repeat."""
    return f"""
        ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
        ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;
        DROP POLICY IF EXISTS {POLICY} ON "{table}";
        CREATE POLICY {POLICY} ON "{table}" USING ({test}) WITH CHECK ({test});
    """


def protect_login_sql(table: str) -> str:
    """The same for a login table: it is read before a business is named, and written only in the named one's rows."""
    return f"""
        {protect_sql(table)}
        DROP POLICY IF EXISTS {LOGIN_POLICY} ON "{table}";
        CREATE POLICY {LOGIN_POLICY} ON "{table}" FOR SELECT USING (true);
    """


class ProtectTenantTables(Operation):
    """Put every table of the app that has a `business_id` behind row-level security; login tables for writing only.

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
            is_login = table in self.login_tables
            schema_editor.execute(protect_login_sql(table) if is_login else protect_sql(table))
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


class MakeAppendOnly(Operation):
    """Make tables ledgers: no row is updated, deleted or truncated.

    Triggers refuse it to everybody but role `purge`, and the roles that serve requests have no such privilege to begin with.
    The triggers are plain ones: nothing that a session can set switches them off.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, *tables: str) -> None:
        self.tables = tables

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Models stay as they are."""

    def database_forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any) -> None:
        """Run the statements for each table."""
        for table in self.tables:
            schema_editor.execute(append_only_sql(table))

    def database_backwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any) -> None:
        """Nothing: the triggers go with their tables."""

    def describe(self) -> str:
        return f"Make {', '.join(self.tables)} append-only"


def append_only_sql(table: str) -> str:
    """The statements that make one table a ledger."""
    return f"""
        CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "{table}"
            FOR EACH ROW EXECUTE FUNCTION ledger_immutable();
        CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "{table}"
            FOR EACH STATEMENT EXECUTE FUNCTION ledger_immutable();
        REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM optimapos_app, optimapos_maintenance;
    """
