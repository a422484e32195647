"""Papers that suppliers send: invoices, line by line against what was received, and credit notes against what went back."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from optimapos.core.fields import (
    amount_field,
    amounts_not_negative,
    between,
    percent_bounded,
    percent_field,
    price_field,
    prices_not_negative,
    quantities_not_negative,
    quantity_field,
)
from optimapos.nomenclatures.models import Document
from optimapos.organization.models import BusinessOwned, Location
from optimapos.partners.models import Supplier, SupplierDivision
from optimapos.purchases.models.documents import SMALLEST_RATE
from optimapos.purchases.models.lines import DeliveryReceiptLine, SupplierReturnLine
from optimapos.purchases.rules.amounts import RATE_LIMIT
from optimapos.purchases.types import Kind

LARGEST_ROUNDING = Decimal(1)


class SupplierInvoice(Document):
    """What a supplier asks for. `supplier_number` is the supplier's own number of it, `document_date` its date.

    Amounts are in `currency`; `total_amount` = `net_amount` of the lines + `tax_amount` + `rounding`. Posting it books it
    into the supplier's ledger. `has_accepted_differences`: somebody took it on although it differs from what was ordered and
    received; `puts_differences_on_goods`: what the goods cost more or less than they were received for was added to them.
    """

    kind = Kind.INVOICE

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="+", db_index=False)
    division = models.ForeignKey(
        SupplierDivision, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    supplier_number = models.CharField(max_length=60)
    due_date = models.DateField()
    currency = models.CharField(max_length=3)
    exchange_rate = models.DecimalField(max_digits=19, decimal_places=8, default=Decimal(1))
    net_amount = amount_field(default=Decimal(0))
    tax_amount = amount_field(default=Decimal(0))
    rounding = amount_field(default=Decimal(0))
    total_amount = amount_field(default=Decimal(0))
    has_accepted_differences = models.BooleanField(default=False)
    puts_differences_on_goods = models.BooleanField(default=False)
    is_void = models.BooleanField(default=False)

    class Meta(Document.Meta):
        abstract = False
        db_table = "supplier_invoice"
        constraints = [
            *Document.Meta.constraints,
            models.UniqueConstraint(
                "supplier", Upper("supplier_number"), name="supplier_invoice_once", condition=Q(is_void=False)
            ),
            between("supplier_invoice_rate_bounded", SMALLEST_RATE, RATE_LIMIT, "exchange_rate"),
            amounts_not_negative("supplier_invoice_bounded", "net_amount", "tax_amount", "total_amount"),
            between("supplier_invoice_rounding", -LARGEST_ROUNDING, LARGEST_ROUNDING, "rounding"),
        ]
        indexes = [models.Index(fields=["supplier", "document_date"], name="supplier_invoice_supplier")]


class SupplierInvoiceLine(BusinessOwned):
    """Goods of one line of a receipt, in its packages (`base_qty` in base units), or a charge, such as freight."""

    invoice = models.ForeignKey(SupplierInvoice, on_delete=models.CASCADE, related_name="lines", db_index=False)
    line_no = models.PositiveSmallIntegerField()
    receipt_line = models.ForeignKey(
        DeliveryReceiptLine, on_delete=models.PROTECT, null=True, blank=True, related_name="invoice_lines"
    )
    description = models.CharField(max_length=200, blank=True)
    quantity = quantity_field()
    base_qty = quantity_field(default=Decimal(0))
    unit_price = price_field()
    discount_percent = percent_field(default=Decimal(0))
    tax_rate = percent_field(null=True, blank=True)
    net_amount = amount_field()
    on_goods_amount = amount_field(default=Decimal(0))

    class Meta:
        db_table = "supplier_invoice_line"
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "line_no"],
                name="supplier_invoice_line_number",
                deferrable=models.Deferrable.DEFERRED,
            ),
            quantities_not_negative("supplier_invoice_line_qty", "quantity", "base_qty"),
            prices_not_negative("supplier_invoice_line_price", "unit_price"),
            percent_bounded("supplier_invoice_line_percent", "discount_percent"),
            amounts_not_negative("supplier_invoice_line_amount", "net_amount"),
            models.CheckConstraint(
                name="supplier_invoice_line_tax",
                condition=Q(tax_rate__isnull=True) | Q(tax_rate__gte=0, tax_rate__lte=100),
            ),
            models.CheckConstraint(
                name="supplier_invoice_line_of_something",
                condition=Q(quantity__gt=0)
                & (
                    Q(receipt_line__isnull=False, base_qty__gt=0)
                    | (Q(receipt_line__isnull=True, base_qty=0) & ~Q(description=""))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_no}"


class SupplierCreditNote(BusinessOwned):
    """What a supplier lowers its claims by, for goods that went back or for something else. Booked as it is written.

    Amounts are in `currency`; `total_amount` = `net_amount` of the lines + `tax_amount` + `rounding`.
    """

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="+", db_index=False)
    division = models.ForeignKey(
        SupplierDivision, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=40)
    supplier_number = models.CharField(max_length=60)
    document_date = models.DateField()
    currency = models.CharField(max_length=3)
    exchange_rate = models.DecimalField(max_digits=19, decimal_places=8, default=Decimal(1))
    net_amount = amount_field()
    tax_amount = amount_field(default=Decimal(0))
    rounding = amount_field(default=Decimal(0))
    total_amount = amount_field()
    notes = models.TextField(blank=True)
    created_by = models.UUIDField()
    reversed_at = models.DateTimeField(null=True, blank=True)
    reversed_by = models.UUIDField(null=True, blank=True)
    reversal_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "supplier_credit_note"
        constraints = [
            models.UniqueConstraint(fields=["business", "number"], name="supplier_credit_note_number_unique"),
            models.UniqueConstraint(
                "supplier", Upper("supplier_number"), name="supplier_credit_note_once", condition=Q(reversed_at=None)
            ),
            between("supplier_credit_note_rate", SMALLEST_RATE, RATE_LIMIT, "exchange_rate"),
            amounts_not_negative("supplier_credit_note_bounded", "net_amount", "tax_amount", "total_amount"),
            between("supplier_credit_note_rounding", -LARGEST_ROUNDING, LARGEST_ROUNDING, "rounding"),
        ]

    def __str__(self) -> str:
        return self.number


class SupplierCreditNoteLine(BusinessOwned):
    """Goods of one line of a return, in its packages, or another amount, such as a rebate."""

    credit_note = models.ForeignKey(SupplierCreditNote, on_delete=models.PROTECT, related_name="lines", db_index=False)
    line_no = models.PositiveSmallIntegerField()
    return_line = models.ForeignKey(
        SupplierReturnLine, on_delete=models.PROTECT, null=True, blank=True, related_name="credit_lines"
    )
    description = models.CharField(max_length=200, blank=True)
    quantity = quantity_field()
    base_qty = quantity_field(default=Decimal(0))
    unit_price = price_field()
    net_amount = amount_field()

    class Meta:
        db_table = "supplier_credit_note_line"
        constraints = [
            models.UniqueConstraint(fields=["credit_note", "line_no"], name="supplier_credit_note_line_number"),
            quantities_not_negative("supplier_credit_note_line_qty", "quantity", "base_qty"),
            prices_not_negative("supplier_credit_note_line_price", "unit_price"),
            amounts_not_negative("supplier_credit_note_line_amount", "net_amount"),
            models.CheckConstraint(
                name="supplier_credit_note_line_of_it",
                condition=Q(quantity__gt=0)
                & (
                    Q(return_line__isnull=False, base_qty__gt=0)
                    | (Q(return_line__isnull=True, base_qty=0) & ~Q(description=""))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_no}"
