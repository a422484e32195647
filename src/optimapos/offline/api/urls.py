"""Addresses of offline sales."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from optimapos.offline.api import devices, intake, sales

router = SimpleRouter()
router.register("offline/sales", sales.OfflineSaleViewSet, basename="offline-sale")

urlpatterns = [
    path("offline/key/", devices.KeyView.as_view(), name="offline-key"),
    path("offline/grants/", devices.GrantView.as_view(), name="offline-grants"),
    path("offline/settings/", devices.OfflineSettingsView.as_view(), name="offline-settings"),
    path("offline/files/", intake.FileView.as_view(), name="offline-files"),
    path("offline/terminals/", sales.QueuesView.as_view(), name="offline-terminals"),
    *router.urls,
]
