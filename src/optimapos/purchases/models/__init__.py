"""Tables of purchasing."""

from optimapos.purchases.models.documents import (
    DeliveryReceipt,
    PurchaseDocument,
    PurchaseOrder,
    PurchaseRequest,
    SuppliedDocument,
    SupplierReturn,
)
from optimapos.purchases.models.invoices import (
    SupplierCreditNote,
    SupplierCreditNoteLine,
    SupplierInvoice,
    SupplierInvoiceLine,
)
from optimapos.purchases.models.landed import LandedCost, LandedCostCharge, LandedCostTarget
from optimapos.purchases.models.lines import (
    DeliveryReceiptLine,
    PurchaseLine,
    PurchaseOrderLine,
    PurchaseRequestLine,
    PurchaseRequestOrderLink,
    SupplierReturnLine,
)
from optimapos.purchases.models.payables import SupplierAllocation, SupplierPayment, SupplierTransaction
from optimapos.purchases.models.planning import PurchaseSettings, ReorderRule, StockAlert, SupplierProduct

__all__ = [
    "DeliveryReceipt",
    "DeliveryReceiptLine",
    "LandedCost",
    "LandedCostCharge",
    "LandedCostTarget",
    "PurchaseDocument",
    "PurchaseLine",
    "PurchaseOrder",
    "PurchaseOrderLine",
    "PurchaseRequest",
    "PurchaseRequestLine",
    "PurchaseRequestOrderLink",
    "PurchaseSettings",
    "ReorderRule",
    "StockAlert",
    "SuppliedDocument",
    "SupplierAllocation",
    "SupplierCreditNote",
    "SupplierCreditNoteLine",
    "SupplierInvoice",
    "SupplierInvoiceLine",
    "SupplierPayment",
    "SupplierProduct",
    "SupplierReturn",
    "SupplierReturnLine",
    "SupplierTransaction",
]
