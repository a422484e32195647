"""The inventory app, and the refusals that its constraints stand for."""

from django.apps import AppConfig

from optimapos.core.refusals import register_constraint

BOUNDS = (
    "inventory_item_qty_bounded",
    "inventory_item_value_bounded",
    "inventory_batch_qty_bounded",
    "inventory_batch_cost_bounded",
    "stock_count_line_expected_bounded",
)


class InventoryConfig(AppConfig):
    """The stock ledger."""

    name = "optimapos.inventory"
    label = "inventory"
    verbose_name = "The stock ledger"

    def ready(self) -> None:
        """Register refusals."""
        for name in BOUNDS:
            register_constraint(name, "AMOUNT_TOO_LARGE", "That is more of one product than can be kept in the books.")
        register_constraint(
            "inventory_batch_serial_once", "SERIAL_IN_STOCK", "A piece with this serial number is in stock."
        )
