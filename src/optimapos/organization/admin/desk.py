"""The desk that somebody sits at in the admin site: one business, with the rights of their membership in it.

Staff choose among the businesses that they are members of with all locations: the site shows whole businesses, so a
member of some locations has no place in it. A superuser runs the platform and may sit down in any business.
"""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest

from optimapos.core.actors import ALL_CAPABILITIES, Actor
from optimapos.core.tenancy import MAINTENANCE
from optimapos.organization.models import Business, Membership, User
from optimapos.organization.selectors import actor_of_member

SESSION_KEY = "admin_business"


@dataclass(frozen=True)
class Desk:
    """The business that a request of the admin site works in, and as whom."""

    business: Business
    actor: Actor


def desk_at(request: HttpRequest) -> Desk | None:
    """The desk of this request; None outside of a business: signing in, choosing."""
    return cast("Desk | None", getattr(request, "desk", None))


def open_desk(request: HttpRequest) -> Desk | None:
    """The desk of the business that the session names, or of the only one there is to choose."""
    user = cast(User, request.user)
    chosen = request.session.get(SESSION_KEY)
    candidates = businesses_for(user, UUID(chosen) if chosen else None)
    if len(candidates) != 1:
        return None
    actor = _actor(user, candidates[0])
    return Desk(candidates[0], actor) if actor else None


def businesses_for(user: User, only: UUID | None = None) -> list[Business]:
    """The active businesses that a user may sit down in, by name; `only` narrows them to one.

    Read as role `maintenance`, because no business is named yet: the rows are those of the user's memberships.
    """
    rows = Business.objects.using(MAINTENANCE).filter(is_active=True).order_by("name", "id")
    if only:
        rows = rows.filter(pk=only)
    if not user.is_superuser:
        rows = rows.filter(pk__in=list(_memberships(user).values_list("business_id", flat=True)))
    return list(rows)


def _memberships(user: User) -> Any:
    """Membership is a login table: it is read before a business is known."""
    return Membership._base_manager.filter(user=user, is_active=True, all_locations=True)


def _actor(user: User, business: Business) -> Actor | None:
    if user.is_superuser:
        return Actor(user.pk, business.pk, membership_id=user.pk, capabilities=ALL_CAPABILITIES)
    member = _memberships(user).filter(business=business).values_list("pk", flat=True).first()
    return actor_of_member(business.pk, member) if member else None
