"""A product's life cycle and kinds, what each stage permits, and sizes of pictures.

Source: system-overview.md "Lifecycle Management".
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.db import models


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
FIRST_STAGES = frozenset({LifeCycle.NEW, LifeCycle.ACTIVE})
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


class PictureSize(StrEnum):
    """SMALL is for tiles and lists, LARGE for looking at."""

    SMALL = "small"
    LARGE = "large"


PICTURE_SIDES = {PictureSize.SMALL: 320, PictureSize.LARGE: 1280}
"""The longest side of each, in pixels: a tile of 144 at twice the density, and a tablet's screen."""
PICTURES_AT = "/media/pictures/"
"""Where pictures are served; the feed of tills writes it too."""
MAX_PICTURES = 12
MAX_PICTURE_BYTES = 15_000_000
# A phone's photo has 3 to 12 MB.


def picture_url(address: str, size: PictureSize) -> str:
    """Where a picture is served."""
    return f"{PICTURES_AT}{address}-{size}.webp"


@dataclass(frozen=True)
class Renditions:
    """What is made of a picture: WebP of both sizes; `width` and `height` are of the large one."""

    small: bytes
    large: bytes
    width: int
    height: int
