"""What orders ask for on behalf of requests, and how it goes back to the requests when an order asks for it no more."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from optimapos.core.actors import Actor
from optimapos.core.tenancy import BusinessRef
from optimapos.nomenclatures.services import StatusManager
from optimapos.nomenclatures.types import Trigger
from optimapos.purchases.models import PurchaseRequest, PurchaseRequestLine, PurchaseRequestOrderLink


def hold_at_most(
    business: BusinessRef, limits: Mapping[UUID, Decimal], *, actor: Actor, at: datetime, comment: str
) -> None:
    """Let lines of orders ask for no more than `limits` (base units by line) on behalf of requests; the rest is open again
    there, the newest first. The requests are locked.

    Refuses: nothing of its own.
    """
    links = _links(business, limits)
    given_back = _released(links, limits)
    if not given_back:
        return
    PurchaseRequestOrderLink.objects.for_business(business).bulk_update(links, ["released_base_qty"])
    lines = list(PurchaseRequestLine.objects.for_business(business).filter(pk__in=given_back).order_by("pk"))
    for line in lines:
        line.converted_base_qty -= given_back[line.pk]
    PurchaseRequestLine.objects.for_business(business).bulk_update(lines, ["converted_base_qty"])
    for request in requests_of_lines(business, given_back):
        StatusManager.fire(document=request, trigger=Trigger.REOPENED, actor=actor, at=at, comment=comment)


def unlink(business: BusinessRef, line_ids: Iterable[UUID], *, actor: Actor, at: datetime, comment: str) -> None:
    """Give all that lines of an order asked for back to the requests, and forget that they did: the lines will go."""
    gone = list(line_ids)
    hold_at_most(business, dict.fromkeys(gone, Decimal(0)), actor=actor, at=at, comment=comment)
    PurchaseRequestOrderLink.objects.for_business(business).filter(order_line_id__in=gone).delete()


def requests_of_lines(business: BusinessRef, line_ids: Iterable[UUID]) -> list[PurchaseRequest]:
    """The requests that lines belong to, with what a step of them needs; in the order of their ids."""
    rows = PurchaseRequest.objects.for_business(business).filter(lines__in=list(line_ids)).distinct().order_by("pk")
    return list(rows.select_related("document_type", "status", "location"))


def _links(business: BusinessRef, limits: Mapping[UUID, Decimal]) -> list[PurchaseRequestOrderLink]:
    rows = PurchaseRequestOrderLink.objects.for_business(business).filter(order_line_id__in=list(limits))
    return list(rows.order_by("pk"))


def _released(links: Iterable[PurchaseRequestOrderLink], limits: Mapping[UUID, Decimal]) -> dict[UUID, Decimal]:
    """Lower the links to the limits; what each line of a request gets back."""
    left = dict(limits)
    given_back: dict[UUID, Decimal] = {}
    for link in links:
        kept = min(link.held_base_qty, left[link.order_line_id])
        left[link.order_line_id] -= kept
        if released := link.held_base_qty - kept:
            link.released_base_qty += released
            given_back[link.request_line_id] = given_back.get(link.request_line_id, Decimal(0)) + released
    return given_back
