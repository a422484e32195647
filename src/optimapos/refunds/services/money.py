"""Where a refund's money goes: what is owed is lowered, tenders get theirs back, the rest is the customer's credit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.money import ZERO
from optimapos.core.result import DomainError
from optimapos.organization.models import Business
from optimapos.partners.models import Customer
from optimapos.partners.services.receivables import CustomerLedger, NewEntry
from optimapos.partners.types import CreditKind, Wish
from optimapos.refunds.models import Refund
from optimapos.refunds.rules.payout import Tender, credited, to_original
from optimapos.refunds.services.wallets import SaleWallets
from optimapos.refunds.types import BackTo, Exchanged, RefundMethod
from optimapos.sales.models import Payment, Sale
from optimapos.sales.services.writing import StartOver
from optimapos.sales.types import FROM_A_WALLET, PaymentDirection, PaymentMethod, PaymentStatus
from optimapos.shifts.rules.needed import check_cash_has_shift
from optimapos.wallet.services.opening import open_for_customer
from optimapos.wallet.types import WalletKind

UNCONNECTED = frozenset({"", "MANUAL"})
"""Providers whose money somebody gives back by hand: a payment of another one waits until its gateway has sent it."""


@dataclass(frozen=True, slots=True)
class Part:
    """So much goes out this way, and back to a payment where it is of one."""

    method: str
    amount: Decimal
    original: Payment | None = None


def give_money_back(
    refund: Refund,
    sale: Sale,
    customer: Customer | None,
    actor: Actor,
    at: datetime,
    chosen: Sequence[BackTo],
    wallets: SaleWallets,
    exchanged: Exchanged | None = None,
) -> None:
    """Lower what is owed for the sale, then give the rest back as the refund says. The refund's parts are set.

    A credit note settles other debts of the customer; what is left of it is store credit, or without a customer a code.

    Refuses: CUSTOMER_REQUIRED, REFUND_ABOVE_PAYMENT, SHIFT_NOT_OPEN, WALLET_NOT_FOUND, WALLET_BLOCKED, and as `to_original`.
    """
    taken = list(sale.payments.filter(direction=PaymentDirection.IN, status=PaymentStatus.SUCCESSFUL).order_by("id"))
    method = exchanged.rest_method if exchanged else refund.refund_method
    part = exchanged.part if exchanged else ZERO
    if part > refund.amount - min(refund.amount, sale.amount_due):
        raise StartOver  # something of the sale was given back since its worth was read
    payout = to_original(refund.amount - part, sale.amount_due, _tenders(method, taken), chosen)
    by_id = {each.pk: each for each in taken}
    parts = [Part(by_id[back.payment_id].payment_method, back.amount, by_id[back.payment_id]) for back in payout.parts]
    refund.debt_amount = payout.debt
    goes_in_cash = method == RefundMethod.CASH or (method == RefundMethod.ORIGINAL_PAYMENT and customer is None)
    if goes_in_cash and payout.rest:
        parts.append(Part(PaymentMethod.CASH, payout.rest))
    elif payout.rest and method == RefundMethod.CREDIT_NOTE:
        refund.credited_amount, granted = credited(payout.rest, _other_debts(customer, payout.debt))
        if granted:
            parts.append(Part(PaymentMethod.STORE_CREDIT, granted))
    elif payout.rest:
        refund.credited_amount = payout.rest
    refund.paid_amount = refund.amount - refund.debt_amount - refund.credited_amount
    if part:
        parts.append(Part(PaymentMethod.EXCHANGE, part))
    _pay_out(refund, actor, at, parts, wallets)
    _book(refund, customer, actor, at)


def give_money_out(refund: Refund, customer: Customer | None, actor: Actor, at: datetime, wallets: SaleWallets) -> None:
    """Give money for goods without a receipt, in cash or as store credit; `credited_amount` of it settles debts. There is no
    payment of a sale that it could go back to.

    Refuses: SHIFT_NOT_OPEN, WALLET_BLOCKED.
    """
    refund.paid_amount = refund.amount - refund.credited_amount
    method = PaymentMethod.CASH if refund.refund_method == RefundMethod.CASH else PaymentMethod.STORE_CREDIT
    _pay_out(refund, actor, at, [Part(method, refund.paid_amount)] if refund.paid_amount else [], wallets)
    _book(refund, customer, actor, at)


def store_credit_of(refund: Refund, sale: Sale, customer: Customer | None, exchanged: Exchanged | None) -> UUID | None:
    """The customer's account that a credit note adds to, opened where there is none; None where it adds to none.

    The account is locked later, with all others in the order of their ids.
    """
    method = exchanged.rest_method if exchanged else refund.refund_method
    if customer is None or method != RefundMethod.CREDIT_NOTE:
        return None
    debt = min(refund.amount, sale.amount_due)
    rest = refund.amount - debt - (exchanged.part if exchanged else ZERO)
    _, granted = credited(rest, _other_debts(customer, debt))
    return open_for_customer(refund.business_id, customer.pk, WalletKind.STORE_CREDIT) if granted > 0 else None


def _other_debts(customer: Customer | None, debt: Decimal) -> Decimal:
    """What the customer owes beside what the refund lowers of its sale."""
    return customer.outstanding_balance - debt if customer else ZERO


def _tenders(method: str, taken: Sequence[Payment]) -> list[Tender]:
    """What may go back to which payment: for cash only to those in cash, for a credit note to none, and never to goods."""
    if method == RefundMethod.CREDIT_NOTE:
        return []
    is_cash = method == RefundMethod.CASH
    return [
        Tender(each.pk, each.payment_method, each.amount_paid - each.refunded_amount)
        for each in taken
        if each.payment_method == PaymentMethod.CASH or (not is_cash and each.payment_method != PaymentMethod.EXCHANGE)
    ]


def _pay_out(refund: Refund, actor: Actor, at: datetime, parts: Sequence[Part], wallets: SaleWallets) -> None:
    if refund.shift_id is None and any(part.method == PaymentMethod.CASH for part in parts):
        needed = Business.objects.values_list("requires_shift", flat=True).get(pk=refund.business_id)
        check_cash_has_shift(requires_shift=needed, shift_id=None)
    payments = []
    for part in parts:
        payment = _payment(refund, actor, at, part)
        if part.original is not None:
            if part.method in FROM_A_WALLET:
                payment.wallet_entry_id = wallets.give_back(refund, part.original, part.amount, actor, at)
            part.original.refunded_amount += part.amount
        elif part.method == PaymentMethod.STORE_CREDIT:
            payment.wallet_entry_id = wallets.grant(refund, part.amount, actor, at)
        payments.append(payment)
    rows = Payment.objects.for_business(refund.business_id)
    rows.bulk_create(payments)
    rows.bulk_update([part.original for part in parts if part.original is not None], ["refunded_amount"])
    for payment in payments:
        AuditLog.log_event(
            "payment.created",
            business=refund.business_id,
            actor=actor,
            location_id=refund.location_id,
            sale_id=refund.sale_id,
            refund_id=refund.pk,
            customer_id=refund.of_customer_id,
            payment_id=payment.pk,
            event_data={"direction": "OUT", "method": payment.payment_method, "amount": str(payment.amount_paid)},
        )


def _payment(refund: Refund, actor: Actor, at: datetime, part: Part) -> Payment:
    if refund.business_date is None or refund.accounting_date is None:
        raise AssertionError("a refund is processed on a day")
    provider = part.original.provider if part.original else ""
    waits = provider not in UNCONNECTED
    return Payment(
        business_id=refund.business_id,
        sale_id=refund.sale_id,
        customer_id=refund.of_customer_id,
        terminal_id=actor.terminal_id,
        shift_id=refund.shift_id,
        user_id=actor.user_id,
        direction=PaymentDirection.OUT,
        payment_method=part.method,
        status=PaymentStatus.PENDING if waits else PaymentStatus.SUCCESSFUL,
        amount_paid=part.amount,
        tendered=part.amount,
        original_payment=part.original,
        refund_id=refund.pk,
        provider=provider,
        currency=refund.currency,
        business_date=refund.business_date,
        accounting_date=refund.accounting_date,
        settled_at=None if waits else at,
    )


def _book(refund: Refund, customer: Customer | None, actor: Actor, at: datetime) -> None:
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
            reference=(refund.sale and refund.sale.receipt_number) or "",
        )
    )
    ledger.settle_chosen(entry, [Wish(refund.of_sale.pk, refund.debt_amount)] if refund.debt_amount else [])
