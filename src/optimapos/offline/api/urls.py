"""Addresses of offline sales."""

from django.urls import path

from optimapos.offline.api import devices

urlpatterns = [
    path("offline/key/", devices.KeyView.as_view(), name="offline-key"),
    path("offline/grants/", devices.GrantView.as_view(), name="offline-grants"),
    path("offline/settings/", devices.OfflineSettingsView.as_view(), name="offline-settings"),
]
