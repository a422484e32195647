"""CreditNoteService: a credit note is handed out; every one after the first is a copy. Source: docs/adr/0063."""

from datetime import datetime
from uuid import UUID

from optimapos.core.actors import Actor
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.papers.models import PaperPrint
from optimapos.papers.services.prints import note_print
from optimapos.papers.types import DocumentKind
from optimapos.refunds.locks import lock_refund
from optimapos.refunds.selectors.credit_notes import not_processed
from optimapos.refunds.types import RefundStatus


class CreditNoteService:
    """Prints credit notes."""

    @staticmethod
    @operation
    def print_credit_note(
        *, business: BusinessRef, actor: Actor, refund_id: UUID, form: str, at: datetime
    ) -> Result[PaperPrint]:
        """Number a print of a processed refund's credit note.

        Refuses: NOT_FOUND, RECEIPT_NOT_READY (data: status).
        """
        refund = lock_refund(business, refund_id)
        if refund is None or not actor.sees(refund.location_id):
            raise DomainError("NOT_FOUND", "There is no such refund.")
        if refund.status != RefundStatus.PROCESSED:
            raise not_processed(refund)
        return Result.success(
            note_print(
                business,
                kind=DocumentKind.REFUND,
                document_id=refund.pk,
                form=form,
                actor=actor,
                at=at,
                event_data={"refund_number": refund.refund_number},
                refund_id=refund.pk,
                sale_id=refund.sale_id,
                location_id=refund.location_id,
            )
        )
