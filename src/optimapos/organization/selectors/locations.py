"""Locations as a member sees them."""

from django.db.models import QuerySet

from optimapos.core.actors import Actor
from optimapos.organization.models import Location


def visible_locations(actor: Actor) -> QuerySet[Location]:
    """The locations that the actor's membership includes."""
    rows = Location.objects.for_business(actor.business_id)
    return rows if actor.location_ids is None else rows.filter(pk__in=actor.location_ids)
