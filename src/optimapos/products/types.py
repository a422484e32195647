"""A product's life cycle and kinds, and what each stage permits. Source: system-overview.md "Lifecycle Management"."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypedDict
from uuid import UUID

from django.db import models

from optimapos.nomenclatures.models import Brand, ProductGroup, TaxCategory, UnitOfMeasure


class LifeCycle(models.TextChoices):
    """NEW is being set up; PHASE_OUT sells what is left; DISCONTINUED sells nothing more; ARCHIVED is history."""

    NEW = "NEW", "New"
    ACTIVE = "ACTIVE", "Active"
    PHASE_OUT = "PHASE_OUT", "Phase out"
    DISCONTINUED = "DISCONTINUED", "Discontinued"
    ARCHIVED = "ARCHIVED", "Archived"


SELLABLE = frozenset({LifeCycle.ACTIVE, LifeCycle.PHASE_OUT})
PURCHASABLE = frozenset({LifeCycle.NEW, LifeCycle.ACTIVE})
EDITABLE = frozenset({LifeCycle.NEW, LifeCycle.ACTIVE, LifeCycle.PHASE_OUT})
NEXT_STAGES: dict[str, frozenset[str]] = {
    LifeCycle.NEW: frozenset({LifeCycle.ACTIVE, LifeCycle.ARCHIVED}),
    LifeCycle.ACTIVE: frozenset({LifeCycle.PHASE_OUT, LifeCycle.DISCONTINUED}),
    LifeCycle.PHASE_OUT: frozenset({LifeCycle.ACTIVE, LifeCycle.DISCONTINUED}),
    LifeCycle.DISCONTINUED: frozenset({LifeCycle.ACTIVE, LifeCycle.ARCHIVED}),
    LifeCycle.ARCHIVED: frozenset(),
}


class ProductKind(models.TextChoices):
    """What a line of the product is."""

    GOODS = "GOODS", "Goods"
    SERVICE = "SERVICE", "Service"


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


@dataclass(frozen=True)
class NewPackaging:
    """A packaging to create: one holds `factor_num / factor_den` base units."""

    name: str
    factor_num: int
    factor_den: int = 1
    barcodes: tuple[str, ...] = ()
    price: Decimal | None = None


@dataclass(frozen=True)
class NewPrice:
    """A base price for one base unit: at a location, or at all of them. `includes_tax` None: as the business does."""

    price: Decimal
    location_id: UUID | None = None
    includes_tax: bool | None = None


@dataclass(frozen=True)
class OpeningStock:
    """Base units that are on the shelf of a location when the product is created."""

    location_id: UUID
    quantity: Decimal
    unit_cost: Decimal
