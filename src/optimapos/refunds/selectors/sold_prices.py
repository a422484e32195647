"""What products were lately sold for at a place."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Min

from optimapos.core.tenancy import BusinessRef
from optimapos.sales.models import SaleItem
from optimapos.sales.types import LineKind


def lowest_sold(
    business: BusinessRef, location_id: UUID, product_ids: Collection[UUID], since: date
) -> dict[UUID, Decimal]:
    """The lowest price of a base unit of each product, tax included and after all discounts, that was sold since a business
    day. What came back whole doesn't count, nor what was for nothing.
    """
    rows = SaleItem.objects.for_business(business).filter(
        product_id__in=product_ids,
        kind=LineKind.GOODS,
        gross__gt=0,
        refunded_qty__lt=F("quantity"),
        sale__location_id=location_id,
        sale__completed_at__isnull=False,
        sale__business_date__gte=since,
    )
    return dict(rows.values_list("product_id").annotate(lowest=Min(F("gross") / F("base_qty"))))
