"""Pages of the audit log: read-only."""

from optimapos.audit.models import AuditDetail, AuditLog
from optimapos.core.actors import Capability
from optimapos.organization.admin import LedgerAdmin, register


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
