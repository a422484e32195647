"""What callers of the catalog's services pass in."""

from decimal import Decimal
from typing import TypedDict

from optimapos.nomenclatures.models import Brand, ProductGroup, TaxCategory, UnitOfMeasure


class ProductFields(TypedDict, total=False):
    """The columns of a product that a caller may set; what is left out keeps its default or its value."""

    sku: str
    name: str
    description: str
    kind: str
    unit: UnitOfMeasure
    tax_category: TaxCategory
    group: ProductGroup | None
    brand: Brand | None
    tracks_stock: bool
    keeps_expiry: bool
    tracks_serials: bool
    weight_kg: Decimal | None
    warranty_days: int
    plu: str
    prix_br: Decimal | None
    floor_price: Decimal | None


class PackagingFields(TypedDict, total=False):
    """The columns of a packaging that a caller may change."""

    name: str
    factor_num: int
    factor_den: int
    is_active: bool
