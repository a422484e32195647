"""Members of a business: who joins, as what, where, and with which PIN."""

from collections.abc import Sequence

from django.contrib.auth.hashers import make_password

from optimapos.audit.models import AuditLog
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.models import Location, Membership, MembershipLocation, Role, User

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
        user_id: UUID,
        name: str = "",
        password: str | None = None,
        pin: str = "",
        location_ids: Sequence[UUID] = (),
    ) -> Result[Membership]:
        """Make a person a member, creating the user where the e-mail is new. No locations named: all of them.

        Refuses: UNKNOWN_ROLE, UNKNOWN_LOCATION, ALREADY_MEMBER, BAD_PIN.
        """
        role = Role.objects.for_business(business).filter(code=role_code).first()
        if role is None:
            raise DomainError("UNKNOWN_ROLE", f"There is no role called {role_code}.", {"role": role_code})
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
            user_id=user_id,
            event_data={"membership_id": str(member.pk), "role": role_code},
        )
        return Result.success(member)

    @staticmethod
    @operation
    def set_pin(*, business: BusinessRef, membership_id: UUID, pin: str, user_id: UUID) -> Result[Membership]:
        """Give a member a new PIN and lift a lock.

        Refuses: NOT_FOUND, BAD_PIN.
        """
        member = Membership.objects.for_business(business).filter(pk=membership_id).first()
        if member is None:
            raise DomainError("NOT_FOUND", "There is no such member.")
        member.pin, member.pin_failures, member.pin_locked_until = hashed_pin(pin), 0, None
        member.save()
        AuditLog.log_event(
            business=business,
            event_type="member.pin_set",
            user_id=user_id,
            event_data={"membership_id": str(member.pk)},
        )
        return Result.success(member)


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
