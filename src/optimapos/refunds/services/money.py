"""Where a refund's money goes: what is owed is lowered, tenders get theirs back, the rest is the customer's credit."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.result import DomainError
from optimapos.core.tenancy import BusinessRef
from optimapos.partners.locks import lock_customer
from optimapos.partners.models import Customer
from optimapos.partners.services.receivables import CustomerLedger, NewEntry
from optimapos.partners.types import CreditKind, Wish
from optimapos.refunds.models import Refund
from optimapos.refunds.rules.payout import Tender, to_original
from optimapos.refunds.services.building import check_credit_note
from optimapos.refunds.services.wallets import SaleWallets
from optimapos.refunds.types import BackTo, RefundMethod
from optimapos.sales.models import Payment, Sale
from optimapos.sales.types import FROM_A_WALLET, PaymentDirection, PaymentMethod, PaymentStatus

UNCONNECTED = frozenset({"", "MANUAL"})
"""Providers whose money somebody gives back by hand: a payment of another one waits until its gateway has sent it."""


def lock_owing_customer(business: BusinessRef, customer_id: UUID | None) -> Customer | None:
    """The customer whose account the sale is on, locked: the one that its own was merged into, if it was."""
    if customer_id is None:
        return None
    rows = Customer.objects.for_business(business)
    while (into := rows.values_list("merged_into_id", flat=True).get(pk=customer_id)) is not None:
        customer_id = into
    return lock_customer(business, customer_id)


def give_money_back(
    refund: Refund,
    sale: Sale,
    customer: Customer | None,
    actor: Actor,
    at: datetime,
    chosen: Sequence[BackTo],
    wallets: SaleWallets,
) -> None:
    """Lower what is owed for the sale, then give the rest back as the refund says. The refund's parts are set.

    Refuses: CUSTOMER_REQUIRED, REFUND_ABOVE_PAYMENT, WALLET_NOT_FOUND, and as `to_original`.
    """
    check_credit_note(sale, refund.refund_method)
    taken = list(sale.payments.filter(direction=PaymentDirection.IN, status=PaymentStatus.SUCCESSFUL).order_by("id"))
    payout = to_original(refund.amount, sale.amount_due, _tenders(refund, taken), chosen)
    parts: list[tuple[Payment | None, Decimal]] = [
        (next(each for each in taken if each.pk == part.payment_id), part.amount) for part in payout.parts
    ]
    refund.debt_amount = payout.debt
    if refund.refund_method == RefundMethod.CASH and payout.rest:
        parts.append((None, payout.rest))
    elif payout.rest:
        refund.credited_amount = payout.rest
    refund.paid_amount = refund.amount - refund.debt_amount - refund.credited_amount
    _pay_out(refund, sale, actor, at, parts, wallets)
    _book(refund, sale, customer, actor, at)


def _tenders(refund: Refund, taken: Sequence[Payment]) -> list[Tender]:
    """What may go back to which payment: for cash only to those in cash, for a credit note to none."""
    if refund.refund_method == RefundMethod.CREDIT_NOTE:
        return []
    is_cash = refund.refund_method == RefundMethod.CASH
    return [
        Tender(each.pk, each.payment_method, each.amount_paid - each.refunded_amount)
        for each in taken
        if not is_cash or each.payment_method == PaymentMethod.CASH
    ]


def _pay_out(
    refund: Refund,
    sale: Sale,
    actor: Actor,
    at: datetime,
    parts: Sequence[tuple[Payment | None, Decimal]],
    wallets: SaleWallets,
) -> None:
    if refund.business_date is None or refund.accounting_date is None:
        raise AssertionError("a refund is processed on a day")
    payments = []
    for original, amount in parts:
        waits = original is not None and original.provider not in UNCONNECTED
        entry = None
        if original is not None and original.payment_method in FROM_A_WALLET:
            entry = wallets.give_back(refund, original, amount, actor, at)
        payments.append(
            Payment(
                business_id=refund.business_id,
                sale=sale,
                customer_id=sale.customer_id,
                terminal_id=actor.terminal_id,
                shift_id=refund.shift_id,
                user_id=actor.user_id,
                direction=PaymentDirection.OUT,
                payment_method=PaymentMethod.CASH if original is None else original.payment_method,
                status=PaymentStatus.PENDING if waits else PaymentStatus.SUCCESSFUL,
                amount_paid=amount,
                tendered=amount,
                original_payment=original,
                refund_id=refund.pk,
                wallet_entry_id=entry,
                provider="" if original is None else original.provider,
                currency=refund.currency,
                business_date=refund.business_date,
                accounting_date=refund.accounting_date,
                settled_at=None if waits else at,
            )
        )
        if original is not None:
            original.refunded_amount += amount
    rows = Payment.objects.for_business(refund.business_id)
    rows.bulk_create(payments)
    rows.bulk_update([original for original, _ in parts if original is not None], ["refunded_amount"])
    for payment in payments:
        AuditLog.log_event(
            "payment.created",
            business=refund.business_id,
            actor=actor,
            location_id=refund.location_id,
            sale_id=sale.pk,
            refund_id=refund.pk,
            customer_id=sale.customer_id,
            payment_id=payment.pk,
            event_data={"direction": "OUT", "method": payment.payment_method, "amount": str(payment.amount_paid)},
        )


def _book(refund: Refund, sale: Sale, customer: Customer | None, actor: Actor, at: datetime) -> None:
    """What lowers the debt settles the sale; what is credited settles the oldest debts, and else stays the customer's."""
    amount = refund.debt_amount + refund.credited_amount
    if not amount:
        return
    if refund.business_date is None:
        raise AssertionError("a refund is processed on a day")
    if customer is None:
        raise DomainError(
            "CUSTOMER_REQUIRED", "There is no customer whose credit this could be. Choose another way to give it back."
        )
    ledger = CustomerLedger(customer, actor.user_id, at)
    entry = ledger.book(
        NewEntry(
            kind=CreditKind.REFUND,
            amount=-amount,
            business_date=refund.business_date,
            source_id=refund.pk,
            reference=sale.receipt_number or "",
        )
    )
    ledger.settle_chosen(entry, [Wish(sale.pk, refund.debt_amount)] if refund.debt_amount else [])
