"""Row locks of sales, FOR NO KEY UPDATE; the checkout's own are in `sql/write.py`."""

from collections.abc import Iterable
from uuid import UUID

from optimapos.core.tenancy import BusinessRef
from optimapos.sales.models import Sale


def lock_sales(business: BusinessRef, sale_ids: Iterable[UUID]) -> list[Sale]:
    """The sales, locked in the order of their ids; those that there are."""
    rows = Sale.objects.for_business(business).filter(pk__in=list(sale_ids)).order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True))


def lock_sale(business: BusinessRef, sale_id: UUID) -> Sale | None:
    """The sale, locked, or None where there is none."""
    rows = Sale.objects.for_business(business).filter(pk=sale_id)
    return rows.select_for_update(of=("self",), no_key=True).first()
