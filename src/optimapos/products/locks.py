"""Row locks of the catalog: FOR NO KEY UPDATE, evaluated on the spot."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connections

from optimapos.core.ids import UUID
from optimapos.core.result import DomainError
from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.products.models import Product, ProductPicture


def lock_product(business: BusinessRef, product_id: UUID) -> Product:
    """The product, locked against other changes of it, its packagings and its barcodes.

    Refuses: NOT_FOUND.
    """
    rows = Product.objects.for_business(business).filter(pk=product_id).select_related("unit")
    product = rows.select_for_update(of=("self",), no_key=True).first()
    if product is None:
        raise DomainError("NOT_FOUND", "There is no such product.")
    return product


def lock_picture(business: BusinessRef, product_id: UUID, picture_id: UUID) -> list[ProductPicture]:
    """The picture, removed or not, locked against the sweep; none where it is forgotten."""
    rows = ProductPicture.objects.for_business(business).filter(product_id=product_id, pk=picture_id)
    return list(rows.select_for_update(no_key=True))


def hold_products(business: BusinessRef, product_ids: Iterable[UUID]) -> None:
    """Hold products in the order of their ids: their stage, unit and serial numbers stay while stock of them moves."""
    with connections[APP].cursor() as cursor:
        cursor.execute(
            "SELECT id FROM product WHERE id = ANY(%s) AND business_id = %s ORDER BY id FOR SHARE",
            [list(product_ids), business_id_of(business)],
        )


def claim_removed_pictures(before: datetime, limit: int) -> list[ProductPicture]:
    """Pictures of all businesses that were removed before then, locked so that none is restored any more. For the sweep,
    in a transaction of role `maintenance`.
    """
    rows = ProductPicture.objects.across_businesses(reason="pictures of every business are removed")
    old = rows.filter(removed_at__lt=before).order_by("id")
    return list(old.select_for_update(skip_locked=True, no_key=True)[:limit])
