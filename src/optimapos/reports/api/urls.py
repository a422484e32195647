"""Addresses of reports."""

from django.urls import path

from optimapos.reports.api.views import DashboardView

urlpatterns = [path("dashboard/", DashboardView.as_view(), name="dashboard")]
