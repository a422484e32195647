"""Pages of customers, and of the ledger of what they owe: that one is read-only."""

from typing import Any

from django.http import HttpRequest

from optimapos.core.actors import Capability
from optimapos.organization.admin import BusinessAdmin, Desk, LedgerAdmin, register
from optimapos.partners.models import CreditAllocation, CreditTransaction, Customer, OpenItem
from optimapos.partners.services import CustomerService


@register(Customer)
class CustomerPages(BusinessAdmin):
    """Customers; what they owe comes from the ledger alone."""

    view_capability = Capability.CUSTOMER_VIEW
    change_capability = Capability.CUSTOMER_MANAGE
    is_audited_by_its_service = True
    list_display = ("code", "name", "customer_type", "price_group", "credit_limit", "outstanding_balance", "is_active")
    list_select_related = ("price_group",)
    list_filter = ("customer_type", "category", "is_active", "credit_blocked", "sales_blocked")
    search_fields = ("code", "name")
    ordering = ("name", "id")
    readonly_fields = ("outstanding_balance", "created_at", "updated_at")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        """A code may be left out."""
        form = super().get_form(request, obj, change=change, **options)
        if not change and "code" in form.base_fields:
            form.base_fields["code"].required = False
        return form

    def create(self, desk: Desk, record: Any, fields: Any) -> Customer:
        """By the service; an empty code draws the next number."""
        return CustomerService.create_customer(business=desk.business, actor=desk.actor, fields=fields).unwrap()

    def update(self, desk: Desk, record: Any, fields: Any) -> None:
        """By the service."""
        CustomerService.update_customer(
            business=desk.business, customer_id=record.pk, actor=desk.actor, fields=fields
        ).unwrap()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a customer is taken out of use; history stays."""
        return False


@register(CreditTransaction)
class CreditTransactionPages(LedgerAdmin):
    """What customers owe, entry by entry."""

    view_capability = Capability.CUSTOMER_VIEW
    list_display = ("occurred_at", "customer", "kind", "amount", "due_date")
    list_select_related = ("customer",)
    list_filter = ("kind",)
    search_fields = ("customer__code", "customer__name")


@register(CreditAllocation)
class CreditAllocationPages(LedgerAdmin):
    """What settled what."""

    view_capability = Capability.CUSTOMER_VIEW
    list_display = ("created_at", "customer", "credit", "debit", "amount")
    list_select_related = ("customer", "credit", "debit")
    search_fields = ("customer__code", "customer__name")


@register(OpenItem)
class OpenItemPages(LedgerAdmin):
    """What is open; a cache of the ledger."""

    view_capability = Capability.CUSTOMER_VIEW
    list_display = ("customer", "due_date", "open_amount", "entry")
    list_select_related = ("customer", "entry")
    search_fields = ("customer__code", "customer__name")
    ordering = ("customer", "due_date")
