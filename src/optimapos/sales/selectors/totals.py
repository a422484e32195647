"""Sums over sales and payments that a list's filters leave: one query each, beside the currency."""

from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from optimapos.core.money import ZERO, round_money
from optimapos.core.tenancy import BusinessRef
from optimapos.organization.selectors import currency_of
from optimapos.sales.models import Payment, Sale, SaleItem
from optimapos.sales.types import PaymentDirection, PaymentStatus

_SUMMED = (
    "subtotal",
    "discount_amount",
    "promotion_amount",
    "tax_amount",
    "total_amount",
    "amount_paid",
    "amount_due",
    "amount_refunded",
)


def totals_of_sales(business: BusinessRef, rows: QuerySet[Sale]) -> dict[str, Any]:
    """How many there are, how many of them are completed, and the sums of their amounts.

    `reduced_amount` is all that was taken off: of lines, by promotions on baskets, and of whole sales.
    """
    sums = {f"of_{column}": Coalesce(Sum(column), ZERO) for column in _SUMMED}
    found = rows.order_by().aggregate(
        count=Count("pk"), completed_count=Count("pk", filter=Q(completed_at__isnull=False)), **sums
    )
    currency = currency_of(business)
    amounts = {column: round_money(found[f"of_{column}"], currency) for column in _SUMMED}
    of_lines = SaleItem.objects.filter(sale__in=rows.order_by().values("pk")).aggregate(
        sum=Coalesce(Sum("line_discount"), ZERO)
    )
    amounts["line_discount_amount"] = round_money(of_lines["sum"], currency)
    reduced = ("line_discount_amount", "promotion_amount", "discount_amount")
    amounts["reduced_amount"] = sum((amounts[each] for each in reduced), round_money(ZERO, currency))
    return {"currency": currency, "count": found["count"], "completed_count": found["completed_count"], **amounts}


def totals_of_payments(business: BusinessRef, rows: QuerySet[Payment]) -> dict[str, Any]:
    """What was taken and what was given back, in all and by what it was."""
    happened = ~Q(status=PaymentStatus.FAILED)
    taken, given = happened & Q(direction=PaymentDirection.IN), happened & Q(direction=PaymentDirection.OUT)
    by_method = (
        rows.order_by()
        .values(method=F("payment_method"))
        .annotate(
            count=Count("pk"),
            taken=Coalesce(Sum("amount_paid", filter=taken), ZERO),
            given_back=Coalesce(Sum("amount_paid", filter=given), ZERO),
        )
    )
    currency = currency_of(business)
    methods = [
        {
            "payment_method": row["method"],
            "count": row["count"],
            "taken": round_money(row["taken"], currency),
            "given_back": round_money(row["given_back"], currency),
        }
        for row in by_method.order_by("method")
    ]
    return {
        "currency": currency,
        "count": sum(row["count"] for row in methods),
        "taken": sum((row["taken"] for row in methods), round_money(ZERO, currency)),
        "given_back": sum((row["given_back"] for row in methods), round_money(ZERO, currency)),
        "methods": methods,
    }
