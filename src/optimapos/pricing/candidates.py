"""Base prices as candidates: which of a product's own prices stands, and its fallback from cost."""

from collections.abc import Sequence
from decimal import Decimal

from optimapos.core.money import PRICE_PLACES, round_places
from optimapos.pricing.rules import marked_up
from optimapos.pricing.types import PriceCandidate, PriceSource

BasePrice = tuple[bool, bool, str, bool, str]
"""(of the packaging, of the location, price, includes tax, id of the row): the latest valid of its kind."""

LESS_SPECIFIC = "LESS_SPECIFIC"
_LABELS = {
    (True, True): "Price of the packaging here",
    (True, False): "Price of the packaging",
    (False, True): "Price of the product here",
    (False, False): "Price of the product",
}


def base_candidates(prices: Sequence[BasePrice], factor_num: int, factor_den: int) -> list[PriceCandidate]:
    """A candidate for each base price of one sold unit; all but the most specific are rejected.

    A packaging's own price stands before its share of the product's, and the location's before the business's. A
    product's price is for one base unit, so a package costs it times `factor_num / factor_den`.
    """
    ordered = sorted(prices, key=lambda price: (not price[0], not price[1]))
    return [
        PriceCandidate(
            source=PriceSource.BASE,
            price=_of_one_unit(Decimal(price), of_packaging, factor_num, factor_den),
            includes_tax=includes_tax,
            reference=str(reference),
            label=_LABELS[of_packaging, of_location],
            rejected="" if place == 0 else LESS_SPECIFIC,
        )
        for place, (of_packaging, of_location, price, includes_tax, reference) in enumerate(ordered)
    ]


def fallback_candidate(
    unit_cost: Decimal | None, markup_percent: Decimal, factor_num: int, factor_den: int
) -> list[PriceCandidate]:
    """Cost plus the business's markup, before tax, where both are known; it counts only when nothing else applies."""
    if not unit_cost or not markup_percent:
        return []
    price = _of_one_unit(marked_up(unit_cost, markup_percent), False, factor_num, factor_den)
    return [PriceCandidate(PriceSource.FALLBACK, price, includes_tax=False, label="Cost plus markup")]


def _of_one_unit(price: Decimal, of_packaging: bool, factor_num: int, factor_den: int) -> Decimal:
    if of_packaging or factor_num == factor_den:
        return round_places(price, PRICE_PLACES)
    return round_places(price * factor_num / factor_den, PRICE_PLACES)
