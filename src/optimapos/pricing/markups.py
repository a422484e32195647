"""Prices out of costs, pure: cost plus markup, price endings, and whether a new cost is worth a new price.

Costs are for one base unit, without tax; prices for one sold unit, with tax or without as the row says.
Source: docs/algorithms/rounding.md, system-overview.md "Cost-based markup calculations".
"""

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from uuid import UUID

from optimapos.core.money import HUNDRED, PRICE_PLACES, ZERO, percent_of, round_onto, round_places
from optimapos.core.quantities import has_at_most_places, shown
from optimapos.core.result import DomainError
from optimapos.pricing.rules import margin
from optimapos.pricing.types import LastCost, PriceRounding, Rounding, RoundingDirection

NO_ROUNDING = Rounding()
WHOLE = Decimal(1)
MIN_MARKUP = Decimal(-100)
MAX_MARKUP = Decimal(9999)
MAX_STEP = Decimal(10) ** 6
LOWEST_MARGIN = Decimal("-99999.9")
_MODES = {
    RoundingDirection.NEAREST.value: ROUND_HALF_UP,
    RoundingDirection.UP.value: ROUND_CEILING,
    RoundingDirection.DOWN.value: ROUND_FLOOR,
}


def check_rounding(rounding: Rounding, *, places: int) -> None:
    """Whether the rule leads to amounts that a currency with `places` decimals has.

    Refuses: BAD_PRICE_ROUNDING (data: rounding, rounding_to).
    """
    fits = has_at_most_places(rounding.to, places)
    is_right = {
        PriceRounding.NONE.value: not rounding.to,
        PriceRounding.STEP.value: fits and ZERO < rounding.to <= MAX_STEP,
        PriceRounding.ENDING.value: fits and ZERO <= rounding.to < WHOLE,
    }[rounding.kind]
    if not is_right:
        raise DomainError(
            "BAD_PRICE_ROUNDING",
            f"A step is above 0, an ending from 0 to below 1, both with at most {places} decimals; without rounding"
            " there is neither.",
            {"rounding": rounding.kind, "rounding_to": shown(rounding.to)},
        )


def check_markup(markup_percent: Decimal) -> None:
    """Refuses: MARKUP_OUT_OF_RANGE."""
    if not MIN_MARKUP <= markup_percent <= MAX_MARKUP:
        raise DomainError(
            "MARKUP_OUT_OF_RANGE",
            f"A markup is from {MIN_MARKUP} to {MAX_MARKUP} %.",
            {"markup_percent": shown(markup_percent)},
        )


def rounded_price(price: Decimal, rounding: Rounding, *, not_below: Decimal = ZERO) -> Decimal:
    """`price` by the rule, six places. Where that lies below `not_below`, or a price above 0 becomes 0, it goes to the next
    one above; a price of 0 stays.

    >>> rounded_price(Decimal("3.30"), Rounding("ENDING", Decimal("0.99")))
    Decimal('2.990000')
    """
    if rounding.kind == PriceRounding.NONE or not price:
        return round_places(price, PRICE_PLACES)
    is_step = rounding.kind == PriceRounding.STEP
    step, start = (rounding.to, ZERO) if is_step else (WHOLE, rounding.to)
    found = round_onto(price, step=step, start=start, rounding=_MODES[rounding.direction])
    if found > ZERO and found >= not_below:
        return found
    lowest = not_below if found > ZERO else max(not_below, price)
    return round_onto(lowest, step=step, start=start, rounding=ROUND_CEILING)


def price_by_markup(
    unit_cost: Decimal,
    markup_percent: Decimal,
    *,
    rounding: Rounding = NO_ROUNDING,
    includes_tax: bool,
    tax_rate: Decimal,
    factor_num: int = 1,
    factor_den: int = 1,
) -> Decimal:
    """What one sold unit costs: the cost of its base units plus `markup_percent`, with tax where the price includes it, then
    rounded. Rounding never takes it below cost, unless the markup does.
    """
    cost = _priced(unit_cost * factor_num / factor_den, includes_tax, tax_rate)
    price = cost + percent_of(cost, markup_percent)
    return rounded_price(price, rounding, not_below=cost if markup_percent >= 0 else ZERO)


def cost_for(costs: Iterable[LastCost], location_id: UUID | None) -> LastCost | None:
    """Which cost a price at `location_id` (None: everywhere) is worked out of: the place's own, else the one last bought
    anywhere.
    """
    known = [each for each in costs if each.unit_cost]
    own = next((each for each in known if each.location_id == location_id), None)
    return own or max(known, key=_age, default=None)


def is_other_price(old: Decimal, new: Decimal, *, threshold_percent: Decimal) -> bool:
    """Whether `new` differs from `old` by `threshold_percent` of it or more; equal prices never do.

    >>> is_other_price(Decimal("2.00"), Decimal("2.05"), threshold_percent=Decimal("2.5"))
    True
    """
    return new != old and abs(new - old) * HUNDRED >= threshold_percent * old


def margin_of(
    price: Decimal, unit_cost: Decimal, *, includes_tax: bool, tax_rate: Decimal, factor_num: int, factor_den: int
) -> Decimal:
    """The margin in percent with one decimal of a stored price over a base unit's cost. Margins beyond -100 000 % are shown
    as that: a price of next to nothing.
    """
    net = price * HUNDRED / (HUNDRED + tax_rate) if includes_tax else price
    _, percent = margin(net, unit_cost * factor_num / factor_den)
    return max(percent, LOWEST_MARGIN)


def _priced(cost: Decimal, includes_tax: bool, tax_rate: Decimal) -> Decimal:
    return round_places(cost * (HUNDRED + tax_rate) / HUNDRED if includes_tax else cost, PRICE_PLACES)


def _age(cost: LastCost) -> tuple[bool, float, str]:
    return cost.at is not None, cost.at.timestamp() if cost.at else 0.0, str(cost.location_id)
