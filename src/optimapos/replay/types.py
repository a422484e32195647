"""What the file holds, what the shop is made of, and what was counted. Money is in whole cents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

CURRENCY = "USD"
WEEKS = range(1, 54)
"""The weeks of the file."""


class ReplayError(Exception):
    """What a person can put right, in one sentence. `code` is the exit code: 2 for arguments, 1 for the rest."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class FileLine:
    """A line of the file: `quantity` pieces for `cents` in all, what the shop got for it.

    `off_cents` is what the shop's own prices took off before, `maker_cents` a manufacturer's coupon, of which the shop got
    the money, and `match_cents` what the shop added to it.
    """

    product: int
    quantity: int
    cents: int
    off_cents: int = 0
    maker_cents: int = 0
    match_cents: int = 0

    @property
    def shelf_cents(self) -> int:
        """What the pieces cost on the shelf."""
        return self.cents + self.off_cents + self.match_cents

    @property
    def coupon_cents(self) -> int:
        """What coupons take off."""
        return self.maker_cents + self.match_cents

    @property
    def paid_cents(self) -> int:
        """What the customer paid."""
        return self.cents - self.maker_cents


@dataclass(frozen=True, slots=True)
class Basket:
    """A basket of the file. `at` is aware, `lines` in the file's order."""

    number: int
    store: int
    household: int
    at: datetime
    lines: tuple[FileLine, ...]

    @property
    def sellable(self) -> list[FileLine]:
        """The lines that sell something."""
        return [line for line in self.lines if line.quantity]

    @property
    def cents(self) -> int:
        """What its sale comes to: the money of the lines that sell something."""
        return sum(line.cents for line in self.lines if line.quantity)


@dataclass(frozen=True, slots=True)
class CatalogRow:
    """A product of the file's catalog. `department` is "" for one without a row."""

    number: int
    name: str
    brand: str
    department: str
    category: str


@dataclass(frozen=True, slots=True)
class PricedLine:
    """How a line is sold: `unit_price` with at most six places, less `discount_cents`."""

    unit_price: Decimal
    discount_cents: int


@dataclass(frozen=True, slots=True)
class Tally:
    """So many baskets and lines, and their money."""

    baskets: int = 0
    lines: int = 0
    cents: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.baskets + other.baskets, self.lines + other.lines, self.cents + other.cents)

    def __sub__(self, other: "Tally") -> "Tally":
        return Tally(self.baskets - other.baskets, self.lines - other.lines, self.cents - other.cents)


@dataclass(frozen=True, slots=True)
class Shop:
    """The business that the baskets are sold in: its owner, and the operator who signs in at every till."""

    business_id: UUID
    slug: str
    owner_id: UUID
    operator_id: UUID


@dataclass(frozen=True, slots=True)
class Directory:
    """The shop's ids by the file's numbers: stores to locations, products, households to customers."""

    locations: Mapping[int, UUID]
    products: Mapping[int, UUID]
    customers: Mapping[int, UUID]
