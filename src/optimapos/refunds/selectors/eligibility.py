"""Which lines of a sale may be brought back, and how much of each is left. Source: sales-backend-guide.md endpoint 16."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from optimapos.organization.models import Business
from optimapos.refunds.rules.warranty import Eligibility, eligibility
from optimapos.sales.models import Sale, SaleItem


@dataclass(frozen=True, slots=True)
class LineEligibility:
    """A line, what is left of it to bring back, and whether it may be."""

    item: SaleItem
    quantity_left: Decimal
    eligibility: Eligibility


def eligibility_of(sale: Sale, at: datetime) -> list[LineEligibility]:
    """The lines of a completed sale in order, in two queries more. Days are the storefront's."""
    return_days = Business.objects.values_list("return_days", flat=True).get(pk=sale.business_id)
    today = sale.location.local_day(at)
    return [
        LineEligibility(
            item,
            item.quantity - item.refunded_qty,
            eligibility(
                sold_on=sale.business_date,
                today=today,
                warranty_until=item.warranty_until,
                return_days=return_days,
                is_all_returned=item.refunded_qty == item.quantity,
            ),
        )
        for item in sale.sale_items.select_related("product__unit").order_by("line_no")
    ]
