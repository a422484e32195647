"""Tables of offline sales."""

from optimapos.offline.models.sales import OfflineSale
from optimapos.offline.models.terminals import OfflineSettings, TerminalKey

__all__ = ["OfflineSale", "OfflineSettings", "TerminalKey"]
