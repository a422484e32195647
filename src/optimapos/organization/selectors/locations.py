"""Locations and terminals as a member sees them."""

from django.db.models import Exists, OuterRef, QuerySet

from optimapos.core.actors import Actor
from optimapos.organization.models import Location, Terminal, TerminalSession
from optimapos.organization.types import LocationKind


def visible_locations(actor: Actor) -> QuerySet[Location]:
    """The locations that the actor's membership includes; goods in transit are at none of them."""
    rows = Location.objects.for_business(actor.business_id).exclude(kind=LocationKind.TRANSIT)
    return rows if actor.location_ids is None else rows.filter(pk__in=actor.location_ids)


def terminals_of(actor: Actor) -> QuerySet[Terminal]:
    """The terminals at these locations, each with `is_enrolled`: whether a device holds its token."""
    devices = TerminalSession.objects.for_business(actor.business_id).filter(kind=TerminalSession.Kind.DEVICE)
    rows = Terminal.objects.for_business(actor.business_id).filter(location__in=visible_locations(actor))
    return rows.annotate(is_enrolled=Exists(devices.filter(terminal=OuterRef("pk"))))
