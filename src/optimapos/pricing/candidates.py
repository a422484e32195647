"""Rows of prices as candidates: which of a product's own prices stands, the group's, the steps, the fallback from cost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import orjson

from optimapos.core.money import PRICE_PLACES, round_places
from optimapos.core.quantities import shown
from optimapos.pricing.rules import less, marked_up
from optimapos.pricing.types import (
    Buyer,
    Occasion,
    OfferedPromotion,
    PriceCandidate,
    PriceSource,
    PromotionKind,
    PromotionTerms,
    Sold,
)

PriceRow = tuple[bool, bool, str, bool, str]
"""(of the packaging, of the location, price, includes tax, id of the row): the latest in force of its kind."""
StepRow = tuple[bool, bool, str, bool, str, str]
"""The same, and the quantity from which it applies: base units, or packages for one of the packaging."""

_FIXED_PRICE = PromotionKind.FIXED_PRICE.value
_PERCENT = PromotionKind.PERCENT.value
ListedRow = tuple[bool, str, str, str, bool, str, str]
"""(of the packaging, kind of sale or "" for both, since when, price, includes tax, id of the row, name of the list)."""

LESS_SPECIFIC = "LESS_SPECIFIC"
PRICE_LIST_APPLIES = "PRICE_LIST_APPLIES"
QUANTITY_BELOW_STEP = "QUANTITY_BELOW_STEP"
LOWER_STEP = "LOWER_STEP"
NOBODY = Buyer()
_LABELS = {
    (True, True): "Price of the packaging here",
    (True, False): "Price of the packaging",
    (False, True): "Price of the product here",
    (False, False): "Price of the product",
}


@dataclass(frozen=True, slots=True)
class PriceRows:
    """What is stored of a product's prices for one buyer, place and instant, and what the fallback is made of."""

    base: Sequence[PriceRow]
    group: Sequence[PriceRow] = ()
    step: Sequence[StepRow] = ()
    promotion: Sequence[OfferedPromotion] = ()
    listed: Sequence[ListedRow] = ()
    unit_cost: Decimal | None = None
    markup_percent: Decimal = Decimal(0)


def parsed(column: Any) -> Any:
    """A column of JSON arrays, which drivers answer as text or as a list; empty where there is none."""
    return orjson.loads(column) if isinstance(column, str | bytes) else column or []


def candidates_of(rows: PriceRows, buyer: Buyer, sold: Sold) -> list[PriceCandidate]:
    """Every way to a price of one sold unit. A package costs a price of base units times its factor."""
    base = _standing_base(rows, sold)
    return [
        *promotion_candidates(rows.promotion, base, sold),
        *group_candidates(rows.group, base, buyer, sold),
        *step_candidates(rows.step, sold),
        *less_own_percent(base, buyer),
        *fallback_candidate(rows.unit_cost, rows.markup_percent, sold.factor_num, sold.factor_den),
    ]


def standing(rows: PriceRows, sold: Sold) -> PriceRows:
    """The rows that candidates which apply are made of: for whoever asks what a price is, not why."""
    of_sale = [row for row in rows.listed if row[1] in {"", sold.sale_type}]
    listed = _in_order(of_sale, sold)[:1] if of_sale else []
    reached = [step for step in rows.step if _reaches(step, sold)]
    return PriceRows(
        base=() if listed else sorted(rows.base, key=_specific)[:1],
        group=sorted(rows.group, key=_specific)[:1],
        step=sorted(reached, key=_specific_and_high)[:1],
        promotion=[each for each in rows.promotion if not each[1] and sold.base_qty >= each[0].min_quantity],
        listed=listed,
        unit_cost=rows.unit_cost,
        markup_percent=rows.markup_percent,
    )


def _standing_base(rows: PriceRows, sold: Sold) -> list[PriceCandidate]:
    """Lists and own prices, the one that stands first."""
    own = base_candidates(rows.base, sold.factor_num, sold.factor_den)
    if not rows.listed:
        return own
    listed = listed_candidates(rows.listed, sold)
    if listed[0].rejected:
        return [*own, *listed]
    return [*listed, *(replace(each, rejected=each.rejected or PRICE_LIST_APPLIES) for each in own)]


def listed_candidates(rows: Sequence[ListedRow], sold: Sold) -> list[PriceCandidate]:
    """A candidate for each approved price list in force that names the product. Of those for this kind of sale one stands:
    the packaging's own row first, a list for this kind of sale alone before one for both, then the one that began last.
    """
    return [
        PriceCandidate(
            source=PriceSource.BASE,
            price=_of_one_unit(Decimal(price), of_packaging, sold.factor_num, sold.factor_den),
            includes_tax=includes_tax,
            reference=str(reference),
            label=f"Price list {name}",
            rejected="OTHER_SALE_TYPE"
            if sale_type not in {"", sold.sale_type}
            else ""
            if place == 0
            else PRICE_LIST_APPLIES,
        )
        for place, (of_packaging, sale_type, _, price, includes_tax, reference, name) in enumerate(
            _in_order(rows, sold)
        )
    ]


def _in_order(rows: Sequence[ListedRow], sold: Sold) -> list[ListedRow]:
    ordered = sorted(rows, key=lambda row: row[2], reverse=True)
    return sorted(ordered, key=lambda row: (row[1] not in {"", sold.sale_type}, not row[0], not row[1]))


def base_candidates(prices: Sequence[PriceRow], factor_num: int, factor_den: int) -> list[PriceCandidate]:
    """A candidate for each base price of one sold unit; all but the most specific are rejected.

    A packaging's own price stands before its share of the product's, and the location's before the business's. A
    product's price is for one base unit, so a package costs it times `factor_num / factor_den`.
    """
    return _by_place(prices, PriceSource.BASE, lambda *where: _LABELS[where], factor_num, factor_den)


def promotion_candidates(
    promotions: Sequence[OfferedPromotion], base: Sequence[PriceCandidate], sold: Sold
) -> list[PriceCandidate]:
    """A candidate for each promotion of a line, the highest `priority` first, then the lowest price. Percent and amount come
    off the base price that stands; without one they make no candidate.
    """
    if not promotions:
        return []
    made = [
        (terms.priority, _promotion(terms, rejected, base, sold))
        for terms, rejected in promotions
        if base or terms.kind == _FIXED_PRICE
    ]
    return [each for _, each in sorted(made, key=lambda pair: (-pair[0], pair[1].price))]


def _promotion(terms: PromotionTerms, rejected: str, base: Sequence[PriceCandidate], sold: Sold) -> PriceCandidate:
    if terms.kind == _FIXED_PRICE:
        price, includes_tax = _of_one_unit(terms.value, False, sold.factor_num, sold.factor_den), terms.includes_tax
    elif terms.kind == _PERCENT:
        price, includes_tax = less(base[0].price, terms.value), base[0].includes_tax
    else:
        off = _of_one_unit(terms.value, False, sold.factor_num, sold.factor_den)
        price, includes_tax = max(base[0].price - off, round_places(Decimal(0), PRICE_PLACES)), base[0].includes_tax
    return PriceCandidate(
        source=PriceSource.PROMOTION,
        price=price,
        includes_tax=includes_tax,
        reference=terms.id,
        label=f"Promotion {terms.name}",
        rejected=rejected or ("QUANTITY_TOO_SMALL" if sold.base_qty < terms.min_quantity else ""),
    )


def why_not(terms: PromotionTerms, occasion: Occasion) -> str:
    """Why a promotion within its period does not apply on an occasion; empty where it does."""
    if terms.locations and occasion.location not in terms.locations:
        return "OTHER_PLACE"
    if terms.sale_type not in {"", occasion.sale_type}:
        return "OTHER_SALE_TYPE"
    if terms.price_groups and occasion.price_group not in terms.price_groups:
        return "OTHER_GROUP"
    if when := _not_now(terms, occasion.local):
        return when
    if terms.needs_coupon and terms.id not in occasion.coupons:
        return "NEEDS_COUPON"
    return "USED_UP" if terms.id in occasion.spent else ""


def _not_now(terms: PromotionTerms, local: datetime) -> str:
    """By weekday and hours. Hours that go on past midnight belong to the day on which they began."""
    day, clock = local.isoweekday(), local.time()
    start, end = terms.hours_from, terms.hours_until
    if start and end:
        if start > end and clock < end:
            day, clock = (day - 2) % 7 + 1, start
        elif not start <= clock or (start < end and clock >= end):
            return "NOT_NOW"
    return "NOT_TODAY" if terms.weekdays and day not in terms.weekdays else ""


def group_candidates(
    prices: Sequence[PriceRow], base: Sequence[PriceCandidate], buyer: Buyer, sold: Sold
) -> list[PriceCandidate]:
    """The group's own prices, else the base price less the group's percent; none for a customer without a group."""
    if buyer.group_percent is None:
        return []
    if prices:
        label = f"Price for {buyer.group_name}"
        return _by_place(prices, PriceSource.GROUP, lambda *_: label, sold.factor_num, sold.factor_den)
    if not base or not buyer.group_percent:
        return []
    label = f"{base[0].label} for {buyer.group_name}, less {shown(buyer.group_percent)} %"
    return [
        replace(base[0], source=PriceSource.GROUP, price=less(base[0].price, buyer.group_percent), label=label),
    ]


def step_candidates(steps: Sequence[StepRow], sold: Sold) -> list[PriceCandidate]:
    """A candidate for each step. Of those that the line reaches the most specific stand, and of these the highest."""
    if not steps:
        return []
    ordered = sorted(steps, key=_specific_and_high)
    stands = next((step for step in ordered if _reaches(step, sold)), None)
    return [_step(step, stands, sold) for step in ordered]


def less_own_percent(base: list[PriceCandidate], buyer: Buyer) -> list[PriceCandidate]:
    """The base prices less the customer's own percent, or the site's in its place; as they are for one with a group."""
    percent = buyer.own_percent if buyer.site_percent is None else buyer.site_percent
    if buyer.group_percent is not None or not percent:
        return base
    return [
        replace(
            each, price=less(each.price, percent), before=each.price, label=f"{each.label}, less {shown(percent)} %"
        )
        for each in base
    ]


def fallback_candidate(
    unit_cost: Decimal | None, markup_percent: Decimal, factor_num: int, factor_den: int
) -> list[PriceCandidate]:
    """Cost plus the business's markup, before tax, where both are known; it counts only when nothing else applies."""
    if not unit_cost or not markup_percent:
        return []
    price = _of_one_unit(marked_up(unit_cost, markup_percent), False, factor_num, factor_den)
    return [PriceCandidate(PriceSource.FALLBACK, price, includes_tax=False, label="Cost plus markup")]


def _by_place(
    prices: Sequence[PriceRow],
    source: PriceSource,
    label: Callable[[bool, bool], str],
    factor_num: int,
    factor_den: int,
) -> list[PriceCandidate]:
    """The most specific first; the others are rejected."""
    ordered = sorted(prices, key=_specific)
    return [
        PriceCandidate(
            source=source,
            price=_of_one_unit(Decimal(price), of_packaging, factor_num, factor_den),
            includes_tax=includes_tax,
            reference=str(reference),
            label=label(of_packaging, of_location),
            rejected="" if place == 0 else LESS_SPECIFIC,
        )
        for place, (of_packaging, of_location, price, includes_tax, reference) in enumerate(ordered)
    ]


def _specific(price: PriceRow) -> tuple[bool, bool]:
    """The packaging's own before its share of the product's, the location's before the business's."""
    return not price[0], not price[1]


def _specific_and_high(step: StepRow) -> tuple[bool, bool, Decimal]:
    return not step[0], not step[1], -Decimal(step[5])


def _reaches(step: StepRow, sold: Sold) -> bool:
    return (sold.quantity if step[0] else sold.base_qty) >= Decimal(step[5])


def _step(step: StepRow, stands: StepRow | None, sold: Sold) -> PriceCandidate:
    of_packaging, of_location, price, includes_tax, reference, start = step
    if step is stands:
        rejected = ""
    elif not _reaches(step, sold):
        rejected = QUANTITY_BELOW_STEP
    else:
        rejected = LOWER_STEP if stands and stands[:2] == (of_packaging, of_location) else LESS_SPECIFIC
    counted = f"{shown(Decimal(start))} packages" if of_packaging else shown(Decimal(start))
    return PriceCandidate(
        source=PriceSource.STEP,
        price=_of_one_unit(Decimal(price), of_packaging, sold.factor_num, sold.factor_den),
        includes_tax=includes_tax,
        reference=str(reference),
        label=f"Step price from {counted}",
        rejected=rejected,
    )


def _of_one_unit(price: Decimal, of_packaging: bool, factor_num: int, factor_den: int) -> Decimal:
    if of_packaging or factor_num == factor_den:
        return round_places(price, PRICE_PLACES)
    return round_places(price * factor_num / factor_den, PRICE_PLACES)
