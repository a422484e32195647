"""Quotes: what products would cost a customer at a place and an instant, and why. Nothing is held or written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connections

from optimapos.core.actors import Actor, Capability
from optimapos.core.ids import UUID
from optimapos.core.money import HUNDRED, PRICE_LIMIT, PRICE_PLACES, ZERO, round_money, round_places
from optimapos.core.quantities import QUANTITY_LIMIT, has_at_most_places, shown, to_base_quantity
from optimapos.core.result import DomainError
from optimapos.core.tenancy import APP
from optimapos.organization.models import Business, Location
from optimapos.partners.models import Customer, CustomerSite
from optimapos.pricing.baskets import apply_promotions
from optimapos.pricing.books import Offers, coupons_taken
from optimapos.pricing.candidates import PriceRows, candidates_of, parsed, standing
from optimapos.pricing.rules import choose_price, margin
from optimapos.pricing.selectors.books import promotion_book, shown_coupons, used_up
from optimapos.pricing.sql import QUOTES
from optimapos.pricing.types import (
    RETAIL,
    Basket,
    BasketLine,
    Buyer,
    Occasion,
    PriceDecision,
    PriceSource,
    Sold,
)


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """What is asked for: a product by id, or by `code`, a barcode or its SKU. `quantity` in packages where one is named."""

    quantity: Decimal
    product_id: UUID | None = None
    code: str | None = None
    packaging_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """What one sold unit costs, on the business's tax basis. Cost, profit and margin are for one sold unit without tax,
    None where no cost is known.
    """

    product_id: UUID
    group_id: UUID | None
    sku: str
    name: str
    packaging_id: UUID | None
    sold: Sold
    tax_rate: Decimal
    floor_price: Decimal | None
    decision: PriceDecision
    cost: Decimal | None
    profit: Decimal | None
    margin: Decimal | None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quotes of lines, and what promotions take off the basket that the lines make."""

    lines: list[Quote]
    basket: Basket


@dataclass(frozen=True, slots=True)
class _Facts:
    """A row of QUOTES."""

    product_id: UUID | None
    group_id: UUID | None
    sku: str
    name: str
    floor_price: Decimal | None
    decimals: int
    packaging_id: UUID | None
    factor_num: int | None
    factor_den: int | None
    unit_cost: Decimal | None
    last_purchase_cost: Decimal | None
    tax_rate: Decimal | None
    prices: Any
    group_prices: Any
    step_prices: Any
    listed_prices: Any
    packaging_gone: bool


@dataclass(frozen=True, slots=True)
class _Terms:
    """What is the same for every line."""

    business: Business
    buyer: Buyer
    is_tax_exempt: bool
    may_go_below_floor: bool
    sale_type: str
    offers: Offers
    explains: bool


def quotes(
    actor: Actor,
    lines: Sequence[QuoteLine],
    *,
    place: Location,
    customer: Customer | None,
    site: CustomerSite | None = None,
    at: datetime,
    sale_type: str = RETAIL,
    coupons: Sequence[str] = (),
    explains: bool = True,
) -> Quotation:
    """A quote for each line in order, and of them all as a basket, by two queries; one more each for coupons and where uses
    of promotions are limited.

    Refuses: COUPON_NOT_FOUND, COUPON_EXPIRED, COUPON_USED_UP; and naming the line: PRODUCT_REQUIRED (not one of id and
    code), PRODUCT_NOT_FOUND, PACKAGING_NOT_FOUND, QUANTITY_NOT_POSITIVE, QUANTITY_TOO_PRECISE, AMOUNT_TOO_LARGE, NO_PRICE.
    """
    group = customer.price_group if customer and customer.price_group and customer.price_group.is_active else None
    business = place.business
    book = promotion_book(business.pk, business.settings_version, at)
    occasion = Occasion(
        at=at,
        local=at.astimezone(ZoneInfo(place.timezone)).replace(tzinfo=None),
        location=place.pk,
        price_group=group.pk if group else None,
        sale_type=sale_type,
        coupons=frozenset(coupons_taken(coupons, shown_coupons(business.pk, coupons, at), book)),
        spent=used_up(business.pk, book),
    )
    terms = _Terms(
        business=business,
        buyer=Buyer(
            own_percent=customer.discount_percent if customer else ZERO,
            group_percent=group.discount_percentage if group else None,
            group_name=group.name if group else "",
            site_percent=site.special_discount if site else None,
        ),
        is_tax_exempt=customer is not None and customer.is_tax_exempt,
        may_go_below_floor=actor.can(Capability.PRICE_BELOW_FLOOR),
        sale_type=sale_type,
        offers=book.on(occasion),
        explains=explains,
    )
    parameters = {
        "business": actor.business_id,
        "location": place.pk,
        "price_group": group.pk if group else None,
        "at": at,
        "day": place.local_day(at),
        "products": [line.product_id for line in lines],
        "codes": [line.code for line in lines],
        "packagings": [line.packaging_id for line in lines],
    }
    with connections[APP].cursor() as cursor:
        cursor.execute(QUOTES, parameters)
        found = [_Facts(*row) for row in cursor.fetchall()]
    quoted = [
        _quote(terms, line, facts, number)
        for number, (line, facts) in enumerate(zip(lines, found, strict=True), start=1)
    ]
    return Quotation(quoted, _basket(terms, quoted))


def _basket(terms: _Terms, quoted: Sequence[Quote]) -> Basket:
    lines = [
        BasketLine(
            number=number,
            product=quote.product_id,
            group=quote.group_id,
            base_qty=quote.sold.base_qty,
            amount=round_money(quote.decision.unit_price * quote.sold.quantity, terms.business.currency),
            is_promoted=quote.decision.source == PriceSource.PROMOTION,
        )
        for number, quote in enumerate(quoted, start=1)
    ]
    return apply_promotions(
        lines,
        terms.offers.of_basket((line.product, line.group) for line in lines),
        policy=terms.business.price_policy,
        prices_include_tax=terms.business.prices_include_tax,
        currency=terms.business.currency,
    )


def _quote(terms: _Terms, line: QuoteLine, facts: _Facts, number: int) -> Quote:
    if (line.product_id is None) == (line.code is None):
        raise _refused("PRODUCT_REQUIRED", "Name the product by its id or by a code.", number)
    if facts.product_id is None:
        raise _refused("PRODUCT_NOT_FOUND", "There is no such product.", number)
    if facts.packaging_gone:
        raise _refused("PACKAGING_NOT_FOUND", "The product has no such packaging.", number)
    sold = _sold(line.quantity, facts, number, terms.sale_type)
    rate = ZERO if terms.is_tax_exempt else facts.tax_rate or ZERO
    with_tax = terms.business.prices_include_tax
    floor = None if facts.floor_price is None else facts.floor_price * sold.factor_num / sold.factor_den
    rows = PriceRows(
        base=parsed(facts.prices),
        group=parsed(facts.group_prices),
        step=parsed(facts.step_prices),
        promotion=terms.offers.of_line(facts.product_id, facts.group_id),
        listed=parsed(facts.listed_prices),
        unit_cost=facts.last_purchase_cost,
        markup_percent=terms.business.fallback_markup_percent,
    )
    candidates = candidates_of(rows if terms.explains else standing(rows, sold), terms.buyer, sold)
    if any(candidate.price >= PRICE_LIMIT for candidate in candidates):
        raise _refused("AMOUNT_TOO_LARGE", f"The price of {facts.sku} is too large.", number)
    decision = choose_price(
        candidates,
        policy=terms.business.price_policy,
        prices_include_tax=with_tax,
        tax_rate=rate,
        floor_price=floor,
        floor_includes_tax=with_tax,
        may_go_below_floor=terms.may_go_below_floor,
    )
    if decision is None:
        raise _refused("NO_PRICE", f"{facts.sku} has no price here.", number)
    cost, profit, percent = _gain(decision, facts, sold, rate, with_tax)
    return Quote(
        facts.product_id,
        facts.group_id,
        facts.sku,
        facts.name,
        facts.packaging_id,
        sold,
        rate,
        floor,
        decision,
        cost,
        profit,
        percent,
    )


def _sold(quantity: Decimal, facts: _Facts, number: int, sale_type: str) -> Sold:
    if quantity <= 0:
        raise _refused("QUANTITY_NOT_POSITIVE", "A quantity is above 0.", number, quantity=shown(quantity))
    factor_num, factor_den = facts.factor_num or 1, facts.factor_den or 1
    base_qty = to_base_quantity(quantity, factor_num, factor_den)
    if quantity >= QUANTITY_LIMIT or (base_qty is not None and base_qty >= QUANTITY_LIMIT):
        raise _refused("AMOUNT_TOO_LARGE", "That is more than can be counted.", number, quantity=shown(quantity))
    places = 6 if facts.packaging_id and facts.decimals else facts.decimals
    if base_qty is None or not has_at_most_places(base_qty, places):
        msg = f"{facts.sku} is counted with {facts.decimals} decimals."
        raise _refused("QUANTITY_TOO_PRECISE", msg, number, quantity=shown(quantity), decimals=facts.decimals)
    return Sold(quantity, base_qty, factor_num, factor_den, sale_type)


def _gain(
    decision: PriceDecision, facts: _Facts, sold: Sold, rate: Decimal, with_tax: bool
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Cost, profit and margin of one sold unit, without tax."""
    if facts.unit_cost is None:
        return None, None, None
    cost = round_places(facts.unit_cost * sold.factor_num / sold.factor_den, PRICE_PLACES)
    price = decision.unit_price * HUNDRED / (HUNDRED + rate) if with_tax else decision.unit_price
    return cost, *margin(round_places(price, PRICE_PLACES), cost)


def _refused(code: str, msg: str, number: int, **figures: Any) -> DomainError:
    return DomainError(code, f"Line {number}: {msg}", {"line": number, **figures})
