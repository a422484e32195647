"""The papers app."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """What is printed and mailed."""

    name = "optimapos.papers"
    label = "papers"
    verbose_name = "Papers"
