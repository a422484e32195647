"""Writes of purchasing."""

from optimapos.purchases.services.alerts import StockAlertService
from optimapos.purchases.services.board import OrderBoardService
from optimapos.purchases.services.conversion import RequestConversionService
from optimapos.purchases.services.corrections import ReceiptCorrectionService
from optimapos.purchases.services.facade import PurchaseDocumentService
from optimapos.purchases.services.orders import PurchaseOrderService
from optimapos.purchases.services.price_lists import SupplierProductService
from optimapos.purchases.services.receipts import DeliveryReceiptService
from optimapos.purchases.services.reorder_rules import ReorderRuleService
from optimapos.purchases.services.requests import PurchaseRequestService
from optimapos.purchases.services.returns import SupplierReturnService
from optimapos.purchases.services.settings import PurchaseSettingsService

__all__ = [
    "DeliveryReceiptService",
    "OrderBoardService",
    "PurchaseDocumentService",
    "PurchaseOrderService",
    "PurchaseRequestService",
    "PurchaseSettingsService",
    "ReceiptCorrectionService",
    "ReorderRuleService",
    "RequestConversionService",
    "StockAlertService",
    "SupplierProductService",
    "SupplierReturnService",
]
