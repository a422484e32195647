"""Transaction 2: what a provider said of an intent is written down, once, and only forward.

The word may come from the call itself, from a webhook, from the poller or from a cashier; all of them end here.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, tenant_scope
from optimapos.partners.types import Wish
from optimapos.payments import sql
from optimapos.payments.locks import lock_intents, lock_payment
from optimapos.payments.models import PaymentIntent
from optimapos.payments.rules.matching import disagreement
from optimapos.payments.rules.states import is_closed_there, status_meant
from optimapos.payments.rules.waiting import next_wait
from optimapos.payments.services.intents import call_of, close, give_back, kept_tenders, settling_of
from optimapos.payments.services.telling import actor_of, alarm, told
from optimapos.payments.types import FOLLOWED, IntentKind, IntentStatus, Outcome, Provider, Said, Told
from optimapos.sales.connection import Step
from optimapos.sales.models import Payment
from optimapos.sales.rows import CheckoutRows
from optimapos.sales.services import CheckoutService
from optimapos.sales.services.accounts import CustomerPaymentService
from optimapos.sales.services.calls import Awaited
from optimapos.sales.types import PaymentStatus

MISMATCH = "MISMATCH"
GIVEN_TWICE = "GIVEN_BACK_TWICE"
"""A refund that was done after all, when its money had been given back another way."""
PASSING = frozenset({"BUSY", "IN_PROGRESS", "UNAVAILABLE"})
"""Refusals that pass by themselves: the money waits for the poller's next visit."""
UNKNOWN_FOR = timedelta(minutes=10)
"""A provider that knows of no such charge is believed after so long: our own call may still be on its way."""


class SettlementService:
    """Settles intents."""

    @staticmethod
    def settle(*, business: BusinessRef, intent_id: UUID, said: Told, at: datetime) -> Result[PaymentIntent]:
        """Write down what a provider said. An old word, or the same one again, changes nothing.

        Money for a sale that waits completes it, in one transaction with the intent; where that is refused, the money is
        kept UNAPPLIED and people are told.

        Refuses: NOT_FOUND, BUSY, UNAVAILABLE; then nothing is written, and the poller comes again.
        """
        with tenant_scope(business):
            intent = PaymentIntent.objects.for_business(business).select_related("sale").filter(pk=intent_id).first()
        if intent is None:
            return Result.error("NOT_FOUND", "There is no such payment.")
        if said.said != Said.SUCCEEDED or intent.kind == IntentKind.REFUND:
            return _noted(business=business, intent_id=intent_id, said=said, at=at)
        if disagreement(said, minor=intent.minor, currency=intent.currency):
            return _doubted(business=business, intent_id=intent_id, said=said, at=at)
        if not intent.is_open:
            return _unapplied(business=business, intent_id=intent_id, said=said, code="", at=at)
        return _applied(business, intent, said, at)

    @staticmethod
    @operation
    def missed(*, business: BusinessRef, intent_id: UUID, why: str, at: datetime) -> Result[PaymentIntent]:
        """The provider gave no usable answer: nothing is known, and it is asked again later.

        Refuses: NOT_FOUND.
        """
        intent = _locked(business, [intent_id])[intent_id]
        intent.attempts += 1
        intent.asked_at, intent.error_code, intent.error_words = at, "PROVIDER_AWAY", why[:300]
        intent.next_poll_at = _next(intent, at)
        intent.save()
        return Result.success(intent)

    @staticmethod
    @operation
    def expire(*, business: BusinessRef, intent_id: UUID, at: datetime) -> Result[PaymentIntent]:
        """Close a charge whose time is over; its provider is told afterwards.

        Refuses: NOT_FOUND.
        """
        intent = _locked(business, [intent_id])[intent_id]
        if intent.is_open and intent.kind == IntentKind.CHARGE and intent.expires_at <= at:
            close(intent, IntentStatus.EXPIRED, actor_of(intent), at)
        return Result.success(intent)


def _applied(business: BusinessRef, intent: PaymentIntent, said: Told, at: datetime) -> Result[PaymentIntent]:
    try:
        if intent.on_account:
            _paid_on_account(business=business, intent_id=intent.pk, said=said, at=at).unwrap()
        else:
            reference = said.reference or intent.reference
            CheckoutService.complete_awaited(
                sale_id=_sale_of(intent),
                settling=settling_of(intent.method, intent.amount, kept_tenders(intent), reference),
                call=call_of(intent, at),
                awaited=_awaited(intent, reference, at),
            )
    except DomainError as refusal:
        if refusal.code in PASSING:
            return Result.refused(refusal)
        return _unapplied(business=business, intent_id=intent.pk, said=said, code=refusal.code, at=at)
    with tenant_scope(business):
        return Result.success(PaymentIntent.objects.for_business(business).get(pk=intent.pk))


def _sale_of(intent: PaymentIntent) -> UUID:
    if intent.sale_id is None:
        raise AssertionError("a charge has a sale")
    return intent.sale_id


def _awaited(intent: PaymentIntent, reference: str, at: datetime) -> Awaited:
    def also(rows: CheckoutRows) -> Sequence[Step]:
        own = rows.payments[0].id
        return [
            (sql.NAME_PAYMENT, (own, intent.provider, intent.pk)),
            (sql.SETTLE_INTENT, (intent.pk, reference, at)),
            (sql.TELL, (intent.pk, own)),
        ]

    first: list[Step] = [
        (sql.LOCK_INTENT, (intent.pk, intent.business_id)),
        (sql.CHECK_OPEN, (intent.pk,)),
    ]
    return Awaited(first=first, also=also, shift_id=intent.shift_id)


@operation
def _paid_on_account(*, business: BusinessRef, intent_id: UUID, said: Told, at: datetime) -> Result[PaymentIntent]:
    """Money for what a completed sale left due: a receipt of the moment when it came, so of the shift that is open at the
    till by then. The customer's lock comes before the intent's.
    """
    row = PaymentIntent.objects.for_business(business).select_related("location", "sale").get(pk=intent_id)
    if row.customer_id is None or row.sale_id is None:
        raise DomainError("NOTHING_DUE", "Nobody owes anything for this sale.")
    taken = CustomerPaymentService.record_payment(
        business=business,
        actor=actor_of(row),
        customer_id=row.customer_id,
        location=row.location,
        fields={
            "amount": row.amount,
            "payment_method": row.method,
            "transaction_reference": (said.reference or row.reference)[:120],
        },
        allocations=[Wish(row.sale_id, row.amount)],
        at=at,
    ).unwrap()
    intent = _locked(business, [intent_id])[intent_id]
    if not intent.is_open:
        raise DomainError("NOT_AWAITED", "The payment was given up meanwhile.")
    rows = Payment.objects.for_business(business).filter(pk=taken.payment.pk)
    rows.update(provider=intent.provider, intent_id=intent.pk)
    _succeed(intent, said, at, Outcome.APPLIED)
    told(intent, "applied", payment=str(taken.payment.pk))
    return Result.success(intent)


@operation
def _unapplied(*, business: BusinessRef, intent_id: UUID, said: Told, code: str, at: datetime) -> Result[PaymentIntent]:
    """Money that was taken and has nothing to pay: kept, told, to be given back."""
    intent = _locked(business, [intent_id])[intent_id]
    if intent.status == IntentStatus.SUCCEEDED:
        return Result.success(intent)
    was_open = intent.is_open
    intent.error_code = code or intent.status
    _succeed(intent, said, at, Outcome.UNAPPLIED)
    if was_open:
        give_back(intent, actor_of(intent), at)
    alarm(intent, "unapplied", reason=intent.error_code)
    return Result.success(intent)


@operation
def _doubted(*, business: BusinessRef, intent_id: UUID, said: Told, at: datetime) -> Result[PaymentIntent]:
    """The provider names another amount or currency: nothing is concluded, and people are told once."""
    intent = _locked(business, [intent_id])[intent_id]
    if intent.status != IntentStatus.SUCCEEDED:
        why = disagreement(said, minor=intent.minor, currency=intent.currency)
        is_news = intent.error_code != MISMATCH
        intent.error_code, intent.error_words, intent.asked_at = MISMATCH, why, at
        intent.reference = intent.reference or said.reference
        intent.attempts += 1
        intent.next_poll_at = _next(intent, at)
        intent.save()
        if is_news:
            alarm(intent, "mismatch", why=why)
    return Result.success(intent)


@operation
def _noted(*, business: BusinessRef, intent_id: UUID, said: Told, at: datetime) -> Result[PaymentIntent]:
    """Everything but a charge that succeeded."""
    intent = _locked_with_charge(business, intent_id)
    then = status_meant(IntentStatus(intent.status), said.said)
    intent.asked_at, intent.attempts = at, intent.attempts + 1
    _learned(intent, said)
    if then is None or then == IntentStatus.PENDING:
        intent.status = then or intent.status
        intent.next_poll_at = None if _is_over(intent, said, at) else _next(intent, at)
        intent.save()
    elif intent.kind == IntentKind.REFUND:
        _refund_ended(intent, then, said, at)
    else:
        intent.status, intent.settled_at, intent.next_poll_at = then, at, None
        intent.save()
        give_back(intent, actor_of(intent), at)
        told(intent, then.value.lower(), code=intent.error_code)
    return Result.success(intent)


def _locked(business: BusinessRef, intent_ids: Sequence[UUID]) -> dict[UUID, PaymentIntent]:
    found = lock_intents(business, intent_ids)
    if len(found) < len(set(intent_ids)):
        raise DomainError("NOT_FOUND", "There is no such payment.")
    return found


def _locked_with_charge(business: BusinessRef, intent_id: UUID) -> PaymentIntent:
    """The intent, and with a refund the charge that it gives back, locked in the order of their ids."""
    rows = PaymentIntent.objects.for_business(business).filter(pk=intent_id)
    original = rows.values_list("original_id", flat=True).first()
    found = _locked(business, [intent_id, *([original] if original else [])])
    intent = found[intent_id]
    if original:
        intent.original = found[original]
    return intent


def _learned(intent: PaymentIntent, said: Told) -> None:
    """What the answer tells beside the status."""
    intent.reference = intent.reference or said.reference[:120]
    if said.secret:
        intent.client_secret = said.secret
    if said.code or said.said in {Said.PENDING, Said.SUCCEEDED}:
        intent.error_code, intent.error_words = said.code[:60], said.words[:300]


def _succeed(intent: PaymentIntent, said: Told, at: datetime, outcome: Outcome) -> None:
    intent.status, intent.outcome, intent.settled_at, intent.asked_at = IntentStatus.SUCCEEDED, outcome, at, at
    intent.reference = said.reference[:120] or intent.reference
    intent.next_poll_at = None
    intent.save()


def _next(intent: PaymentIntent, at: datetime) -> datetime | None:
    """When the provider is asked again: an open charge at the latest when its time is over."""
    if intent.provider == Provider.MANUAL and intent.is_open:
        return intent.expires_at if intent.kind == IntentKind.CHARGE else None
    if intent.kind == IntentKind.CHARGE and not intent.is_open and at > intent.created_at + FOLLOWED:
        return None
    due = at + next_wait(intent.attempts, is_open=intent.is_open)
    return min(due, intent.expires_at) if intent.is_open and intent.expires_at > at else due


def _is_over(intent: PaymentIntent, said: Told, at: datetime) -> bool:
    """Whether nothing more is to be asked: we closed it, and so did the provider."""
    if intent.is_open or (said.said == Said.UNKNOWN and at < intent.created_at + UNKNOWN_FOR):
        return False
    return is_closed_there(said.said)


def _refund_ended(intent: PaymentIntent, then: IntentStatus, said: Told, at: datetime) -> None:
    done = then == IntentStatus.SUCCEEDED
    intent.status = IntentStatus.SUCCEEDED if done else IntentStatus.FAILED
    intent.settled_at, intent.next_poll_at = at, None
    intent.save()
    instead = None
    if intent.payment_id is not None:
        instead = _settle_payment(intent, is_done=done, at=at)
    elif done and intent.original is not None:
        intent.original.outcome = Outcome.REFUNDED
        intent.original.save()
    if done and instead is not None:
        intent.error_code = GIVEN_TWICE
        intent.save()
        alarm(intent, "given_back_twice", payment=str(intent.payment_id), replaced_by=str(instead))
    elif done:
        told(intent, "refunded", original=str(intent.original_id))
    else:
        alarm(intent, "refund_failed", original=str(intent.original_id), reason=intent.error_code)


def _settle_payment(intent: PaymentIntent, *, is_done: bool, at: datetime) -> UUID | None:
    """Write down what became of the payment; what was given back instead of it meanwhile, where something was.

    One that failed may still be done: the provider said no first, and yes later.
    """
    payment = lock_payment(intent.business_id, intent.payment_id) if intent.payment_id else None
    if payment is None or payment.status == PaymentStatus.SUCCESSFUL:
        return None
    payment.status = PaymentStatus.SUCCESSFUL if is_done else PaymentStatus.FAILED
    payment.transaction_reference = intent.reference
    payment.settled_at = at if is_done else None
    payment.save(update_fields=["status", "transaction_reference", "settled_at"])
    return payment.replacements.values_list("pk", flat=True).first()
