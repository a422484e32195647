"""A sale that a till made by itself: booked as its receipt says, beside what the books would have charged.

The receipt's unit prices, discounts, promotions and rates go through the rules of any sale, and have to come to the figures
that it shows. Source: docs/algorithms/offline.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from optimapos.core.actors import Capability
from optimapos.core.money import ZERO, round_money
from optimapos.core.result import DomainError
from optimapos.partners.rules.merging import check_not_merged
from optimapos.partners.rules.standing import check_credit
from optimapos.pricing.rules import override_price
from optimapos.pricing.types import PriceDecision, PriceSource
from optimapos.sales.commands import LateSale, Shown, ShownLine, decimal
from optimapos.sales.facts import CartFacts, CartLineFacts, Context
from optimapos.sales.rows import CheckoutRows
from optimapos.sales.rules.amounts import LineInput, SaleAmounts, price_sale
from optimapos.sales.rules.bounds import exact_money
from optimapos.sales.rules.limits import check_discounts
from optimapos.sales.rules.lines import needs_of
from optimapos.sales.rules.plan import Decided, amounts_of, rows_of, standing_of
from optimapos.sales.rules.promotions import Promoting
from optimapos.sales.rules.serials import check_serials
from optimapos.sales.rules.settlement import Settlement, settle
from optimapos.sales.rules.taken import taken_promotions
from optimapos.sales.rules.wallets import check_connected, tenders_of

REPRICED = "REPRICED"
CREDIT_NOT_GRANTED = "CREDIT_NOT_GRANTED"
TENDER_NOT_GRANTED = "TENDER_NOT_GRANTED"
PRICE_OVERRIDE_NOT_ALLOWED = "PRICE_OVERRIDE_NOT_ALLOWED"
CHARGED_OFFLINE = "CHARGED_OFFLINE"
Difference = dict[str, Any]
"""`line` (0: the whole sale), `field`, `charged`, and what would have been: `ours`, None where there is no such figure."""


@dataclass(frozen=True, slots=True)
class LateTerms:
    """What whoever sold was granted, the series of the receipt's number, and what is flagged already."""

    capabilities: frozenset[str]
    max_discount: Decimal
    credit_limit: Decimal
    tenders: frozenset[str]
    series: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LatePlan:
    """What a late sale writes, and where it differs from what the books would have charged."""

    rows: CheckoutRows
    differences: list[Difference]


def plan_late(
    context: Context,
    cart: CartFacts,
    ours: Sequence[CartLineFacts],
    command: LateSale,
    shown: Shown,
    terms: LateTerms,
    promoting: Promoting,
    *,
    occurred_at: datetime,
    now: datetime,
    content_hash: bytes,
) -> LatePlan:
    """Everything that booking it writes. `ours` are its lines at the prices that the server finds, on its tax basis.

    Refuses: CURRENCY_DIFFERS, RECEIPT_INCONSISTENT (data: differences), CUSTOMER_MERGED, AMOUNT_TOO_LARGE,
    AMOUNT_TOO_PRECISE, DISCOUNT_TOO_LARGE, TENDER_NEEDS_CONNECTION, UNDERPAID, OVERPAID, INSUFFICIENT_STOCK.
    """
    _check_form(context, command, shown)
    lines = [as_charged(line, each, cart, context) for line, each in zip(ours, shown.lines, strict=True)]
    amounts = _amounts(lines, cart, shown, context.currency)
    settlement = _settlement(context, command, shown, amounts.total)
    if wrong := [*_line_figures(shown, amounts), *_sale_figures(shown, amounts, settlement)]:
        raise inconsistent(wrong)
    taken = taken_promotions(shown, promoting, cart.coupons)
    differences = _differences(context, cart, lines, ours, amounts, promoting)
    flags = dict.fromkeys(
        [
            *terms.flags,
            *(flag for line in lines for flag in line.flags),
            *([REPRICED] if differences else []),
            *_rights(terms, lines, amounts, context.currency),
            *_credit(context, terms, settlement),
            *([TENDER_NOT_GRANTED] if any(each.method not in terms.tenders for each in settlement.tenders) else []),
            *taken.flags,
            *check_serials(lines, is_late=True),
        ]
    )
    decided = Decided(needs_of(lines), amounts, settlement, list(flags), taken.documents, taken.limited, taken.coupons)
    rows = rows_of(context, cart, lines, command, decided, occurred_at, now, content_hash=content_hash)
    rows.sale.series, rows.sale.receipt_number = terms.series, command.receipt_number
    return LatePlan(rows, differences)


def as_charged(line: CartLineFacts, shown: ShownLine, cart: CartFacts, context: Context) -> CartLineFacts:
    """A line at the price and the tax rate of the receipt. A price that is not ours is told in the waterfall, above ours."""
    unit_price, rate = decimal(shown.unit_price), decimal(shown.tax_rate)
    told: dict[str, Any] = {
        "tax_rate": rate,
        "tax_code": shown.tax_code or line.tax_code,
        "product_name": shown.product_name or line.product_name,
        "list_price": line.list_price if shown.list_price is None else decimal(shown.list_price),
    }
    if unit_price == line.unit_price and line.waterfall:
        return replace(line, **told)
    ours = PriceDecision(PriceSource(line.price_source), line.unit_price, line.list_price, line.waterfall)
    decision = override_price(
        ours if line.waterfall else None,
        unit_price=unit_price,
        prices_include_tax=cart.prices_include_tax,
        tax_rate=rate,
        floor_price=None,
        floor_includes_tax=cart.prices_include_tax,
        may_go_below_floor=True,
        reference=str(context.terminal_id),
    )
    decision.waterfall[0]["reason"] = CHARGED_OFFLINE
    return replace(
        line,
        unit_price=decision.unit_price,
        price_source=PriceSource.MANUAL.value,
        waterfall=decision.waterfall,
        flags=(),
        **told | ({"list_price": decision.list_price} if shown.list_price is None else {}),
    )


def inconsistent(wrong: Iterable[Difference]) -> DomainError:
    """The refusal for a receipt that does not add up."""
    figures = list(wrong)
    names = ", ".join(f"{each['field']} of line {each['line']}" if each["line"] else each["field"] for each in figures)
    return DomainError("RECEIPT_INCONSISTENT", f"The receipt does not add up: {names}.", {"differences": figures})


def _check_form(context: Context, command: LateSale, shown: Shown) -> None:
    if shown.currency != context.currency:
        raise DomainError(
            "CURRENCY_DIFFERS",
            f"The receipt is in {shown.currency}, the books are in {context.currency}.",
            {"currency": shown.currency, "ledger": context.currency},
        )
    if len(shown.lines) != len(command.items):
        raise inconsistent([_figure(0, "lines", len(shown.lines), len(command.items))])
    by_hand = [(number, item.unit_price, line.unit_price) for number, item, line in _numbered(command, shown)]
    if wrong := [
        _figure(number, "unit_price", charged, asked)
        for number, asked, charged in by_hand
        if asked is not None and decimal(asked) != decimal(charged)
    ]:
        raise inconsistent(wrong)


def _numbered(command: LateSale, shown: Shown) -> Iterable[tuple[int, Any, ShownLine]]:
    return ((n, item, line) for n, (item, line) in enumerate(zip(command.items, shown.lines, strict=True), 1))


def _amounts(lines: Sequence[CartLineFacts], cart: CartFacts, shown: Shown, currency: str) -> SaleAmounts:
    """What the lines come to, with the promotions of the receipt."""

    def taken_off(left: Sequence[Decimal]) -> Sequence[Decimal]:
        off = [exact_money(decimal(line.promotion_discount), currency) for line in shown.lines]
        if wrong := [
            _figure(number, "promotion_discount", taken, rest)
            for number, (taken, rest) in enumerate(zip(off, left, strict=True), 1)
            if taken > rest
        ]:
            raise inconsistent(wrong)
        return off

    return price_sale(
        [
            LineInput(
                line.unit_price,
                line.quantity,
                line.discount_percentage,
                line.discount_fixed,
                line.tax_rate,
                line.tax_code,
            )
            for line in lines
        ],
        discount_percentage=cart.discount_percentage,
        discount_fixed=cart.discount_fixed,
        prices_include_tax=cart.prices_include_tax,
        currency=currency,
        promotions=taken_off,
    )


def _settlement(context: Context, command: LateSale, shown: Shown, total: Decimal) -> Settlement:
    """How it was paid, with the cash rounding of the receipt."""
    check_connected(command)
    rounding = Decimal(shown.rounding_amount)
    if total + rounding < 0:
        raise inconsistent([_figure(0, "rounding_amount", rounding, ZERO)])
    settled = settle(
        total=total + rounding,
        tenders=tenders_of(command, total=total, currency=context.currency, day=context.business_date),
        currency=context.currency,
        cash_rounding_step=ZERO,
        may_owe=context.customer_id is not None,
    )
    return replace(settled, rounding_amount=round_money(rounding, context.currency))


def _line_figures(shown: Shown, amounts: SaleAmounts) -> list[Difference]:
    return [
        _figure(number, field, getattr(line, field), getattr(computed, field))
        for number, (line, computed) in enumerate(zip(shown.lines, amounts.lines, strict=True), 1)
        for field in ("net", "tax", "gross")
        if decimal(getattr(line, field)) != getattr(computed, field)
    ]


def _sale_figures(shown: Shown, amounts: SaleAmounts, settlement: Settlement) -> list[Difference]:
    computed = {
        "subtotal": amounts.subtotal,
        "promotion_amount": amounts.promotion_amount,
        "discount_amount": amounts.discount_amount,
        "tax_amount": amounts.tax_amount,
        "total_amount": settlement.total_amount,
        "amount_paid": settlement.amount_paid,
        "amount_due": settlement.amount_due,
        "change": sum((each.change for each in settlement.tenders), ZERO),
    }
    return [
        _figure(0, field, getattr(shown, field), value)
        for field, value in computed.items()
        if decimal(getattr(shown, field)) != value
    ]


def _differences(
    context: Context,
    cart: CartFacts,
    lines: Sequence[CartLineFacts],
    ours: Sequence[CartLineFacts],
    amounts: SaleAmounts,
    promoting: Promoting,
) -> list[Difference]:
    """Where the books would have charged something else, on the receipt's tax basis and before cash rounding."""
    found = []
    for line, own in zip(lines, ours, strict=True):
        known = own.unit_price if own.waterfall else None
        if line.unit_price != known:
            found.append(_against(line.line_no, "unit_price", line.unit_price, known))
        if line.tax_rate != own.tax_rate:
            found.append(_against(line.line_no, "tax_rate", line.tax_rate, own.tax_rate))
    try:
        would_be, _ = amounts_of(ours, cart, context.currency, promoting)
    except DomainError:
        return [*found, _against(0, "total_amount", amounts.total, None)]
    if amounts.promotion_amount != would_be.promotion_amount:
        found.append(_against(0, "promotion_amount", amounts.promotion_amount, would_be.promotion_amount))
    if amounts.total != would_be.total:
        found.append(_against(0, "total_amount", amounts.total, would_be.total))
    return found


def _rights(terms: LateTerms, lines: Sequence[CartLineFacts], amounts: SaleAmounts, currency: str) -> list[str]:
    """What goes beyond the grant."""
    flags = []
    if any(step["chosen"] and "needs" in step for line in lines for step in line.waterfall):
        flags.append(PRICE_OVERRIDE_NOT_ALLOWED)
    limit = terms.max_discount if Capability.SALE_DISCOUNT in terms.capabilities else ZERO
    try:
        check_discounts(amounts, max_discount=limit, currency=currency)
    except DomainError as refusal:
        flags.append(refusal.code)
    return flags


def _credit(context: Context, terms: LateTerms, settlement: Settlement) -> list[str]:
    """What a debt goes beyond. Refuses: CUSTOMER_MERGED, so that it is booked to the customer who owes it now."""
    if not settlement.amount_due or context.customer_id is None:
        return []
    check_not_merged(context.customer_id, context.customer_merged_into)
    granted = [CREDIT_NOT_GRANTED] if settlement.amount_due > terms.credit_limit else []
    try:
        return [*granted, *check_credit(standing_of(context), amount=settlement.amount_due, override=True)]
    except DomainError as refusal:
        return [*granted, refusal.code]


def _figure(line: int, field: str, shown: Any, computed: Any) -> Difference:
    return {"line": line, "field": field, "shown": _text(shown), "computed": _text(computed)}


def _against(line: int, field: str, charged: Decimal, ours: Decimal | None) -> Difference:
    return {"line": line, "field": field, "charged": _text(charged), "ours": None if ours is None else _text(ours)}


def _text(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
