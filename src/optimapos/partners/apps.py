"""The partners app."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """Customers."""

    name = "optimapos.partners"
    label = "partners"
    verbose_name = "Customers"
