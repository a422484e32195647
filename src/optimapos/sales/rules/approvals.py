"""What an approval is asked for and what it allows: the cart as it is shown, its hash, and how far each action goes.

Amounts are in major units of the business's currency. Source: docs/algorithms/approvals.md.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_CEILING, Decimal
from typing import Any
from uuid import UUID

import orjson

from optimapos.core.money import HUNDRED, ZERO, currency_exponent, round_money
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError
from optimapos.organization.types import PERMITTED_BY, ApprovalAction, ApprovalStatus
from optimapos.pricing.types import PriceSource
from optimapos.sales.facts import ApprovalFacts, CartFacts, CartLineFacts, Context
from optimapos.sales.rules.amounts import SaleAmounts

Approved = Mapping[str, ApprovalFacts]
"""Approvals that hold for a cart, by action."""
NOTHING_APPROVED: Approved = {}
OF_PRICES = (ApprovalAction.PRICE_OVERRIDE.value, ApprovalAction.PRICE_BELOW_FLOOR.value)
HELPED_BY = {
    "DISCOUNT_NOT_ALLOWED": ApprovalAction.SALE_DISCOUNT.value,
    "PRICE_OVERRIDE_NOT_ALLOWED": ApprovalAction.PRICE_OVERRIDE.value,
    "OVERRIDE_NOT_ALLOWED": ApprovalAction.CREDIT_OVERRIDE.value,
    "CREDIT_BLOCKED": ApprovalAction.CREDIT_OVERRIDE.value,
    "CREDIT_LIMIT_EXCEEDED": ApprovalAction.CREDIT_OVERRIDE.value,
    "CREDIT_OVERDUE": ApprovalAction.CREDIT_OVERRIDE.value,
}
"""The action whose approval would lift a refusal."""
PERCENT_STEP = Decimal("0.0001")


def shown_cart(cart: CartFacts, lines: Sequence[CartLineFacts], amounts: SaleAmounts, currency: str) -> dict[str, Any]:
    """The cart as it is shown to who decides, and hashed: nothing that is made anew with each request."""
    return {
        "storefront": str(cart.location_id),
        "type": cart.type,
        "customer": _text(cart.customer_id),
        "customer_site": _text(cart.customer_site_id),
        "currency": currency,
        "discount_percentage": shown(cart.discount_percentage),
        "discount_amount": shown(cart.discount_fixed),
        "total_amount": f"{amounts.total:f}",
        "lines": [
            {
                "product": str(line.product_id),
                "product_name": line.product_name,
                "packaging": _text(line.packaging_id),
                "quantity": shown(line.quantity),
                "list_price": shown(line.list_price),
                "unit_price": shown(line.unit_price),
                "discount_percentage": shown(line.discount_percentage),
                "discount_amount": shown(line.discount_fixed),
                "total_price": f"{each.gross:f}",
            }
            for line, each in zip(lines, amounts.lines, strict=True)
        ],
    }


def cart_hash(cart: Mapping[str, Any]) -> bytes:
    """SHA-256 of a shown cart."""
    return hashlib.sha256(orjson.dumps(cart, option=orjson.OPT_SORT_KEYS)).digest()


def with_rights(context: Context, actions: Iterable[str]) -> Context:
    """The context with the rights over prices that approvals of these actions lend. Discounts and credit go by amounts."""
    lent = [capability for action in actions if action in OF_PRICES for capability in sorted(PERMITTED_BY[action])]
    return replace(context, capabilities=[*context.capabilities, *lent]) if lent else context


def check_kept_prices(context: Context, lines: Sequence[CartLineFacts]) -> None:
    """Refuses: PRICE_OVERRIDE_NOT_ALLOWED (data: line, needs) for a price that was set by hand in a cart by somebody who
    may not, and that nobody has approved since.
    """
    for line in lines:
        for step in line.waterfall:
            if "needs" in step and step["chosen"] and not context.can(step["needs"]):
                raise DomainError(
                    "PRICE_OVERRIDE_NOT_ALLOWED",
                    f"Line {line.line_no}: the price was set by hand and is not approved.",
                    {"line": line.line_no, "needs": step["needs"]},
                )


def discount_given(amounts: SaleAmounts) -> Decimal:
    """All discounts of a sale together."""
    return sum((line.line_discount for line in amounts.lines), amounts.discount_amount)


def limit_needed(amounts: SaleAmounts, currency: str) -> Decimal:
    """The smallest limit in percent, to four places, under which a role may give the sale's discounts."""
    total = sum((line.amount for line in amounts.lines), ZERO)
    pairs = [(line.line_discount, line.amount) for line in amounts.lines] + [(discount_given(amounts), total)]
    # Half a unit less is rounded up to the discount, as `check_discount` rounds the limit.
    half = Decimal(1).scaleb(-currency_exponent(currency)) / 2
    percents = [(discount - half) * HUNDRED / amount for discount, amount in pairs if discount > 0]
    return max(percents, default=ZERO).quantize(PERCENT_STEP, rounding=ROUND_CEILING)


def amount_of(action: str, lines: Sequence[CartLineFacts], amounts: SaleAmounts, currency: str) -> Decimal:
    """How far an action goes in this cart: the debt if nothing is paid, the discount, what prices set by hand are less than
    the list price, what prices are less than the floor.
    """
    if action == ApprovalAction.CREDIT_OVERRIDE:
        return amounts.total
    if action == ApprovalAction.SALE_DISCOUNT:
        return discount_given(amounts)
    below = [(line, _below(action, line)) for line in lines]
    return round_money(sum((less * line.quantity for line, less in below), ZERO), currency)


def is_needed(action: str, context: Context, lines: Sequence[CartLineFacts]) -> bool:
    """Whether the cart asks for more than the role permits, for actions that a capability alone decides."""
    if context.can(action):
        return False
    if action == ApprovalAction.CREDIT_OVERRIDE:
        return context.customer_id is not None
    if action == ApprovalAction.PRICE_OVERRIDE:
        return any(line.price_source == PriceSource.MANUAL for line in lines)
    return any(_below(action, line) for line in lines)


def _below(action: str, line: CartLineFacts) -> Decimal:
    """What one unit of a line costs less than the list price, by hand, or less than the floor."""
    if action == ApprovalAction.PRICE_OVERRIDE:
        by_hand = line.price_source == PriceSource.MANUAL
        return max(ZERO, line.list_price - line.unit_price) if by_hand else ZERO
    floors = [Decimal(step["floor"]) for step in line.waterfall if step["chosen"] and "floor" in step]
    return max([floor - line.unit_price for floor in floors] + [ZERO])


def find_named(
    found: Sequence[ApprovalFacts], wanted: Sequence[UUID], location_id: UUID, currency: str
) -> list[ApprovalFacts]:
    """The approvals that a request names, each once, by id, their amounts with the currency's decimals.

    Refuses: APPROVAL_NOT_FOUND (data: approval) for one of another place too.
    """
    here = {approval.id: approval for approval in found if approval.location_id == location_id}
    for approval_id in wanted:
        if approval_id not in here:
            raise DomainError("APPROVAL_NOT_FOUND", "There is no such approval.", {"approval": str(approval_id)})
    named = [here[approval_id] for approval_id in sorted(set(wanted))]
    return [replace(approval, amount=round_money(approval.amount, currency)) for approval in named]


def check_named(
    named: Sequence[ApprovalFacts], *, user_id: UUID, cart: Mapping[str, Any], now: datetime
) -> dict[str, ApprovalFacts]:
    """The approvals by action, where each holds for this user and this cart now; of two for one action, the larger.

    Refuses (data: approval): APPROVAL_NOT_YOURS, APPROVAL_USED, APPROVAL_DENIED, APPROVAL_EXPIRED (data: expires_at),
    APPROVAL_NOT_GRANTED, APPROVAL_CART_CHANGED (data: approved_total, total_amount).
    """
    shown_hash = cart_hash(cart)
    for approval in named:
        if refusal := _refusal(approval, user_id, now):
            raise refusal
        if bytes(approval.cart_hash) != shown_hash:
            raise DomainError(
                "APPROVAL_CART_CHANGED",
                "The cart changed after it was approved. Ask again.",
                {
                    "approval": str(approval.id),
                    "approved_total": approval.total_amount,
                    "total_amount": cart["total_amount"],
                },
            )
    return {approval.action: approval for approval in sorted(named, key=lambda approval: approval.amount)}


def _refusal(approval: ApprovalFacts, user_id: UUID, now: datetime) -> DomainError | None:
    of = {"approval": str(approval.id)}
    if approval.requested_by != user_id:
        return DomainError("APPROVAL_NOT_YOURS", "Somebody else asked for this approval.", of)
    if approval.status == ApprovalStatus.USED:
        return DomainError("APPROVAL_USED", "The approval was used already. Ask again.", of)
    if approval.status == ApprovalStatus.DENIED:
        return DomainError("APPROVAL_DENIED", "The approval was denied.", of)
    if approval.expires_at <= now:
        until = approval.expires_at.isoformat()
        return DomainError("APPROVAL_EXPIRED", "The approval has lapsed. Ask again.", of | {"expires_at": until})
    if approval.status == ApprovalStatus.ASKED:
        return DomainError("APPROVAL_NOT_GRANTED", "Nobody has granted the approval yet.", of)
    return None


def check_reach(approval: ApprovalFacts, needed: Decimal) -> None:
    """Refuses: APPROVAL_TOO_SMALL (data: approval, action, amount, needed_amount)."""
    if needed > approval.amount:
        raise DomainError(
            "APPROVAL_TOO_SMALL",
            f"{approval.amount:f} was approved; {needed:f} is needed.",
            {
                "approval": str(approval.id),
                "action": approval.action,
                "amount": f"{approval.amount:f}",
                "needed_amount": f"{needed:f}",
            },
        )


def explained(refusal: DomainError, named: Sequence[ApprovalFacts]) -> DomainError:
    """The refusal of a cart that came with approvals: where they are all for other actions, it says so."""
    needed = refusal.data.get("needs") or HELPED_BY.get(refusal.code)
    actions = sorted({approval.action for approval in named})
    if needed is None or any(needed in PERMITTED_BY[action] for action in actions):
        return refusal
    return DomainError(
        "APPROVAL_OTHER_ACTION",
        f"{refusal.msg} An approval of {needed} would help; this one is for {', '.join(actions)}.",
        {**refusal.data, "needed_action": needed, "approved_actions": actions, "refusal": refusal.code},
    )


def _text(found: UUID | None) -> str | None:
    return None if found is None else str(found)
