"""Pages of offline sales: read-only."""

from optimapos.core.actors import Capability
from optimapos.offline.models import OfflineSale, OfflineSettings, TerminalKey
from optimapos.organization.admin import LedgerAdmin, register


@register(TerminalKey)
class TerminalKeyPages(LedgerAdmin):
    """Keys of devices."""

    view_capability = Capability.PEOPLE_MANAGE
    list_display = ("terminal", "number", "thumbprint", "created_at")
    list_select_related = ("terminal",)
    search_fields = ("thumbprint",)


@register(OfflineSettings)
class OfflineSettingsPages(LedgerAdmin):
    """What tills may do offline; changed by the API."""

    view_capability = Capability.SETTINGS_MANAGE
    list_display = ("grant_hours", "tenders", "credit_limit")


@register(OfflineSale)
class OfflineSalePages(LedgerAdmin):
    """Envelopes that were received."""

    view_capability = Capability.SALE_IMPORT
    exclude = ("business", "digest")
    list_display = ("received_at", "terminal", "sequence", "receipt_number", "total_amount", "state", "code")
    list_select_related = ("terminal",)
    list_filter = ("state",)
    search_fields = ("receipt_number",)
