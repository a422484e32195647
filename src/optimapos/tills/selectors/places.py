"""Which storefront a till is at."""

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.result import DomainError
from optimapos.organization.models import Location
from optimapos.organization.selectors import visible_locations
from optimapos.organization.types import LocationKind


def place_of(actor: Actor, storefront_id: UUID | None) -> Location:
    """The storefront that is asked for, else the terminal's own, else the only one that the actor sees; with its business.

    Refuses: UNKNOWN_LOCATION, STOREFRONT_REQUIRED.
    """
    rows = visible_locations(actor).filter(kind=LocationKind.STOREFRONT, is_active=True).select_related("business")
    wanted = storefront_id or actor.terminal_location_id
    found = list((rows.filter(pk=wanted) if wanted else rows.order_by("pk"))[:2])
    if wanted and not found:
        raise DomainError("UNKNOWN_LOCATION", "There is no such storefront.", {"location": str(wanted)})
    if len(found) != 1:
        raise DomainError("STOREFRONT_REQUIRED", "Say at which storefront.")
    return found[0]
