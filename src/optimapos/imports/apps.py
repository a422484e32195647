"""The imports app, and the refusals that its constraints stand for."""

from django.apps import AppConfig

from optimapos.core.refusals import register_constraint


class ImportsConfig(AppConfig):
    """Imports and exports."""

    name = "optimapos.imports"
    label = "imports"
    verbose_name = "Imports and exports"

    def ready(self) -> None:
        """Register refusals."""
        register_constraint(
            "import_opening_stock_once",
            "ALREADY_IMPORTED",
            "This file was applied before; again it would double the stock.",
        )
