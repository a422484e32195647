"""The parts of a supplier's dashboard, in the shapes of the source. Amounts are in the business's currency.

What is owed and what came is told by purchases. Nothing is cached: these figures change with every document, and a page
takes the same few queries for every supplier. Source: partners-app.md "Result Data Structures".
"""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from optimapos.core.ids import UUID
from optimapos.core.interfaces import ISupplierFinance, SupplierFigures, implementation
from optimapos.partners.models import Supplier
from optimapos.partners.rules.credit import available_credit
from optimapos.partners.selectors.suppliers import divisions_of
from optimapos.partners.types import DateRange, Period

Places = frozenset[UUID] | None
"""Locations whose deliveries are shown; None for all."""


def basic_info(supplier: Supplier) -> dict[str, Any]:
    """Who it is, and whether anything may be ordered."""
    return {
        "id": supplier.pk,
        "name": supplier.name,
        "code": supplier.code,
        "contact_person": supplier.contact_person,
        "is_active": supplier.is_active,
        "delivery_blocked": supplier.delivery_blocked,
        "can_deliver": supplier.can_deliver(),
    }


def active_divisions(supplier: Supplier) -> list[dict[str, Any]]:
    """Its active divisions by code, each with the days that count for it."""
    return [
        {
            "id": division.pk,
            "name": division.name,
            "code": division.code,
            "contact_person": division.contact_person,
            "payment_days": division.get_effective_payment_days(),
        }
        for division in divisions_of(supplier).filter(is_active=True).order_by("code", "id")
    ]


def figures_of(supplier: Supplier, on: date) -> SupplierFigures:
    """What is owed to a supplier on a day."""
    found: Mapping[UUID, SupplierFigures] = implementation(ISupplierFinance).figures_of(
        business=supplier.business_id, supplier_ids=[supplier.pk], on=on
    )
    return found.get(supplier.pk, SupplierFigures())


def financial(supplier: Supplier, on: date) -> dict[str, Any]:
    """Credit and what is owed. `available_credit` is None where no limit was agreed."""
    figures = figures_of(supplier, on)
    return {
        "credit_limit": supplier.credit_limit,
        "used_credit": figures.used_credit,
        "available_credit": available_credit(supplier.credit_limit, figures.used_credit),
        "payment_days": supplier.payment_days,
        "total_orders_amount": figures.total_orders_amount,
        "unpaid_count": figures.unpaid_count,
        "unpaid_amount": figures.unpaid_amount,
        "overdue_amount": figures.overdue_amount,
    }


def schedule(supplier: Supplier) -> dict[str, Any]:
    """Its week from Monday on, times as `14:00` or None."""
    return {
        "order_days": [
            {"day": row.day, "deadline": _clock(row.order_deadline_time)} for row in supplier.get_order_days()
        ],
        "delivery_days": [
            {"day": row.day, "time_from": _clock(row.delivery_time_from), "time_to": _clock(row.delivery_time_to)}
            for row in supplier.get_delivery_days()
        ],
    }


def deliveries(supplier: Supplier, days: DateRange, limit: int, places: Places = None) -> list[Mapping[str, Any]]:
    """What came from it, newest first."""
    found = implementation(ISupplierFinance).deliveries_of(
        business=supplier.business_id,
        supplier_id=supplier.pk,
        since=days.since,
        until=days.until,
        limit=limit,
        location_ids=places,
    )
    return list(found)


def statistics(supplier: Supplier, period: Period, on: date) -> dict[str, Any]:
    """How much was bought in the period up to `on`."""
    days = period.up_to(on)
    volume = implementation(ISupplierFinance).volume_of(
        business=supplier.business_id, supplier_id=supplier.pk, since=days.since, until=days.until
    )
    return {"period": period.value, "since": days.since, "until": days.until, **volume}


def _clock(at: time | None) -> str | None:
    return None if at is None else at.isoformat(timespec="minutes")
