"""Pages of suppliers, their divisions and their weeks, written by their services."""

from typing import Any

from django.http import HttpRequest

from optimapos.core.actors import Capability
from optimapos.organization.admin import BusinessAdmin, Desk, LedgerInline, register
from optimapos.partners.models import Supplier, SupplierDaySchedule, SupplierDivision
from optimapos.partners.services import SupplierDivisionService, SupplierScheduleService, SupplierService
from optimapos.partners.types import DayPlan


class SupplierRecords(BusinessAdmin):
    """Seen by those who see suppliers, changed by those who keep them; the services write the audit log."""

    view_capability = Capability.SUPPLIER_VIEW
    change_capability = Capability.SUPPLIER_MANAGE
    is_audited_by_its_service = True


class DivisionsOfSupplier(LedgerInline):
    """The divisions of a supplier; each has a page of its own."""

    model = SupplierDivision
    view_capability = Capability.SUPPLIER_VIEW
    fields = ("code", "name", "payment_days", "is_active")


class WeekOfSupplier(LedgerInline):
    """The week of a supplier; each day has a page of its own."""

    model = SupplierDaySchedule
    view_capability = Capability.SUPPLIER_VIEW
    fields = ("day", "expects_order", "order_deadline_time", "makes_delivery", "delivery_time_from", "delivery_time_to")


@register(Supplier)
class SupplierPages(SupplierRecords):
    """Suppliers; what is owed to them stands in purchasing."""

    list_display = ("code", "name", "currency", "payment_days", "credit_limit", "delivery_blocked", "is_active")
    list_filter = ("is_active", "delivery_blocked", "vat_registered")
    search_fields = ("code", "name", "vat_number")
    ordering = ("name", "id")
    readonly_fields = ("created_at", "updated_at")
    inlines = (DivisionsOfSupplier, WeekOfSupplier)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        """Code and currency may be left out."""
        form = super().get_form(request, obj, change=change, **options)
        for name in {"code", "currency"} & form.base_fields.keys():
            form.base_fields[name].required = change
        return form

    def create(self, desk: Desk, record: Any, fields: Any) -> Supplier:
        """By the service; an empty code draws the next number, an empty currency is the business's."""
        return SupplierService.create_supplier(business=desk.business, actor=desk.actor, fields=fields).unwrap()

    def update(self, desk: Desk, record: Any, fields: Any) -> None:
        """By the service."""
        SupplierService.update_supplier(
            business=desk.business, supplier_id=record.pk, actor=desk.actor, fields=fields
        ).unwrap()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a supplier is taken out of use; history stays."""
        return False


class SupplierPartPages(SupplierRecords):
    """Parts of a supplier: whose they are is said once."""

    list_select_related: tuple[str, ...] = ("supplier",)
    search_fields: tuple[str, ...] = ("supplier__code", "supplier__name")
    autocomplete_fields = ("supplier",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A part stays with its supplier."""
        return ("supplier", "created_at", "updated_at") if obj else ()


@register(SupplierDivision)
class SupplierDivisionPages(SupplierPartPages):
    """Divisions of suppliers."""

    list_display = ("supplier", "code", "name", "payment_days", "is_active")
    list_filter = ("is_active",)
    search_fields = ("code", "name", "supplier__code", "supplier__name")

    def create(self, desk: Desk, record: Any, fields: Any) -> SupplierDivision:
        """By the service."""
        columns: Any = dict(fields)
        return SupplierDivisionService.create_division(
            business=desk.business, supplier_id=columns.pop("supplier").pk, actor=desk.actor, fields=columns
        ).unwrap()

    def update(self, desk: Desk, record: Any, fields: Any) -> None:
        """By the service."""
        SupplierDivisionService.update_division(
            business=desk.business,
            supplier_id=record.supplier_id,
            division_id=record.pk,
            actor=desk.actor,
            fields=fields,
        ).unwrap()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a division is taken out of use."""
        return False


@register(SupplierDaySchedule)
class SupplierDayPages(SupplierPartPages):
    """Days of suppliers' weeks."""

    list_display = ("supplier", "day", "expects_order", "order_deadline_time", "makes_delivery")
    list_filter = ("day", "expects_order", "makes_delivery")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A plan stays on its day."""
        return (*super().get_readonly_fields(request, obj), "day") if obj else ()

    def create(self, desk: Desk, record: Any, fields: Any) -> SupplierDaySchedule:
        """By the service."""
        self._set(desk, record, record.plan)
        return SupplierDaySchedule.objects.for_business(desk.business).get(supplier=record.supplier, day=record.day)

    def update(self, desk: Desk, record: Any, fields: Any) -> None:
        """By the service."""
        self._set(desk, record, record.plan)

    def remove(self, desk: Desk, record: Any) -> None:
        """By the service: nothing happens on that day any more."""
        self._set(desk, record, DayPlan(record.day))

    def _set(self, desk: Desk, record: Any, plan: DayPlan) -> None:
        SupplierScheduleService.set_days(
            business=desk.business, supplier_id=record.supplier_id, actor=desk.actor, days=[plan]
        ).unwrap()
