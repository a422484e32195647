"""Promotions in a sale: what they take off its basket, and which of them the sale uses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson

from optimapos.core.money import ZERO, round_money
from optimapos.core.result import DomainError
from optimapos.pricing.baskets import apply_promotions
from optimapos.pricing.books import Offers
from optimapos.pricing.types import (
    BASKET_KINDS,
    NO_PROMOTIONS,
    Basket,
    BasketLine,
    PriceSource,
    PromotionTerms,
    ShownCoupon,
)
from optimapos.sales.facts import CartLineFacts

COUPON_NOT_APPLIED = "COUPON_NOT_APPLIED"
"""A flag: a coupon was shown, and nothing in the basket is what its promotion is for."""


@dataclass(frozen=True, slots=True)
class Promoting:
    """What promotions a sale is made with: the offers of its occasion, the coupons shown by promotion, and the policy.

    What was used up when it was read is so for the whole decision: `offers.occasion.spent`.
    """

    offers: Offers
    coupons: Mapping[str, ShownCoupon]
    policy: str


@dataclass(frozen=True, slots=True)
class UsedPromotion:
    """A promotion that a sale used: what it took off, and whether its uses, or its coupon's, are counted."""

    terms: PromotionTerms
    amount: Decimal
    times: int
    shares: Mapping[int, Decimal]
    coupon: ShownCoupon | None

    @property
    def document(self) -> dict[str, Any]:
        """As it is kept with the sale and answered."""
        return {
            "promotion": self.terms.id,
            "name": self.terms.name,
            "amount": str(self.amount),
            "times": self.times,
            "in_prices": self.terms.kind not in BASKET_KINDS,
            "coupon": self.coupon.code if self.coupon else None,
            "shares": {str(number): str(share) for number, share in self.shares.items()},
        }


def basket_of(
    promoting: Promoting,
    lines: Sequence[CartLineFacts],
    left: Sequence[Decimal],
    *,
    prices_include_tax: bool,
    currency: str,
) -> Basket:
    """What promotions take off the lines; `left` is what each costs after its own discount."""
    if not promoting.offers.book.has_baskets:
        return NO_PROMOTIONS
    return apply_promotions(
        [
            BasketLine(
                number=line.line_no,
                product=line.product_id,
                group=line.group_id,
                base_qty=line.base_qty,
                amount=amount,
                is_promoted=line.price_source == PriceSource.PROMOTION,
                is_fixed=line.price_overridden_by is not None,
            )
            for line, amount in zip(lines, left, strict=True)
        ],
        promoting.offers.of_basket((line.product_id, line.group_id) for line in lines),
        policy=promoting.policy,
        prices_include_tax=prices_include_tax,
        currency=currency,
    )


def used_by_basket(promoting: Promoting, basket: Basket) -> list[UsedPromotion]:
    """The basket's promotions."""
    return [
        UsedPromotion(
            offer.promotion, offer.amount, offer.times, offer.shares, promoting.coupons.get(offer.promotion.id)
        )
        for offer in basket.offers
    ]


def used_promotions(
    promoting: Promoting, basket: Basket, lines: Sequence[CartLineFacts], currency: str
) -> list[UsedPromotion]:
    """The basket's promotions, and those of lines that are limited or came by a coupon.

    Refuses: PROMOTION_EXHAUSTED (data: promotion, name, line) for a line of a cart whose price was used up meanwhile.
    """
    return [*used_by_basket(promoting, basket), *_used_by_lines(promoting, lines, currency)]


def _used_by_lines(promoting: Promoting, lines: Sequence[CartLineFacts], currency: str) -> list[UsedPromotion]:
    book = promoting.offers.book
    shares: dict[str, dict[int, Decimal]] = {}
    for line in lines:
        if line.price_source != PriceSource.PROMOTION:
            continue
        terms = book.by_id.get(_reference(line))
        if terms is None or not (terms.is_limited or terms.needs_coupon):
            continue
        if terms.id in promoting.offers.occasion.spent:
            raise DomainError(
                "PROMOTION_EXHAUSTED",
                f"Line {line.line_no}: {terms.name} was used as often as it may be.",
                {"promotion": terms.id, "name": terms.name, "line": line.line_no},
                ("Take the line out and add it again at the price that holds now.",),
            )
        off = round_money(max(ZERO, line.list_price - line.unit_price) * line.quantity, currency)
        shares.setdefault(terms.id, {})[line.line_no] = off
    return [
        UsedPromotion(book.by_id[key], sum(each.values(), ZERO), 1, each, promoting.coupons.get(key))
        for key, each in shares.items()
    ]


def _reference(line: CartLineFacts) -> str:
    """The promotion that made the line's price."""
    steps = orjson.loads(line.waterfall) if isinstance(line.waterfall, str | bytes) else line.waterfall
    return next((step["reference"] for step in steps if step["chosen"]), "")
