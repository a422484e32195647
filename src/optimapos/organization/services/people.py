"""Members of a business: who joins, as what, where, and with which PIN."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import F

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.locks import lock_member, lock_owners
from optimapos.organization.models import Location, Membership, MembershipLocation, Role, TerminalSession, User
from optimapos.organization.selectors.actors import memberships_of_user
from optimapos.organization.selectors.members import members_of
from optimapos.organization.types import OWNER

PIN_DIGITS = range(4, 9)


class MembershipService:
    """Adds members, changes them and sets their PINs."""

    @staticmethod
    @operation
    def add_member(
        *,
        business: BusinessRef,
        email: str,
        role_code: str,
        actor: Actor,
        name: str = "",
        password: str | None = None,
        pin: str = "",
        location_ids: Sequence[UUID] = (),
    ) -> Result[Membership]:
        """Make a person a member, creating the user where the e-mail is new. No locations named: all of them.

        Nobody gives rights or places that they do not have themselves.

        Refuses: UNKNOWN_ROLE (data: role, roles), UNKNOWN_LOCATION, PERMISSION_DENIED, ALREADY_MEMBER, BAD_PIN.
        """
        role = _role_called(business, role_code)
        check_reach(actor, role, location_ids)
        user = User.objects.filter(email=email.strip().lower()).first()
        member = Membership.objects.for_business(business).create(
            business_id=business_id_of(business),
            user=user or User.objects.create_user(email, password, name=name),
            role=role,
            all_locations=not location_ids,
            pin=hashed_pin(pin) if pin else "",
        )
        _include(member, location_ids)
        AuditLog.log_event(
            business=business,
            event_type="member.added",
            actor=actor,
            event_data={"membership_id": str(member.pk), "role": role_code},
        )
        return Result.success(member)

    @staticmethod
    @operation
    def change_member(
        *, business: BusinessRef, membership_id: UUID, changes: Mapping[str, Any], actor: Actor
    ) -> Result[Membership]:
        """Change a member's `name`, `role_code`, places (`location_ids`, `all_locations`) or whether it `is_active`.

        Who is made inactive is signed out everywhere at once. Nobody changes a member with more rights, and nobody gives
        rights or places that they do not have themselves.

        Refuses: NOT_FOUND, UNKNOWN_ROLE (data: role, roles), UNKNOWN_LOCATION, LOCATIONS_REQUIRED, PERMISSION_DENIED,
        LAST_OWNER, NAME_IS_THEIRS for somebody who works for others too.
        """
        owners = [owner.pk for owner in lock_owners(business)]
        member = members_of(actor).filter(pk=membership_id).first() if lock_member(business, membership_id) else None
        if member is None:
            raise DomainError("NOT_FOUND", "There is no such member.")
        check_reach(actor, member.role, None)
        if "role_code" in changes:
            member.role = _role_called(business, changes["role_code"])
        places = _places_after(member, changes)
        check_reach(actor, member.role, places)
        member.all_locations = member.all_locations if places is None else not places
        member.is_active = changes.get("is_active", member.is_active)
        if owners == [member.pk] and not _is_owner(member):
            raise DomainError("LAST_OWNER", "Somebody has to be an owner of all locations. Make another one first.")
        member.save(update_fields=["role", "all_locations", "is_active", "updated_at"])
        if places is not None:
            MembershipLocation.objects.for_business(business).filter(membership=member).delete()
            _include(member, places)
        if "name" in changes:
            _rename(member, changes["name"], actor)
        if not member.is_active:
            _sign_out(member)
        AuditLog.log_event(
            business=business,
            event_type="member.updated" if member.is_active else "member.deactivated",
            actor=actor,
            event_data={"membership_id": str(member.pk), "changed": sorted(changes), "role": member.role.code},
        )
        return Result.success(members_of(actor).get(pk=member.pk))

    @staticmethod
    @operation
    def set_pin(*, business: BusinessRef, membership_id: UUID, pin: str, actor: Actor) -> Result[Membership]:
        """Give a member a new PIN and lift a lock.

        Refuses: NOT_FOUND, PERMISSION_DENIED for a member with more rights, BAD_PIN.
        """
        member = members_of(actor).filter(pk=membership_id).first()
        if member is None:
            raise DomainError("NOT_FOUND", "There is no such member.")
        check_reach(actor, member.role, None)
        member.pin, member.pin_failures, member.pin_locked_until = hashed_pin(pin), 0, None
        member.save()
        AuditLog.log_event(
            business=business,
            event_type="member.pin_set",
            actor=actor,
            event_data={"membership_id": str(member.pk)},
        )
        return Result.success(member)


def check_reach(actor: Actor, role: Role, location_ids: Sequence[UUID] | None) -> None:
    """Refuses: PERMISSION_DENIED for a role with more rights than the actor's, or for more places than the actor sees."""
    more = sorted(set(role.capabilities) - actor.capabilities)
    if more or role.max_discount > actor.max_discount:
        raise DomainError("PERMISSION_DENIED", f"{role.name} may more than you may.", {"capabilities": more})
    if location_ids is None:
        return
    if not location_ids and actor.location_ids is not None:
        raise DomainError("PERMISSION_DENIED", "Name locations: you do not work at all of them.")
    if hidden := [str(place) for place in location_ids if not actor.sees(place)]:
        raise DomainError("UNKNOWN_LOCATION", "A location of the membership does not exist.", {"locations": hidden})


def _role_called(business: BusinessRef, code: str) -> Role:
    role = Role.objects.for_business(business).filter(code=code).first()
    if role is None:
        known = sorted(Role.objects.for_business(business).values_list("code", flat=True))
        msg = f"There is no role called {code}. The roles are {', '.join(known)}."
        raise DomainError("UNKNOWN_ROLE", msg, {"role": code, "roles": known})
    return role


def _places_after(member: Membership, changes: Mapping[str, Any]) -> Sequence[UUID] | None:
    """The locations that the member is to have: none for all of them, None where nothing changes."""
    named: Sequence[UUID] | None = changes.get("location_ids")
    if changes.get("all_locations", False):
        return ()
    if named or (named is None and not (member.all_locations and "all_locations" in changes)):
        return named
    raise DomainError("LOCATIONS_REQUIRED", "Name at least one location, or all of them.")


def _is_owner(member: Membership) -> bool:
    return member.role.code == OWNER and member.all_locations and member.is_active


def _rename(member: Membership, name: str, actor: Actor) -> None:
    """An account's name is everybody's who it works for: only they themselves change it for all."""
    works_elsewhere = any(business != member.business_id for business, _ in memberships_of_user(member.user_id))
    if works_elsewhere and member.user_id != actor.user_id:
        raise DomainError("NAME_IS_THEIRS", "This person works for other businesses too and changes the name there.")
    User.objects.filter(pk=member.user_id).update(name=name)


def _sign_out(member: Membership) -> None:
    """End what the member is signed in with; the account's own sessions too, unless it works for others."""
    TerminalSession.objects.for_business(member.business_id).filter(membership=member).delete()
    if not memberships_of_user(member.user_id):
        User.objects.filter(pk=member.user_id).update(sign_outs=F("sign_outs") + 1)


def _include(member: Membership, location_ids: Sequence[UUID]) -> None:
    known = set(
        Location.objects.for_business(member.business_id).filter(pk__in=location_ids).values_list("pk", flat=True)
    )
    if missing := [str(wanted) for wanted in location_ids if wanted not in known]:
        raise DomainError("UNKNOWN_LOCATION", "A location of the membership does not exist.", {"locations": missing})
    MembershipLocation.objects.for_business(member.business_id).bulk_create(
        MembershipLocation(business_id=member.business_id, membership=member, location_id=wanted)
        for wanted in dict.fromkeys(location_ids)
    )


def hashed_pin(pin: str) -> str:
    """A PIN as it is kept.

    Refuses: BAD_PIN unless it is four to eight ASCII digits.
    """
    if len(pin) not in PIN_DIGITS or not (pin.isascii() and pin.isdigit()):
        raise DomainError("BAD_PIN", "A PIN has four to eight digits.")
    return make_password(pin)
