"""What price resolution speaks in: where a price can come from, a candidate, and the decision that explains itself.

A price is for one sold unit (a package or a base unit), in major units with six places.
Source: docs/algorithms/pricing.md.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NotRequired, TypedDict
from uuid import UUID

from optimapos.core.money import ZERO

FLOOR_RAISED = "FLOOR_RAISED"
"""A flag: the price was below the floor and was raised to it."""
BELOW_FLOOR = "BELOW_FLOOR"
"""A flag: the price is below the floor, and the user may go there."""


RETAIL = "RETAIL"
# A value of sales' SaleType, which lies on a higher floor; a test holds that promotions know all of them.


class PriceSource(StrEnum):
    """Where a price comes from, in order of priority. MANUAL is set by hand and replaces whatever was chosen."""

    PROMOTION = "PROMOTION"
    GROUP = "GROUP"
    STEP = "STEP"
    BASE = "BASE"
    FALLBACK = "FALLBACK"
    MANUAL = "MANUAL"


@dataclass(frozen=True, slots=True)
class PriceCandidate:
    """One way to a price. `reference` names the row it came from, `label` is for people.

    `rejected` is empty, or the code of why it does not apply ("LESS_SPECIFIC", "QUANTITY_BELOW_STEP"); such a candidate
    never wins and stays in the waterfall. `before` is a base price without the buyer's own percent, where one was taken off.
    """

    source: PriceSource
    price: Decimal
    includes_tax: bool
    reference: str = ""
    label: str = ""
    rejected: str = ""
    before: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Buyer:
    """Whom a price is for: the customer's own percent, or its active price group with name and percent.

    `group_percent` None: no group. `site_percent`: a special discount of the place that is sold to, if there is one.
    """

    own_percent: Decimal = ZERO
    group_percent: Decimal | None = None
    group_name: str = ""
    site_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Sold:
    """How much one line sells: `quantity` packages (or base units), `base_qty` base units; and at which terms."""

    quantity: Decimal
    base_qty: Decimal
    factor_num: int = 1
    factor_den: int = 1
    sale_type: str = RETAIL


class PriceKind(StrEnum):
    """How a base price came to be: set as a figure, or worked out of cost."""

    FIXED = "FIXED"
    MARKUP = "MARKUP"


class PriceRounding(StrEnum):
    """How a price that was worked out is rounded: not beyond six places, to whole steps, or to an ending."""

    NONE = "NONE"
    STEP = "STEP"
    ENDING = "ENDING"


class RoundingDirection(StrEnum):
    """Where to: the nearest (half-up), never below, never above."""

    NEAREST = "NEAREST"
    UP = "UP"
    DOWN = "DOWN"


@dataclass(frozen=True, slots=True)
class Rounding:
    """A rounding rule. `to`: the step (0.05), or the ending within one major unit (0.99); 0 for none."""

    kind: str = PriceRounding.NONE.value
    to: Decimal = ZERO
    direction: str = RoundingDirection.NEAREST.value


@dataclass(frozen=True, slots=True)
class LastCost:
    """What a product was last bought at, at one location, for a base unit without tax. `at` None: never bought there,
    but brought there at this cost.
    """

    location_id: UUID
    unit_cost: Decimal
    at: datetime | None


class PromotionKind(StrEnum):
    """What a promotion does: percent or an amount off the base price, or a price of its own."""

    PERCENT = "PERCENT"
    AMOUNT = "AMOUNT"
    FIXED_PRICE = "FIXED_PRICE"


class PromotionRow(TypedDict):
    """An approved promotion of a product within its period, as it is read. Figures are strings.

    `here`, `for_group`: whether the place and the customer's group are among those that it is for. `weekdays`: ISO, empty
    for all; `local_time`: the instant on the place's clock. `sale_type` "": both.
    """

    id: str
    name: str
    kind: str
    value: str
    includes_tax: bool
    here: bool
    for_group: bool
    sale_type: str
    weekdays: list[int]
    hours_from: str | None
    hours_until: str | None
    local_time: str
    min_quantity: str
    priority: int


class WaterfallStep(TypedDict):
    """What became of one candidate, ready for JSON. Prices are strings with six places.

    `price` and `difference` (price less the chosen candidate's) are on the sale's tax basis; `given` is the price as it
    was stored, with tax or without as `includes_tax` says. `floor`, on the sale's basis, is there where it mattered.
    """

    source: str
    price: str
    given: str
    includes_tax: bool
    chosen: bool
    reason: str
    difference: str
    reference: str
    label: str
    floor: NotRequired[str]


@dataclass(frozen=True, slots=True)
class PriceDecision:
    """The price that a line is sold at, on the sale's tax basis, and how it came about.

    `list_price` is the base price before a buyer's percent, or `unit_price` where there is none. `waterfall` holds every
    candidate in order of priority, a price set by hand on top. `flags`: FLOOR_RAISED or BELOW_FLOOR.
    """

    source: PriceSource
    unit_price: Decimal
    list_price: Decimal
    waterfall: list[WaterfallStep]
    flags: tuple[str, ...] = ()
