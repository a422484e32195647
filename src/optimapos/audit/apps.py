"""The audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The event log."""

    name = "optimapos.audit"
    label = "audit"
    verbose_name = "Audit log"
