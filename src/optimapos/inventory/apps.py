"""The inventory app."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """The stock ledger."""

    name = "optimapos.inventory"
    label = "inventory"
    verbose_name = "The stock ledger"
