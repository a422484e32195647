"""What the feed of a till is made of. Source: docs/algorithms/till-feed.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from optimapos.core.actors import Capability

FEED_VERSION = 1
"""Grows when what the feed answers changes its meaning: tills then load everything anew."""
DEFAULT_LIMIT = 1_000
MAX_LIMIT = 5_000
"""Rows of a page."""


class Kind(StrEnum):
    """A kind of rows, in the order in which changes are told."""

    SETTINGS = "settings"
    UNITS = "units"
    GROUPS = "groups"
    BRANDS = "brands"
    PRICE_GROUPS = "price_groups"
    TAXES = "taxes"
    PROMOTIONS = "promotions"
    PRICE_LISTS = "price_lists"
    PRODUCTS = "products"
    PRICES = "prices"
    CUSTOMERS = "customers"
    CREDIT = "credit"
    STOCK = "stock"


PAGED = (Kind.PRODUCTS, Kind.PRICES, Kind.CUSTOMERS, Kind.CREDIT, Kind.STOCK)
"""Kinds of many rows: what changed is told row by row. Of the others all rows are, when one changed."""
NEEDS: dict[Kind, str] = {
    Kind.CUSTOMERS: Capability.CUSTOMER_VIEW.value,
    Kind.CREDIT: Capability.CUSTOMER_VIEW.value,
    Kind.STOCK: Capability.STOCK_VIEW.value,
}
"""What a role has to permit for a kind, beside selling."""


class Moment(NamedTuple):
    """Where the database is: which one it is, the oldest transaction that isn't finished, and the next that will begin."""

    identity: str
    oldest: int
    next: int


@dataclass(frozen=True, slots=True)
class Position:
    """How far a till is: it knows all that transactions before `since` wrote.

    In the middle of many changes `until` is where it will be at their end, and it has those of kinds before `kind`, and of
    that one the objects up to `after`.
    """

    since: int
    until: int = 0
    kind: Kind | None = None
    after: UUID | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one kind as JSON texts or documents; `gone`: ids of what a till no longer keeps. `after`: where the next page
    begins, None for the last one.
    """

    kind: Kind
    rows: Sequence[Any]
    gone: Sequence[UUID] = ()
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since a cursor, and the cursor after it. `spent`: promotions whose uses are used up; `held`: what carts
    hold; None where the kinds do not need them.
    """

    cursor: str
    has_more: bool
    kinds: Sequence[Kind]
    pages: Sequence[Page]
    spent: Sequence[str] | None = None
    held: Sequence[Any] | None = None
