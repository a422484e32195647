"""Addresses of partners."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from optimapos.partners.api import suppliers, views
from optimapos.partners.api.customer_dashboard import DailyOperationsView

router = SimpleRouter()
router.register("customers", views.CustomerViewSet, basename="customer")
router.register("suppliers", suppliers.SupplierViewSet, basename="supplier")
urlpatterns = [
    *router.urls,
    path("daily-operations/", DailyOperationsView.as_view(), name="daily-operations"),
]
