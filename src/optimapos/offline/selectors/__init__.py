"""Reads of offline sales."""

from optimapos.offline.selectors.sales import TO_REVIEW, Queue, offline_sales_of, queues_of
from optimapos.offline.selectors.terminals import device_by_token, newest_key, offline_settings_of

__all__ = [
    "TO_REVIEW",
    "Queue",
    "device_by_token",
    "newest_key",
    "offline_sales_of",
    "offline_settings_of",
    "queues_of",
]
