"""Row locks of the organization: FOR NO KEY UPDATE, evaluated on the spot."""

from uuid import UUID

from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.models import Approval, Business, Membership


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
