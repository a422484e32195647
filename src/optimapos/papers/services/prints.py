"""Noting that a document was handed out: part of the operation that holds its lock, so that no number is given twice.

Source: docs/adr/0063.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.papers.models import PaperPrint
from optimapos.papers.selectors import prints_of
from optimapos.papers.types import DocumentKind, PaperForm


def note_print(
    business: BusinessRef,
    *,
    kind: DocumentKind,
    document_id: UUID,
    form: str,
    actor: Actor,
    at: datetime,
    printed_before: int = 0,
    told: str = "",
    event_data: dict[str, Any] | None = None,
    **related: UUID | None,
) -> PaperPrint:
    """Number a print and audit it. `printed_before`: how many the server never saw; `told`: words for the erasable side;
    `related`: as of `AuditLog.log_event`.
    """
    number = max(prints_of(business, document_id), printed_before) + 1
    row = PaperPrint(
        business_id=business_id_of(business),
        document_kind=kind,
        document_id=document_id,
        print_number=number,
        form=form,
        user_id=actor.user_id,
        terminal_id=actor.terminal_id,
        printed_at=at,
    )
    row.save(force_insert=True)
    what = "mailed" if form == PaperForm.MAIL else "copied" if row.copy_number else "printed"
    AuditLog.log_event(
        f"receipt.{what}",
        business=business,
        actor=actor,
        event_data={
            "kind": kind,
            "document": str(document_id),
            "form": form,
            "print_number": number,
            "copy_number": row.copy_number,
            **(event_data or {}),
        },
        description=told,
        **related,
    )
    return row
