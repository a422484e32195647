"""The verify app: a command and no tables."""

from django.apps import AppConfig


class VerifyConfig(AppConfig):
    """Proof of the invariants."""

    name = "optimapos.verify"
    label = "verify"
    verbose_name = "Verification"
