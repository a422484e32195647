"""The pricing app, and the refusals that its constraints stand for."""

from django.apps import AppConfig

from optimapos.core.refusals import register_constraint


class PricingConfig(AppConfig):
    """Prices."""

    name = "optimapos.pricing"
    label = "pricing"
    verbose_name = "Prices"

    def ready(self) -> None:
        """Register refusals."""
        register_constraint("product_price_unique", "DUPLICATE_PRICE", "A price was set for the same instant already.")
