"""Products as a member sees them, and by what a scanner or a cashier enters."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from optimapos.core.actors import Actor
from optimapos.products.models import Product, ProductBarcode, ProductPackaging


@dataclass(frozen=True)
class Match:
    """The product that a code means; `packaging` where the code is on a package. `matched`: barcode, plu or sku."""

    product: Product
    packaging: ProductPackaging | None
    matched: str


def products_of(actor: Actor) -> QuerySet[Product]:
    """All products of the business, with their units."""
    return Product.objects.for_business(actor.business_id).select_related("unit")


def detailed(rows: QuerySet[Product]) -> QuerySet[Product]:
    """Products with their packagings and barcodes, each in the order in which they were made."""
    barcodes = ProductBarcode._base_manager.order_by("id")
    packagings = ProductPackaging._base_manager.order_by("id")
    return rows.prefetch_related(Prefetch("packagings", packagings), Prefetch("barcodes", barcodes))


def checkable(rows: QuerySet[Product]) -> QuerySet[Product]:
    """Products with all that the validation engine asks of them."""
    return detailed(rows).select_related("unit", "brand", "group")


def matching(rows: QuerySet[Product], text: str) -> QuerySet[Product]:
    """Those whose name contains `text`, or whose SKU, PLU or a barcode begins with it."""
    scanned = Q(pk__in=ProductBarcode._base_manager.filter(code__startswith=text).values("product_id"))
    return rows.filter(Q(name__icontains=text) | Q(sku__istartswith=text) | Q(plu__startswith=text) | scanned)


def find_by_code(actor: Actor, code: str) -> Match | None:
    """The product that has exactly this barcode, else this PLU, else this SKU."""
    barcodes = ProductBarcode.objects.for_business(actor.business_id).select_related("packaging")
    scanned = barcodes.filter(code=code).first()
    rows = detailed(products_of(actor))
    if scanned:
        return Match(rows.get(pk=scanned.product_id), scanned.packaging, "barcode")
    found = rows.filter(Q(plu=code) | Q(sku=code)).exclude(Q(plu="") & ~Q(sku=code))
    by_plu = sorted(found, key=lambda product: product.plu != code)
    return Match(by_plu[0], None, "plu" if by_plu[0].plu == code else "sku") if by_plu else None
