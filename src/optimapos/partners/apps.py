"""The partners app, and the refusals that its constraints stand for."""

from django.apps import AppConfig

from optimapos.core.refusals import register_constraint


class PartnersConfig(AppConfig):
    """Customers and suppliers."""

    name = "optimapos.partners"
    label = "partners"
    verbose_name = "Partners"

    def ready(self) -> None:
        """Register refusals."""
        register_constraint("customer_code_unique", "DUPLICATE_CODE", "A customer with this code exists already.")
        register_constraint("supplier_code_unique", "DUPLICATE_CODE", "A supplier with this code exists already.")
        register_constraint(
            "supplier_division_code_unique", "DUPLICATE_CODE", "The supplier has a division with this code already."
        )
        register_constraint(
            "customer_site_primary_unique",
            "PRIMARY_SITE_EXISTS",
            "The customer has a primary site already. Take that mark off it first.",
        )
        register_constraint(
            "customer_site_name_unique", "DUPLICATE_NAME", "The customer has a site with this name already."
        )
        register_constraint(
            "customer_site_primary_in_use", "SITE_INACTIVE", "A site that is out of use can't be the primary one."
        )
