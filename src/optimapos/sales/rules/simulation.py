"""What sales would have been at a price that is not there yet, pure: the lines as they were sold, with one candidate more.

A line keeps its waterfall, so what was there when it was sold is known: it is not looked up again. Quantities, discounts that
were given and prices that were set by hand stay. Source: docs/algorithms/simulation.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from optimapos.core.money import HUNDRED, PRICE_PLACES, ZERO, percent_of, round_money, round_places
from optimapos.core.result import DomainError
from optimapos.pricing.baskets import BETTER_APPLIES
from optimapos.pricing.rules import choose_price, flags_of
from optimapos.pricing.types import (
    BELOW_FLOOR,
    Basket,
    PriceCandidate,
    PriceDecision,
    PriceSource,
    PromotionTerms,
    Sold,
    WaterfallStep,
)
from optimapos.sales.rules.amounts import LineInput, price_sale

APPLIES = frozenset(
    {
        "LOWEST_PRICE",
        "FIRST_IN_PRIORITY",
        "NOTHING_ELSE_APPLIES",
        "HIGHER_THAN_BEST",
        "SAME_AS_BEST",
        "LOWER_PRIORITY",
        "FALLBACK_NOT_NEEDED",
        "OVERRIDDEN",
    }
)
"""Reasons of candidates that applied, whether they were taken or not; every other one says why it did not."""


@dataclass(frozen=True, slots=True)
class SoldSale:
    """What a sale's lines have in common. `local_time` is on the place's clock; the discounts are those of the whole sale;
    `promotions` of its basket by id.
    """

    id: UUID
    day: date
    location_id: UUID
    local_time: datetime
    sale_type: str
    prices_include_tax: bool
    discount_percentage: Decimal
    discount_fixed: Decimal
    price_group_id: UUID | None
    promotions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line as it was sold, with its product's floor price of today for one base unit."""

    sale: SoldSale
    product_id: UUID
    group_id: UUID | None
    sku: str
    name: str
    packaging_id: UUID | None
    factor_num: int
    factor_den: int
    quantity: Decimal
    base_qty: Decimal
    list_price: Decimal
    unit_price: Decimal
    discount_percentage: Decimal
    discount_fixed: Decimal
    promotion_discount: Decimal
    tax_rate: Decimal
    net: Decimal
    cost: Decimal
    floor_price: Decimal | None
    waterfall: Sequence[WaterfallStep]

    @property
    def sold(self) -> Sold:
        """How much it sells, as candidates are made for it."""
        return Sold(self.quantity, self.base_qty, self.factor_num, self.factor_den, self.sale.sale_type)

    def took(self, source: PriceSource) -> bool:
        """Whether its price came from there."""
        return any(step["chosen"] and step["source"] == source for step in self.waterfall)


@dataclass(frozen=True, slots=True)
class Rival:
    """What a draft meets: a running promotion or list by its id, else all prices of one source together."""

    source: str
    reference: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a draft is for a line. `rejected`: why it is nothing, else empty. `candidates`: all of the line's, with the draft.

    `reference`: the draft's candidate. `stands_in_for`: the candidate that it replaces where it `is_base`; then the line is
    priced by `candidates` whichever of them wins, for percents come off it.
    """

    candidates: Sequence[PriceCandidate] = ()
    reference: str = ""
    rejected: str = ""
    held_back_by: PriceCandidate | None = None
    stands_in_for: PriceCandidate | None = None
    is_base: bool = False


class Draft(Protocol):
    """A price that is not there yet: a kind of promotion, or of list."""

    def offer(self, line: SoldLine, there: Sequence[PriceCandidate]) -> Offer | None:
        """What it is for a line with these candidates; None for goods that it does not name."""

    def basket(self, lines: Sequence[SoldLine], terms: "Terms") -> Basket | None:
        """What comes off all lines of a sale together with it, by their place from 0; None: what came off."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How the business chooses prices, and its currency."""

    policy: str
    prices_include_tax: bool
    currency: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A line after the draft: its prices, what the draft beat or was beaten by, and why it did not apply."""

    line: SoldLine
    unit_price: Decimal
    list_price: Decimal
    net: Decimal
    beats: PriceCandidate | None = None
    beaten_by: PriceCandidate | None = None
    rejected: str = ""
    off: Decimal = ZERO

    @property
    def is_affected(self) -> bool:
        """Whether it would have had another price, or something taken `off`."""
        return self.unit_price != self.line.unit_price or self.off != 0


def candidates_then(line: SoldLine) -> list[PriceCandidate]:
    """The candidates that the line had when it was sold, on its sale's tax basis."""
    return [
        PriceCandidate(
            source=PriceSource(step["source"]),
            price=Decimal(step["price"]),
            includes_tax=line.sale.prices_include_tax,
            reference=step["reference"],
            label=step["label"],
            rejected="" if step["reason"] in APPLIES else step["reason"],
        )
        for step in line.waterfall
    ]


def on_basis(price: Decimal, includes_tax: bool, wanted: bool, tax_rate: Decimal) -> Decimal:
    """A price with or without tax, six places."""
    if includes_tax != wanted:
        price = price * (HUNDRED + tax_rate) / HUNDRED if wanted else price * HUNDRED / (HUNDRED + tax_rate)
    return round_places(price, PRICE_PLACES)


def replayed(lines: Sequence[SoldLine], draft: Draft, terms: Terms) -> list[Outcome]:
    """One sale's lines, all of them, after the draft; the sale's own discount is split anew where a price is another."""
    outcomes = [_outcome(line, draft, terms) for line in lines]
    if (basket := draft.basket(lines, terms)) is not None:
        outcomes = _with_basket(outcomes, basket)
    if not any(each.is_affected for each in outcomes):
        return outcomes
    nets = _nets(outcomes, terms.currency)
    return [replace(each, net=net) for each, net in zip(outcomes, nets, strict=True)]


def _with_basket(outcomes: Sequence[Outcome], basket: Basket) -> list[Outcome]:
    """The lines with what comes off the basket now; the draft is what the sale did not use."""
    then = outcomes[0].line.sale.promotions
    passed = {terms.id: (terms, why) for terms, why in basket.passed}
    draft = next(((terms, why) for key, (terms, why) in passed.items() if key not in then), None)
    rivals = [offer.promotion for offer in basket.offers if offer.promotion.id in then]
    beaten = [terms for key, (terms, _) in passed.items() if key in then]
    if draft is None:
        return [
            replace(
                each,
                off=basket.off(number) - each.line.promotion_discount,
                beats=each.beats or _named_of(beaten, each.line),
            )
            for number, each in enumerate(outcomes)
        ]
    terms, why = draft
    return [
        replace(
            each,
            rejected=each.rejected or why,
            beaten_by=each.beaten_by or (_named_of(rivals, each.line) if why == BETTER_APPLIES else None),
        )
        if terms.is_for(each.line.product_id, each.line.group_id)
        else each
        for each in outcomes
    ]


def _named_of(promotions: Sequence[PromotionTerms], line: SoldLine) -> PriceCandidate | None:
    """The first of the promotions that is for the line's goods, as what a draft meets."""
    for terms in promotions:
        if terms.is_for(line.product_id, line.group_id):
            label = f"Promotion {terms.name}"
            return PriceCandidate(PriceSource.PROMOTION, ZERO, line.sale.prices_include_tax, terms.id, label)
    return None


def left_of(line: SoldLine, currency: str) -> Decimal:
    """What the line cost after its own discount, before promotions of the basket and the sale's discount."""
    full = LineInput(line.unit_price, line.quantity, line.discount_percentage, line.discount_fixed, line.tax_rate, "")
    priced = price_sale(
        [full],
        discount_percentage=ZERO,
        discount_fixed=ZERO,
        prices_include_tax=line.sale.prices_include_tax,
        currency=currency,
    )
    return priced.subtotal


def at_list_price(line: SoldLine, list_price: Decimal, currency: str) -> Decimal:
    """What the line is worth without any discount, without tax."""
    full = LineInput(list_price, line.quantity, ZERO, ZERO, line.tax_rate, "")
    return _priced([full], ZERO, ZERO, line.sale.prices_include_tax, currency)[0]


def _outcome(line: SoldLine, draft: Draft, terms: Terms) -> Outcome:
    same = Outcome(line, line.unit_price, line.list_price, line.net)
    there = candidates_then(line)
    taken = next((each for each, step in zip(there, line.waterfall, strict=True) if step["chosen"]), None)
    offer = draft.offer(line, there) if taken else None
    if taken is None or offer is None:
        return same
    if offer.rejected:
        return replace(same, rejected=offer.rejected, beaten_by=offer.held_back_by)
    if taken.source == PriceSource.MANUAL:
        return replace(same, beaten_by=taken)
    decision = _decided(line, offer, terms)
    chosen = next(step for step in decision.waterfall if step["chosen"])
    wins = chosen["reference"] == offer.reference
    if not wins and not offer.is_base:
        return replace(same, beaten_by=taken)
    return replace(
        same,
        unit_price=decision.unit_price,
        list_price=decision.list_price if offer.is_base else line.list_price,
        beats=offer.stands_in_for if offer.is_base else taken,
        beaten_by=None if wins else _named(offer.candidates, chosen),
    )


def _decided(line: SoldLine, offer: Offer, terms: Terms) -> PriceDecision:
    floor = None if line.floor_price is None else line.floor_price * line.factor_num / line.factor_den
    decision = choose_price(
        offer.candidates,
        policy=terms.policy,
        prices_include_tax=line.sale.prices_include_tax,
        tax_rate=line.tax_rate,
        floor_price=floor,
        floor_includes_tax=terms.prices_include_tax,
        may_go_below_floor=BELOW_FLOOR in flags_of(line.waterfall, line.unit_price),
    )
    if decision is None:
        raise AssertionError("the draft's own candidate applies")
    return decision


def _named(candidates: Iterable[PriceCandidate], step: WaterfallStep) -> PriceCandidate:
    return next(each for each in candidates if (each.source, each.reference) == (step["source"], step["reference"]))


def _nets(outcomes: Sequence[Outcome], currency: str) -> list[Decimal]:
    """The lines without tax at their new prices, with the discounts that were given; no more than there is is taken off."""
    sale = outcomes[0].line.sale
    inputs = [_input(each, currency) for each in outcomes]
    off = [each.line.promotion_discount + each.off for each in outcomes]
    try:
        return _priced(inputs, sale.discount_percentage, sale.discount_fixed, sale.prices_include_tax, currency, off)
    except DomainError:
        return _priced(inputs, HUNDRED, ZERO, sale.prices_include_tax, currency, off)


def _input(outcome: Outcome, currency: str) -> LineInput:
    line = outcome.line
    amount = round_money(outcome.unit_price * line.quantity, currency)
    off = round_money(percent_of(amount, line.discount_percentage), currency) + line.discount_fixed
    percent, fixed = (line.discount_percentage, line.discount_fixed) if off <= amount else (HUNDRED, ZERO)
    return LineInput(outcome.unit_price, line.quantity, percent, fixed, line.tax_rate, "")


def _priced(
    inputs: Sequence[LineInput],
    percent: Decimal,
    fixed: Decimal,
    prices_include_tax: bool,
    currency: str,
    off: Sequence[Decimal] | None = None,
) -> list[Decimal]:
    def taken_off(left: Sequence[Decimal]) -> Sequence[Decimal]:
        return [min(each, there) for each, there in zip(off or left, left, strict=True)]

    priced = price_sale(
        inputs,
        discount_percentage=percent,
        discount_fixed=fixed,
        prices_include_tax=prices_include_tax,
        currency=currency,
        promotions=taken_off if off else None,
    )
    return [each.net for each in priced.lines]


RowOfList = tuple[str, str, str, datetime, bool]
"""Of a price on a list: the list's id and name, the kind of sale, since when, whether it is a packaging's own."""
Lists = Mapping[str, RowOfList]
"""By the id of the row."""
