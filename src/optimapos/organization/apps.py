"""The organization app, and the refusals that its constraints stand for."""

from django.apps import AppConfig

from optimapos.core.refusals import register_constraint


class OrganizationConfig(AppConfig):
    """Businesses, locations, people, terminals."""

    name = "optimapos.organization"
    label = "organization"
    verbose_name = "Organization"

    def ready(self) -> None:
        """Register refusals, and tell the schema generator about our sign-in classes."""
        from optimapos.organization.api import schemes  # noqa: F401, PLC0415 - registers by being imported

        register_constraint("location_code_unique", "DUPLICATE_CODE", "A location with this code exists already.")
        register_constraint(
            "terminal_code_unique", "DUPLICATE_CODE", "A terminal with this code exists at the location."
        )
        register_constraint("role_code_unique", "DUPLICATE_CODE", "A role with this code exists already.")
        register_constraint("saved_view_name_unique", "DUPLICATE_NAME", "You have a view of this name already.")
        register_constraint("membership_user_unique", "ALREADY_MEMBER", "This person is a member already.")
