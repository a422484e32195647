"""Writes of offline sales."""

from optimapos.offline.services.grants import GrantService, OfflineSettingsService
from optimapos.offline.services.keys import DeviceKeyService

__all__ = ["DeviceKeyService", "GrantService", "OfflineSettingsService"]
