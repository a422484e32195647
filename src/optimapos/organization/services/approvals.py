"""ApprovalService: asking for what one's role does not permit, and granting or denying it.

A floor above works out what is asked for and the hash of the cart, and uses up what was granted in the transaction of the
sale. Lock order: approval, before customers and documents. Source: docs/algorithms/approvals.md.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.money import round_money
from optimapos.core.operations import Once, operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.locks import lock_approval
from optimapos.organization.models import Approval
from optimapos.organization.selectors.actors import actor_of_member
from optimapos.organization.services.terminals import TerminalService
from optimapos.organization.types import APPROVAL_LIFE, ASKING_LIFE, PERMITTED_BY, ApprovalStatus


@dataclass(frozen=True)
class Wanted:
    """What is asked for, as the server worked it out. `percent`: the limit that a role needs, where it is a discount."""

    action: str
    location_id: UUID
    amount: Decimal
    cart: dict[str, Any]
    cart_hash: bytes
    percent: Decimal | None = None
    cart_id: UUID | None = None


class ApprovalService:
    """Asks, grants and denies."""

    @staticmethod
    @operation
    def ask(*, business: BusinessRef, actor: Actor, wanted: Wanted, reason: str, at: datetime) -> Result[Approval]:
        """Ask for an approval; it waits for ten minutes.

        Refuses: APPROVAL_NEEDS_REASON.
        """
        if not reason.strip():
            raise DomainError("APPROVAL_NEEDS_REASON", "Say why this should be approved.")
        row = Approval.objects.for_business(business).create(
            business_id=business_id_of(business),
            location_id=wanted.location_id,
            terminal_id=actor.terminal_id,
            action=wanted.action,
            reason=reason.strip(),
            amount=wanted.amount,
            percent=wanted.percent,
            cart=wanted.cart,
            cart_hash=wanted.cart_hash,
            cart_id=wanted.cart_id,
            requested_by_id=actor.user_id,
            asked_at=at,
            expires_at=at + ASKING_LIFE,
        )
        _log("approval.asked", row, actor)
        return Result.success(row)

    @staticmethod
    @operation
    def grant(*, business: BusinessRef, actor: Actor, approval_id: UUID, at: datetime) -> Result[Approval]:
        """Grant it for two minutes.

        Refuses: NOT_FOUND, APPROVAL_DECIDED (data: status), APPROVAL_EXPIRED (data: expires_at), PERMISSION_DENIED for who
        may not do it either (data: capabilities), DISCOUNT_NOT_ALLOWED above the approver's own limit (data:
        discount_percentage, max_discount).
        """
        row = _waiting(business, actor, approval_id, at)
        _check_rights(row, actor)
        row.status, row.approver_id = ApprovalStatus.GRANTED, actor.user_id
        row.granted_at, row.expires_at = at, at + APPROVAL_LIFE
        row.save()
        _log("approval.granted", row, actor)
        return Result.success(row)

    @staticmethod
    def grant_by_pin(
        *,
        business: BusinessRef,
        actor: Actor,
        approval_id: UUID,
        pin: str,
        at: datetime,
        email: str = "",
        member: UUID | None = None,
        once: Once | None = None,
    ) -> Result[Approval]:
        """Grant it at the terminal of `actor`, by the PIN of somebody, named by e-mail or as `member`, who works there and
        may do it.

        Refuses: PIN_AT_TERMINAL without a terminal, WRONG_PIN (the same for somebody unknown, a wrong PIN and a member of
        other places), PIN_LOCKED (data: locked_until) after five wrong PINs, and as `grant`.
        """
        here = approver_by_pin(business=business, actor=actor, pin=pin, email=email, member=member, at=at)
        if not here.ok or here.data is None:
            return Result.error(here.code, here.msg, here.data)
        granted: Result[Approval] = ApprovalService.grant(
            business=business,
            actor=here.data,
            approval_id=approval_id,
            at=at,
            once=once,  # type: ignore[call-arg]  # taken by `operation`
        )
        return granted

    @staticmethod
    @operation
    def deny(*, business: BusinessRef, actor: Actor, approval_id: UUID, at: datetime) -> Result[Approval]:
        """Deny it; who asked may take it back by this.

        Refuses: NOT_FOUND, APPROVAL_DECIDED (data: status), APPROVAL_EXPIRED (data: expires_at), PERMISSION_DENIED for who
        neither asked nor may do it (data: capabilities).
        """
        row = _waiting(business, actor, approval_id, at)
        if row.requested_by_id != actor.user_id:
            _check_capabilities(row, actor)
        row.status, row.approver_id, row.denied_at = ApprovalStatus.DENIED, actor.user_id, at
        row.save()
        _log("approval.denied", row, actor)
        return Result.success(row)


def approver_by_pin(
    *, business: BusinessRef, actor: Actor, pin: str, at: datetime, email: str = "", member: UUID | None = None
) -> Result[Actor]:
    """Somebody who works where the terminal of `actor` stands, as an actor there, by their PIN. Not part of an operation:
    a wrong PIN must be counted although nothing else is done.

    Refuses: PIN_AT_TERMINAL, WRONG_PIN, PIN_LOCKED (data: locked_until).
    """
    if actor.terminal_id is None or actor.terminal_location_id is None:
        return Result.error("PIN_AT_TERMINAL", "A PIN is typed at a terminal. Grant it from your own session.")
    checked = TerminalService.check_pin(business=business, email=email, member=member, pin=pin, at=at)
    if not checked.ok:
        return Result.error(checked.code, checked.msg, checked.data)
    approver = actor_of_member(business_id_of(business), checked.data.pk) if checked.data else None
    if approver is None or not approver.sees(actor.terminal_location_id):
        return Result.error("WRONG_PIN", "The name or the PIN is wrong.")
    return Result.success(
        replace(
            approver,
            location_ids=frozenset({actor.terminal_location_id}),
            terminal_id=actor.terminal_id,
            terminal_code=actor.terminal_code,
            terminal_location_id=actor.terminal_location_id,
            origin=actor.origin,
        )
    )


def _waiting(business: BusinessRef, actor: Actor, approval_id: UUID, at: datetime) -> Approval:
    """The approval, locked, that nobody has decided yet."""
    row = lock_approval(business, approval_id)
    if row is None or not actor.sees(row.location_id):
        raise DomainError("NOT_FOUND", "There is no such approval.")
    if row.status != ApprovalStatus.ASKED:
        raise DomainError("APPROVAL_DECIDED", f"The approval is {row.status.lower()} already.", {"status": row.status})
    if row.is_lapsed(at):
        raise DomainError(
            "APPROVAL_EXPIRED", "Nobody decided in time. Ask again.", {"expires_at": row.expires_at.isoformat()}
        )
    return row


def _check_capabilities(row: Approval, actor: Actor) -> None:
    if missing := sorted(PERMITTED_BY[row.action] - actor.capabilities):
        raise DomainError("PERMISSION_DENIED", "Your role does not permit this either.", {"capabilities": missing})


def _check_rights(row: Approval, actor: Actor) -> None:
    _check_capabilities(row, actor)
    if row.percent is not None and row.percent > actor.max_discount:
        raise DomainError(
            "DISCOUNT_NOT_ALLOWED",
            f"The discount needs a limit of {row.percent:f} %; yours is {actor.max_discount:f} %.",
            {"discount_percentage": f"{row.percent:f}", "max_discount": f"{actor.max_discount:f}"},
        )


def _log(event_type: str, row: Approval, actor: Actor) -> None:
    AuditLog.log_event(
        event_type,
        business=row.business_id,
        actor=actor,
        location_id=row.location_id,
        sale_id=row.cart_id,
        event_data={
            "approval_id": str(row.pk),
            "action": row.action,
            "amount": f"{round_money(row.amount, row.cart['currency']):f}",
            "requested_by": str(row.requested_by_id),
            "approver": None if row.approver_id is None else str(row.approver_id),
        },
        description=row.reason if event_type == "approval.asked" else "",
    )
