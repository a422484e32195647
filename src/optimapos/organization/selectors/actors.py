"""Who is acting: an Actor from a membership, or from the token that a terminal sent."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from optimapos.core.actors import Actor
from optimapos.core.tenancy import tenant_scope
from optimapos.organization.models import Membership, Terminal, TerminalSession
from optimapos.organization.tokens import token_hash


def memberships_of_user(user_id: UUID) -> list[tuple[UUID, UUID]]:
    """(business, membership) of each active membership of a user, oldest first.

    Membership is a login table: it is read before a business is known.
    """
    rows = Membership._base_manager.filter(user_id=user_id, is_active=True).order_by("id")
    return list(rows.values_list("business_id", "id"))


def businesses_with_members() -> list[UUID]:
    """Every business that somebody works for, oldest first."""
    rows = Membership._base_manager.order_by("business_id")
    return list(rows.values_list("business_id", flat=True).distinct())


def actor_of_member(business_id: UUID, membership_id: UUID) -> Actor | None:
    """The actor that a membership makes, or None where it, its user or its business is not active."""
    with tenant_scope(business_id):
        member = (
            Membership.objects.for_business(business_id)
            .filter(pk=membership_id, is_active=True, user__is_active=True, business__is_active=True)
            .select_related("role")
            .prefetch_related("membership_locations")
            .first()
        )
    if member is None:
        return None
    places = None if member.all_locations else frozenset(at.location_id for at in member.membership_locations.all())
    return Actor(
        user_id=member.user_id,
        business_id=business_id,
        membership_id=member.pk,
        capabilities=frozenset(member.role.capabilities),
        location_ids=places,
        max_discount=member.role.max_discount,
    )


def session_by_token(token: str, kind: TerminalSession.Kind, at: datetime) -> TerminalSession | None:
    """The live session of a secret, or None. TerminalSession is a login table."""
    return TerminalSession._base_manager.filter(token_hash=token_hash(token), kind=kind, expires_at__gt=at).first()


def operator_by_token(token: str, at: datetime) -> Actor | None:
    """The member signed in at a terminal with this token, or None. The location is the terminal's alone."""
    session = session_by_token(token, TerminalSession.Kind.OPERATOR, at)
    if session is None or session.membership_id is None:
        return None
    actor = actor_of_member(session.business_id, session.membership_id)
    with tenant_scope(session.business_id):
        terminal = (
            Terminal.objects.for_business(session.business_id).filter(pk=session.terminal_id, is_active=True).first()
        )
    if actor is None or terminal is None or not actor.sees(terminal.location_id):
        return None
    return replace(
        actor,
        location_ids=frozenset({terminal.location_id}),
        terminal_id=terminal.pk,
        terminal_code=terminal.code,
        terminal_location_id=terminal.location_id,
    )
