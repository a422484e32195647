"""The organization app, and the refusals that its constraints stand for."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from optimapos.core.refusals import register_constraint
from optimapos.core.tenancy import APP


class OrganizationConfig(AppConfig):
    """Businesses, locations, people, terminals."""

    name = "optimapos.organization"
    label = "organization"
    verbose_name = "Organization"

    def ready(self) -> None:
        """Register refusals, and tell the schema generator about our sign-in classes."""
        from optimapos.organization.api import schemes  # noqa: F401, PLC0415 - registers by being imported

        post_migrate.connect(_bring_roles_up_to_date, sender=self)
        register_constraint("location_code_unique", "DUPLICATE_CODE", "A location with this code exists already.")
        register_constraint(
            "terminal_code_unique", "DUPLICATE_CODE", "A terminal with this code exists at the location."
        )
        register_constraint("role_code_unique", "DUPLICATE_CODE", "A role with this code exists already.")
        register_constraint("membership_user_unique", "ALREADY_MEMBER", "This person is a member already.")


def _bring_roles_up_to_date(**_: Any) -> None:
    """After `migrate`: what built-in roles gained since. Nothing where the tables are gone, migrated back to zero."""
    from optimapos.organization.services import RoleService  # noqa: PLC0415 - models are loaded by now

    if {"role", "membership", "audit_log"} <= set(connections[APP].introspection.table_names()):
        RoleService.follow_code()
