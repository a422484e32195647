"""Which price wins, pure: the choice among candidates, the floor, a price set by hand, percentages and margin.

Prices are for one sold unit, in major units with six places; rates and percentages are in percent. The sale's tax basis
comes in as `prices_include_tax`. Source: docs/algorithms/pricing.md.
"""

from collections.abc import Sequence
from decimal import Decimal

from optimapos.core.money import HUNDRED, PRICE_PLACES, ZERO, percent_of, round_places
from optimapos.pricing.types import (
    BELOW_FLOOR,
    FLOOR_RAISED,
    PriceCandidate,
    PriceDecision,
    PriceSource,
    WaterfallStep,
)

BEST_FOR_CUSTOMER = "BEST_FOR_CUSTOMER"
STRICT_PRIORITY = "STRICT_PRIORITY"
# The values of organization's PricePolicy, which would bring Django along; a test holds that they are the same.

_PRIORITY = {source: order for order, source in enumerate(PriceSource)}
_FALLBACK = PriceSource.FALLBACK
_BASE = PriceSource.BASE
# Looked up once: reading a member off an enum class costs more than comparing it.


def choose_price(
    candidates: Sequence[PriceCandidate],
    *,
    policy: str,
    prices_include_tax: bool,
    tax_rate: Decimal,
    floor_price: Decimal | None,
    floor_includes_tax: bool,
    may_go_below_floor: bool,
) -> PriceDecision | None:
    """The price of one sold unit among `candidates` (in any order), or None where none of them applies.

    BEST_FOR_CUSTOMER takes the lowest, the earlier source on a tie; STRICT_PRIORITY the first in order. A fallback
    counts only when nothing else applies. A result below `floor_price` is raised to it, unless the user may go below;
    both are flagged.

    Raises: ValueError for an unknown policy.
    """
    ordered = sorted(candidates, key=lambda candidate: _PRIORITY[candidate.source])
    prices = [_on_basis(each.price, each.includes_tax, prices_include_tax, tax_rate) for each in ordered]
    winner = _winner(ordered, prices, policy)
    if winner is None:
        return None
    waterfall = _explain(ordered, prices, winner, policy)
    floor = _floor_on_basis(floor_price, floor_includes_tax, prices_include_tax, tax_rate)
    unit_price, flags = _hold_floor(prices[winner], floor, may_go_below_floor, waterfall[winner])
    before = _before_percent(ordered)
    list_price = unit_price if before is None else _on_basis(*before, prices_include_tax, tax_rate)
    return PriceDecision(ordered[winner].source, unit_price, list_price, waterfall, flags)


def override_price(
    decision: PriceDecision | None,
    *,
    unit_price: Decimal,
    prices_include_tax: bool,
    tax_rate: Decimal,
    floor_price: Decimal | None,
    floor_includes_tax: bool,
    may_go_below_floor: bool,
    reference: str = "",
    label: str = "",
) -> PriceDecision:
    """`decision` replaced by a price set by hand: `unit_price` on the sale's tax basis, rounded to six places.

    The replaced waterfall stays under the new step, its winner marked OVERRIDDEN; `decision` itself is not changed, and
    its list price is kept. The floor holds as for any price. `reference` names who set the price.
    """
    manual = PriceCandidate(PriceSource.MANUAL, unit_price, prices_include_tax, reference, label)
    price = round_places(unit_price, PRICE_PLACES)
    top = _step(manual, price, price, "SET_BY_HAND", chosen=True)
    floor = _floor_on_basis(floor_price, floor_includes_tax, prices_include_tax, tax_rate)
    held, flags = _hold_floor(price, floor, may_go_below_floor, top)
    if decision is None:
        return PriceDecision(PriceSource.MANUAL, held, held, [top], flags)
    waterfall = [top, *(_overridden(step, price) for step in decision.waterfall)]
    return PriceDecision(PriceSource.MANUAL, held, decision.list_price, waterfall, flags)


def margin(price: Decimal, cost: Decimal) -> tuple[Decimal, Decimal]:
    """Profit on one unit, and margin in percent of `price` with one decimal; both without tax. A free unit's is 0.

    >>> margin(Decimal("21.50"), Decimal("15.00"))
    (Decimal('6.50'), Decimal('30.2'))
    """
    profit = price - cost
    return profit, round_places(profit * HUNDRED / price if price else ZERO, 1)


def less(price: Decimal, percent: Decimal) -> Decimal:
    """`price` less `percent` per cent, six places.

    >>> less(Decimal("24.99"), Decimal(12))
    Decimal('21.991200')
    """
    return round_places(price - percent_of(price, percent), PRICE_PLACES)


def marked_up(cost: Decimal, markup: Decimal) -> Decimal:
    """`cost` plus `markup` per cent, six places: the fallback price, without tax."""
    return round_places(cost + percent_of(cost, markup), PRICE_PLACES)


def _on_basis(price: Decimal, includes_tax: bool, prices_include_tax: bool, tax_rate: Decimal) -> Decimal:
    if includes_tax != prices_include_tax and tax_rate:
        price = price * (HUNDRED + tax_rate) / HUNDRED if prices_include_tax else price * HUNDRED / (HUNDRED + tax_rate)
    return round_places(price, PRICE_PLACES)


def _floor_on_basis(
    floor: Decimal | None, includes_tax: bool, prices_include_tax: bool, tax_rate: Decimal
) -> Decimal | None:
    return None if floor is None else _on_basis(floor, includes_tax, prices_include_tax, tax_rate)


def _winner(ordered: Sequence[PriceCandidate], prices: Sequence[Decimal], policy: str) -> int | None:
    """The place of the winner in `ordered`. `min` and the first of a list both leave a tie to the earlier source."""
    applicable = [place for place, each in enumerate(ordered) if not each.rejected]
    rivals = [place for place in applicable if ordered[place].source != _FALLBACK] or applicable
    if policy == BEST_FOR_CUSTOMER:
        return min(rivals, key=prices.__getitem__, default=None)
    if policy == STRICT_PRIORITY:
        return rivals[0] if rivals else None
    raise ValueError(f"{policy!r} is not a price policy")


def _explain(
    ordered: Sequence[PriceCandidate], prices: Sequence[Decimal], winner: int, policy: str
) -> list[WaterfallStep]:
    best = prices[winner]
    steps = []
    for place, (each, price) in enumerate(zip(ordered, prices, strict=True)):
        chosen = place == winner
        steps.append(_step(each, price, best, _reason(each, price, best, policy, chosen=chosen), chosen=chosen))
    return steps


def _reason(candidate: PriceCandidate, price: Decimal, best: Decimal, policy: str, *, chosen: bool) -> str:
    if candidate.rejected:
        return candidate.rejected
    if candidate.source == _FALLBACK:
        return "NOTHING_ELSE_APPLIES" if chosen else "FALLBACK_NOT_NEEDED"
    if policy == STRICT_PRIORITY:
        return "FIRST_IN_PRIORITY" if chosen else "LOWER_PRIORITY"
    if chosen:
        return "LOWEST_PRICE"
    return "HIGHER_THAN_BEST" if price > best else "SAME_AS_BEST"


def _step(candidate: PriceCandidate, price: Decimal, best: Decimal, reason: str, *, chosen: bool) -> WaterfallStep:
    return {
        "source": str(candidate.source),
        "price": str(price),
        "given": str(candidate.price),
        "includes_tax": candidate.includes_tax,
        "chosen": chosen,
        "reason": reason,
        "difference": str(price - best),
        "reference": candidate.reference,
        "label": candidate.label,
    }


def _overridden(step: WaterfallStep, price: Decimal) -> WaterfallStep:
    difference = str(Decimal(step["price"]) - price)
    if not step["chosen"]:
        return {**step, "difference": difference}
    return {**step, "difference": difference, "chosen": False, "reason": "OVERRIDDEN"}


def _hold_floor(
    price: Decimal, floor: Decimal | None, may_go_below: bool, step: WaterfallStep
) -> tuple[Decimal, tuple[str, ...]]:
    """The price that the floor allows, with its flags; the floor is noted in the chosen `step` where it mattered."""
    if floor is None or price >= floor:
        return price, ()
    step["floor"] = str(floor)
    return (price, (BELOW_FLOOR,)) if may_go_below else (floor, (FLOOR_RAISED,))


def flags_of(waterfall: Sequence[WaterfallStep], unit_price: Decimal) -> tuple[str, ...]:
    """The flags of a price, from the waterfall that was kept with it: the floor stands where it mattered."""
    floors = [Decimal(step["floor"]) for step in waterfall if step["chosen"] and "floor" in step]
    if not floors:
        return ()
    return (BELOW_FLOOR,) if unit_price < floors[0] else (FLOOR_RAISED,)


def _before_percent(ordered: Sequence[PriceCandidate]) -> tuple[Decimal, bool] | None:
    """The base price that stands, before a buyer's percent, and whether it includes tax."""
    for each in ordered:
        if each.source == _BASE and not each.rejected:
            return each.price if each.before is None else each.before, each.includes_tax
    return None
