"""Members as another member sees them."""

from django.db.models import QuerySet

from optimapos.core.actors import Actor
from optimapos.organization.models import Membership, MembershipLocation


def members_of(actor: Actor) -> QuerySet[Membership]:
    """The members whom the actor may see: all, or for a member of some locations those who work only at these."""
    rows = Membership.objects.for_business(actor.business_id).select_related("user", "role")
    rows = rows.prefetch_related("membership_locations")
    if actor.location_ids is None:
        return rows
    places = MembershipLocation.objects.for_business(actor.business_id)
    here = places.filter(location_id__in=actor.location_ids).values("membership_id")
    elsewhere = places.exclude(location_id__in=actor.location_ids).values("membership_id")
    return rows.filter(all_locations=False, pk__in=here).exclude(pk__in=elsewhere)
