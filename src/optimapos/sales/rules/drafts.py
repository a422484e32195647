"""Drafts that sales are replayed against, pure: a promotion, a price list. Another kind is another `Draft`.

Source: docs/algorithms/simulation.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from optimapos.core.money import PRICE_PLACES, ZERO, round_places
from optimapos.pricing.baskets import BETTER_APPLIES, apply_promotions
from optimapos.pricing.candidates import (
    PRICE_LIST_APPLIES,
    ListedRow,
    listed_candidates,
    promotion_candidates,
    why_not,
)
from optimapos.pricing.types import (
    Basket,
    BasketLine,
    Occasion,
    PriceCandidate,
    PriceSource,
    PromotionTerms,
)
from optimapos.sales.rules.simulation import Lists, Offer, SoldLine, SoldSale, Terms, left_of, on_basis


@dataclass(frozen=True, slots=True)
class KnownPromotion:
    """A promotion that lines were sold under."""

    kind: str
    value: Decimal
    priority: int


@dataclass(frozen=True, slots=True)
class PromotionDraft:
    """A promotion of a line's price. Its period does not count, and whoever needs a coupon for it has one."""

    terms: PromotionTerms
    known: Mapping[str, KnownPromotion]

    def offer(self, line: SoldLine, there: Sequence[PriceCandidate]) -> Offer | None:
        """Its candidate beside those that were there, by priority among promotions."""
        if not self.terms.is_for(line.product_id, line.group_id):
            return None
        made = promotion_candidates(
            [(self.terms, why_not(self.terms, occasion_of(self.terms, line.sale)))], _base_of(line, there), line.sold
        )
        if not made:
            return None
        if made[0].rejected:
            return Offer(rejected=made[0].rejected)
        return Offer([*self._by_priority(made[0], there), *_but_promotions(there)], made[0].reference)

    def basket(self, lines: Sequence[SoldLine], terms: Terms) -> Basket | None:
        """Nothing."""
        return None

    def _by_priority(self, mine: PriceCandidate, there: Sequence[PriceCandidate]) -> list[PriceCandidate]:
        promotions = [each for each in there if each.source == PriceSource.PROMOTION]

        def rank(each: PriceCandidate) -> tuple[int, Decimal]:
            known = self.known.get(each.reference)
            return -(self.terms.priority if each is mine else known.priority if known else 0), each.price

        return sorted([mine, *promotions], key=rank)


@dataclass(frozen=True, slots=True)
class BasketDraft:
    """A promotion of a basket, applied anew with those that took something off the sale then. `ran`: promotions by id."""

    promotion: PromotionTerms
    ran: Mapping[str, PromotionTerms]

    def offer(self, line: SoldLine, there: Sequence[PriceCandidate]) -> Offer | None:
        """No price of a line; where a line's own promotion keeps it from being counted, it says so."""
        if self.promotion.combines or not self.promotion.is_for(line.product_id, line.group_id):
            return None
        taken = next((each for each, step in zip(there, line.waterfall, strict=True) if step["chosen"]), None)
        if taken and taken.source in {PriceSource.PROMOTION, PriceSource.MANUAL}:
            return Offer(rejected=BETTER_APPLIES, held_back_by=taken)
        return None

    def basket(self, lines: Sequence[SoldLine], terms: Terms) -> Basket:
        """What all of them take off the sale's lines, by their place from 0."""
        sale = lines[0].sale
        why = why_not(self.promotion, occasion_of(self.promotion, sale))
        return apply_promotions(
            [
                BasketLine(
                    number=number,
                    product=line.product_id,
                    group=line.group_id,
                    base_qty=line.base_qty,
                    amount=left_of(line, terms.currency),
                    is_promoted=line.took(PriceSource.PROMOTION),
                    is_fixed=line.took(PriceSource.MANUAL),
                )
                for number, line in enumerate(lines)
            ],
            [(self.promotion, why), *((self.ran[each], "") for each in sale.promotions if each in self.ran)],
            policy=terms.policy,
            prices_include_tax=sale.prices_include_tax,
            currency=terms.currency,
        )


def occasion_of(promotion: PromotionTerms, sale: SoldSale) -> Occasion:
    """The occasion on which a sale was made, with a coupon for the promotion."""
    return Occasion(
        at=sale.local_time.replace(tzinfo=UTC),
        local=sale.local_time,
        location=sale.location_id,
        price_group=sale.price_group_id,
        sale_type=sale.sale_type,
        coupons=frozenset({promotion.id}),
    )


@dataclass(frozen=True, slots=True)
class PriceListDraft:
    """A price list by product and packaging (None: base units). Percents that came off the price before come off its price,
    in the same proportion; amounts as they are.
    """

    reference: str
    name: str
    sale_type: str
    valid_from: datetime
    includes_tax: bool
    prices: Mapping[tuple[UUID, UUID | None], Decimal]
    known: Mapping[str, KnownPromotion]
    lists: Lists

    def offer(self, line: SoldLine, there: Sequence[PriceCandidate]) -> Offer | None:
        """Its row as the base price, if no list that ran stands before it."""
        own = self._row(line)
        if own is None:
            return None
        (mine,) = listed_candidates([own], line.sold)
        if mine.rejected:
            return Offer(rejected=mine.rejected)
        stood = next((each for each in there if each.source == PriceSource.BASE and not each.rejected), None)
        if stood and self._stands_before(stood, own):
            return Offer(rejected=PRICE_LIST_APPLIES, held_back_by=stood)
        with_tax = line.sale.prices_include_tax
        price = on_basis(mine.price, mine.includes_tax, with_tax, line.tax_rate)
        base = replace(mine, price=price, includes_tax=with_tax)
        others = [self._moved(each, stood, base, line) for each in there if each.source != PriceSource.BASE]
        pushed = [
            replace(each, rejected=each.rejected or PRICE_LIST_APPLIES)
            for each in there
            if each.source == PriceSource.BASE
        ]
        for_buyer = replace(base, price=_in_proportion(stood, line, price), before=price) if stood else base
        return Offer([*others, for_buyer, *pushed], mine.reference, stands_in_for=stood, is_base=True)

    def basket(self, lines: Sequence[SoldLine], terms: Terms) -> Basket | None:
        """Nothing."""
        return None

    def _row(self, line: SoldLine) -> ListedRow | None:
        for packaging in dict.fromkeys((line.packaging_id, None)):
            price = self.prices.get((line.product_id, packaging))
            if price is not None:
                since = self.valid_from.isoformat()
                of_packaging = packaging is not None
                return of_packaging, self.sale_type, since, str(price), self.includes_tax, self.reference, self.name
        return None

    def _stands_before(self, stood: PriceCandidate, own: ListedRow) -> bool:
        """Whether a list that ran is more specific, or as specific and began later: the order of `listed_candidates`."""
        there = self.lists.get(stood.reference)
        if there is None:
            return False
        _, _, sale_type, since, of_packaging = there
        return (of_packaging, bool(sale_type), since) > (own[0], bool(own[1]), self.valid_from)

    def _moved(
        self, each: PriceCandidate, stood: PriceCandidate | None, base: PriceCandidate, line: SoldLine
    ) -> PriceCandidate:
        """What comes off the base price comes off the new one."""
        if stood is None:
            return each
        if each.source == PriceSource.GROUP and each.reference == stood.reference:
            return replace(each, price=_in_proportion(each, line, base.price))
        known = self.known.get(each.reference) if each.source == PriceSource.PROMOTION else None
        if known is None or known.kind == "FIXED_PRICE":
            return each
        if known.kind == "PERCENT":
            return replace(each, price=_in_proportion(each, line, base.price))
        return replace(each, price=max(base.price - (line.list_price - each.price), round_places(ZERO, PRICE_PLACES)))


def _in_proportion(each: PriceCandidate, line: SoldLine, base: Decimal) -> Decimal:
    """`base` less what came off the list price for a candidate."""
    return round_places(base * each.price / line.list_price, PRICE_PLACES) if line.list_price else base


def _base_of(line: SoldLine, there: Sequence[PriceCandidate]) -> list[PriceCandidate]:
    """The base price that stood, before the buyer's own percent, with tax or without as it is kept."""
    for each, step in zip(there, line.waterfall, strict=True):
        if each.source == PriceSource.BASE and not each.rejected:
            kept = step["includes_tax"]
            price = on_basis(line.list_price, line.sale.prices_include_tax, kept, line.tax_rate)
            return [replace(each, price=price, includes_tax=kept)]
    return []


def _but_promotions(there: Sequence[PriceCandidate]) -> list[PriceCandidate]:
    return [each for each in there if each.source != PriceSource.PROMOTION]
