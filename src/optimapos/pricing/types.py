"""What price resolution speaks in: where a price can come from, a candidate, and the decision that explains itself.

A price is for one sold unit (a package or a base unit), in major units with six places.
Source: docs/algorithms/pricing.md.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, NotRequired, TypedDict
from uuid import UUID

from optimapos.core.money import ZERO

FLOOR_RAISED = "FLOOR_RAISED"
"""A flag: the price was below the floor and was raised to it."""
BELOW_FLOOR = "BELOW_FLOOR"
"""A flag: the price is below the floor, and the user may go there."""


EVER = datetime(1, 1, 1, tzinfo=UTC)
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
    """What a promotion does. The first three make a price candidate of a line, the others a discount of the basket."""

    PERCENT = "PERCENT"
    AMOUNT = "AMOUNT"
    FIXED_PRICE = "FIXED_PRICE"
    BUY_GET = "BUY_GET"
    SET_PRICE = "SET_PRICE"
    NTH_ITEM = "NTH_ITEM"
    BASKET_PERCENT = "BASKET_PERCENT"
    BASKET_AMOUNT = "BASKET_AMOUNT"


SET_KINDS = frozenset({PromotionKind.BUY_GET, PromotionKind.SET_PRICE, PromotionKind.NTH_ITEM})
"""Promotions of so many pieces together."""
WHOLE_KINDS = frozenset({PromotionKind.BASKET_PERCENT, PromotionKind.BASKET_AMOUNT})
"""Promotions of the basket as a whole."""
BASKET_KINDS = SET_KINDS | WHOLE_KINDS


@dataclass(frozen=True, slots=True, eq=False)
class PromotionTerms:
    """An approved promotion as it is applied. Empty sets: everything of that kind; `groups` with all below them.

    `value`: percent, or an amount or price: of one base unit, of a set, or off the basket. A set has `set_quantity` pieces
    and `get_quantity` more that are cheaper; those are among the same products, or among the rewards where it has any.
    """

    id: str
    name: str
    kind: str
    value: Decimal
    includes_tax: bool = False
    sale_type: str = ""
    starts_at: datetime = EVER
    ends_at: datetime | None = None
    weekdays: frozenset[int] = frozenset()
    hours_from: time | None = None
    hours_until: time | None = None
    min_quantity: Decimal = ZERO
    priority: int = 0
    locations: frozenset[UUID] = frozenset()
    price_groups: frozenset[UUID] = frozenset()
    products: frozenset[UUID] = frozenset()
    groups: frozenset[UUID] = frozenset()
    reward_products: frozenset[UUID] = frozenset()
    reward_groups: frozenset[UUID] = frozenset()
    set_quantity: int = 0
    get_quantity: int = 0
    min_amount: Decimal = ZERO
    max_times: int | None = None
    combines: bool = False
    needs_coupon: bool = False
    is_limited: bool = False

    def is_for(self, product: UUID, group: UUID | None) -> bool:
        """Whether the product is among those that it is for."""
        return not (self.products or self.groups) or product in self.products or group in self.groups

    @property
    def has_rewards(self) -> bool:
        """Whether what is cheaper is named apart from what has to be bought."""
        return self.kind == PromotionKind.BUY_GET and bool(self.reward_products or self.reward_groups)

    def rewards(self, product: UUID, group: UUID | None) -> bool:
        """Whether the product is among what is cheaper."""
        return product in self.reward_products or group in self.reward_groups


@dataclass(frozen=True, slots=True)
class Occasion:
    """When, where and for whom something is sold. `local` is `at` on the place's clock.

    `coupons`: promotions for which a coupon was shown. `spent`: promotions whose uses are used up.
    """

    at: datetime
    local: datetime
    location: UUID | None
    price_group: UUID | None
    sale_type: str = RETAIL
    coupons: frozenset[str] = frozenset()
    spent: frozenset[str] = frozenset()


class ShownCoupon(NamedTuple):
    """A coupon that a customer shows. `problem`: the code of why it is not taken, or empty."""

    id: str
    code: str
    promotion: str
    problem: str


OfferedPromotion = tuple[PromotionTerms, str]
"""A promotion within its period, and why it does not apply on this occasion; empty where it does."""


@dataclass(frozen=True, slots=True)
class BasketLine:
    """A line for basket promotions: its product, how many base units, and what they cost after the line's own discount.

    `is_promoted`: its unit price is a promotion's already. `is_fixed`: its price was set by hand, no promotion counts it.
    """

    number: int
    product: UUID
    group: UUID | None
    base_qty: Decimal
    amount: Decimal
    is_promoted: bool = False
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class BasketOffer:
    """A promotion that takes `amount` off a basket, `times` over; `shares` by number of line, which sum to it."""

    promotion: PromotionTerms
    amount: Decimal
    times: int
    shares: dict[int, Decimal]


@dataclass(frozen=True, slots=True)
class Basket:
    """What promotions take off a basket, in the order in which they were applied, and why others do not."""

    offers: tuple[BasketOffer, ...] = ()
    passed: tuple[tuple[PromotionTerms, str], ...] = ()

    @property
    def amount(self) -> Decimal:
        """What comes off in all."""
        return sum((offer.amount for offer in self.offers), ZERO)

    def off(self, number: int) -> Decimal:
        """What comes off a line."""
        return sum((offer.shares.get(number, ZERO) for offer in self.offers), ZERO)


NO_PROMOTIONS = Basket()


class WaterfallStep(TypedDict):
    """What became of one candidate, ready for JSON. Prices are strings with six places.

    `price` and `difference` (price less the chosen candidate's) are on the sale's tax basis; `given` is the price as it
    was stored, with tax or without as `includes_tax` says. `floor`, on the sale's basis, is there where it mattered;
    `needs` is the capability that who set the price by hand did not have.
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
    needs: NotRequired[str]


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
