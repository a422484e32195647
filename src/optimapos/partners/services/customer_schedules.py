"""The weeks of customers."""

from collections.abc import Sequence
from dataclasses import asdict

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import Result
from optimapos.core.tenancy import BusinessRef
from optimapos.partners.locks import lock_customer
from optimapos.partners.models import Customer, CustomerDaySchedule
from optimapos.partners.rules.schedules import check_week
from optimapos.partners.types import CustomerDayPlan, Weekday

_COLUMNS = ("expects_order", "expects_delivery", *CustomerDaySchedule.TIMES, "updated_at")


class CustomerScheduleService:
    """Sets the week of a customer. Source: partners-app.md "Partner Schedules"."""

    @staticmethod
    @operation
    def set_week(
        *, business: BusinessRef, customer_id: UUID, actor: Actor, days: Sequence[CustomerDayPlan]
    ) -> Result[Customer]:
        """Make these days the whole week; on the others nothing happens.

        Refuses: CUSTOMER_NOT_FOUND, BAD_SCHEDULE (data: day, field).
        """
        return _set(lock_customer(business, customer_id), days, set(Weekday.values), actor)

    @staticmethod
    @operation
    def set_days(
        *, business: BusinessRef, customer_id: UUID, actor: Actor, days: Sequence[CustomerDayPlan]
    ) -> Result[Customer]:
        """Set these days and leave the others; an empty plan frees its day.

        Refuses: CUSTOMER_NOT_FOUND, BAD_SCHEDULE (data: day, field).
        """
        return _set(lock_customer(business, customer_id), days, {plan.day for plan in days}, actor)


def _set(customer: Customer, days: Sequence[CustomerDayPlan], touched: set[str], actor: Actor) -> Result[Customer]:
    check_week(days)
    wanted = [plan for plan in days if not plan.is_empty]
    rows = CustomerDaySchedule.objects.for_business(customer.business_id)
    rows.filter(customer=customer, day__in=touched - {plan.day for plan in wanted}).delete()
    rows.bulk_create(
        [CustomerDaySchedule(business_id=customer.business_id, customer=customer, **asdict(plan)) for plan in wanted],
        update_conflicts=True,
        unique_fields=["customer", "day"],
        update_fields=_COLUMNS,
    )
    customer.save(update_fields=["updated_at"])  # a kept dashboard is found by the version of this row
    AuditLog.log_event(
        "customer_schedule.set",
        business=customer.business_id,
        actor=actor,
        customer_id=customer.pk,
        event_data={"days": sorted(touched)},
    )
    return Result.success(customer)
