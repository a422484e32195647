"""What customers bought, as partners asks for it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import Count, Max, Sum

from optimapos.core.money import ZERO, round_money
from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.organization.models import Business
from optimapos.partners.selectors.customers import with_merged
from optimapos.sales.models import Sale
from optimapos.sales.sql import statistics as sql

SHOWN_PRODUCTS = 5


class CustomerSales:
    """An `ICustomerSales`."""

    @staticmethod
    def volume_of(*, business: BusinessRef, customer_id: UUID, since: date, until: date) -> Mapping[str, Any]:
        """What a customer, and whoever was merged into it, bought, in five queries. Refunds do not lessen it."""
        buyers = with_merged(business, customer_id)
        sales = Sale.objects.for_business(business).filter(
            customer_id__in=buyers, completed_at__isnull=False, business_date__range=(since, until)
        )
        found = sales.aggregate(count=Count("id"), amount=Sum("total_amount"), last=Max("business_date"))
        products, kinds = _products(business, buyers, since, until)
        amount = found["amount"] or ZERO
        currency = Business.objects.get(pk=business_id_of(business)).currency
        return {
            "sales_count": found["count"],
            "sales_amount": amount,
            "average_sale_amount": round_money(amount / found["count"], currency) if found["count"] else None,
            "items_count": kinds,
            "last_purchase_date": found["last"],
            "top_products": products,
        }


def _products(
    business: BusinessRef, buyers: Sequence[UUID], since: date, until: date
) -> tuple[list[dict[str, Any]], int]:
    """The products that most was paid for, and how many there are in all."""
    asked: dict[str, Any] = {"buyers": list(buyers), "since": since, "until": until, "limit": SHOWN_PRODUCTS}
    with connections[APP].cursor() as cursor:
        cursor.execute(sql.ALONE)
        cursor.execute(sql.TOP_PRODUCTS, {**asked, "business": business_id_of(business)})
        rows = cursor.fetchall()
    names = ("product_id", "sku", "name", "quantity", "amount")
    return [dict(zip(names, row, strict=False)) for row in rows], rows[0][-1] if rows else 0
