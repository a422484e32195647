"""ReviewService: what could not be booked by itself is tried again, or settled by hand."""

from datetime import datetime

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, tenant_scope
from optimapos.offline.locks import lock_offline_sale
from optimapos.offline.models import OfflineSale
from optimapos.offline.selectors import offline_sales_of
from optimapos.offline.services.booking import book
from optimapos.offline.services.intake import has_signed
from optimapos.offline.services.rows import refused
from optimapos.offline.types import BOOKED, PASSING, SaleState


class ReviewService:
    """Decides on envelopes that need a person."""

    @staticmethod
    def retry(*, business: BusinessRef, actor: Actor, offline_sale_id: UUID, at: datetime) -> Result[OfflineSale]:
        """Try to book it again, after its reason was mended. What is booked by now is answered as it is.

        Refuses: NOT_FOUND, OFFLINE_SALE_DECIDED (data: state) where it was settled, OFFLINE_SALE_NOT_BOOKABLE (data: code)
        for what the till did not sign, BUSY, UNAVAILABLE.
        """
        with tenant_scope(business):
            row = _seen(actor, offline_sale_id)
        if row is None:
            return Result.error("NOT_FOUND", "There is no such sale.")
        if row.state in BOOKED:
            return Result.success(row)
        if row.state == SaleState.SETTLED:
            return Result.refused(_decided(row))
        key = row.key
        if key is None or not has_signed(key, row):
            msg = "The till did not sign this. Settle it by hand."
            return Result.error("OFFLINE_SALE_NOT_BOOKABLE", msg, {"code": row.code})
        row.reviewed_by, row.reviewed_at = actor.user_id, at
        try:
            if not book(row, key, actor.origin, at):
                _save_decision(business=business, row=row).unwrap()
        except DomainError as refusal:
            if refusal.code in PASSING:
                return Result.refused(refusal)
            refused(row, refusal)
            _save_decision(business=business, row=row).unwrap()
        with tenant_scope(business):
            kept = OfflineSale.objects.for_business(business).select_related("terminal").get(pk=row.pk)
        return Result.success(kept)

    @staticmethod
    @operation
    def settle(
        *, business: BusinessRef, actor: Actor, offline_sale_id: UUID, note: str, at: datetime
    ) -> Result[OfflineSale]:
        """Close it with a note: what was noted is seen, what could not be booked is dealt with by hand.

        Refuses: NOT_FOUND, NOTE_REQUIRED, OFFLINE_SALE_DECIDED (data: state) where there is nothing to settle.
        """
        row = lock_offline_sale(business, offline_sale_id)
        if row is None or not actor.sees(row.location_id):
            raise DomainError("NOT_FOUND", "There is no such sale.")
        if not note.strip():
            raise DomainError("NOTE_REQUIRED", "Say how it was settled.")
        if row.state in {SaleState.ACCEPTED, SaleState.SETTLED} or row.note:
            raise _decided(row)
        if row.state == SaleState.NEEDS_REVIEW:
            row.state = SaleState.SETTLED
        row.note, row.reviewed_by, row.reviewed_at = note.strip(), actor.user_id, at
        row.save(update_fields=["state", "note", "reviewed_by", "reviewed_at", "updated_at"])
        AuditLog.log_event(
            "offline.settled",
            business=business,
            actor=actor,
            location_id=row.location_id,
            event_data={"offline_sale": str(row.pk), "state": row.state, "code": row.code},
            description=row.note,
        )
        return Result.success(row)


@operation
def _save_decision(*, business: BusinessRef, row: OfflineSale) -> Result[None]:
    """What a retry found, unless somebody decided meanwhile."""
    kept = lock_offline_sale(business, row.pk)
    if kept is not None and kept.state == SaleState.NEEDS_REVIEW:
        row.save()
    return Result.success(None)


def _seen(actor: Actor, offline_sale_id: UUID) -> OfflineSale | None:
    rows = offline_sales_of(actor).select_related("terminal__location", "key")
    return rows.filter(pk=offline_sale_id).first()


def _decided(row: OfflineSale) -> DomainError:
    return DomainError(
        "OFFLINE_SALE_DECIDED", f"There is nothing to settle: it is {row.state.lower()}.", {"state": row.state}
    )
