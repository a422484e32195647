"""Landed costs: freight, duty and the like, charged to goods that were received."""

from decimal import Decimal

from django.db import models

from optimapos.core.fields import amount_field, amounts_bounded, amounts_not_negative, between
from optimapos.core.money import AMOUNT_LIMIT
from optimapos.nomenclatures.models import Document
from optimapos.organization.models import BusinessOwned
from optimapos.purchases.models.documents import SMALLEST_RATE
from optimapos.purchases.models.invoices import SupplierInvoiceLine
from optimapos.purchases.models.lines import DeliveryReceiptLine
from optimapos.purchases.models.payables import SMALLEST_AMOUNT
from optimapos.purchases.rules.amounts import RATE_LIMIT
from optimapos.purchases.types import Basis, ChargeKind, Kind


class LandedCost(Document):
    """Charges that are added to what goods cost, split over lines of receipts by `basis`.

    `total_amount` is the sum of the charges in the business's own currency.
    """

    kind = Kind.LANDED_COST

    basis = models.CharField(max_length=10, choices=Basis)
    total_amount = amount_field(default=Decimal(0))

    class Meta(Document.Meta):
        abstract = False
        db_table = "landed_cost"
        constraints = [*Document.Meta.constraints, amounts_not_negative("landed_cost_bounded", "total_amount")]


class LandedCostCharge(BusinessOwned):
    """One charge: `amount` in `currency`, worth `ledger_amount` of the business's own; perhaps a line of an invoice."""

    landed_cost = models.ForeignKey(LandedCost, on_delete=models.CASCADE, related_name="charges", db_index=False)
    line_no = models.PositiveSmallIntegerField()
    charge_kind = models.CharField(max_length=10, choices=ChargeKind)
    description = models.CharField(max_length=200, blank=True)
    amount = amount_field()
    currency = models.CharField(max_length=3)
    exchange_rate = models.DecimalField(max_digits=19, decimal_places=8, default=Decimal(1))
    ledger_amount = amount_field()
    invoice_line = models.ForeignKey(
        SupplierInvoiceLine, on_delete=models.PROTECT, null=True, blank=True, related_name="landed_charges"
    )

    class Meta:
        db_table = "landed_cost_charge"
        constraints = [
            models.UniqueConstraint(fields=["landed_cost", "line_no"], name="landed_cost_charge_number"),
            between("landed_cost_charge_bounded", SMALLEST_AMOUNT, AMOUNT_LIMIT, "amount"),
            amounts_not_negative("landed_cost_charge_ledger", "ledger_amount"),
            between("landed_cost_charge_rate", SMALLEST_RATE, RATE_LIMIT, "exchange_rate"),
        ]

    def __str__(self) -> str:
        return f"{self.charge_kind} {self.amount}"


class LandedCostTarget(BusinessOwned):
    """A line of a receipt that charges are added to; `amount` is its share once the document was posted."""

    landed_cost = models.ForeignKey(LandedCost, on_delete=models.CASCADE, related_name="targets", db_index=False)
    receipt_line = models.ForeignKey(DeliveryReceiptLine, on_delete=models.PROTECT, related_name="landed_targets")
    amount = amount_field(default=Decimal(0))

    class Meta:
        db_table = "landed_cost_target"
        constraints = [
            models.UniqueConstraint(fields=["landed_cost", "receipt_line"], name="landed_cost_target_unique"),
            amounts_bounded("landed_cost_target_bounded", "amount"),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"
