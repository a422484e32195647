"""Reads of offline sales."""

from optimapos.offline.selectors.terminals import device_by_token, newest_key, offline_settings_of

__all__ = ["device_by_token", "newest_key", "offline_settings_of"]
