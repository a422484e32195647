"""A price's waterfall in words that a cashier can read."""

from collections.abc import Sequence
from decimal import Decimal

from optimapos.pricing.rules import STRICT_PRIORITY
from optimapos.pricing.types import (
    BELOW_FLOOR,
    FLOOR_RAISED,
    BasketOffer,
    PriceDecision,
    PriceSource,
    PromotionTerms,
    WaterfallStep,
)

REASONS = {
    "LOWEST_PRICE": "Chosen: the lowest price.",
    "FIRST_IN_PRIORITY": "Chosen: the first in order.",
    "NOTHING_ELSE_APPLIES": "Chosen: there is no other price.",
    "CHARGED_OFFLINE": "Charged by the till while it had no connection.",
    "HIGHER_THAN_BEST": "Not taken: another price is lower.",
    "SAME_AS_BEST": "Not taken: an earlier one is as low.",
    "LOWER_PRIORITY": "Not taken: another one comes first.",
    "FALLBACK_NOT_NEEDED": "Not taken: there are prices.",
    "LESS_SPECIFIC": "Does not apply: there is a price of its own for this place or packaging.",
    "PRICE_LIST_APPLIES": "Does not apply: a price list stands before it.",
    "OTHER_PLACE": "Does not apply: it is for another place.",
    "OTHER_SALE_TYPE": "Does not apply: it is for other sales.",
    "OTHER_GROUP": "Does not apply: it is for other customers.",
    "NOT_TODAY": "Does not apply: not on this day of the week.",
    "NOT_NOW": "Does not apply: not at this hour.",
    "QUANTITY_TOO_SMALL": "Does not apply: the quantity is too small.",
    "QUANTITY_BELOW_STEP": "Does not apply: the quantity does not reach it.",
    "LOWER_STEP": "Does not apply: a higher step is reached.",
    "NEEDS_COUPON": "Does not apply: it needs a coupon.",
    "USED_UP": "Does not apply: it was used as often as it may be.",
    "NOT_ENOUGH_PIECES": "Does not apply: there are too few pieces.",
    "REWARD_MISSING": "Does not apply: nothing that would be cheaper is in the basket.",
    "BASKET_TOO_SMALL": "Does not apply: the basket costs too little.",
    "NO_SAVING": "Not taken: nothing would be cheaper.",
    "BETTER_APPLIES": "Not taken: another promotion stands before it.",
    "OTHER_TAX_BASIS": "Does not apply: its price is meant with tax and this sale's are without, or the other way round.",
}
POLICIES = {
    True: "The first price that applies is taken, in this order.",
    False: "The lowest price that applies is taken.",
}


def amount(price: Decimal | str, places: int = 2) -> str:
    """A price without trailing zeros, but with the currency's decimals.

    >>> amount("21.500000"), amount("22.491000"), amount("5.000000", 0)
    ('21.50', '22.491', '5')
    """
    whole, _, fraction = f"{Decimal(price):.6f}".rstrip("0").partition(".")
    return f"{whole}.{fraction:0<{places}}" if places or fraction else whole


def shown_steps(decision: PriceDecision, *, sees_costs: bool) -> list[WaterfallStep]:
    """The steps that a member may see: what comes of cost is for those who see costs."""
    return [step for step in decision.waterfall if sees_costs or step["source"] != PriceSource.FALLBACK]


def sentence(step: WaterfallStep, places: int) -> str:
    """One step in words."""
    return f"{step['label']}: {amount(step['price'], places)}. {REASONS[step['reason']]}"


def taken_off(offer: BasketOffer, places: int) -> str:
    """What a promotion of the basket does, in words."""
    times = f", {offer.times} times" if offer.times > 1 else ""
    return f"{offer.promotion.name}: {amount(offer.amount, places)} off{times}."


def passed_over(terms: PromotionTerms, reason: str, places: int) -> str:
    """Why a promotion of the basket does not apply, and from when it would."""
    needed = terms.set_quantity + (0 if terms.has_rewards else terms.get_quantity)
    hints = {
        "NOT_ENOUGH_PIECES": f" It begins with {needed}.",
        "REWARD_MISSING": "Does not apply: nothing that would be cheaper is in the basket.",
        "BASKET_TOO_SMALL": f" It begins with {amount(terms.min_amount, places)}.",
    }
    return f"{terms.name}: {REASONS[reason]}{hints.get(reason, '')}"


def closing(decision: PriceDecision, policy: str, floor: str, places: int) -> list[str]:
    """How it was chosen and what the floor did."""
    said = [POLICIES[policy == STRICT_PRIORITY]]
    if FLOOR_RAISED in decision.flags:
        said.append(f"That is below the floor price, so it is raised to {amount(decision.unit_price, places)}.")
    if BELOW_FLOOR in decision.flags:
        said.append(f"That is below the floor price {amount(floor, places)}, which you may go below.")
    return said


def floor_of(steps: Sequence[WaterfallStep]) -> str:
    """The floor on the sale's basis, where it mattered."""
    return next((step["floor"] for step in steps if "floor" in step), "")
