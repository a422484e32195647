"""The wallet app, and the refusals that its constraints stand for."""

from django.apps import AppConfig

from optimapos.core.refusals import register_constraint


class WalletConfig(AppConfig):
    """What is owed to bearers and customers."""

    name = "optimapos.wallet"
    label = "wallet"
    verbose_name = "Gift cards, store credit and points"

    def ready(self) -> None:
        """Register refusals."""
        register_constraint(
            "loyalty_program_once", "DUPLICATE_PROGRAM", "There are terms from that very instant on already."
        )
