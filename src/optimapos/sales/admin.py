"""Pages of sales: read-only. A sale is made at a till; a wrong one is answered by a refund."""

from typing import Any

from django.http import HttpRequest

from optimapos.core.actors import Capability
from optimapos.organization.admin import LedgerAdmin, LedgerInline, desk_at, register
from optimapos.sales.models import Payment, Sale, SaleItem, SaleTax

COSTS = ("cost_amount",)


class SalesPages(LedgerAdmin):
    """Sales and what belongs to them."""

    view_capability = Capability.SALE_VIEW


class LinesOfSale(LedgerInline):
    """A sale's lines."""

    model = SaleItem
    view_capability = Capability.SALE_VIEW
    ordering = ("line_no",)
    fields = ("line_no", "product_name", "quantity", "unit_price", "line_discount", "net", "tax", "gross")


class TaxesOfSale(LedgerInline):
    """A sale's tax by code."""

    model = SaleTax
    view_capability = Capability.SALE_VIEW
    ordering = ("code", "rate")
    fields = ("code", "rate", "base", "tax")


class PaymentsOfSale(LedgerInline):
    """A sale's tenders."""

    model = Payment
    view_capability = Capability.SALE_VIEW
    ordering = ("id",)
    fields = ("payment_method", "status", "amount_paid", "tendered", "change")


@register(Sale)
class SalePages(SalesPages):
    """Sales and carts."""

    list_display = ("receipt_number", "status", "location", "customer", "total_amount", "amount_due", "completed_at")
    list_display_links = ("receipt_number", "status")
    list_select_related = ("location", "customer")
    list_filter = ("status", "type", "origin")
    search_fields = ("receipt_number",)
    exclude = ("business_id", "content_hash")
    inlines = (LinesOfSale, TaxesOfSale, PaymentsOfSale)


@register(SaleItem)
class SaleItemPages(SalesPages):
    """Lines. What they had cost is for those who may see costs."""

    list_display = ("product_name", "sale", "quantity", "unit_price", "gross")
    list_select_related = ("sale",)
    search_fields = ("product_name", "product_sku")

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Costs are left out for those who may not see them."""
        desk = desk_at(request)
        return ["business_id"] if desk and desk.actor.can(Capability.COST_VIEW) else ["business_id", *COSTS]


@register(SaleTax)
class SaleTaxPages(SalesPages):
    """Tax by code."""

    list_display = ("sale", "code", "rate", "base", "tax")
    list_select_related = ("sale",)


@register(Payment)
class PaymentPages(SalesPages):
    """Tenders."""

    list_display = ("created_at", "sale", "payment_method", "status", "amount_paid")
    list_select_related = ("sale",)
    list_filter = ("payment_method", "status", "direction")
