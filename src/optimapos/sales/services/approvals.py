"""CartApprovalService: asks for an approval of a cart, which the server works out and hashes as a checkout will.

Read like a checkout, without locks and outside of the operation that writes the row. Source: docs/algorithms/approvals.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from optimapos.core.actors import Actor, Capability
from optimapos.core.ids import new_id
from optimapos.core.money import ZERO
from optimapos.core.operations import Once, operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.organization.models import Approval
from optimapos.organization.services import ApprovalService
from optimapos.organization.services.approvals import Wanted
from optimapos.organization.types import ApprovalAction
from optimapos.sales.commands import Checkout
from optimapos.sales.facts import Asked, CartFacts, CartLineFacts, Context
from optimapos.sales.rules.amounts import SaleAmounts
from optimapos.sales.rules.approvals import (
    amount_of,
    cart_hash,
    find_named,
    is_needed,
    limit_needed,
    shown_cart,
    with_rights,
)
from optimapos.sales.rules.bounds import exact_money
from optimapos.sales.rules.lines import as_kept, priced_line
from optimapos.sales.rules.plan import amounts_of
from optimapos.sales.rules.promotions import Promoting
from optimapos.sales.selectors.checkout import Caller, read_approvals, read_cart, read_checkout
from optimapos.sales.selectors.promotions import promoting, promoting_whole
from optimapos.sales.services.preparing import check_place, new_cart, not_draft
from optimapos.sales.types import SaleStatus

Found = tuple[Context, CartFacts, list[CartLineFacts], Promoting]


@dataclass(frozen=True)
class Question:
    """What a till asks: an action for a stored cart, or for one that it sends whole; perhaps for how much."""

    action: str
    sale_id: UUID | None = None
    cart: Checkout | None = None
    amount: Decimal | None = None


class CartApprovalService:
    """Asks for approvals of carts."""

    @staticmethod
    def ask(
        *,
        business: BusinessRef,
        actor: Actor,
        question: Question,
        reason: str,
        at: datetime,
        once: Once | None = None,
    ) -> Result[Approval]:
        """Ask somebody who may for what this cart needs beyond the actor's role.

        Refuses: APPROVAL_NOT_NEEDED, APPROVAL_TOO_SMALL for an amount below what the cart needs, APPROVAL_NEEDS_REASON, and
        what keeps the cart from being sold at all: NOT_FOUND, SALE_NOT_DRAFT, STOREFRONT_NOT_FOUND and so on.
        """
        try:
            wanted = Result.success(_worked_out(actor, question, at))
        except DomainError as refusal:
            wanted = Result.refused(refusal)
        asked: Result[Approval] = _ask(
            business=business,
            actor=actor,
            wanted=wanted,
            reason=reason,
            at=at,
            once=once,  # type: ignore[call-arg]  # taken by `operation`
        )
        return asked


@operation
def _ask(*, business: BusinessRef, actor: Actor, wanted: Result[Wanted], reason: str, at: datetime) -> Result[Approval]:
    """A repeated request finds its first answer before it is asked what it wants now."""
    return ApprovalService.ask(business=business, actor=actor, wanted=wanted.unwrap(), reason=reason, at=at)


def _worked_out(actor: Actor, question: Question, at: datetime) -> Wanted:
    context, cart, lines, promotions = (
        _whole(actor, question.action, question.cart, at) if question.cart else _stored(actor, question.sale_id, at)
    )
    if not lines:
        raise DomainError("CART_EMPTY", "There is nothing in the cart.")
    amounts, _ = amounts_of(lines, cart, context.currency, promotions)
    shown = shown_cart(cart, lines, amounts, context.currency)
    is_discount = question.action == ApprovalAction.SALE_DISCOUNT
    percent = limit_needed(amounts, context.currency) if is_discount else None
    _check_needed(question.action, context, lines, percent)
    return Wanted(
        action=question.action,
        location_id=cart.location_id,
        amount=_amount(question, context, lines, amounts),
        percent=percent,
        cart=shown,
        cart_hash=cart_hash(shown),
        cart_id=question.sale_id,
    )


def _check_needed(action: str, context: Context, lines: Sequence[CartLineFacts], percent: Decimal | None) -> None:
    own = context.max_discount if context.can(Capability.SALE_DISCOUNT) else ZERO
    if percent > own if percent is not None else is_needed(action, context, lines):
        return
    raise DomainError("APPROVAL_NOT_NEEDED", "Your role permits this cart without that approval.", {"action": action})


def _amount(question: Question, context: Context, lines: Sequence[CartLineFacts], amounts: SaleAmounts) -> Decimal:
    needed = amount_of(question.action, lines, amounts, context.currency)
    if question.amount is None:
        return needed
    amount = exact_money(question.amount, context.currency)
    if amount < needed and question.action != ApprovalAction.CREDIT_OVERRIDE:
        raise DomainError(
            "APPROVAL_TOO_SMALL",
            f"The cart needs {needed:f}, not {amount:f}.",
            {"action": question.action, "amount": f"{amount:f}", "needed_amount": f"{needed:f}"},
        )
    return amount


def _whole(actor: Actor, action: str, command: Checkout, at: datetime) -> Found:
    """A cart that is sent whole, priced with the rights that this approval and those that it names lend."""
    caller = Caller.by_actor(actor)
    context, facts, coupons = read_checkout(
        caller,
        Asked(
            at=at,
            storefront=command.storefront or actor.terminal_location_id,
            customer=command.customer,
            customer_site=command.customer_site,
            products=[line.product for line in command.items],
            barcodes=[line.barcode for line in command.items],
            packagings=[line.packaging for line in command.items],
            coupons=command.coupon_codes,
        ),
    )
    if context is None:
        raise DomainError("NOT_AUTHENTICATED", "Sign in first.")
    check_place(context, command)
    if context.location_id is None or not actor.sees(context.location_id):
        raise DomainError("STOREFRONT_NOT_FOUND", "There is no such storefront, or none that you may sell at.")
    found = read_approvals(caller, command.approvals) if command.approvals else []
    named = find_named(found, command.approvals, context.location_id, context.currency)
    rights = with_rights(context, [action, *(approval.action for approval in named)])
    promotions = promoting_whole(context, command, at, coupons)
    lines = [
        priced_line(
            rights,
            line,
            fact,
            number,
            promotions.offers,
            prices_include_tax=context.prices_include_tax,
            sale_type=command.type.value,
        )
        for number, (line, fact) in enumerate(zip(command.items, facts, strict=True), start=1)
    ]
    return context, new_cart(context, command, new_id(), at), lines, promotions


def _stored(actor: Actor, sale_id: UUID | None, at: datetime) -> Found:
    """A stored cart with the prices that its lines have."""
    context, cart, lines = read_cart(Caller.by_actor(actor), Asked(at=at, sale_id=sale_id))
    if context is None:
        raise DomainError("NOT_AUTHENTICATED", "Sign in first.")
    if cart is None or context.location_id != cart.location_id or not actor.sees(cart.location_id):
        raise DomainError("NOT_FOUND", "There is no such sale.")
    if cart.status != SaleStatus.DRAFT:
        raise not_draft(cart.status)
    promotions = promoting(context, at=at, sale_type=cart.type, coupons=cart.coupons, shown=cart.coupons_shown)
    return context, cart, as_kept(lines), promotions
