"""The partners app, and the refusals that its constraints stand for."""

from django.apps import AppConfig

from optimapos.core.refusals import register_constraint


class PartnersConfig(AppConfig):
    """Customers."""

    name = "optimapos.partners"
    label = "partners"
    verbose_name = "Customers"

    def ready(self) -> None:
        """Register refusals."""
        register_constraint("customer_code_unique", "DUPLICATE_CODE", "A customer with this code exists already.")
