"""Pages of customers, and of the ledger of what they owe: that one is read-only."""

from typing import Any

from django.http import HttpRequest

from optimapos.core.actors import Capability
from optimapos.organization.admin import BusinessAdmin, Desk, LedgerAdmin, LedgerInline, register
from optimapos.partners.models import (
    CreditAllocation,
    CreditTransaction,
    Customer,
    CustomerDaySchedule,
    CustomerSite,
    CustomerStats,
    OpenItem,
)
from optimapos.partners.services import CustomerScheduleService, CustomerService, CustomerSiteService
from optimapos.partners.types import CustomerDayPlan


class CustomerRecords(BusinessAdmin):
    """Seen by those who see customers, changed by those who keep them; the services write the audit log."""

    view_capability = Capability.CUSTOMER_VIEW
    change_capability = Capability.CUSTOMER_MANAGE
    is_audited_by_its_service = True


class SitesOfCustomer(LedgerInline):
    """The sites of a customer; each has a page of its own."""

    model = CustomerSite
    view_capability = Capability.CUSTOMER_VIEW
    fields = ("name", "city", "is_primary", "is_delivery_address", "is_billing_address", "is_active")


class WeekOfCustomer(LedgerInline):
    """The week of a customer; each day has a page of its own."""

    model = CustomerDaySchedule
    view_capability = Capability.CUSTOMER_VIEW
    fields = ("day", "expects_order", "expects_delivery", *CustomerDaySchedule.TIMES)


@register(Customer)
class CustomerPages(CustomerRecords):
    """Customers; what they owe comes from the ledger alone."""

    list_display = ("code", "name", "customer_type", "price_group", "credit_limit", "outstanding_balance", "is_active")
    list_select_related = ("price_group",)
    list_filter = ("customer_type", "category", "is_active", "credit_blocked", "sales_blocked")
    search_fields = ("code", "name")
    ordering = ("name", "id")
    readonly_fields = ("outstanding_balance", "merged_into", "created_at", "updated_at")
    inlines = (SitesOfCustomer, WeekOfCustomer)

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


class CustomerPartPages(CustomerRecords):
    """Parts of a customer: whose they are is said once."""

    list_select_related: tuple[str, ...] = ("customer",)
    search_fields: tuple[str, ...] = ("customer__code", "customer__name")
    autocomplete_fields = ("customer",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A part stays with its customer."""
        return ("customer", "created_at", "updated_at") if obj else ()


@register(CustomerSite)
class CustomerSitePages(CustomerPartPages):
    """Sites of customers."""

    list_display = ("customer", "name", "city", "is_primary", "is_delivery_address", "is_billing_address", "is_active")
    list_filter = ("is_active", "is_primary")
    search_fields = ("name", "customer__code", "customer__name")

    def create(self, desk: Desk, record: Any, fields: Any) -> CustomerSite:
        """By the service."""
        columns: Any = dict(fields)
        return CustomerSiteService.create_site(
            business=desk.business, customer_id=columns.pop("customer").pk, actor=desk.actor, fields=columns
        ).unwrap()

    def update(self, desk: Desk, record: Any, fields: Any) -> None:
        """By the service."""
        CustomerSiteService.update_site(
            business=desk.business,
            customer_id=record.customer_id,
            site_id=record.pk,
            actor=desk.actor,
            fields=fields,
        ).unwrap()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a site is taken out of use."""
        return False


@register(CustomerDaySchedule)
class CustomerDayPages(CustomerPartPages):
    """Days of customers' weeks."""

    list_display = ("customer", "day", "expects_order", "order_deadline_time", "expects_delivery")
    list_filter = ("day", "expects_order", "expects_delivery")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A plan stays on its day."""
        return (*super().get_readonly_fields(request, obj), "day") if obj else ()

    def create(self, desk: Desk, record: Any, fields: Any) -> CustomerDaySchedule:
        """By the service."""
        self._set(desk, record, record.plan)
        return CustomerDaySchedule.objects.for_business(desk.business).get(customer=record.customer, day=record.day)

    def update(self, desk: Desk, record: Any, fields: Any) -> None:
        """By the service."""
        self._set(desk, record, record.plan)

    def remove(self, desk: Desk, record: Any) -> None:
        """By the service: nothing happens on that day any more."""
        self._set(desk, record, CustomerDayPlan(record.day))

    def _set(self, desk: Desk, record: Any, plan: CustomerDayPlan) -> None:
        CustomerScheduleService.set_days(
            business=desk.business, customer_id=record.customer_id, actor=desk.actor, days=[plan]
        ).unwrap()


@register(CustomerStats)
class CustomerStatsPages(LedgerAdmin):
    """What customers bought in all."""

    view_capability = Capability.CUSTOMER_VIEW
    list_display = (
        "customer",
        "total_purchases",
        "total_refunded",
        "sales_count",
        "first_purchase_at",
        "last_purchase_at",
    )
    list_select_related = ("customer",)
    search_fields = ("customer__code", "customer__name")


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
