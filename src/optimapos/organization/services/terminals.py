"""Terminals: created by a manager, enrolled once with a code, signed in to with a PIN."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import check_password, make_password

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.interfaces import IDeviceKeys, implementation
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.locks import lock_active_member, lock_membership, lock_terminal
from optimapos.organization.models import Membership, Terminal, TerminalSession
from optimapos.organization.selectors.actors import session_by_token
from optimapos.organization.selectors.locations import terminals_of, visible_locations
from optimapos.organization.tokens import as_enrolment_code, new_enrolment_code, new_token, token_hash

ENROLMENT_LIFE = timedelta(hours=24)
DEVICE_LIFE = timedelta(days=3650)
OPERATOR_LIFE = timedelta(hours=14)
# A long shift with its opening and closing; the next day starts with a PIN again.
PIN_TRIES = 5
PIN_LOCK = timedelta(minutes=5)

Kind = TerminalSession.Kind


@dataclass(frozen=True)
class Issued:
    """A secret, shown once, and what it belongs to; `member`: who signed in with it."""

    terminal_id: UUID
    secret: str
    expires_at: datetime
    member: Membership | None = None


class TerminalService:
    """Creates, changes, enrols and signs in at terminals."""

    @staticmethod
    @operation
    def create_terminal(
        *, business: BusinessRef, location_id: UUID, code: str, actor: Actor, at: datetime, name: str = ""
    ) -> Result[Issued]:
        """Create a terminal and its enrolment code.

        Refuses: UNKNOWN_LOCATION, DUPLICATE_CODE.
        """
        if not visible_locations(actor).filter(pk=location_id).exists():
            raise DomainError("UNKNOWN_LOCATION", "There is no such location.", {"location": str(location_id)})
        terminal = Terminal.objects.for_business(business).create(
            business_id=business_id_of(business), location_id=location_id, code=code, name=name
        )
        AuditLog.log_event(
            business=business,
            event_type="terminal.created",
            actor=actor,
            location_id=terminal.location_id,
            event_data={"terminal_id": str(terminal.pk), "code": code},
        )
        return Result.success(_issue(terminal, Kind.ENROLMENT, new_enrolment_code(), at + ENROLMENT_LIFE))

    @staticmethod
    @operation
    def change_terminal(
        *, business: BusinessRef, terminal_id: UUID, changes: Mapping[str, Any], actor: Actor
    ) -> Result[Terminal]:
        """Change a terminal's `name` or whether it `is_active`. Out of use, its device and who works at it are signed out;
        back in use, it needs a fresh enrolment code.

        Refuses: NOT_FOUND.
        """
        found = lock_terminal(business, terminal_id)
        if found is None or not actor.sees(found.location_id):
            raise DomainError("NOT_FOUND", "There is no such terminal.")
        for column, value in changes.items():
            setattr(found, column, value)
        found.save(update_fields=[*changes, "updated_at"])
        if not found.is_active:
            TerminalSession.objects.for_business(business).filter(terminal=found).delete()
        AuditLog.log_event(
            business=business,
            event_type="terminal.updated" if found.is_active else "terminal.closed",
            actor=actor,
            location_id=found.location_id,
            event_data={"terminal_id": str(terminal_id), "changed": sorted(changes)},
        )
        return Result.success(terminals_of(actor).get(pk=terminal_id))

    @staticmethod
    @operation
    def renew_enrolment(*, business: BusinessRef, terminal_id: UUID, actor: Actor, at: datetime) -> Result[Issued]:
        """A fresh enrolment code, for a device that was replaced.

        Refuses: NOT_FOUND.
        """
        rows = Terminal.objects.for_business(business).filter(pk=terminal_id, is_active=True)
        terminal = rows.filter(location__in=visible_locations(actor)).first()
        if terminal is None:
            raise DomainError("NOT_FOUND", "There is no such terminal.")
        AuditLog.log_event(
            business=business,
            event_type="terminal.enrolment_renewed",
            actor=actor,
            location_id=terminal.location_id,
            event_data={"terminal_id": str(terminal_id)},
        )
        return Result.success(_issue(terminal, Kind.ENROLMENT, new_enrolment_code(), at + ENROLMENT_LIFE))

    @staticmethod
    def enrol(*, code: str, at: datetime, public_key: Mapping[str, str] | None = None) -> Result[Issued]:
        """Exchange an enrolment code for the device's own token. Earlier devices of the terminal are signed out. A device
        that is to sell offline brings the `public_key` of its own pair, as a JWK.

        Refuses: BAD_ENROLMENT_CODE for a code that is unknown, used or older than a day; BAD_PUBLIC_KEY, DEVICE_KEY_IN_USE.
        """
        session = session_by_token(as_enrolment_code(code), Kind.ENROLMENT, at)
        if session is None:
            return Result.refused(_bad_code())
        return TerminalService._enrol(business=session.business_id, session=session, at=at, public_key=public_key)

    @staticmethod
    @operation
    def _enrol(
        *, business: BusinessRef, session: TerminalSession, at: datetime, public_key: Mapping[str, str] | None
    ) -> Result[Issued]:
        sessions = TerminalSession.objects.for_business(business)
        claimed, _ = sessions.filter(pk=session.pk).delete()
        terminal = Terminal.objects.for_business(business).filter(pk=session.terminal_id, is_active=True).first()
        if not claimed or terminal is None:
            raise _bad_code()
        sessions.filter(terminal=terminal).delete()
        Terminal.objects.for_business(business).filter(pk=terminal.pk).update(enrolled_at=at, last_seen_at=at)
        if public_key is not None:
            implementation(IDeviceKeys).keep(business=business, terminal_id=terminal.pk, jwk=public_key)
        AuditLog.log_event(
            business=business,
            event_type="terminal.enrolled",
            user_id=None,
            location_id=terminal.location_id,
            event_data={"terminal_id": str(terminal.pk)},
        )
        return Result.success(_issue(terminal, Kind.DEVICE, new_token(), at + DEVICE_LIFE))

    @staticmethod
    def sign_in(
        *, device_token: str, pin: str, at: datetime, email: str = "", member: UUID | None = None
    ) -> Result[Issued]:
        """Sign a member in, named by e-mail or as `member`, at the terminal that holds `device_token`.

        Refuses: BAD_DEVICE_TOKEN, SIGN_IN_FAILED (the same for somebody unknown, a wrong PIN and a place that the
        member may not see), PIN_LOCKED (data: locked_until) after five wrong PINs.
        """
        device = session_by_token(device_token, Kind.DEVICE, at)
        if device is None:
            return Result.error("BAD_DEVICE_TOKEN", "This device is not enrolled. Enrol it with a new code.")
        # The check commits by itself: a wrong PIN must be counted although the sign-in is refused.
        found = TerminalService.check_pin(business=device.business_id, email=email, member=member, pin=pin, at=at)
        if not found.ok:
            return Result.error(found.code, found.msg, found.data)
        return TerminalService._open_session(business=device.business_id, device=device, member=found.data, at=at)

    @staticmethod
    @operation
    def check_pin(
        *, business: BusinessRef, pin: str, at: datetime, email: str = "", member: UUID | None = None
    ) -> Result[Membership | None]:
        """The member, named by e-mail or id, if the PIN is theirs, or None. Commits by itself, so that a wrong
        PIN counts whatever comes after.

        Refuses: PIN_LOCKED (data: locked_until) after five wrong PINs.
        """
        found = lock_active_member(business, member) if member else lock_membership(business, email)
        if found is None or not found.pin:
            make_password(pin)  # as slow as a known e-mail, so that timing tells nothing
            return Result.success(None)
        if found.pin_locked_until and found.pin_locked_until > at:
            until = found.pin_locked_until.isoformat()
            raise DomainError("PIN_LOCKED", "Too many wrong PINs. Wait a few minutes.", {"locked_until": until})
        right = check_password(pin, found.pin)
        found.pin_failures = 0 if right else found.pin_failures + 1
        found.pin_locked_until = None
        if found.pin_failures >= PIN_TRIES:
            found.pin_failures, found.pin_locked_until = 0, at + PIN_LOCK
        found.save(update_fields=["pin_failures", "pin_locked_until"])
        return Result.success(found if right else None)

    @staticmethod
    @operation
    def _open_session(
        *, business: BusinessRef, device: TerminalSession, member: Membership | None, at: datetime
    ) -> Result[Issued]:
        terminal = Terminal.objects.for_business(business).filter(pk=device.terminal_id, is_active=True).first()
        if member is None or terminal is None or not _works_at(member, terminal.location_id):
            raise DomainError("SIGN_IN_FAILED", "The name or the PIN is wrong.")
        member = Membership.objects.for_business(business).select_related("user", "role").get(pk=member.pk)
        Terminal.objects.for_business(business).filter(pk=terminal.pk).update(last_seen_at=at)
        AuditLog.log_event(
            business=business,
            event_type="terminal.signed_in",
            user_id=member.user_id,
            location_id=terminal.location_id,
            event_data={"terminal_id": str(terminal.pk)},
        )
        return Result.success(_issue(terminal, Kind.OPERATOR, new_token(), at + OPERATOR_LIFE, member))

    @staticmethod
    @operation
    def seen(*, business: BusinessRef, terminal_id: UUID, at: datetime) -> Result[None]:
        """Note that somebody is at the terminal."""
        Terminal.objects.for_business(business).filter(pk=terminal_id).update(last_seen_at=at)
        return Result.success(None)

    @staticmethod
    @operation
    def sign_out(*, business: BusinessRef, token: str) -> Result[None]:
        """End an operator's session. Signing out twice is no error."""
        TerminalSession.objects.for_business(business).filter(token_hash=token_hash(token), kind=Kind.OPERATOR).delete()
        return Result.success(None)


def _bad_code() -> DomainError:
    return DomainError("BAD_ENROLMENT_CODE", "This code is unknown, used or older than a day. Ask for a new one.")


def _works_at(member: Membership, location_id: UUID) -> bool:
    return member.all_locations or member.membership_locations.filter(location_id=location_id).exists()


def _issue(
    terminal: Terminal, kind: Kind, secret: str, expires_at: datetime, member: Membership | None = None
) -> Issued:
    TerminalSession.objects.for_business(terminal.business_id).create(
        business_id=terminal.business_id,
        terminal=terminal,
        membership=member,
        kind=kind,
        token_hash=token_hash(secret),
        expires_at=expires_at,
    )
    return Issued(terminal.pk, secret, expires_at, member)
