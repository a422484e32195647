"""What suppliers ask for products on a day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from optimapos.core.actors import Actor
from optimapos.core.tenancy import BusinessRef
from optimapos.purchases.models import SupplierProduct
from optimapos.purchases.rules.price_lists import ListedPrice


def supplier_products_of(actor: Actor) -> QuerySet[SupplierProduct]:
    """The price lists of the business."""
    rows = SupplierProduct.objects.for_business(actor.business_id)
    return rows.select_related("supplier", "product", "packaging")


def listed_prices(
    business: BusinessRef,
    product_ids: Iterable[UUID],
    *,
    on: date,
    supplier_id: UUID | None = None,
    currency: str | None = None,
) -> dict[UUID, list[ListedPrice]]:
    """The lines of price lists that are valid on a day, by product, by one query: of one supplier or of all, in one
    currency or in any.
    """
    rows = SupplierProduct.objects.for_business(business).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on), product_id__in=set(product_ids), valid_from__lte=on
    )
    if supplier_id is not None:
        rows = rows.filter(supplier_id=supplier_id)
    if currency is not None:
        rows = rows.filter(currency=currency)
    found: dict[UUID, list[ListedPrice]] = defaultdict(list)
    for row in rows.select_related("packaging").order_by("pk"):
        found[row.product_id].append(_listed(row))
    return dict(found)


def _listed(row: SupplierProduct) -> ListedPrice:
    return ListedPrice(
        supplier_id=row.supplier_id,
        product_id=row.product_id,
        packaging_id=row.packaging_id,
        factor_num=row.packaging.factor_num if row.packaging else 1,
        factor_den=row.packaging.factor_den if row.packaging else 1,
        currency=row.currency,
        price=row.price,
        valid_from=row.valid_from,
        supplier_sku=row.supplier_sku,
        minimum=row.min_order_qty,
        multiple=row.order_multiple,
        lead_time_days=row.lead_time_days,
        is_preferred=row.is_preferred,
    )
