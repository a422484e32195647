"""The offline app, and the refusals that its constraints stand for."""

from django.apps import AppConfig

from optimapos.core.refusals import register_constraint


class OfflineConfig(AppConfig):
    """Sales made without a connection."""

    name = "optimapos.offline"
    label = "offline"
    verbose_name = "Sales made offline"

    def ready(self) -> None:
        """Register refusals."""
        register_constraint(
            "terminal_key_thumbprint_unique", "DEVICE_KEY_IN_USE", "This key belongs to another terminal."
        )
        register_constraint(
            "offline_sale_sequence_unique", "SEQUENCE_REUSED", "The device sent another sale under this number before."
        )
