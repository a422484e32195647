"""The app that holds the outbox."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Foundation services."""

    name = "optimapos.core"
    label = "core"
    verbose_name = "Core"
