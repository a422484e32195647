"""The place that asks: its clock says which day today is."""

from datetime import UTC, datetime

from rest_framework.request import Request

from optimapos.apikit.paths import query_id
from optimapos.apikit.problems import Refusal
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.result import DomainError
from optimapos.organization.models import Location
from optimapos.organization.selectors import visible_locations
from optimapos.partners.selectors.supplier_schedules import clock_at


def asking_place(request: Request, actor: Actor) -> Location:
    """The location that `?location=` names, else the terminal's, else the member's first by code.

    Refuses: UNKNOWN_LOCATION, also in a business that has none yet.
    """
    place = _place(request, actor)
    if place is None:
        raise _unknown(query_id(request, "location"))
    return place


def clock_of(request: Request, actor: Actor, at: datetime) -> datetime:
    """The instant `at` on the clock of the asking place; UTC in a business that has no location yet.

    Refuses: UNKNOWN_LOCATION for a location that the query names.
    """
    place = _place(request, actor)
    if place is None and (wanted := query_id(request, "location")):
        raise _unknown(wanted)
    return at.astimezone(UTC) if place is None else clock_at(place, at)


def _place(request: Request, actor: Actor) -> Location | None:
    rows = visible_locations(actor)
    named = query_id(request, "location") or actor.terminal_location_id
    if named:
        return rows.filter(pk=named).first()
    return rows.filter(is_active=True).order_by("code", "id").first()


def _unknown(wanted: UUID | None) -> Refusal:
    data = {"location": str(wanted)} if wanted else {}
    return Refusal(DomainError("UNKNOWN_LOCATION", "There is no such location.", data))
