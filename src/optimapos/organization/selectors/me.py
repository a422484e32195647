"""Who is asking: the account, what it is in the chosen business, and the businesses that there are to choose from."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from optimapos.core.actors import Actor
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.models import Business, Membership, Role, User
from optimapos.organization.selectors.actors import memberships_of_user


@dataclass(frozen=True)
class Me:
    """`actor` and `role` are None until a business is chosen; at a terminal there is nothing to choose."""

    user: User
    businesses: list[Business]
    actor: Actor | None = None
    role: Role | None = None

    @property
    def max_discount(self) -> Decimal | None:
        """The largest discount in percent."""
        return self.actor.max_discount if self.actor else None


def me_of(user_id: UUID, actor: Actor | None) -> Me:
    """The account and what it is, in four queries and one for each business more."""
    user = User.objects.get(pk=user_id)
    at_terminal = actor.business_id if actor and actor.terminal_id else None
    found = [business for business, _ in memberships_of_user(user_id) if at_terminal in {None, business}]
    businesses = [row for row in map(_business, found) if row]
    if actor is None:
        return Me(user, businesses)
    with tenant_scope(actor.business_id):
        member = Membership.objects.for_business(actor.business_id).select_related("role").get(pk=actor.membership_id)
    return Me(user, businesses, actor, member.role)


def _business(business_id: UUID) -> Business | None:
    """A business is read in its own scope alone."""
    with tenant_scope(business_id):
        return Business.objects.filter(pk=business_id, is_active=True).first()
