"""Pages of purchasing. Documents are read-only: they are written through the API, which locks and checks."""

from optimapos.core.actors import Capability
from optimapos.organization.admin import LedgerAdmin, LedgerInline, register
from optimapos.purchases.models import (
    DeliveryReceipt,
    DeliveryReceiptLine,
    LandedCost,
    LandedCostCharge,
    LandedCostTarget,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseRequest,
    PurchaseRequestLine,
    PurchaseRequestOrderLink,
    PurchaseSettings,
    ReorderRule,
    StockAlert,
    SupplierAllocation,
    SupplierCreditNote,
    SupplierCreditNoteLine,
    SupplierInvoice,
    SupplierInvoiceLine,
    SupplierPayment,
    SupplierProduct,
    SupplierReturn,
    SupplierReturnLine,
    SupplierTransaction,
)

HEAD = ("number", "status", "location", "supplier", "currency", "net_amount", "document_date")


class PurchasePages(LedgerAdmin):
    """What is bought, and from whom."""

    view_capability = Capability.PURCHASE_VIEW


class DocumentPages(PurchasePages):
    """Purchase documents."""

    list_display = HEAD
    list_select_related = ("status", "location", "supplier")
    search_fields = ("number",)


class LinesOfDocument(LedgerInline):
    """A document's lines."""

    view_capability = Capability.PURCHASE_VIEW
    ordering = ("line_no",)


class LinesOfRequest(LinesOfDocument):
    """A request's lines."""

    model = PurchaseRequestLine
    fields = ("line_no", "product", "quantity", "base_qty", "unit_price", "net_amount", "converted_base_qty")


class LinesOfOrder(LinesOfDocument):
    """An order's lines."""

    model = PurchaseOrderLine
    fields = ("line_no", "product", "quantity", "unit_price", "net_amount", "received_base_qty", "cancelled_base_qty")


class LinesOfReceipt(LinesOfDocument):
    """A receipt's lines."""

    model = DeliveryReceiptLine
    fields = ("line_no", "product", "quantity", "unit_price", "net_amount", "batch_number", "returned_base_qty")


class LinesOfReturn(LinesOfDocument):
    """A return's lines."""

    model = SupplierReturnLine
    fields = ("line_no", "product", "quantity", "unit_price", "net_amount", "reason")


@register(PurchaseRequest)
class PurchaseRequestPages(DocumentPages):
    """Requests."""

    inlines = (LinesOfRequest,)


@register(PurchaseOrder)
class PurchaseOrderPages(DocumentPages):
    """Orders."""

    inlines = (LinesOfOrder,)


@register(DeliveryReceipt)
class DeliveryReceiptPages(DocumentPages):
    """Receipts."""

    inlines = (LinesOfReceipt,)


@register(SupplierReturn)
class SupplierReturnPages(DocumentPages):
    """Returns."""

    inlines = (LinesOfReturn,)


class LinePages(PurchasePages):
    """Lines of documents."""

    search_fields = ("product__sku", "product__name")


@register(PurchaseRequestLine)
class PurchaseRequestLinePages(LinePages):
    """Lines of requests."""

    list_display = ("request", "line_no", "product", "base_qty", "converted_base_qty")
    list_select_related = ("request", "product")


@register(PurchaseOrderLine)
class PurchaseOrderLinePages(LinePages):
    """Lines of orders."""

    list_display = ("order", "line_no", "product", "base_qty", "received_base_qty", "cancelled_base_qty")
    list_select_related = ("order", "product")


@register(DeliveryReceiptLine)
class DeliveryReceiptLinePages(LinePages):
    """Lines of receipts."""

    list_display = ("receipt", "line_no", "product", "base_qty", "unit_cost", "returned_base_qty")
    list_select_related = ("receipt", "product")


@register(SupplierReturnLine)
class SupplierReturnLinePages(LinePages):
    """Lines of returns."""

    list_display = ("supplier_return", "line_no", "product", "base_qty", "reason")
    list_select_related = ("supplier_return", "product")


@register(PurchaseRequestOrderLink)
class PurchaseRequestOrderLinkPages(PurchasePages):
    """What orders ask for on behalf of requests."""

    list_display = ("id", "request_line_id", "order_line_id", "base_qty", "released_base_qty")


@register(PurchaseSettings)
class PurchaseSettingsPages(PurchasePages):
    """How the business buys."""

    list_display = ("id", "over_delivery_percent", "updated_at")


@register(SupplierProduct)
class SupplierProductPages(PurchasePages):
    """Price lists."""

    list_display = ("supplier", "product", "packaging", "currency", "price", "valid_from", "is_preferred")
    list_select_related = ("supplier", "product", "packaging")
    search_fields = ("supplier_sku", "product__sku", "product__name")


@register(ReorderRule)
class ReorderRulePages(PurchasePages):
    """Reorder rules."""

    list_display = ("product", "location", "reorder_point", "target_qty", "supplier", "is_active")
    list_select_related = ("product", "location", "supplier")


@register(StockAlert)
class StockAlertPages(PurchasePages):
    """What ran low."""

    view_capability = Capability.STOCK_VIEW
    list_display = ("product", "location", "available", "reorder_point", "opened_at", "closed_at")
    list_select_related = ("product", "location")


class PayablePages(LedgerAdmin):
    """What is owed to suppliers, for those who book it."""

    view_capability = Capability.SUPPLIER_PAY


class LinesOfPaper(LedgerInline):
    """The lines of a supplier's paper."""

    view_capability = Capability.SUPPLIER_PAY
    ordering = ("line_no",)


class LinesOfInvoice(LinesOfPaper):
    """An invoice's lines."""

    model = SupplierInvoiceLine
    fields = ("line_no", "receipt_line", "description", "quantity", "unit_price", "net_amount", "on_goods_amount")


class LinesOfCreditNote(LinesOfPaper):
    """A credit note's lines."""

    model = SupplierCreditNoteLine
    fields = ("line_no", "return_line", "description", "quantity", "unit_price", "net_amount")


class ChargesOfLandedCost(LinesOfPaper):
    """A landed cost's charges."""

    model = LandedCostCharge
    fields = ("line_no", "charge_kind", "description", "amount", "currency", "exchange_rate", "ledger_amount")


class TargetsOfLandedCost(LedgerInline):
    """The goods that a landed cost is added to."""

    model = LandedCostTarget
    view_capability = Capability.SUPPLIER_PAY
    fields = ("receipt_line", "amount")


@register(SupplierInvoice)
class SupplierInvoicePages(PayablePages):
    """Invoices."""

    list_display = ("number", "status", "supplier", "supplier_number", "due_date", "currency", "total_amount")
    list_select_related = ("status", "supplier")
    search_fields = ("number", "supplier_number")
    inlines = (LinesOfInvoice,)


@register(SupplierPayment)
class SupplierPaymentPages(PayablePages):
    """Payments."""

    list_display = ("number", "supplier", "method", "paid_on", "currency", "amount", "is_refund", "reversed_at")
    list_select_related = ("supplier",)
    search_fields = ("number", "reference")


@register(SupplierCreditNote)
class SupplierCreditNotePages(PayablePages):
    """Credit notes."""

    list_display = ("number", "supplier", "supplier_number", "document_date", "currency", "total_amount", "reversed_at")
    list_select_related = ("supplier",)
    search_fields = ("number", "supplier_number")
    inlines = (LinesOfCreditNote,)


@register(SupplierTransaction)
class SupplierTransactionPages(PayablePages):
    """The ledger."""

    list_display = (
        "supplier",
        "kind",
        "document_date",
        "reference",
        "amount",
        "currency",
        "foreign_amount",
        "due_date",
    )
    list_select_related = ("supplier",)
    search_fields = ("reference",)


@register(SupplierAllocation)
class SupplierAllocationPages(PayablePages):
    """What settles what."""

    list_display = ("supplier", "credit", "debit", "amount", "credit_amount", "debit_amount", "occurred_at")
    list_select_related = ("supplier", "credit", "debit")


@register(LandedCost)
class LandedCostPages(PayablePages):
    """Landed costs."""

    list_display = ("number", "status", "location", "basis", "total_amount", "document_date")
    list_select_related = ("status", "location")
    search_fields = ("number",)
    inlines = (ChargesOfLandedCost, TargetsOfLandedCost)


@register(SupplierInvoiceLine)
class SupplierInvoiceLinePages(PayablePages):
    """Lines of invoices."""

    list_display = ("invoice", "line_no", "description", "quantity", "unit_price", "net_amount", "on_goods_amount")
    list_select_related = ("invoice",)


@register(SupplierCreditNoteLine)
class SupplierCreditNoteLinePages(PayablePages):
    """Lines of credit notes."""

    list_display = ("credit_note", "line_no", "description", "quantity", "unit_price", "net_amount")
    list_select_related = ("credit_note",)


@register(LandedCostCharge)
class LandedCostChargePages(PayablePages):
    """Charges of landed costs."""

    list_display = ("landed_cost", "line_no", "charge_kind", "amount", "currency", "ledger_amount")
    list_select_related = ("landed_cost",)


@register(LandedCostTarget)
class LandedCostTargetPages(PayablePages):
    """Goods that landed costs are added to."""

    list_display = ("landed_cost", "receipt_line", "amount")
    list_select_related = ("landed_cost", "receipt_line")
