"""VoidService: a whole sale is taken back that was just made by mistake. Source: docs/algorithms/refunds.md."""

from datetime import datetime
from uuid import UUID

from optimapos.core.actors import Actor
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.refunds.models import Refund, RefundItem
from optimapos.refunds.selectors import eligibility_of
from optimapos.refunds.services.building import completed_sale, new_items, new_refund
from optimapos.refunds.services.processing import price_items, process_locked
from optimapos.refunds.services.traces import trace
from optimapos.refunds.types import Asked, AskedItem, RefundKind, RefundMethod, RefundReason, RefundStatus
from optimapos.sales.models import Sale
from optimapos.shifts.models import Shift
from optimapos.shifts.types import ShiftStatus


class VoidService:
    """Takes sales back as if they had not been made."""

    @staticmethod
    @operation
    def void_sale(*, business: BusinessRef, actor: Actor, sale_id: UUID, reason: str, at: datetime) -> Result[Refund]:
        """Give everything of a sale back, the way it was paid, onto the shelf it came from: while the shift that it was
        made in is open, and without a shift on its own business day.

        Refuses: SALE_NOT_FOUND, SALE_NOT_COMPLETED, VOID_NEEDS_REASON, VOID_TOO_LATE (data: business_date, z_number),
        SALE_REFUNDED (data: amount_refunded) where something was given back already, and as `RefundService.process_refund`.
        """
        if not reason.strip():
            raise DomainError("VOID_NEEDS_REASON", "Say why the sale is voided.")
        sale = completed_sale(business, actor, sale_id)
        _check_still_voidable(business, sale, at)
        lines = eligibility_of(sale, at)
        if any(each.item.refunded_qty for each in lines):
            raise DomainError(
                "SALE_REFUNDED",
                "Some of it was given back already. Refund the rest instead.",
                {"amount_refunded": str(sale.amount_refunded)},
            )
        everything = tuple(
            AskedItem(each.item.pk, each.item.quantity, serials=tuple(each.item.serials)) for each in lines
        )
        asked = Asked(RefundMethod.ORIGINAL_PAYMENT, RefundReason.OTHER, everything, reason)
        refund = new_refund(sale, actor, asked, at, kind=RefundKind.VOID)
        refund.status, refund.decided_by, refund.decided_at = RefundStatus.APPROVED, actor.user_id, at
        items = new_items(refund, everything, {each.item.pk: each for each in lines})
        price_items(refund, sale, items, [each.item for each in lines])
        refund.save(force_insert=True)
        RefundItem.objects.for_business(business).bulk_create(items)
        trace("refund.requested", refund, actor, description=refund.note)
        return Result.success(process_locked(business=business, actor=actor, refund=refund, sale=sale, at=at))


def _check_still_voidable(business: BusinessRef, sale: Sale, at: datetime) -> None:
    shift = sale.shift_id and Shift.objects.for_business(business).filter(pk=sale.shift_id).first()
    is_over = shift.status == ShiftStatus.CLOSED if shift else sale.business_date != sale.location.local_day(at)
    if is_over:
        raise DomainError(
            "VOID_TOO_LATE",
            "A sale is voided in its own shift, or on its own day. Refund it instead.",
            {"business_date": sale.business_date.isoformat(), "z_number": shift.z_number if shift else None},
        )
