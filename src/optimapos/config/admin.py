"""The admin site as the addresses take it, with the pages of tables below the floor that the site stands on."""

from optimapos.audit.models import AuditDetail, AuditLog
from optimapos.core.actors import Capability
from optimapos.core.models import OutboxMessage
from optimapos.organization.admin import LedgerAdmin, register, site

__all__ = ["NOT_SHOWN", "site"]

NOT_SHOWN = {
    "apikit.IdempotencyKey": "its key is composite, which the admin can't address; it is no record but a cache of answers",
    "core.DataKey": "its key is composite, and there is nothing in it that anybody may read",
    "imports.ImportFilePart": "bytes of a file, of which the import itself tells",
    "tills.TillChange": "its key is composite, and it is a note by triggers of which rows tills have to read again",
    "refunds.RefundCounter": "its key is composite; what it counted is on the refunds",
    "sales.ReceiptCounter": "its key is composite; what it counted is on the receipts",
}
"""Models without pages, and why. A test compares this with all models."""


@register(OutboxMessage)
class OutboxMessagePages(LedgerAdmin):
    """News that waits to be handed on."""

    view_capability = Capability.SETTINGS_MANAGE
    list_display = ("topic", "created_at")
    search_fields = ("topic",)


@register(AuditLog)
class AuditLogPages(LedgerAdmin):
    """Events."""

    view_capability = Capability.AUDIT_VIEW
    list_display = ("timestamp", "event_type", "user_id", "sale_id")
    ordering = ("-timestamp", "-id")
    search_fields = ("event_type__startswith",)


@register(AuditDetail)
class AuditDetailPages(LedgerAdmin):
    """The personal side of events."""

    view_capability = Capability.AUDIT_VIEW
    list_display = ("log", "ip_address", "description")
    list_select_related = ("log",)
