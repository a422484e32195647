"""The replay app."""

from django.apps import AppConfig


class ReplayConfig(AppConfig):
    """Sells real baskets."""

    name = "optimapos.replay"
    label = "replay"
    verbose_name = "Replay"
