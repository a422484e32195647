"""What invoices, payments, credit notes, statements and landed costs are answered with."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from optimapos.apikit.fields import AmountField, PercentField
from optimapos.inventory.api.fields import FigureField
from optimapos.nomenclatures.api.documents import DOCUMENT_FIELDS, DocumentSerializer
from optimapos.partners.api.receivable_shapes import AgingSerializer
from optimapos.purchases.api.fields import RateField
from optimapos.purchases.models import (
    LandedCost,
    LandedCostCharge,
    LandedCostTarget,
    SupplierAllocation,
    SupplierCreditNote,
    SupplierCreditNoteLine,
    SupplierInvoice,
    SupplierInvoiceLine,
    SupplierPayment,
    SupplierTransaction,
)
from optimapos.purchases.selectors.payables import Statement


class InvoiceLineSerializer(serializers.ModelSerializer[SupplierInvoiceLine]):
    """A line. `on_goods_amount` was added to what the goods cost, in the business's currency."""

    receipt_line = serializers.UUIDField(source="receipt_line_id", allow_null=True)
    receipt = serializers.UUIDField(source="receipt_line.receipt_id", default=None, allow_null=True)
    product = serializers.UUIDField(source="receipt_line.product_id", default=None, allow_null=True)
    product_sku = serializers.CharField(source="receipt_line.product.sku", default=None, allow_null=True)
    quantity = FigureField()
    base_qty = FigureField()
    unit_price = FigureField()
    discount_percent = PercentField()
    tax_rate = PercentField(allow_null=True)
    net_amount = AmountField()
    on_goods_amount = AmountField()

    class Meta:
        model = SupplierInvoiceLine
        fields = [
            "id",
            "line_no",
            "receipt_line",
            "receipt",
            "product",
            "product_sku",
            "description",
            "quantity",
            "base_qty",
            "unit_price",
            "discount_percent",
            "tax_rate",
            "net_amount",
            "on_goods_amount",
        ]


class InvoiceSerializer(DocumentSerializer):
    """An invoice. Amounts in its currency; `open_amount` is still to be paid."""

    supplier = serializers.UUIDField(source="supplier_id")
    supplier_name = serializers.CharField(source="supplier.name")
    division = serializers.UUIDField(source="division_id", allow_null=True)
    exchange_rate = RateField()
    net_amount = AmountField()
    tax_amount = AmountField()
    rounding = AmountField()
    total_amount = AmountField()
    open_amount = AmountField()
    lines = InvoiceLineSerializer(many=True)

    class Meta:
        model = SupplierInvoice
        fields = [
            *DOCUMENT_FIELDS,
            "supplier",
            "supplier_name",
            "division",
            "supplier_number",
            "due_date",
            "currency",
            "exchange_rate",
            "net_amount",
            "tax_amount",
            "rounding",
            "total_amount",
            "open_amount",
            "has_accepted_differences",
            "puts_differences_on_goods",
            "lines",
        ]


class AllocationSerializer(serializers.ModelSerializer[SupplierAllocation]):
    """What settles what: `credit` and `debit` name what booked either. In their currency, and what it was worth on either
    side in the business's own.
    """

    credit = serializers.UUIDField(source="credit.source_id")
    credit_reference = serializers.CharField(source="credit.reference")
    debit = serializers.UUIDField(source="debit.source_id")
    debit_reference = serializers.CharField(source="debit.reference")
    currency = serializers.CharField(source="debit.currency")
    amount = AmountField()
    credit_amount = AmountField()
    debit_amount = AmountField()

    class Meta:
        model = SupplierAllocation
        fields = [
            "id",
            "credit",
            "credit_reference",
            "debit",
            "debit_reference",
            "currency",
            "amount",
            "credit_amount",
            "debit_amount",
            "occurred_at",
        ]


class SupplierPaymentSerializer(serializers.ModelSerializer[SupplierPayment]):
    """A payment. `open_amount` of it settles nothing yet, in its currency."""

    supplier = serializers.UUIDField(source="supplier_id")
    supplier_name = serializers.CharField(source="supplier.name")
    division = serializers.UUIDField(source="division_id", allow_null=True)
    location = serializers.UUIDField(source="location_id")
    exchange_rate = RateField()
    amount = AmountField()
    open_amount = AmountField()

    class Meta:
        model = SupplierPayment
        fields = [
            "id",
            "number",
            "supplier",
            "supplier_name",
            "division",
            "location",
            "is_refund",
            "method",
            "reference",
            "paid_on",
            "currency",
            "exchange_rate",
            "amount",
            "open_amount",
            "notes",
            "created_by",
            "created_at",
            "reversed_at",
            "reversed_by",
            "reversal_reason",
        ]


class CreditLineSerializer(serializers.ModelSerializer[SupplierCreditNoteLine]):
    """A line of a credit note."""

    return_line = serializers.UUIDField(source="return_line_id", allow_null=True)
    supplier_return = serializers.UUIDField(source="return_line.supplier_return_id", default=None, allow_null=True)
    product = serializers.UUIDField(source="return_line.product_id", default=None, allow_null=True)
    product_sku = serializers.CharField(source="return_line.product.sku", default=None, allow_null=True)
    quantity = FigureField()
    base_qty = FigureField()
    unit_price = FigureField()
    net_amount = AmountField()

    class Meta:
        model = SupplierCreditNoteLine
        fields = [
            "id",
            "line_no",
            "return_line",
            "supplier_return",
            "product",
            "product_sku",
            "description",
            "quantity",
            "base_qty",
            "unit_price",
            "net_amount",
        ]


class CreditNoteSerializer(serializers.ModelSerializer[SupplierCreditNote]):
    """A credit note. `open_amount` of it settles nothing yet, in its currency."""

    supplier = serializers.UUIDField(source="supplier_id")
    supplier_name = serializers.CharField(source="supplier.name")
    division = serializers.UUIDField(source="division_id", allow_null=True)
    location = serializers.UUIDField(source="location_id")
    exchange_rate = RateField()
    net_amount = AmountField()
    tax_amount = AmountField()
    rounding = AmountField()
    total_amount = AmountField()
    open_amount = AmountField()
    lines = CreditLineSerializer(many=True)

    class Meta:
        model = SupplierCreditNote
        fields = [
            "id",
            "number",
            "supplier",
            "supplier_name",
            "division",
            "location",
            "supplier_number",
            "document_date",
            "currency",
            "exchange_rate",
            "net_amount",
            "tax_amount",
            "rounding",
            "total_amount",
            "open_amount",
            "notes",
            "created_by",
            "created_at",
            "reversed_at",
            "reversed_by",
            "reversal_reason",
            "lines",
        ]


class ExpectedCreditSerializer(serializers.Serializer[Any]):
    """Goods that went back, that the supplier has invoiced, and that it has not credited yet."""

    supplier_return = serializers.UUIDField()
    number = serializers.CharField()
    supplier = serializers.UUIDField()
    return_line = serializers.UUIDField()
    product = serializers.UUIDField()
    product_sku = serializers.CharField()
    base_qty = FigureField()
    currency = serializers.CharField()
    amount = AmountField()


class EntrySerializer(serializers.ModelSerializer[SupplierTransaction]):
    """An entry of the ledger. `amount` in the business's currency, above 0: owed; `foreign_amount` in `currency`."""

    amount = AmountField()
    foreign_amount = AmountField()
    rate = RateField()

    class Meta:
        model = SupplierTransaction
        fields = [
            "id",
            "kind",
            "document_date",
            "due_date",
            "reference",
            "source_type",
            "source_id",
            "location_id",
            "amount",
            "currency",
            "foreign_amount",
            "rate",
            "occurred_at",
            "posted_at",
        ]


class StatementLineSerializer(EntrySerializer):
    """An entry with the balance after it."""

    balance = AmountField()

    class Meta(EntrySerializer.Meta):
        fields = [*EntrySerializer.Meta.fields, "balance"]


class StatementSerializer(serializers.Serializer[Statement]):
    """What happened between the business and a supplier, in the business's currency."""

    opening_balance = AmountField()
    closing_balance = AmountField()
    lines = serializers.SerializerMethodField()

    @extend_schema_field(StatementLineSerializer(many=True))
    def get_lines(self, statement: Statement) -> list[Any]:
        """By day."""
        told = AmountField()
        return [
            {**EntrySerializer(entry).data, "balance": told.to_representation(balance)}
            for entry, balance in statement.lines
        ]


class SupplierAgingSerializer(AgingSerializer):
    """The same of one supplier among others."""

    def get_fields(self) -> dict[str, Any]:
        """The supplier, and the buckets."""
        named = {
            "supplier": serializers.UUIDField(read_only=True),
            "code": serializers.CharField(read_only=True),
            "name": serializers.CharField(read_only=True),
        }
        return {**named, **super().get_fields()}


class ChargeSerializer(serializers.ModelSerializer[LandedCostCharge]):
    """A charge: `amount` in its currency, `ledger_amount` in the business's own."""

    kind = serializers.CharField(source="charge_kind")
    amount = AmountField()
    exchange_rate = RateField()
    ledger_amount = AmountField()
    invoice_line = serializers.UUIDField(source="invoice_line_id", allow_null=True)
    invoice = serializers.UUIDField(source="invoice_line.invoice_id", default=None, allow_null=True)

    class Meta:
        model = LandedCostCharge
        fields = [
            "id",
            "line_no",
            "kind",
            "description",
            "amount",
            "currency",
            "exchange_rate",
            "ledger_amount",
            "invoice_line",
            "invoice",
        ]


class TargetSerializer(serializers.ModelSerializer[LandedCostTarget]):
    """Goods that the charges are added to; `amount` is their share once it was posted. Of it, `stock_amount` went into the
    value of what was in stock then, `expensed_amount` is the cost of what was sold or gone.
    """

    receipt = serializers.UUIDField(source="receipt_line.receipt_id")
    receipt_line = serializers.UUIDField(source="receipt_line_id")
    product = serializers.UUIDField(source="receipt_line.product_id")
    product_sku = serializers.CharField(source="receipt_line.product.sku")
    amount = AmountField()
    stock_amount = AmountField()
    expensed_amount = AmountField()

    class Meta:
        model = LandedCostTarget
        fields = [
            "id",
            "receipt",
            "receipt_line",
            "product",
            "product_sku",
            "amount",
            "stock_amount",
            "expensed_amount",
        ]


class LandedCostSerializer(DocumentSerializer):
    """Charges that are added to what goods cost. `total_amount` in the business's currency."""

    total_amount = AmountField()
    charges = ChargeSerializer(many=True)
    targets = TargetSerializer(many=True)

    class Meta:
        model = LandedCost
        fields = [*DOCUMENT_FIELDS, "basis", "total_amount", "charges", "targets"]
