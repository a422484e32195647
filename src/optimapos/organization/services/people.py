"""Members of a business: who joins, as what, where, and with which PIN."""

from collections.abc import Sequence

from django.contrib.auth.hashers import make_password

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.models import Location, Membership, MembershipLocation, Role, User
from optimapos.organization.selectors.members import members_of

PIN_DIGITS = range(4, 9)


class MembershipService:
    """Adds members and sets their PINs."""

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
        role = Role.objects.for_business(business).filter(code=role_code).first()
        if role is None:
            known = sorted(Role.objects.for_business(business).values_list("code", flat=True))
            msg = f"There is no role called {role_code}. The roles are {', '.join(known)}."
            raise DomainError("UNKNOWN_ROLE", msg, {"role": role_code, "roles": known})
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
