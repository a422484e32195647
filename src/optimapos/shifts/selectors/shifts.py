"""Shifts as they are shown: those at locations that the actor may see."""

from uuid import UUID

from django.db.models import QuerySet

from optimapos.core.actors import Actor, Capability
from optimapos.core.tenancy import BusinessRef
from optimapos.shifts.models import Shift
from optimapos.shifts.types import ShiftStatus


def shifts_of(actor: Actor) -> QuerySet[Shift]:
    """The shifts that the actor may see: of all tills of its places, or of its own till only."""
    rows = Shift.objects.for_business(actor.business_id).select_related("location", "terminal")
    if not actor.can(Capability.SHIFT_VIEW):
        return rows.filter(terminal=actor.terminal_id)
    return rows if actor.location_ids is None else rows.filter(location_id__in=actor.location_ids)


def open_shift_at(business: BusinessRef, terminal_id: UUID | None) -> Shift | None:
    """The open shift of a till; None without a till, too."""
    if terminal_id is None:
        return None
    rows = Shift.objects.for_business(business).filter(terminal_id=terminal_id, status=ShiftStatus.OPEN)
    return rows.select_related("location", "terminal").first()
