"""RefundService: a refund is asked for, approved or rejected, then processed.

Lock order: shift, customer, sale, refund, items, counter. Source: sales-backend-guide.md phase 3; docs/algorithms/refunds.md.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from optimapos.core.actors import Actor, Capability
from optimapos.core.money import round_money
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.organization.models import Business
from optimapos.refunds.locks import lock_refund
from optimapos.refunds.models import Refund, RefundItem
from optimapos.refunds.selectors import eligibility_of
from optimapos.refunds.services.building import completed_sale, new_items, new_refund
from optimapos.refunds.services.processing import price_items, process_locked
from optimapos.refunds.services.taking_in import process_brought
from optimapos.refunds.services.traces import trace
from optimapos.refunds.types import Asked, BackTo, RefundKind, RefundStatus


class RefundService:
    """Asks for refunds, decides on them and processes them."""

    @staticmethod
    @operation
    def request_refund(
        *, business: BusinessRef, actor: Actor, sale_id: UUID, asked: Asked, at: datetime
    ) -> Result[Refund]:
        """Ask for a refund of lines of a completed sale. It is handled where the actor's terminal is, else where it was sold.

        Refuses: SALE_NOT_FOUND, SALE_NOT_COMPLETED (data: status), NOTHING_TO_REFUND, ITEM_NOT_FOUND (data: sale_item),
        LINE_NAMED_TWICE (data: sale_item), REFUND_TOO_MUCH (data: sale_item, quantity, left), BAD_QUANTITY,
        SERIALS_MISMATCH (data: sale_item), LOCATION_REQUIRED.
        """
        sale = completed_sale(business, actor, sale_id)
        lines = {each.item.pk: each for each in eligibility_of(sale, at)}
        refund = new_refund(sale, actor, asked, at, kind=RefundKind.RETURN)
        items = new_items(refund, asked.items, lines)
        price_items(refund, sale, items, [each.item for each in lines.values()])
        refund.is_beyond_warranty = any(not item.eligibility["is_refundable"] for item in items)
        refund.save(force_insert=True)
        RefundItem.objects.for_business(business).bulk_create(items)
        trace("refund.requested", refund, actor, description=refund.note)
        return Result.success(refund)

    @staticmethod
    @operation
    def approve(
        *,
        business: BusinessRef,
        actor: Actor,
        refund_id: UUID,
        at: datetime,
        override_warranty: bool = False,
        override_reason: str = "",
    ) -> Result[Refund]:
        """Approve a refund; beyond the warranty only where that is overridden, with a reason.

        Refuses: NOT_FOUND, REFUND_DECIDED (data: status), PERMISSION_DENIED (data: capabilities),
        REFUND_NEEDS_ANOTHER_APPROVER (data: amount, limit), WARRANTY_EXPIRED (data: items), OVERRIDE_NEEDS_REASON.
        """
        refund = _waiting(business, actor, refund_id)
        _check_may_decide(actor)
        _check_four_eyes(refund, actor)
        if refund.is_beyond_warranty:
            _check_override(refund, override_warranty=override_warranty, reason=override_reason)
            refund.override_reason = override_reason.strip()
        refund.status, refund.decided_by, refund.decided_at = RefundStatus.APPROVED, actor.user_id, at
        refund.save()
        trace("refund.approved", refund, actor, description=refund.override_reason)
        return Result.success(refund)

    @staticmethod
    @operation
    def reject(*, business: BusinessRef, actor: Actor, refund_id: UUID, reason: str, at: datetime) -> Result[Refund]:
        """Reject a refund; who asked for it may take it back by this.

        Refuses: NOT_FOUND, REFUND_DECIDED (data: status), PERMISSION_DENIED (data: capabilities), REJECTION_NEEDS_REASON.
        """
        refund = _waiting(business, actor, refund_id)
        if refund.requested_by != actor.user_id:
            _check_may_decide(actor)
        if not reason.strip():
            raise DomainError("REJECTION_NEEDS_REASON", "Say why the refund is rejected.")
        refund.status, refund.decided_by, refund.decided_at = RefundStatus.REJECTED, actor.user_id, at
        refund.rejection_reason = reason.strip()
        refund.save()
        trace("refund.rejected", refund, actor, description=refund.rejection_reason)
        return Result.success(refund)

    @staticmethod
    @operation
    def process_refund(
        *, business: BusinessRef, actor: Actor, refund_id: UUID, at: datetime, chosen: Sequence[BackTo] = ()
    ) -> Result[Refund]:
        """Take the goods back and give the money back, of an approved refund. Amounts are reckoned anew: others may have been
        processed since. `chosen`: how much goes back to which payment of the sale.

        Refuses: NOT_FOUND, REFUND_NOT_APPROVED (data: status), REFUND_TOO_MUCH, RETURNED_ALREADY, SERIAL_NOT_SOLD,
        SERIAL_IN_STOCK, SERIAL_RETURNED, SHIFT_NOT_OPEN, and as `to_original`.
        """
        named = Refund.objects.for_business(business).filter(pk=refund_id).select_related("sale").first()
        if named is None or not actor.sees(named.location_id):
            raise DomainError("NOT_FOUND", "There is no such refund.")
        if named.sale is None:
            return Result.success(process_brought(business=business, actor=actor, refund=named, at=at, chosen=chosen))
        return Result.success(
            process_locked(business=business, actor=actor, refund=named, sale=named.sale, at=at, chosen=chosen)
        )


def _waiting(business: BusinessRef, actor: Actor, refund_id: UUID) -> Refund:
    """The refund, locked, that nobody has decided yet."""
    refund = lock_refund(business, refund_id)
    if refund is None or not actor.sees(refund.location_id):
        raise DomainError("NOT_FOUND", "There is no such refund.")
    if refund.status != RefundStatus.PENDING:
        raise DomainError(
            "REFUND_DECIDED", f"The refund is {refund.status.lower()} already.", {"status": refund.status}
        )
    return refund


def _check_may_decide(actor: Actor) -> None:
    if not actor.can(Capability.REFUND_APPROVE):
        missing = [Capability.REFUND_APPROVE.value]
        raise DomainError("PERMISSION_DENIED", "Your role may not decide on refunds.", {"capabilities": missing})


def _check_four_eyes(refund: Refund, actor: Actor) -> None:
    """Above the business's limit who asked for a refund does not approve it."""
    limit = Business.objects.values_list("refund_limit", flat=True).get(pk=refund.business_id)
    if limit is not None and refund.amount > limit and refund.requested_by == actor.user_id:
        amount, limit = round_money(refund.amount, refund.currency), round_money(limit, refund.currency)
        raise DomainError(
            "REFUND_NEEDS_ANOTHER_APPROVER",
            f"You asked for this refund of {amount}; above {limit} somebody else approves it.",
            {"amount": str(amount), "limit": str(limit)},
        )


def _check_override(refund: Refund, *, override_warranty: bool, reason: str) -> None:
    if not override_warranty:
        late = [item for item in refund.refund_items.order_by("line_no") if not item.eligibility["is_refundable"]]
        raise DomainError(
            "WARRANTY_EXPIRED",
            "The warranty of some of these goods is over. Approve the refund with an override and a reason, or reject it.",
            {"items": [{"sale_item": str(item.sold_line_id), **item.eligibility} for item in late]},
        )
    if not reason.strip():
        raise DomainError("OVERRIDE_NEEDS_REASON", "Say why goods are taken back beyond their warranty.")
