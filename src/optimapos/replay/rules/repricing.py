"""A basket of the file priced again: shelf prices, the file's retail discounts as promotions, its coupons as coupons.

By the functions that a checkout prices with. What a line cost on the shelf is what the shop got for it, plus what the shop
took off. A retail discount is a promotion of the line, an amount off a piece; a manufacturer's coupon with what the shop
adds to it is an amount off the basket for that product. Money is in cents outside, in dollars inside.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from optimapos.core.money import ZERO, round_money
from optimapos.pricing.baskets import apply_promotions
from optimapos.pricing.candidates import NOBODY, PriceRows, candidates_of
from optimapos.pricing.rules import BEST_FOR_CUSTOMER, choose_price
from optimapos.pricing.types import BasketLine, OfferedPromotion, PriceSource, PromotionKind, PromotionTerms, Sold
from optimapos.replay.types import CURRENCY, Basket, FileLine
from optimapos.sales.rules.amounts import LineInput, price_sale

CENTS = Decimal(100)
PLACES = Decimal("0.000001")
COUPON_ABOVE_PRICE = "coupons worth more than what they are for"
COUPON_FOR_NOTHING = "coupons on lines of quantity 0"
UNIT_PRICE = "unit prices of more than six places, times many pieces"


@dataclass(frozen=True, slots=True)
class Repriced:
    """What a basket came to in the file and here, in cents, and how much of the difference has which reason."""

    basket: int
    in_file: int
    here: int
    explained: dict[str, int] = field(default_factory=dict)

    @property
    def unexplained(self) -> int:
        """What is left of the difference."""
        return self.here - self.in_file - sum(self.explained.values())


def reprice(basket: Basket) -> Repriced:
    """Price it again."""
    lines = basket.sellable
    prices = [_unit_price(line) for line in lines]
    amounts = [round_money(price * line.quantity, CURRENCY) for price, line in zip(prices, lines, strict=True)]
    coupons = [_coupon(line) for line in lines if line.coupon_cents]

    def taken_off(left: Sequence[Decimal]) -> Sequence[Decimal]:
        found = apply_promotions(
            [
                BasketLine(
                    number, _id(line.product), None, Decimal(line.quantity), amount, is_promoted=bool(line.off_cents)
                )
                for number, (line, amount) in enumerate(zip(lines, left, strict=True))
            ],
            coupons,
            policy=BEST_FOR_CUSTOMER,
            prices_include_tax=True,
            currency=CURRENCY,
        )
        return [round_money(found.off(number), CURRENCY) for number in range(len(lines))]

    total = price_sale(
        [
            LineInput(price, Decimal(line.quantity), ZERO, ZERO, ZERO, "")
            for price, line in zip(prices, lines, strict=True)
        ],
        discount_percentage=ZERO,
        discount_fixed=ZERO,
        prices_include_tax=True,
        currency=CURRENCY,
        promotions=taken_off,
    ).total
    in_file = sum(line.paid_cents for line in basket.lines)
    return Repriced(basket.number, in_file, int(total * CENTS), _explained(basket, lines, amounts))


def _explained(basket: Basket, lines: Sequence[FileLine], amounts: Sequence[Decimal]) -> dict[str, int]:
    found = Counter[str]()
    for line, amount in zip(lines, amounts, strict=True):
        due = int(amount * CENTS)
        found[UNIT_PRICE] += due - (line.shelf_cents - line.off_cents)
        found[COUPON_ABOVE_PRICE] += max(0, line.coupon_cents - due)
    found[COUPON_FOR_NOTHING] += sum(-line.paid_cents for line in basket.lines if not line.quantity)
    return {reason: cents for reason, cents in found.items() if cents}


def _unit_price(line: FileLine) -> Decimal:
    """As a till finds it: the shelf price, less the promotion."""
    pieces = Decimal(line.quantity)
    shelf = (Decimal(line.shelf_cents) / CENTS / pieces).quantize(PLACES)
    off = (Decimal(line.off_cents) / CENTS / pieces).quantize(PLACES)
    offered: list[OfferedPromotion] = []
    if off:
        offered.append((PromotionTerms("retail", "Retail discount", PromotionKind.AMOUNT.value, off), ""))
    rows = PriceRows([(False, False, str(shelf), True, "shelf")], promotion=offered)
    decision = choose_price(
        candidates_of(rows, NOBODY, Sold(pieces, pieces)),
        policy=BEST_FOR_CUSTOMER,
        prices_include_tax=True,
        tax_rate=ZERO,
        floor_price=None,
        floor_includes_tax=True,
        may_go_below_floor=False,
    )
    if decision is None or (decision.source == PriceSource.PROMOTION) != bool(off):
        raise AssertionError("a line has a shelf price, and what comes off it wins")
    return decision.unit_price


def _coupon(line: FileLine) -> OfferedPromotion:
    terms = PromotionTerms(
        id=f"coupon {line.product}",
        name="Coupon",
        kind=PromotionKind.BASKET_AMOUNT.value,
        value=Decimal(line.coupon_cents) / CENTS,
        includes_tax=True,
        products=frozenset({_id(line.product)}),
        combines=True,
        needs_coupon=True,
    )
    return terms, ""


def _id(product: int) -> UUID:
    return UUID(int=product)


@dataclass(slots=True)
class Repricing:
    """The account of many baskets, in cents."""

    baskets: int = 0
    lines: int = 0
    promoted: int = 0
    couponed: int = 0
    in_file: int = 0
    here: int = 0
    explained: Counter[str] = field(default_factory=Counter)
    differing: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, baskets: Iterable[Basket]) -> "Repricing":
        """Price them all again."""
        account = cls()
        for basket in baskets:
            found = reprice(basket)
            account.baskets += 1
            account.lines += len(basket.sellable)
            account.promoted += sum(bool(line.off_cents) for line in basket.sellable)
            account.couponed += sum(bool(line.coupon_cents) for line in basket.sellable)
            account.in_file += found.in_file
            account.here += found.here
            account.explained.update(found.explained)
            if found.unexplained:
                account.differing[found.basket] = found.unexplained
        return account
