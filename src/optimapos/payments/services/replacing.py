"""What a provider would not give back is given back another way, once. Source: docs/adr/0065; docs/algorithms/payments.md.

Locked in the written order: the shift, the customer, the refund's intent, the payment, the wallet account.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.money import round_to_step
from optimapos.core.operations import operation
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.models import Business
from optimapos.partners.locks import lock_owing_customer
from optimapos.payments.locks import lock_intents, lock_payment
from optimapos.payments.models import PaymentIntent
from optimapos.payments.types import WayInstead
from optimapos.sales.models import Payment, Sale
from optimapos.sales.types import PaymentDirection, PaymentStatus
from optimapos.shifts.locks import share_open_shift
from optimapos.shifts.rules.needed import check_cash_has_shift
from optimapos.wallet.services.cards import give_credit, log_entry
from optimapos.wallet.types import Posting, SourceType


@dataclass(frozen=True, slots=True)
class Replaced:
    """The payment that went out instead. `credit_code`: of store credit without a customer, told this once."""

    payment: Payment
    credit_code: str = ""


class RefundReplacementService:
    """Gives back in cash or as store credit what a provider refused to give back."""

    @staticmethod
    @operation
    def replace_failed_refund(
        *, business: BusinessRef, actor: Actor, payment_id: UUID, method: WayInstead, at: datetime
    ) -> Result[Replaced]:
        """Give a payment that failed back by another way. The sale's payment counts as given back already, and so it stays.

        Cash leaves the drawer of the actor's shift. Store credit is the customer's, or of whoever has its code.

        Refuses: NOT_FOUND, PAYMENT_NOT_A_REFUND, PAYMENT_NOT_FAILED (data: status), PAYMENT_REPLACED (data: payment),
        BUSY; for cash SHIFT_NOT_OPEN where the business works in shifts, and REFUND_NOT_IN_COINS (data: amount, step); for
        store credit WALLET_BLOCKED.
        """
        shift_id = share_open_shift(business, actor.terminal_id)
        known = Payment.objects.for_business(business).select_related("sale__location").filter(pk=payment_id).first()
        if known is None or known.sale is None or not actor.sees(known.sale.location_id):
            raise DomainError("NOT_FOUND", "There is no such payment.")
        customer = lock_owing_customer(business, known.customer_id) if method == WayInstead.STORE_CREDIT else None
        intents = lock_intents(business, [known.intent_id] if known.intent_id else [])
        failed = _failed(business, payment_id, intents)
        if method == WayInstead.CASH:
            _check_drawer(business, shift_id, failed)
        instead = _instead(failed, known.sale, actor, method, at)
        instead.shift_id = shift_id
        code = ""
        if method == WayInstead.STORE_CREDIT:
            issued = give_credit(
                business,
                customer_id=customer.pk if customer else None,
                amount=failed.amount_paid,
                posting=_posting(instead, at),
            )
            log_entry("wallet.granted", issued.entry, actor=actor, refund=str(failed.refund_id))
            instead.wallet_entry_id, code = issued.entry.pk, issued.code
        instead.save(force_insert=True)
        _tell(instead, known.sale, actor)
        instead.refresh_from_db()  # amounts as a later read tells them
        return Result.success(Replaced(instead, code))


def _check_drawer(business: BusinessRef, shift_id: UUID | None, payment: Payment) -> None:
    """What is owed is not rounded: an amount without coins goes out as store credit.

    Refuses: SHIFT_NOT_OPEN, REFUND_NOT_IN_COINS (data: amount, step).
    """
    settings = Business.objects.get(pk=business_id_of(business))
    check_cash_has_shift(requires_shift=settings.requires_shift, shift_id=shift_id)
    amount, step = payment.amount_paid, settings.cash_rounding_step
    if round_to_step(amount, step, payment.currency) != amount:
        raise DomainError(
            "REFUND_NOT_IN_COINS",
            f"There are no coins for {shown(amount)}. Give it back as store credit.",
            {"amount": shown(amount), "step": shown(step)},
        )


def _failed(business: BusinessRef, payment_id: UUID, intents: dict[UUID, PaymentIntent]) -> Payment:
    """The payment, locked after its intent, if it may be replaced."""
    payment = lock_payment(business, payment_id)
    if payment is None:
        raise DomainError("NOT_FOUND", "There is no such payment.")
    if payment.direction != PaymentDirection.OUT or payment.refund_id is None or payment.replaces_id is not None:
        raise DomainError(
            "PAYMENT_NOT_A_REFUND", "Only what a provider was to give back can be given back another way."
        )
    if payment.intent_id is not None and payment.intent_id not in intents:
        raise DomainError("BUSY", "The provider has just been asked. Try again.", {"retry_after": 1})
    replaced_by = payment.replacements.values_list("pk", flat=True).first()
    if replaced_by is not None:
        raise DomainError("PAYMENT_REPLACED", "This was given back another way already.", {"payment": str(replaced_by)})
    if payment.status != PaymentStatus.FAILED:
        raise DomainError(
            "PAYMENT_NOT_FAILED",
            f"The payment is {payment.status.lower()}. Only one that failed is given back another way.",
            {"status": payment.status},
        )
    return payment


def _instead(failed: Payment, sale: Sale, actor: Actor, method: WayInstead, at: datetime) -> Payment:
    day = sale.location.local_day(at)
    return Payment(
        business_id=failed.business_id,
        sale_id=failed.sale_id,
        customer_id=failed.customer_id,
        terminal_id=actor.terminal_id,
        user_id=actor.user_id,
        direction=PaymentDirection.OUT,
        payment_method=method.value,
        status=PaymentStatus.SUCCESSFUL,
        amount_paid=failed.amount_paid,
        tendered=failed.amount_paid,
        refund_id=failed.refund_id,
        replaces=failed,
        currency=failed.currency,
        business_date=day,
        accounting_date=day,
        settled_at=at,
    )


def _posting(instead: Payment, at: datetime) -> Posting:
    return Posting(
        business_date=instead.business_date,
        at=at,
        user_id=instead.user_id,
        terminal_id=instead.terminal_id,
        source_type=SourceType.REFUND,
        source_id=instead.refund_id,
    )


def _tell(instead: Payment, sale: Sale, actor: Actor) -> None:
    AuditLog.log_event(
        "payment.created",
        business=instead.business_id,
        actor=actor,
        location_id=sale.location_id,
        sale_id=sale.pk,
        refund_id=instead.refund_id,
        customer_id=instead.customer_id,
        payment_id=instead.pk,
        event_data={
            "direction": "OUT",
            "method": instead.payment_method,
            "amount": str(instead.amount_paid),
            "replaces": str(instead.replaces_id),
        },
    )
