"""Row locks of the catalog: FOR NO KEY UPDATE, evaluated on the spot."""

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
