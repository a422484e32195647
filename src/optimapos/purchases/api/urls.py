"""Addresses of purchasing."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from optimapos.purchases.api import accounts, documents, invoices, payables, planning

router = SimpleRouter()
router.register("purchase-requests", documents.PurchaseRequestViewSet, basename="purchase-request")
router.register("purchase-orders", documents.PurchaseOrderViewSet, basename="purchase-order")
router.register("delivery-receipts", documents.DeliveryReceiptViewSet, basename="delivery-receipt")
router.register("supplier-returns", documents.SupplierReturnViewSet, basename="supplier-return")
router.register("supplier-products", planning.SupplierProductViewSet, basename="supplier-product")
router.register("reorder-rules", planning.ReorderRuleViewSet, basename="reorder-rule")
router.register("stock-alerts", planning.StockAlertViewSet, basename="stock-alert")
router.register("supplier-invoices", invoices.SupplierInvoiceViewSet, basename="supplier-invoice")
router.register("supplier-payments", payables.SupplierPaymentViewSet, basename="supplier-payment")
router.register("supplier-credit-notes", payables.SupplierCreditNoteViewSet, basename="supplier-credit-note")
router.register("suppliers", accounts.SupplierAccountViewSet, basename="supplier-account")
router.register("supplier-aging", accounts.SupplierAgingViewSet, basename="supplier-aging")
router.register("landed-costs", invoices.LandedCostViewSet, basename="landed-cost")
urlpatterns = [
    path("order-board/", planning.OrderBoardView.as_view(), name="order-board"),
    path("order-board/requests/", planning.BuyingView.as_view(), name="order-board-requests"),
    path("purchase-settings/", planning.PurchaseSettingsView.as_view(), name="purchase-settings"),
    *router.urls,
]
