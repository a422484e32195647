"""The refunds app."""

from django.apps import AppConfig


class RefundsConfig(AppConfig):
    """Refunds, voids and exchanges."""

    name = "optimapos.refunds"
    label = "refunds"
    verbose_name = "Refunds"
