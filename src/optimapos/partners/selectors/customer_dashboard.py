"""The parts of a customer's dashboard, in the shapes of the source. Amounts are in the business's currency.

What was bought in a period is told by sales.
Source: partners-app.md "Result Data Structures".
"""

from datetime import date, datetime, time
from typing import Any

from django.db import connections
from django.db.models import Count, Q, Sum

from optimapos.core.ids import UUID
from optimapos.core.interfaces import ICustomerSales, implementation
from optimapos.core.money import ZERO, round_money
from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.organization.models import Business
from optimapos.partners.models import Customer, CustomerStats
from optimapos.partners.sql.customers import STAMP
from optimapos.partners.types import Period


def stamp_of(business: BusinessRef, customer_id: UUID) -> str | None:
    """A text that changes with what the dashboard shows; None without such a customer."""
    with connections[APP].cursor() as cursor:
        cursor.execute(STAMP, {"business": business_id_of(business), "customer": customer_id})
        found: str | None = cursor.fetchone()[0]
        return found


def basic_info(customer: Customer) -> dict[str, Any]:
    """Who it is, and whether anything may be sold."""
    return {
        "id": customer.pk,
        "name": customer.name,
        "code": customer.code,
        "type": customer.type,
        "category": customer.category,
        "is_active": customer.is_active,
        "sales_blocked": customer.sales_blocked,
        "credit_blocked": customer.credit_blocked,
        "can_buy": customer.can_buy(),
        "can_buy_on_credit": customer.can_buy_on_credit(),
    }


def financial(customer: Customer) -> dict[str, Any]:
    """Credit and what is owed. `available_credit` is below 0 where more is owed than the limit."""
    owed = max(customer.outstanding_balance, ZERO)
    return {
        "credit_limit": customer.credit_limit,
        "used_credit": owed,
        "available_credit": customer.available_credit,
        "payment_delay_days": customer.payment_delay_days,
        "total_orders_amount": in_all(customer)["total_purchases"],
        "unpaid_amount": owed,
    }


def sites(customer: Customer) -> list[dict[str, Any]]:
    """Its sites in use, the primary one first."""
    return [
        {
            "id": site.pk,
            "name": site.name,
            "city": site.city,
            "address": site.address,
            "is_primary": site.is_primary,
            "is_delivery_address": site.is_delivery_address,
            "is_billing_address": site.is_billing_address,
        }
        for site in customer.get_sites()
    ]


def schedule(customer: Customer) -> dict[str, Any]:
    """Its week from Monday on, times as `14:00` or None."""
    deliveries = customer.get_delivery_days()
    return {
        "order_days": [row.day for row in customer.get_order_days()],
        "delivery_days": [row.day for row in deliveries],
        "delivery_preferences": [
            {
                "day": row.day,
                "time_from": _clock(row.preferred_delivery_time_from),
                "time_to": _clock(row.preferred_delivery_time_to),
            }
            for row in deliveries
            if row.preferred_delivery_time_from or row.preferred_delivery_time_to
        ],
    }


def in_all(customer: Customer) -> dict[str, Any]:
    """What was bought in all."""
    found = CustomerStats.objects.for_business(customer.business_id).filter(customer=customer).first()
    return {
        "total_purchases": found.total_purchases if found else ZERO,
        "total_refunded": found.total_refunded if found else ZERO,
        "sales_count": found.sales_count if found else 0,
        "first_purchase_at": found.first_purchase_at if found else None,
        "last_purchase_at": found.last_purchase_at if found else None,
    }


def statistics(customer: Customer, period: Period, on: date) -> dict[str, Any]:
    """What was bought in the period up to `on`, and in all."""
    days = period.up_to(on)
    volume = implementation(ICustomerSales).volume_of(
        business=customer.business_id,
        customer_id=customer.pk,
        since=days.since,
        until=days.until,
    )
    return {"period": period.value, "since": days.since, "until": days.until, **volume, "in_all": in_all(customer)}


def metrics(business: BusinessRef, active_since: datetime) -> dict[str, Any]:
    """The four figures over all customers of the pharmacy's dashboard, in four queries. Source:
    pharmacy-customer-management.md "Dashboard Metrics".

    Whoever was merged into another one counts as that one. `active_customers` bought something at or after `active_since`;
    the average is over all purchases of customers ever.
    """
    found = (
        Customer.objects.for_business(business)
        .filter(merged_into=None)
        .aggregate(total=Count("id"), owed=Sum("outstanding_balance", filter=Q(outstanding_balance__gt=0)))
    )
    stats = CustomerStats.objects.for_business(business)
    bought = stats.aggregate(total=Sum("total_purchases"), count=Sum("sales_count"))
    amount, count = bought["total"] or ZERO, int(bought["count"] or 0)
    currency = Business.objects.get(pk=business_id_of(business)).currency
    return {
        "total_customers": found["total"],
        "active_customers": stats.filter(last_purchase_at__gte=active_since).count(),
        "active_since": active_since,
        "total_outstanding_credit": found["owed"] or ZERO,
        "purchases_count": count,
        "purchases_amount": amount,
        "average_purchase_value": round_money(amount / count, currency) if count else None,
    }


def _clock(at: time | None) -> str | None:
    return None if at is None else at.isoformat(timespec="minutes")
