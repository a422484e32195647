"""The live app."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Hints for other screens."""

    name = "optimapos.live"
    label = "live"
    verbose_name = "Live"
