"""What the validation engine looks at, and what it finds."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from optimapos.core.money import HUNDRED, PRICE_PLACES, round_places


class Severity(StrEnum):
    """An ERROR keeps the product from being sold or counted right; a WARNING looks like an oversight."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One inconsistency, for programs (`code`, `figures`) and for people (`sentence`). Figures are JSON-ready."""

    code: str
    severity: Severity
    sentence: str
    figures: Mapping[str, Any]


@dataclass(frozen=True)
class PackagingFacts:
    """A packaging that is in use."""

    name: str
    factor_num: int
    factor_den: int
    barcodes: int


@dataclass(frozen=True)
class PriceFacts:
    """A base price in force at a location (its code) or everywhere (""). `rate` in percent; None: it is missing."""

    location: str
    price: Decimal
    includes_tax: bool
    rate: Decimal | None

    def on_basis(self, with_tax: bool) -> Decimal | None:
        """The price with or without tax, to six places; None where that takes a rate that is missing."""
        if with_tax == self.includes_tax:
            return self.price
        if self.rate is None:
            return None
        factor = 1 + self.rate / HUNDRED
        return round_places(self.price * factor if with_tax else self.price / factor, PRICE_PLACES)


@dataclass(frozen=True)
class ProductFacts:
    """A product with everything around it that has to fit.

    `locations_without_price` and `locations_without_rate` hold codes of storefronts. `floor_includes_tax`: whether the
    business keeps its prices with tax.
    """

    kind: str
    life_cycle: str
    tracks_stock: bool
    keeps_expiry: bool
    unit_decimals: int
    plu: str
    barcodes: int
    packagings: tuple[PackagingFacts, ...]
    prices: tuple[PriceFacts, ...]
    locations_without_price: tuple[str, ...]
    locations_without_rate: tuple[str, ...]
    has_rate: bool
    stock_on_hand: Decimal
    prix_br: Decimal | None
    floor_price: Decimal | None
    floor_includes_tax: bool
    brand_is_active: bool
    group_is_active: bool
