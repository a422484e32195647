"""What creating a product and adding to one share: packagings, barcodes and prices as rows."""

from collections.abc import Sequence

from optimapos.core.actors import Actor, Capability
from optimapos.core.interfaces import IBasePrices, implementation
from optimapos.core.result import DomainError
from optimapos.products.models import Product, ProductBarcode, ProductPackaging
from optimapos.products.rules.codes import checked_barcode
from optimapos.products.types import NewPackaging, NewPrice


def insert_barcodes(product: Product, codes: Sequence[str], packaging: ProductPackaging | None = None) -> None:
    """Insert barcodes of a product or one of its packagings.

    Refuses: BAD_BARCODE, DUPLICATE_BARCODE (data: code, product, sku).
    """
    checked = [checked_barcode(code) for code in codes]
    _check_free(product, checked)
    ProductBarcode.objects.for_business(product.business_id).bulk_create(
        ProductBarcode(business_id=product.business_id, product=product, packaging=packaging, code=code)
        for code in checked
    )


def _check_free(product: Product, codes: Sequence[str]) -> None:
    taken = ProductBarcode.objects.for_business(product.business_id).filter(code__in=codes).select_related("product")
    owners = {row.code: row.product for row in taken}
    for at, code in enumerate(codes):
        owner = owners.get(code) or (product if code in codes[:at] else None)
        if owner:
            raise DomainError(
                "DUPLICATE_BARCODE",
                f"{code} is a barcode of {owner.name} already.",
                {"code": code, "product": str(owner.pk), "sku": owner.sku},
            )


def insert_packaging(product: Product, wanted: NewPackaging, actor: Actor) -> ProductPackaging:
    """Insert a packaging with its barcodes and its price.

    Refuses: DUPLICATE_PACKAGING, BAD_FACTOR, BAD_BARCODE, DUPLICATE_BARCODE, PERMISSION_DENIED (a price).
    """
    packaging = ProductPackaging.objects.for_business(product.business_id).create(
        business_id=product.business_id,
        product=product,
        name=wanted.name,
        factor_num=wanted.factor_num,
        factor_den=wanted.factor_den,
    )
    insert_barcodes(product, wanted.barcodes, packaging)
    if wanted.price is not None:
        set_prices(product, [NewPrice(wanted.price)], actor, packaging)
    return packaging


def set_prices(
    product: Product, prices: Sequence[NewPrice], actor: Actor, packaging: ProductPackaging | None = None
) -> None:
    """Set base prices of the product, or of one of its packagings.

    Refuses: PERMISSION_DENIED, and what `IBasePrices` refuses.
    """
    if not prices:
        return
    require(actor, Capability.PRICE_MANAGE)
    for wanted in prices:
        if wanted.location_id and not actor.sees(wanted.location_id):
            raise DomainError("UNKNOWN_LOCATION", "There is no such location.", {"location": str(wanted.location_id)})
        implementation(IBasePrices).set_base_price(
            business=product.business_id,
            product_id=product.pk,
            price=wanted.price,
            includes_tax=wanted.includes_tax,
            location_id=wanted.location_id,
            packaging_id=packaging.pk if packaging else None,
            user_id=actor.user_id,
        ).unwrap()


def require(actor: Actor, capability: Capability) -> None:
    """Refuses: PERMISSION_DENIED (data: capability)."""
    if not actor.can(capability):
        raise DomainError("PERMISSION_DENIED", "Your role does not permit this.", {"capability": capability.value})
