"""The pricing app."""

from django.apps import AppConfig


class PricingConfig(AppConfig):
    """Prices."""

    name = "optimapos.pricing"
    label = "pricing"
    verbose_name = "Prices"
