"""Refunds through providers: of money that pays for nothing, and of payments that sales gives back.

Sales writes a payment with direction OUT, status PENDING and a provider; it is picked up here, once.
"""

from datetime import datetime
from uuid import UUID

from optimapos.core.actors import Actor
from optimapos.core.ids import new_id
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.payments.locks import lock_intents, lock_payment
from optimapos.payments.models import PaymentIntent
from optimapos.payments.rules.amounts import minor_units
from optimapos.payments.rules.keys import refund_key
from optimapos.payments.rules.waiting import FIRST
from optimapos.payments.services.telling import alarm, told
from optimapos.payments.types import INTENT_LIFE, IntentKind, IntentStatus, Outcome
from optimapos.sales.models import Payment
from optimapos.sales.types import PaymentDirection, PaymentStatus


class ProviderRefundService:
    """Writes refunds; `advance` has them done."""

    @staticmethod
    @operation
    def refund_unapplied(
        *, business: BusinessRef, actor: Actor, intent_id: UUID, at: datetime
    ) -> Result[PaymentIntent]:
        """Give back the money of a charge that pays for nothing. Asked again, the refund that is under way.

        Refuses: NOT_FOUND, NOTHING_TO_REFUND (data: status, outcome).
        """
        charge = lock_intents(business, [intent_id]).get(intent_id)
        if charge is None or not actor.sees(charge.location_id):
            raise DomainError("NOT_FOUND", "There is no such payment.")
        under_way = PaymentIntent.objects.for_business(business).filter(
            original=charge, payment_id=None, status__in=[IntentStatus.CREATED, IntentStatus.PENDING]
        )
        if (refund := under_way.first()) is not None:
            return Result.success(refund)
        if charge.kind != IntentKind.CHARGE or charge.outcome != Outcome.UNAPPLIED:
            figures = {"status": charge.status, "outcome": charge.outcome}
            raise DomainError("NOTHING_TO_REFUND", "No money of this payment waits to be given back.", figures)
        refund = _refund_of(charge, at)
        refund.user_id, refund.membership_id, refund.terminal_id = actor.user_id, actor.membership_id, actor.terminal_id
        refund.save(force_insert=True)
        told(refund, "refund_intended", actor=actor, original=str(charge.pk))
        return Result.success(refund)

    @staticmethod
    @operation
    def take_up(*, business: BusinessRef, payment_id: UUID, at: datetime) -> Result[PaymentIntent | None]:
        """Make a refund of a payment that is to be given back by its provider; the one that was made before; or None where
        there is nothing to do. What can't be given back so fails at once, and people are told.

        Refuses: NOT_FOUND.
        """
        rows = Payment.objects.for_business(business).filter(pk=payment_id)
        original_id = rows.values_list("original_payment__intent_id", flat=True).first()
        charge = lock_intents(business, [original_id]).get(original_id) if original_id else None
        payment = lock_payment(business, payment_id)
        if payment is None:
            raise DomainError("NOT_FOUND", "There is no such payment.")
        key = refund_key(payment_id)
        made = PaymentIntent.objects.for_business(business).filter(key=key).first()
        if made is not None or not _waits(payment):
            return Result.success(made)
        if charge is None or charge.status != IntentStatus.SUCCEEDED:
            _failed(payment, charge)
            return Result.success(None)
        refund = _refund_of(charge, at)
        refund.key, refund.payment_id, refund.amount = key, payment.pk, payment.amount_paid
        refund.minor = minor_units(payment.amount_paid, refund.currency)
        refund.user_id, refund.membership_id = payment.user_id, None
        refund.terminal_id = payment.terminal_id
        refund.save(force_insert=True)
        Payment.objects.for_business(business).filter(pk=payment.pk).update(intent_id=refund.pk)
        told(refund, "refund_intended", original=str(charge.pk), payment=str(payment.pk))
        return Result.success(refund)


def _waits(payment: Payment) -> bool:
    is_out = payment.direction == PaymentDirection.OUT and payment.status == PaymentStatus.PENDING
    return is_out and bool(payment.provider) and payment.intent_id is None


def _failed(payment: Payment, charge: PaymentIntent | None) -> None:
    """Nothing that a provider took stands behind it."""
    payment.status = PaymentStatus.FAILED
    payment.save(update_fields=["status"])
    if charge is not None:
        alarm(charge, "refund_failed", payment=str(payment.pk), reason="NOTHING_TO_REFUND")


def _refund_of(charge: PaymentIntent, at: datetime) -> PaymentIntent:
    return PaymentIntent(
        pk=new_id(),
        business_id=charge.business_id,
        account_id=charge.account_id,
        location_id=charge.location_id,
        sale_id=charge.sale_id,
        customer_id=charge.customer_id,
        kind=IntentKind.REFUND,
        provider=charge.provider,
        method=charge.method,
        amount=charge.amount,
        minor=charge.minor,
        currency=charge.currency,
        key=new_id(),
        original=charge,
        phone=charge.phone,
        network=charge.network,
        next_poll_at=at + FIRST,
        expires_at=at + INTENT_LIFE,
    )
