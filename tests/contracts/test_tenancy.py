"""Tenancy: managers that take a business, tables behind row-level security, and every way around either one listed."""

import ast
import re
from collections.abc import Iterator

from django.apps import apps
from django.db import connections, models

from optimapos.core.schema import LOGIN_POLICY, POLICY, TENANT_TEST
from optimapos.core.tenancy import MAINTENANCE, TenantManager
from tests.contracts.sources import Source, called_name, package_sources

LOGIN_TABLES = {"membership", "terminal_session"}
"""Read to find the business, before one is named."""
NO_TENANT = {
    "account_emailaddress",
    "account_emailconfirmation",
    "app_user",
    "app_user_groups",
    "app_user_user_permissions",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_admin_log",
    "django_content_type",
    "django_migrations",
    "django_session",
}
"""Tables of people and of the framework, which belong to no business."""
ACROSS_BUSINESSES = {
    ("src/optimapos/apikit/idempotency.py", "forget_old_keys"),
    ("src/optimapos/core/locks.py", "claim_message"),
    ("src/optimapos/core/rotation.py", "sealing_businesses"),
    ("src/optimapos/imports/selectors/jobs.py", "unfinished_jobs"),
    ("src/optimapos/imports/services/forgetting.py", "forget_old_files"),
    ("src/optimapos/products/locks.py", "claim_removed_pictures"),
    ("src/optimapos/products/services/picture_files.py", "_orphans"),
}
"""Who asks for the rows of all businesses."""
PAST_THE_MANAGER = {
    "src/optimapos/apikit/views.py": "an empty queryset for the schema",
    "src/optimapos/nomenclatures/selectors/references.py": "rows that refer to one row of the business",
    "src/optimapos/organization/admin/desk.py": "login tables",
    "src/optimapos/organization/api/views.py": "an empty queryset for the schema",
    "src/optimapos/organization/selectors/actors.py": "login tables",
    "src/optimapos/products/selectors/products.py": "parts of products of the business",
    "src/optimapos/partners/api/receivables.py": "an empty queryset for the schema",
    "src/optimapos/purchases/api/accounts.py": "an empty queryset for the schema",
    "src/optimapos/refunds/api/views.py": "an empty queryset for the schema",
    "src/optimapos/refunds/selectors/refunds.py": "parts of refunds of the business",
    "src/optimapos/sales/api/accounts.py": "an empty queryset for the schema",
    "src/optimapos/sales/api/gift_cards.py": "an empty queryset for the schema",
    "src/optimapos/sales/api/views.py": "an empty queryset for the schema",
    "src/optimapos/tills/api/layouts.py": "an empty queryset for the schema",
    "src/optimapos/wallet/api/views.py": "an empty queryset for the schema",
}
"""Which files use Django's plain manager, and what for."""
AS_MAINTENANCE = {
    "src/optimapos/apikit/idempotency.py": "keys of every business grow old",
    "src/optimapos/core/outbox.py": "the relay serves every business",
    "src/optimapos/core/tenancy.py": "names it",
    "src/optimapos/demo/shop.py": "whether there is a business at all",
    "src/optimapos/inventory/services/reservations.py": "the sweeper serves every business",
    "src/optimapos/organization/admin/desk.py": "which businesses a member of staff may sit down in",
    "src/optimapos/papers/locks.py": "the mail of every business waits side by side",
    "src/optimapos/papers/services/logos.py": "files of every business lie side by side",
    "src/optimapos/partners/management/commands/cleanup_mock_customers.py": "which business is meant",
    "src/optimapos/payments/locks.py": "the poller serves every business",
    "src/optimapos/payments/selectors/waiting.py": "the poller serves every business",
    "src/optimapos/products/services/picture_files.py": "removed pictures of every business are forgotten",
    "src/optimapos/purchases/services/alerts.py": "low stock is looked for in every business",
    "src/optimapos/sales/management/commands/rebuild_customer_stats.py": "whose statistics are to be made anew",
    "src/optimapos/sales/services/statistics.py": "counts in the relay's own transaction",
    "src/optimapos/tills/services/compacting.py": "superfluous notes of every business are taken out",
    "src/optimapos/verify/runner.py": "verification reads everything",
    "src/optimapos/wallet/services/expiry.py": "what lapsed is booked out in every business",
}
"""Which files connect as role `maintenance`, to which row-level security does not apply, and what for."""
SETS_UP_ROLES = ("src/optimapos/config/", "src/optimapos/core/embedded/")
LOCKING_STATEMENTS = {"src/optimapos/inventory/services/reservations.py": "the sweeper takes reservation rows alone"}
"""Which files lock rows in SQL, besides `locks.py` and `sql/`."""


def _tenant_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if any(field.column == "business_id" for field in model._meta.concrete_fields)
    ]


def _rows(statement: str) -> list[tuple[object, ...]]:
    with connections[MAINTENANCE].cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _is_a_lock_file(source: Source) -> bool:
    return source.path.name in {"locks.py", "sql.py"} or "sql" in source.inside_app


def test_tenant_models_have_no_manager_without_a_business() -> None:
    assert len(_tenant_models()) > 25
    for model in _tenant_models():
        for manager in model._meta.managers:
            assert isinstance(manager, TenantManager), f"{model.__name__}.{manager.name}"
        assert isinstance(model._default_manager, TenantManager), model.__name__
        assert not isinstance(model._base_manager, TenantManager), model.__name__


def test_a_model_belongs_to_a_business_or_is_listed() -> None:
    tables = {row[0] for row in _rows("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")}
    tenants = {model._meta.db_table for model in _tenant_models()}
    assert tables - tenants - {"business"} == NO_TENANT


def test_every_tenant_table_is_behind_its_policy() -> None:
    protected = _rows(
        """
        SELECT c.relname::text, c.relrowsecurity AND c.relforcerowsecurity
          FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'business_id' AND NOT a.attisdropped
         WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
        """
    )
    assert [table for table, is_protected in protected if not is_protected] == []
    found = _rows(
        "SELECT tablename::text, policyname::text, permissive, roles::text, cmd, qual, with_check FROM pg_policies"
    )
    login = [policy for policy in found if policy[1] == LOGIN_POLICY]
    assert {str(policy[0]) for policy in login} == LOGIN_TABLES
    assert {policy[4:] for policy in login} == {("SELECT", "true", None)}
    policies = [policy for policy in found if policy[1] != LOGIN_POLICY]
    wanted = {str(table) for table, _ in protected} | {"business"}
    assert {str(policy[0]) for policy in policies} == wanted
    assert len(policies) == len(wanted)
    for table, name, permissive, roles, command, test, check in policies:
        assert (name, permissive, roles, command) == (POLICY, "PERMISSIVE", "{public}", "ALL"), table
        own = TENANT_TEST.replace("business_id", "id") if table == "business" else TENANT_TEST
        assert _plain(str(test)) == _plain(str(check)) == _plain(own), table


def _plain(expression: str) -> str:
    """An expression without what PostgreSQL adds when it prints it."""
    return re.sub(r"[\s()]|::text", "", expression).lower()


def test_nobody_but_the_listed_reads_across_businesses() -> None:
    callers = {
        (source.name, function.name)
        for source in package_sources()
        for function in source.functions
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call))
        if called_name(call) == "across_businesses"
    }
    assert callers == ACROSS_BUSINESSES


def test_nobody_but_the_listed_goes_past_the_manager() -> None:
    users = {
        source.name
        for source in package_sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr == "_base_manager"
    }
    assert users == set(PAST_THE_MANAGER)


def test_nobody_but_the_listed_connects_as_maintenance() -> None:
    users = {
        source.name
        for source in package_sources()
        if not source.name.startswith(SETS_UP_ROLES)
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.Name) and node.id == "MAINTENANCE")
        or (isinstance(node, ast.Constant) and node.value == "maintenance")
    }
    assert users == set(AS_MAINTENANCE)


def test_only_lock_files_lock_rows() -> None:
    callers = {
        source.name
        for source in package_sources()
        for call in source.calls
        if called_name(call) == "select_for_update" and not _is_a_lock_file(source)
    }
    assert callers == set()
    writers = {
        source.name
        for source in package_sources()
        if not _is_a_lock_file(source)
        for text in _statements(source)
        if re.search(r"\bFOR (NO KEY )?UPDATE\b|\bFOR (KEY )?SHARE\b", text)
    }
    assert writers == set(LOCKING_STATEMENTS)


def test_all_row_locks_leave_keys_free() -> None:
    for source in package_sources():
        for call in source.calls:
            if called_name(call) == "select_for_update":
                given = {keyword.arg: keyword.value for keyword in call.keywords}
                assert isinstance(given.get("no_key"), ast.Constant), f"{source.name}: FOR UPDATE blocks foreign keys"
        assert not any(re.search(r"\bFOR UPDATE\b", text) for text in _statements(source)), source.name


def _statements(source: Source) -> Iterator[str]:
    """The strings of a file, its documentation apart."""
    documentation = {
        id(node.value)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value
