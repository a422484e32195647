"""The sales app, and the refusal that one of its constraints stands for."""

from django.apps import AppConfig

from optimapos.core.refusals import register_constraint


class SalesConfig(AppConfig):
    """Carts, checkout, payments."""

    name = "optimapos.sales"
    label = "sales"
    verbose_name = "Carts, checkout, payments"

    def ready(self) -> None:
        """Register refusals."""
        register_constraint(
            "sale_receipt_number_unique", "RECEIPT_NUMBER_TAKEN", "Another sale has this receipt number."
        )
