"""The purchases app, and the refusals that its constraints stand for."""

from django.apps import AppConfig

from optimapos.core.refusals import register_constraint


class PurchasesConfig(AppConfig):
    """Purchasing."""

    name = "optimapos.purchases"
    label = "purchases"
    verbose_name = "Purchasing"

    def ready(self) -> None:
        """Register refusals."""
        register_constraint(
            "supplier_product_unique",
            "DUPLICATE_PRICE",
            "The supplier's list has a price of this packaging from that day on already. Change that one.",
        )
        register_constraint(
            "supplier_product_one_preferred",
            "BUSY",
            "Somebody else is choosing the preferred supplier of this product. Try again in a moment.",
        )
        register_constraint(
            "reorder_rule_unique",
            "DUPLICATE_REORDER_RULE",
            "The product has a reorder rule for this location already. Change that one.",
        )
        register_constraint(
            "supplier_invoice_once", "DUPLICATE_INVOICE", "An invoice of this supplier with this number exists already."
        )
        register_constraint(
            "supplier_credit_note_once",
            "DUPLICATE_CREDIT_NOTE",
            "A credit note of this supplier with this number exists already.",
        )
        for name in ("supplier_invoice_rounding", "supplier_credit_note_rounding"):
            register_constraint(name, "VALIDATION_FAILED", "A paper's total is rounded by 1 at most.")
