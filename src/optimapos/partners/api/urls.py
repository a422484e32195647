"""Addresses of partners."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from optimapos.partners.api import receivables, suppliers, views
from optimapos.partners.api.customer_dashboard import DailyOperationsView

router = SimpleRouter()
router.register("customers", views.CustomerViewSet, basename="customer")
router.register("customers", receivables.CustomerAccountViewSet, basename="customer-account")
router.register("customer-aging", receivables.CustomerAgingViewSet, basename="customer-aging")
router.register("credit-alerts", receivables.CreditAlertViewSet, basename="credit-alert")
router.register("suppliers", suppliers.SupplierViewSet, basename="supplier")
urlpatterns = [
    *router.urls,
    path("daily-operations/", DailyOperationsView.as_view(), name="daily-operations"),
]
