"""Reads of the organization."""

from optimapos.organization.selectors.actors import actor_of_member, memberships_of_user, operator_by_token
from optimapos.organization.selectors.approvals import approvals_of, waiting_or_own
from optimapos.organization.selectors.businesses import currency_of
from optimapos.organization.selectors.locations import terminals_of, visible_locations
from optimapos.organization.selectors.members import member_of, members_of, people_at

__all__ = [
    "actor_of_member",
    "approvals_of",
    "currency_of",
    "member_of",
    "members_of",
    "memberships_of_user",
    "operator_by_token",
    "people_at",
    "terminals_of",
    "visible_locations",
    "waiting_or_own",
]
