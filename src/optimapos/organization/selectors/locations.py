"""Locations as a member sees them."""

from django.db.models import QuerySet

from optimapos.core.actors import Actor
from optimapos.organization.models import Location
from optimapos.organization.types import LocationKind


def visible_locations(actor: Actor) -> QuerySet[Location]:
    """The locations that the actor's membership includes; goods in transit are at none of them."""
    rows = Location.objects.for_business(actor.business_id).exclude(kind=LocationKind.TRANSIT)
    return rows if actor.location_ids is None else rows.filter(pk__in=actor.location_ids)
