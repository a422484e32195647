"""Events of providers: kept once, durably, before they are acknowledged; then held against their payment and settled."""

from datetime import datetime
from typing import Any
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import new_id
from optimapos.core.operations import operation
from optimapos.core.outbox import publish
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of, tenant_scope
from optimapos.payments.locks import lock_event
from optimapos.payments.models import PaymentIntent, ProviderAccount, ProviderEvent
from optimapos.payments.rules.matching import event_disagreement
from optimapos.payments.rules.states import status_meant
from optimapos.payments.services.settling import SettlementService
from optimapos.payments.sql import KEEP_EVENT, KEPT_EVENT, NAME_TENANT
from optimapos.payments.types import Event, EventState, IntentKind, IntentStatus, Said, Told
from optimapos.sales.connection import Step, exchange, hot_connection

WAITING = (EventState.RECEIVED, EventState.UNMATCHED)
BY_HAND = (EventState.UNMATCHED, EventState.PARKED)


class ProviderEventService:
    """Takes events in, and works them off."""

    @staticmethod
    def keep(*, business: BusinessRef, account: ProviderAccount, event: Event, digest: bytes) -> tuple[UUID, bool]:
        """Keep a verified event and commit; its id, and whether it is a new one. The second delivery of the same one does
        nothing. One round trip, for the provider waits.

        Raises: psycopg's errors; nothing is kept then, and the provider delivers it again.
        """
        business_id = business_id_of(business)
        pk = new_id()
        steps: list[Step] = [
            (NAME_TENANT, (str(business_id),)),
            (KEEP_EVENT, (pk, business_id, account.pk, *_columns(event), digest, event.occurred_at)),
            (KEPT_EVENT, (business_id, account.pk, event.id)),
        ]
        with hot_connection() as connection:
            *_, found = exchange(connection, steps)
        (kept,) = found.rows(lambda one: one)
        return kept, kept == pk

    @staticmethod
    @operation
    def hint(*, business: BusinessRef, account: ProviderAccount, event: Event, at: datetime) -> Result[UUID | None]:
        """Have the provider asked soon about the payment that an unsigned event names; None where it names none of ours."""
        if event.key is None:
            return Result.success(None)
        rows = PaymentIntent.objects.for_business(business).filter(account=account, key=event.key)
        found = rows.filter(next_poll_at__isnull=False).values_list("pk", flat=True).first()
        if found is not None:
            rows.filter(pk=found).update(next_poll_at=at)
        return Result.success(found or rows.values_list("pk", flat=True).first())

    @staticmethod
    def take(*, business: BusinessRef, event_id: UUID, at: datetime) -> Result[ProviderEvent]:
        """Work off a kept event: settle the payment that it is about, park what does not agree with it.

        Refuses: NOT_FOUND, BUSY, UNAVAILABLE: then it waits for the next time.
        """
        with tenant_scope(business):
            row = ProviderEvent.objects.for_business(business).filter(pk=event_id).first()
            intent = _payment_of(business, row) if row else None
        if row is None:
            return Result.error("NOT_FOUND", "There is no such event.")
        if row.state not in WAITING:
            return Result.success(row)
        return _worked_off(business, row, intent, at)

    @staticmethod
    def match(
        *, business: BusinessRef, actor: Actor, event_id: UUID, intent: PaymentIntent, at: datetime
    ) -> Result[ProviderEvent]:
        """Say by hand which payment an event is about that names none of ours. Its amount has to be the payment's.

        Refuses: NOT_FOUND, EVENT_DECIDED (data: state), EVENT_DOES_NOT_FIT (data: reason), BUSY, UNAVAILABLE.
        """
        with tenant_scope(business):
            row = ProviderEvent.objects.for_business(business).filter(pk=event_id).first()
        if row is None:
            return Result.error("NOT_FOUND", "There is no such event.")
        if row.state not in BY_HAND:
            return Result.error("EVENT_DECIDED", f"The event is {row.state.lower()}.", {"state": row.state})
        if reason := _why_not(row, intent, by_hand=True):
            return Result.error("EVENT_DOES_NOT_FIT", f"The event tells of {reason}.", {"reason": reason})
        done = _worked_off(business, row, intent, at)
        if done.ok:
            _trace(business=business, actor=actor, row=row, intent_id=intent.pk)
        return done


def _columns(event: Event) -> tuple[Any, ...]:
    """What is kept of an event, in the order of KEEP_EVENT."""
    told = event.told
    return (
        event.id,
        event.type,
        EventState.RECEIVED if told else EventState.IGNORED,
        told.said if told else "",
        event.is_refund,
        told.reference[:120] if told else "",
        event.key,
        event.business_id,
        told.minor if told else None,
        told.currency[:3] if told else "",
        told.code if told else "",
        told.words if told else "",
    )


def _payment_of(business: BusinessRef, row: ProviderEvent) -> PaymentIntent | None:
    """By our key, else by the provider's reference; of the same account."""
    kind = IntentKind.REFUND if row.is_refund else IntentKind.CHARGE
    rows = PaymentIntent.objects.for_business(business).filter(account_id=row.account_id, kind=kind)
    by_key = rows.filter(key=row.key).first() if row.key else None
    return by_key or (rows.filter(reference=row.reference).first() if row.reference else None)


def _said(row: ProviderEvent) -> Told:
    return Told(
        said=Said(row.said),
        reference=row.reference,
        minor=row.minor,
        currency=row.currency,
        code=row.error_code,
        words=row.error_words,
    )


def _why_not(row: ProviderEvent, intent: PaymentIntent, *, by_hand: bool = False) -> str:
    if row.is_refund != (intent.kind == IntentKind.REFUND):
        return "another kind of payment"
    if row.account_id != intent.account_id:
        return "another account"
    if intent.reference and row.reference and intent.reference != row.reference and not by_hand:
        return "another reference"
    event = Event(id=row.event_id, type=row.type, told=_said(row), business_id=row.named_business)
    return event_disagreement(event, business_id=intent.business_id, minor=intent.minor, currency=intent.currency)


def _worked_off(
    business: BusinessRef, row: ProviderEvent, intent: PaymentIntent | None, at: datetime
) -> Result[ProviderEvent]:
    if intent is None:
        return _decided(
            business=business, event_id=row.pk, intent_id=None, state=EventState.UNMATCHED, reason="", at=at
        )
    if reason := _why_not(row, intent, by_hand=row.state in BY_HAND):
        return _decided(
            business=business, event_id=row.pk, intent_id=intent.pk, state=EventState.PARKED, reason=reason, at=at
        )
    is_news = status_meant(IntentStatus(intent.status), Said(row.said)) is not None
    if is_news:
        settled = SettlementService.settle(business=business, intent_id=intent.pk, said=_said(row), at=at)
        if not settled.ok:
            return Result(ok=False, code=settled.code, msg=settled.msg, payload=settled.payload)
    state = EventState.TAKEN if is_news else EventState.IGNORED
    return _decided(business=business, event_id=row.pk, intent_id=intent.pk, state=state, reason="", at=at)


@operation
def _decided(
    *, business: BusinessRef, event_id: UUID, intent_id: UUID | None, state: EventState, reason: str, at: datetime
) -> Result[ProviderEvent]:
    row = lock_event(business, event_id)
    if row is None:
        raise DomainError("NOT_FOUND", "There is no such event.")
    is_news = row.state != state and row.state in {*WAITING, EventState.PARKED}
    if is_news:
        row.state, row.reason, row.intent_id, row.handled_at = state, reason[:200], intent_id, at
        row.save()
        if state in BY_HAND:
            _alarm(business, row)
    return Result.success(row)


def _alarm(business: BusinessRef, row: ProviderEvent) -> None:
    data = {"event": str(row.pk), "state": row.state, "reason": row.reason}
    AuditLog.log_event("payment.event_parked", business=business, event_data=data)
    publish(business=business, topic="payment.event_parked", payload=data)


@operation
def _trace(*, business: BusinessRef, actor: Actor, row: ProviderEvent, intent_id: UUID) -> Result[None]:
    data = {"event": str(row.pk), "intent": str(intent_id)}
    AuditLog.log_event("payment.event_matched", business=business, actor=actor, event_data=data)
    return Result.success(None)
