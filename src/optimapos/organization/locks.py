"""Row locks of the organization: FOR NO KEY UPDATE, evaluated on the spot."""

from uuid import UUID

from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.models import Approval, Business, Location, Membership, Role, SavedView, Terminal
from optimapos.organization.types import OWNER


def lock_business(business: BusinessRef) -> Business:
    """The business itself, locked: its settings change one after the other."""
    return Business.objects.select_for_update(no_key=True).get(pk=business_id_of(business))


def lock_membership(business: BusinessRef, email: str) -> Membership | None:
    """The active member with this e-mail, locked: guesses at one PIN queue up."""
    return (
        Membership.objects.for_business(business)
        .filter(user__email=email.strip().lower(), is_active=True, user__is_active=True)
        .select_for_update(of=("self",), no_key=True)
        .first()
    )


def lock_member(business: BusinessRef, membership_id: UUID) -> Membership | None:
    """The active member, locked likewise."""
    rows = Membership.objects.for_business(business).filter(pk=membership_id, is_active=True, user__is_active=True)
    return rows.select_for_update(of=("self",), no_key=True).first()


def lock_approval(business: BusinessRef, approval_id: UUID) -> Approval | None:
    """The approval, locked, or None where there is none: it is decided once."""
    rows = Approval.objects.for_business(business).filter(pk=approval_id)
    return rows.select_for_update(of=("self",), no_key=True).first()


def lock_owners(business: BusinessRef) -> list[Membership]:
    """The active owners, locked: of two who stop being one at once, the second finds that nobody else is left."""
    rows = Membership.objects.for_business(business).filter(
        role__code=OWNER, all_locations=True, is_active=True, user__is_active=True
    )
    return list(rows.order_by("pk").select_for_update(of=("self",), no_key=True))


def lock_member(business: BusinessRef, membership_id: UUID) -> Membership | None:
    """The member, locked, or None where there is none."""
    rows = Membership.objects.for_business(business).filter(pk=membership_id)
    return rows.select_for_update(of=("self",), no_key=True).first()


def lock_role(business: BusinessRef, role_id: UUID) -> Role | None:
    """The role, locked, or None where there is none."""
    return Role.objects.for_business(business).filter(pk=role_id).select_for_update(no_key=True).first()


def lock_location(business: BusinessRef, location_id: UUID) -> Location | None:
    """The location, locked, or None where there is none."""
    return Location.objects.for_business(business).filter(pk=location_id).select_for_update(no_key=True).first()


def lock_terminal(business: BusinessRef, terminal_id: UUID) -> Terminal | None:
    """The terminal, locked, or None where there is none."""
    return Terminal.objects.for_business(business).filter(pk=terminal_id).select_for_update(no_key=True).first()


def lock_saved_view(business: BusinessRef, view_id: UUID) -> SavedView | None:
    """The saved view, locked, or None where there is none."""
    return SavedView.objects.for_business(business).filter(pk=view_id).select_for_update(no_key=True).first()
