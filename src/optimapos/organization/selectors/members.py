"""Members as another member sees them."""

from datetime import datetime

from django.db.models import Q, QuerySet

from optimapos.core.actors import Actor
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.models import Membership, MembershipLocation, Terminal, TerminalSession
from optimapos.organization.selectors.actors import session_by_token


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


def member_of(actor: Actor) -> Membership:
    """The acting member, with user and role."""
    return Membership.objects.for_business(actor.business_id).select_related("user", "role").get(pk=actor.membership_id)


def people_at(device_token: str, at: datetime) -> tuple[Terminal, list[Membership]]:
    """The terminal that holds a device's token, with its location and business, and the members who work there by name.

    Refuses: BAD_DEVICE_TOKEN.
    """
    device = session_by_token(device_token, TerminalSession.Kind.DEVICE, at)
    if device is None:
        raise DomainError("BAD_DEVICE_TOKEN", "This device is not enrolled. Enrol it with a new code.")
    with tenant_scope(device.business_id):
        terminals = Terminal.objects.for_business(device.business_id).select_related("location", "business")
        terminal = terminals.filter(is_active=True, business__is_active=True).filter(pk=device.terminal_id).first()
        if terminal is None:
            raise DomainError("BAD_DEVICE_TOKEN", "This terminal is out of use.")
        here = MembershipLocation.objects.for_business(device.business_id).filter(location_id=terminal.location_id)
        rows = Membership.objects.for_business(device.business_id).select_related("user", "role")
        rows = rows.filter(Q(all_locations=True) | Q(pk__in=here.values("membership_id")))
        return terminal, sorted(
            rows.filter(is_active=True, user__is_active=True), key=lambda row: (row.shown_name.casefold(), row.pk)
        )
