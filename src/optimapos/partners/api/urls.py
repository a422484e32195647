"""Addresses of partners."""

from rest_framework.routers import SimpleRouter

from optimapos.partners.api import receivables, suppliers, views

router = SimpleRouter()
router.register("customers", views.CustomerViewSet, basename="customer")
router.register("customers", receivables.CustomerAccountViewSet, basename="customer-account")
router.register("customer-aging", receivables.CustomerAgingViewSet, basename="customer-aging")
router.register("credit-alerts", receivables.CreditAlertViewSet, basename="credit-alert")
router.register("suppliers", suppliers.SupplierViewSet, basename="supplier")
urlpatterns = router.urls
