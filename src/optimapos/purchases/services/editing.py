"""How a purchase document is opened for changes, and closed again."""

from typing import TypeVar

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError
from optimapos.nomenclatures.services import DocumentService
from optimapos.purchases.models import PurchaseDocument

D = TypeVar("D", bound=PurchaseDocument)


def seen(document: D | None, actor: Actor) -> D:
    """A locked document, where there is one at a location that the actor sees.

    Refuses: NOT_FOUND.
    """
    if document is None or not actor.sees(document.location_id):
        raise DomainError("NOT_FOUND", "There is no such document.")
    return document


def opened(document: D | None, actor: Actor) -> D:
    """A locked document that may be changed.

    Refuses: NOT_FOUND, DOCUMENT_NOT_EDITABLE (data: status).
    """
    found = seen(document, actor)
    DocumentService.check_editable(found)
    return found


def saved(document: D, actor: Actor) -> D:
    """Write a changed head, and that it was changed."""
    document.version += 1
    document.save()
    AuditLog.log_event(
        f"{document._meta.db_table}.updated",
        business=document.business_id,
        actor=actor,
        location_id=document.location_id,
        event_data={
            "id": str(document.pk),
            "number": document.number,
            "currency": document.currency,
            "net_amount": shown(document.net_amount),
        },
    )
    return document
