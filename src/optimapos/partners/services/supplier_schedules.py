"""The weeks of suppliers."""

from collections.abc import Sequence
from dataclasses import asdict

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import Result
from optimapos.core.tenancy import BusinessRef
from optimapos.partners.locks import lock_supplier
from optimapos.partners.models import Supplier, SupplierDaySchedule
from optimapos.partners.rules.schedules import check_week
from optimapos.partners.types import DayPlan, Weekday

_COLUMNS = (
    "expects_order",
    "makes_delivery",
    "order_deadline_time",
    "delivery_time_from",
    "delivery_time_to",
    "updated_at",
)


class SupplierScheduleService:
    """Sets the week of a supplier. Source: partners-app.md "Partner Schedules"."""

    @staticmethod
    @operation
    def set_week(
        *, business: BusinessRef, supplier_id: UUID, actor: Actor, days: Sequence[DayPlan]
    ) -> Result[Supplier]:
        """Make these days the whole week; on the others nothing happens.

        Refuses: SUPPLIER_NOT_FOUND, BAD_SCHEDULE (data: day, field).
        """
        return _set(lock_supplier(business, supplier_id), days, set(Weekday.values), actor)

    @staticmethod
    @operation
    def set_days(
        *, business: BusinessRef, supplier_id: UUID, actor: Actor, days: Sequence[DayPlan]
    ) -> Result[Supplier]:
        """Set these days and leave the others; an empty plan frees its day.

        Refuses: SUPPLIER_NOT_FOUND, BAD_SCHEDULE (data: day, field).
        """
        return _set(lock_supplier(business, supplier_id), days, {plan.day for plan in days}, actor)


def _set(supplier: Supplier, days: Sequence[DayPlan], touched: set[str], actor: Actor) -> Result[Supplier]:
    check_week(days)
    wanted = [plan for plan in days if not plan.is_empty]
    rows = SupplierDaySchedule.objects.for_business(supplier.business_id)
    rows.filter(supplier=supplier, day__in=touched - {plan.day for plan in wanted}).delete()
    rows.bulk_create(
        [SupplierDaySchedule(business_id=supplier.business_id, supplier=supplier, **asdict(plan)) for plan in wanted],
        update_conflicts=True,
        unique_fields=["supplier", "day"],
        update_fields=_COLUMNS,
    )
    data = {"supplier_id": str(supplier.pk), "days": sorted(touched)}
    AuditLog.log_event("supplier_schedule.set", business=supplier.business_id, actor=actor, event_data=data)
    return Result.success(supplier)
