"""The tills app."""

from django.apps import AppConfig


class TillsConfig(AppConfig):
    """What tills keep."""

    name = "optimapos.tills"
    label = "tills"
    verbose_name = "Tills"
