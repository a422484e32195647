"""Vectors of what promotions take off a basket."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from optimapos.core.money import currency_exponent, round_money
from optimapos.pricing.baskets import apply_promotions
from optimapos.pricing.rules import BEST_FOR_CUSTOMER
from optimapos.pricing.types import Basket, BasketLine, OfferedPromotion, PromotionTerms
from tests.golden.drawn import CURRENCIES, Case, D, Draw, currency_document, text, uuid
from tests.golden.prices import POLICIES, SINCE, promotion_document
from tests.tables import worked_table

_PRODUCTS = [UUID(uuid(700 + number)) for number in range(5)]
_GROUPS = [UUID(uuid(800 + number)) for number in range(2)]
KINDS = ("BUY_GET", "BUY_GET", "SET_PRICE", "NTH_ITEM", "BASKET_PERCENT", "BASKET_AMOUNT")


def basket_promotion(
    draw: Draw, number: int, currency: str, products: list[UUID], groups: list[UUID]
) -> PromotionTerms:
    """A promotion of a basket at any time."""
    kind = draw.choice(KINDS)
    is_percent = kind in {"BUY_GET", "NTH_ITEM", "BASKET_PERCENT"}
    scale = 100 if currency == "JPY" else 1
    terms = PromotionTerms(
        id=uuid(number),
        name=draw.choice(("3 for 2", "Bundle", "Coupon")),
        kind=kind,
        value=max(draw.percent(), D(1)) if is_percent else draw.decimal(1, 20, currency_exponent(currency)) * scale,
        includes_tax=draw.chance(70),
        priority=draw.choice((0, 0, 1, 5)),
        max_times=draw.choice((None, None, 1, 2)) if not kind.startswith("BASKET") else None,
        min_amount=D(draw.choice((0, 0, 10, 30))) * scale if kind.startswith("BASKET") else D(0),
        combines=draw.chance(70 if kind.startswith("BASKET") else 20),
        products=frozenset(draw.some(products, 2)) if draw.chance(50) else frozenset(),
        groups=frozenset(draw.some(groups, 1)) if draw.chance(30) else frozenset(),
        starts_at=SINCE,
    )
    if kind == "BUY_GET":
        terms = replace(terms, set_quantity=draw.integer(1, 3), get_quantity=draw.integer(1, 2))
        if draw.chance(40):
            return replace(terms, reward_products=frozenset(draw.some(products, 2) or products[:1]))
        return terms
    return replace(terms, set_quantity=draw.integer(2, 4)) if kind in {"SET_PRICE", "NTH_ITEM"} else terms


def basket_document(basket: Basket) -> Case:
    """A basket as it is compared."""
    return {
        "offers": [
            {
                "promotion": offer.promotion.id,
                "amount": text(offer.amount),
                "times": offer.times,
                "shares": {str(number): text(share) for number, share in offer.shares.items()},
            }
            for offer in basket.offers
        ],
        "passed": [[terms.id, why] for terms, why in basket.passed],
        "amount": text(basket.amount),
    }


def baskets() -> list[Case]:
    """Sets, promotions of the whole, rewards, and how they stand beside each other."""
    draw = Draw("baskets")
    return [*_worked(), *(_basket(draw) for _ in range(400))]


def _worked() -> list[Case]:
    three = PromotionTerms(uuid(1), "3 for 2", "BUY_GET", D(100), set_quantity=2, get_quantity=1, starts_at=SINCE)
    ten = PromotionTerms(uuid(1), "10 % off", "BASKET_PERCENT", D(10), min_amount=D(10), starts_at=SINCE)
    half = replace(three, kind="NTH_ITEM", value=D(50))
    at_ten = replace(three, kind="SET_PRICE", value=D(10), set_quantity=3)
    five = replace(ten, kind="BASKET_AMOUNT", value=D(5))
    named = {
        "3 for 2": three,
        "3 for 2 at most once": replace(three, max_times=1),
        "each 2nd half price": half,
        "3 for 10.00": at_ten,
        "buy 2 at 5 get 1 at 2 free": replace(
            three, products=frozenset({_PRODUCTS[1]}), reward_products=frozenset({_PRODUCTS[0]})
        ),
        "5.00 off from 10.00": five,
        "10 % off from 10.00": ten,
    }
    products = {"2": _PRODUCTS[0], "5": _PRODUCTS[1]}
    cases = []
    for row in worked_table("algorithms/baskets.md", "Worked: sets"):
        lines = [
            BasketLine(number, products.get(amount, _PRODUCTS[4]), None, D(1), D(amount))
            for number, amount in enumerate(row["pieces"].split(), 1)
        ]
        cases.append(_case(lines, [(named[row["promotion"]], "")], BEST_FOR_CUSTOMER, False, "EUR"))
    for row in worked_table("algorithms/baskets.md", "Worked: spread over lines"):
        amounts = enumerate(row["lines"].split(), 1)
        lines = [BasketLine(number, _PRODUCTS[4], None, D(1), D(amount)) for number, amount in amounts]
        off = replace(five, value=D(row["off"]), min_amount=D(0))
        cases.append(_case(lines, [(off, "")], BEST_FOR_CUSTOMER, False, row["currency"]))
    return cases


def _basket(draw: Draw) -> Case:
    code = draw.choice(CURRENCIES)
    lines = [_line(draw, number, code) for number in range(1, draw.choice((2, 3, 4, 6, 9)))]
    promotions = [basket_promotion(draw, number, code, _PRODUCTS, _GROUPS) for number in range(draw.integer(1, 5))]
    offered: list[OfferedPromotion] = [
        (each, "NOT_TODAY" if draw.chance(10) else "") for each in draw.shuffled(promotions)
    ]
    return _case(lines, offered, draw.choice(POLICIES), draw.chance(70), code)


def _line(draw: Draw, number: int, code: str) -> BasketLine:
    quantity = D(draw.integer(1, 7)) if draw.chance(85) else draw.decimal(1, 5, 3)
    price: Decimal = draw.price(code)
    return BasketLine(
        number,
        draw.choice(_PRODUCTS),
        draw.choice((None, *_GROUPS)),
        quantity,
        round_money(price * quantity, code),
        is_promoted=draw.chance(15),
        is_fixed=draw.chance(10),
    )


def _case(lines: list[BasketLine], offered: list[OfferedPromotion], policy: str, with_tax: bool, code: str) -> Case:
    found = apply_promotions(lines, offered, policy=policy, prices_include_tax=with_tax, currency=code)
    return {
        "lines": [
            {
                "number": line.number,
                "product": str(line.product),
                "group": line.group and str(line.group),
                "base_qty": text(line.base_qty),
                "amount": text(line.amount),
                "is_promoted": line.is_promoted,
                "is_fixed": line.is_fixed,
            }
            for line in lines
        ],
        "offered": [[promotion_document(terms), why] for terms, why in offered],
        "policy": policy,
        "prices_include_tax": with_tax,
        "currency": currency_document(code),
        "basket": basket_document(found),
    }
