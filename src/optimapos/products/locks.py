"""Row locks of the catalog: FOR NO KEY UPDATE, evaluated on the spot."""

from collections.abc import Iterable

from optimapos.core.ids import UUID
from optimapos.core.result import DomainError
from optimapos.core.tenancy import BusinessRef
from optimapos.products.models import Product


def lock_product(business: BusinessRef, product_id: UUID) -> Product:
    """The product, locked against other changes of it, its packagings and its barcodes.

    Refuses: NOT_FOUND.
    """
    rows = Product.objects.for_business(business).filter(pk=product_id).select_related("unit")
    product = rows.select_for_update(of=("self",), no_key=True).first()
    if product is None:
        raise DomainError("NOT_FOUND", "There is no such product.")
    return product


def lock_products(business: BusinessRef, product_ids: Iterable[UUID]) -> dict[UUID, Product]:
    """The products by id, locked in the order of their ids: a stage does not change while goods are received."""
    rows = Product.objects.for_business(business).filter(pk__in=set(product_ids)).select_related("unit").order_by("pk")
    return {product.pk: product for product in rows.select_for_update(of=("self",), no_key=True)}
