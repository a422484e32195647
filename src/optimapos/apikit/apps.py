"""The HTTP kit as an app: it owns the table of idempotency keys."""

from django.apps import AppConfig


class ApiKitConfig(AppConfig):
    """What every endpoint is made of."""

    name = "optimapos.apikit"
    label = "apikit"
    verbose_name = "API kit"
