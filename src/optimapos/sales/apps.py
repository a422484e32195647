"""The sales app."""

from django.apps import AppConfig


class SalesConfig(AppConfig):
    """Carts, checkout, payments."""

    name = "optimapos.sales"
    label = "sales"
    verbose_name = "Carts, checkout, payments"
