"""From what was asked and what is known of a product to a line with its price, or a refusal that names the line."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson

from optimapos.core.actors import Capability
from optimapos.core.ids import new_id
from optimapos.core.money import PRICE_LIMIT, ZERO
from optimapos.core.quantities import QUANTITY_LIMIT, has_at_most_places, shown, to_base_quantity
from optimapos.core.result import DomainError
from optimapos.pricing.books import Offers
from optimapos.pricing.candidates import PriceRows, candidates_of, parsed
from optimapos.pricing.rules import choose_price, flags_of, override_price
from optimapos.pricing.types import BELOW_FLOOR, PriceDecision, PriceSource, Sold
from optimapos.products.types import SELLABLE
from optimapos.sales.commands import Line, decimal
from optimapos.sales.facts import CartLineFacts, Context, LineFacts
from optimapos.sales.rules.limits import ASK

Needs = dict[UUID, tuple[UUID, Decimal]]
"""Product and base units by item."""


def priced_line(
    context: Context,
    line: Line,
    facts: LineFacts,
    number: int,
    offers: Offers,
    *,
    prices_include_tax: bool,
    sale_type: str,
    line_id: UUID | None = None,
    keeps_price: bool = False,
    for_approval: bool = False,
) -> CartLineFacts:
    """The line number `number` (from 1) with quantity, price and waterfall.

    With `keeps_price` the caller keeps the price that the line has. With `for_approval` a price by hand is taken from who
    may not set it, and its waterfall tells what is still needed; completing the cart asks for that.

    Refuses: PRODUCT_NOT_FOUND, PACKAGING_NOT_FOUND, PRODUCT_NOT_SELLABLE, QUANTITY_NOT_POSITIVE, QUANTITY_TOO_PRECISE,
    NO_PRICE, PRICE_OVERRIDE_NOT_ALLOWED; all with `line` in their data.
    """
    if facts.product_id is None or (line.stock_product and line.stock_product != facts.item_id):
        raise _refused("PRODUCT_NOT_FOUND", "There is no such product.", number)
    if facts.packaging_gone:
        raise _refused("PACKAGING_NOT_FOUND", "The product has no such packaging.", number)
    check_sellable(facts.life_cycle, facts.sku, number)
    factor_num, factor_den = facts.factor_num or 1, facts.factor_den or 1
    quantity, base_qty = _quantities(decimal(line.quantity), facts, factor_num, factor_den, number)
    tax_rate = rate_for(context, facts)
    sold = Sold(quantity, base_qty, factor_num, factor_den, sale_type)
    by_hand = line.unit_price is not None
    if by_hand:
        decision = _price_by_hand(
            context, line, facts, number, offers, sold, tax_rate, prices_include_tax, for_approval
        )
    else:
        decision = _price(context, facts, number, offers, sold, tax_rate, prices_include_tax, keeps_price)
    return CartLineFacts(
        id=line_id or new_id(),
        line_no=number,
        kind=facts.kind,
        product_id=facts.product_id,
        group_id=facts.group_id,
        item_id=facts.item_id if facts.tracks_stock else None,
        packaging_id=facts.packaging_id,
        factor_num=factor_num,
        factor_den=factor_den,
        quantity=quantity,
        base_qty=base_qty,
        list_price=decision.list_price,
        unit_price=decision.unit_price,
        price_source=decision.source.value,
        price_overridden_by=context.user_id if by_hand else None,
        discount_percentage=decimal(line.discount_percentage),
        discount_fixed=decimal(line.discount_amount),
        tax_code=facts.tax_code or "",
        tax_rate=tax_rate,
        product_name=facts.name,
        product_sku=facts.sku,
        serials=list(line.serials),
        waterfall=decision.waterfall,
        life_cycle=facts.life_cycle,
        tracks_stock=facts.tracks_stock,
        tracks_serials=facts.tracks_serials,
        warranty_days=facts.warranty_days,
        flags=decision.flags,
    )


def check_sellable(life_cycle: str, sku: str, number: int) -> None:
    """Refuses: PRODUCT_NOT_SELLABLE unless the product's stage permits selling it."""
    if life_cycle not in SELLABLE:
        stage = life_cycle.replace("_", " ").lower()
        raise _refused("PRODUCT_NOT_SELLABLE", f"{sku} is {stage} and can't be sold.", number, life_cycle=life_cycle)


def needs_of(lines: Sequence[CartLineFacts]) -> Needs:
    """Product and base units by item: lines of one product are summed first, or each would pass the check alone.

    Refuses: INSUFFICIENT_STOCK for a product that keeps stock and was never at the location.
    """
    needs: Needs = {}
    for line in lines:
        if not line.tracks_stock:
            continue
        if line.item_id is None:
            raise _never_there(line)
        _, so_far = needs.get(line.item_id, (line.product_id, ZERO))
        needs[line.item_id] = (line.product_id, so_far + line.base_qty)
    return needs


def _never_there(line: CartLineFacts) -> DomainError:
    short = {"item": None, "product": str(line.product_id), "requested": shown(line.base_qty), "available": "0"}
    return DomainError(
        "INSUFFICIENT_STOCK", f"There is none of {line.product_sku} here.", {"items": [short], "line": line.line_no}
    )


def _quantities(
    quantity: Decimal, facts: LineFacts, factor_num: int, factor_den: int, number: int
) -> tuple[Decimal, Decimal]:
    if quantity <= 0:
        raise _refused("QUANTITY_NOT_POSITIVE", "A quantity is above 0.", number, quantity=shown(quantity))
    base_qty = to_base_quantity(quantity, factor_num, factor_den)
    places = 6 if facts.packaging_id and facts.decimals else facts.decimals
    if base_qty is not None and base_qty >= QUANTITY_LIMIT:
        raise _refused("AMOUNT_TOO_LARGE", "That is more than can be counted.", number, quantity=shown(quantity))
    if base_qty is None or not has_at_most_places(base_qty, places):
        raise _refused(
            "QUANTITY_TOO_PRECISE",
            f"{facts.sku} is counted with {facts.decimals} decimals.",
            number,
            quantity=shown(quantity),
            decimals=facts.decimals,
        )
    return quantity, base_qty


def _price(
    context: Context,
    facts: LineFacts,
    number: int,
    offers: Offers,
    sold: Sold,
    tax_rate: Decimal,
    prices_include_tax: bool,
    keeps_price: bool,
) -> PriceDecision:
    decision = price_found(context, facts, number, offers, sold, tax_rate, prices_include_tax)
    if decision is None and not keeps_price:
        raise _refused("NO_PRICE", f"{facts.sku} has no price here.", number)
    return decision or PriceDecision(PriceSource.MANUAL, ZERO, ZERO, [])


def _price_by_hand(
    context: Context,
    line: Line,
    facts: LineFacts,
    number: int,
    offers: Offers,
    sold: Sold,
    tax_rate: Decimal,
    prices_include_tax: bool,
    for_approval: bool,
) -> PriceDecision:
    may_set, may_go_below = context.can(Capability.PRICE_OVERRIDE), context.can(Capability.PRICE_BELOW_FLOOR)
    if not may_set and not for_approval:
        raise _refused("PRICE_OVERRIDE_NOT_ALLOWED", "Your role may not set a price by hand.", number)
    decision = override_price(
        price_found(context, facts, number, offers, sold, tax_rate, prices_include_tax),
        unit_price=decimal(line.unit_price or 0),
        prices_include_tax=prices_include_tax,
        tax_rate=tax_rate,
        floor_price=_floor(facts, sold),
        floor_includes_tax=context.prices_include_tax,
        may_go_below_floor=may_go_below or for_approval,
        reference=str(context.user_id),
    )
    if BELOW_FLOOR in decision.flags and not may_go_below:
        decision.waterfall[0]["needs"] = Capability.PRICE_BELOW_FLOOR.value
    elif not may_set:
        decision.waterfall[0]["needs"] = Capability.PRICE_OVERRIDE.value
    return decision


def as_kept(lines: list[CartLineFacts]) -> list[CartLineFacts]:
    """A cart's lines with the waterfall that was kept with each, and the flags that it tells of."""
    kept = [(line, orjson.loads(line.waterfall)) for line in lines]
    return [replace(line, waterfall=steps, flags=flags_of(steps, line.unit_price)) for line, steps in kept]


def price_found(
    context: Context,
    facts: LineFacts,
    number: int,
    offers: Offers,
    sold: Sold,
    tax_rate: Decimal,
    prices_include_tax: bool,
) -> PriceDecision | None:
    """The price of one sold unit for the context's customer, or None where the product has none here.

    Refuses: AMOUNT_TOO_LARGE for a price that no column can hold.
    """
    rows = PriceRows(
        base=parsed(facts.prices),
        group=parsed(facts.group_prices),
        step=parsed(facts.step_prices),
        promotion=offers.of_line(facts.product_id, facts.group_id) if facts.product_id else (),
        listed=parsed(facts.listed_prices),
        unit_cost=facts.last_purchase_cost,
        markup_percent=context.fallback_markup_percent,
    )
    candidates = candidates_of(rows, context.buyer, sold)
    if any(candidate.price >= PRICE_LIMIT for candidate in candidates):
        raise _refused("AMOUNT_TOO_LARGE", f"The price of {facts.sku} is too large.", number)
    return choose_price(
        candidates,
        policy=context.price_policy,
        prices_include_tax=prices_include_tax,
        tax_rate=tax_rate,
        floor_price=_floor(facts, sold),
        floor_includes_tax=context.prices_include_tax,
        may_go_below_floor=context.can(Capability.PRICE_BELOW_FLOOR),
    )


def rate_for(context: Context, facts: LineFacts) -> Decimal:
    """The tax rate of a line: none for an exempt customer."""
    return ZERO if context.is_tax_exempt else facts.tax_rate or ZERO


def _floor(facts: LineFacts, sold: Sold) -> Decimal | None:
    return None if facts.floor_price is None else facts.floor_price * sold.factor_num / sold.factor_den


def _refused(code: str, msg: str, number: int, **figures: Any) -> DomainError:
    suggestions = (ASK,) if code == "PRICE_OVERRIDE_NOT_ALLOWED" else ()
    return DomainError(code, f"Line {number}: {msg}", {"line": number, **figures}, suggestions)
