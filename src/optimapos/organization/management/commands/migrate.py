"""`manage migrate`, and after it the built-in roles of every business get what this version gives them."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from optimapos.core.tenancy import APP
from optimapos.organization.services import RoleService

NEEDED = frozenset({"role", "membership", "audit_log"})


class Command(migrate.Command):
    """Django's own, with one step more."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; then bring roles up to date, where their tables are there: not after migrating back to zero."""
        super().handle(*args, **options)
        if set(connections[APP].introspection.table_names()) >= NEEDED and not self._only_asks(options):
            RoleService.follow_code()

    @staticmethod
    def _only_asks(options: dict[str, Any]) -> bool:
        return bool(options.get("plan") or options.get("check_unapplied"))
