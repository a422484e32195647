"""Addresses of reports."""

from django.urls import path

from optimapos.reports.api.sales import DailySalesView, ProductSalesView
from optimapos.reports.api.views import DashboardView

urlpatterns = [
    path("dashboard/", DashboardView.as_view(), name="dashboard"),
    path("reports/daily-sales/", DailySalesView.as_view(), name="daily-sales"),
    path("reports/product-sales/", ProductSalesView.as_view(), name="product-sales"),
]
