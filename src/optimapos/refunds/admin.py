"""Pages of refunds: read-only. They are asked for, decided and processed at a till or in the back office."""

from optimapos.core.actors import Capability
from optimapos.organization.admin import LedgerAdmin, LedgerInline, register
from optimapos.refunds.models import Refund, RefundItem


class ItemsOfRefund(LedgerInline):
    """A refund's lines."""

    model = RefundItem
    view_capability = Capability.SALE_VIEW
    ordering = ("line_no",)
    fields = ("line_no", "product", "quantity", "unit_price", "net", "tax", "gross", "destination", "location")


@register(Refund)
class RefundPages(LedgerAdmin):
    """Refunds."""

    view_capability = Capability.SALE_VIEW
    list_display = ("refund_number", "status", "kind", "location", "sale", "amount", "processed_at")
    list_display_links = ("refund_number", "status")
    list_select_related = ("location", "sale")
    list_filter = ("status", "kind", "refund_method", "reason")
    search_fields = ("refund_number",)
    exclude = ("business_id",)
    inlines = (ItemsOfRefund,)


@register(RefundItem)
class RefundItemPages(LedgerAdmin):
    """Lines of refunds."""

    view_capability = Capability.SALE_VIEW
    list_display = ("refund", "line_no", "quantity", "gross", "destination")
    list_select_related = ("refund",)
    list_filter = ("destination",)
    exclude = ("business_id", "cost_amount")
