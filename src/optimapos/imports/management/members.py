"""For whom a command works: a member of a business, named by e-mail."""

from django.core.management.base import CommandError

from optimapos.core.actors import Actor
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.models import Business, User
from optimapos.organization.selectors import actor_of_member, memberships_of_user


def member(slug: str, email: str) -> Actor:
    """The member of the business with this short name.

    Raises: CommandError.
    """
    user = User.objects.filter(email__iexact=email).first()
    for business_id, membership_id in memberships_of_user(user.pk) if user else []:
        with tenant_scope(business_id):
            is_meant = Business.objects.filter(pk=business_id, slug=slug).exists()
        actor = actor_of_member(business_id, membership_id) if is_meant else None
        if actor:
            return actor
    raise CommandError(f"{email} is no active member of a business {slug!r}.")
