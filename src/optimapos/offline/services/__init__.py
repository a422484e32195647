"""Writes of offline sales."""

from optimapos.offline.services.grants import GrantService, OfflineSettingsService
from optimapos.offline.services.intake import Answered, IntakeService, Sender
from optimapos.offline.services.keys import DeviceKeyService
from optimapos.offline.services.review import ReviewService

__all__ = [
    "Answered",
    "DeviceKeyService",
    "GrantService",
    "IntakeService",
    "OfflineSettingsService",
    "ReviewService",
    "Sender",
]
