"""The demo app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """A shop to try everything in."""

    name = "optimapos.demo"
    label = "demo"
    verbose_name = "Demo shop"
