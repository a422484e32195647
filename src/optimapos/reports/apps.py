"""The reports app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Figures over all floors below."""

    name = "optimapos.reports"
    label = "reports"
    verbose_name = "Reports"
