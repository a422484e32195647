"""Pages of shifts: read-only. They are opened and closed at a till."""

from optimapos.core.actors import Capability
from optimapos.organization.admin import LedgerAdmin, LedgerInline, register
from optimapos.shifts.models import CashMovement, Shift, ShiftLateSale, ShiftSupplement


class CashOfShift(LedgerInline):
    """Cash that went in and out."""

    model = CashMovement
    view_capability = Capability.SHIFT_VIEW
    ordering = ("created_at",)
    fields = ("kind", "reason", "amount", "note", "created_at")


class SupplementsOfShift(LedgerInline):
    """What was told late."""

    model = ShiftSupplement
    view_capability = Capability.SHIFT_VIEW
    ordering = ("number",)
    fields = ("number", "sealed_at")


@register(Shift)
class ShiftPages(LedgerAdmin):
    """Shifts."""

    view_capability = Capability.SHIFT_VIEW
    list_display = ("z_number", "status", "location", "terminal", "opening_float", "opened_at", "closed_at")
    list_display_links = ("z_number", "status")
    list_select_related = ("location", "terminal")
    list_filter = ("status",)
    exclude = ("business_id", "seal")
    inlines = (CashOfShift, SupplementsOfShift)


@register(CashMovement)
class CashMovementPages(LedgerAdmin):
    """Cash that went in and out without a sale."""

    view_capability = Capability.SHIFT_VIEW
    list_display = ("created_at", "shift", "kind", "reason", "amount")
    list_select_related = ("shift",)
    list_filter = ("kind", "reason")
    exclude = ("business_id",)


@register(ShiftSupplement)
class ShiftSupplementPages(LedgerAdmin):
    """What was told late, sealed."""

    view_capability = Capability.SHIFT_VIEW
    list_display = ("shift", "number", "sealed_at")
    list_select_related = ("shift",)
    exclude = ("business_id", "seal")


@register(ShiftLateSale)
class ShiftLateSalePages(LedgerAdmin):
    """Sales that were told late."""

    view_capability = Capability.SHIFT_VIEW
    list_display = ("sale_id", "shift", "supplement")
    list_select_related = ("shift", "supplement")
    exclude = ("business_id",)
