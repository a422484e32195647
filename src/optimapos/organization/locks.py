"""Row locks of the organization: FOR NO KEY UPDATE, evaluated on the spot."""

from optimapos.core.tenancy import BusinessRef
from optimapos.organization.models import Membership


def lock_membership(business: BusinessRef, email: str) -> Membership | None:
    """The active member with this e-mail, locked: guesses at one PIN queue up."""
    return (
        Membership.objects.for_business(business)
        .filter(user__email=email.strip().lower(), is_active=True, user__is_active=True)
        .select_for_update(of=("self",), no_key=True)
        .first()
    )
