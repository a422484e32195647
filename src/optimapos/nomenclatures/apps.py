"""The nomenclatures app."""

from django.apps import AppConfig


class NomenclaturesConfig(AppConfig):
    """Reference data."""

    name = "optimapos.nomenclatures"
    label = "nomenclatures"
    verbose_name = "Reference data"
