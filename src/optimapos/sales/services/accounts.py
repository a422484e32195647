"""Payments on account: money that a customer brings for what they owe, and what becomes of the sales that it settles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypedDict
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.money import ZERO
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.models import Business, Location
from optimapos.organization.selectors import currency_of
from optimapos.partners.locks import lock_customer
from optimapos.partners.models import Customer
from optimapos.partners.rules.receivables import Part, check_amount
from optimapos.partners.services.receivables import CustomerLedger, NewEntry, kept_as_credit
from optimapos.partners.types import CreditKind, Wish
from optimapos.sales.locks import lock_sales
from optimapos.sales.models import Payment, Sale
from optimapos.sales.rules.settlement import status_of
from optimapos.sales.types import TAKEN_AT_THE_TILL, PaymentMethod, PaymentStatus
from optimapos.shifts.locks import share_open_shift
from optimapos.shifts.rules.needed import check_sells_in_shift


class PaymentFields(TypedDict, total=False):
    """What a caller says of a payment. `tendered`: what was handed over in cash, the amount and what is given back."""

    amount: Decimal
    payment_method: str
    tendered: Decimal
    transaction_reference: str
    phone_number: str


@dataclass(frozen=True, slots=True)
class TakenPayment:
    """A payment on account: what it settled, and what stays as the customer's credit."""

    payment: Payment
    customer: Customer
    parts: Sequence[Part]
    kept: Decimal


class CustomerPaymentService:
    """Takes payments on account. Source: sales-backend-guide.md endpoint 10."""

    @staticmethod
    @operation
    def record_payment(
        *,
        business: BusinessRef,
        actor: Actor,
        customer_id: UUID,
        location: Location,
        fields: PaymentFields,
        at: datetime,
        allocations: Sequence[Wish] = (),
    ) -> Result[TakenPayment]:
        """Take money for what a customer owes: for the sales in `allocations` first, then the oldest due first.

        More than is owed stays as the customer's credit, and the answer says how much.

        Refuses: SHIFT_NOT_OPEN, CUSTOMER_NOT_FOUND, AMOUNT_NOT_POSITIVE, AMOUNT_TOO_PRECISE, METHOD_NOT_AVAILABLE,
        TENDERED_TOO_LITTLE (data: amount, tendered), DEBT_NOT_OPEN (data: source), ALLOCATION_TOO_LARGE (data:
        source, open, asked).
        """
        shift_id = share_open_shift(business, actor.terminal_id)
        settings = Business.objects.get(pk=business_id_of(business))
        check_sells_in_shift(requires_shift=settings.requires_shift, terminal_id=actor.terminal_id, shift_id=shift_id)
        customer = lock_customer(business, customer_id)
        _check(fields, settings.currency)
        payment = _payment(business, actor, customer, location, fields, at)
        payment.shift_id = shift_id
        payment.save(force_insert=True)
        ledger = CustomerLedger(customer, actor.user_id, at)
        entry = ledger.book(
            NewEntry(
                kind=CreditKind.PAYMENT,
                amount=-payment.amount_paid,
                business_date=payment.business_date,
                source_id=payment.pk,
                reference=payment.transaction_reference[:60],
            )
        )
        parts = ledger.settle_chosen(entry, allocations)
        kept = kept_as_credit(entry, parts)
        AuditLog.log_event(
            "payment.created",
            business=business,
            actor=actor,
            customer_id=customer.pk,
            location_id=location.pk,
            payment_id=payment.pk,
            event_data={"method": payment.payment_method, "amount": str(payment.amount_paid), "kept": str(kept)},
        )
        payment.refresh_from_db()  # amounts as a later read tells them
        return Result.success(TakenPayment(payment, customer, parts, kept))


class SaleDebts:
    """Takes the news of what was settled of sales on credit. Wired as `IDebtSources`."""

    @staticmethod
    def settled(*, business: BusinessRef, amounts: Mapping[UUID, Decimal]) -> None:
        """So much more of these sales is paid. The customer is locked, so no other payment comes between."""
        sales = lock_sales(business, amounts)
        for sale in sales:
            sale.amount_paid += amounts[sale.pk]
            sale.amount_due -= amounts[sale.pk]
            sale.status = status_of(sale.amount_paid, sale.amount_due)
        Sale.objects.for_business(business).bulk_update(sales, ["amount_paid", "amount_due", "status"])


def _check(fields: PaymentFields, currency: str) -> None:
    amount, tendered = fields["amount"], fields.get("tendered")
    check_amount(amount, currency)
    if fields["payment_method"] not in TAKEN_AT_THE_TILL:
        raise DomainError("METHOD_NOT_AVAILABLE", f"{fields['payment_method']} is not taken for what is owed.")
    if tendered is None:
        return
    if fields["payment_method"] != PaymentMethod.CASH and tendered != amount:
        raise DomainError("METHOD_NOT_AVAILABLE", "Only cash is given back. Take exactly the amount.")
    if tendered < amount:
        figures = {"amount": str(amount), "tendered": str(tendered)}
        raise DomainError("TENDERED_TOO_LITTLE", f"{tendered} is less than the {amount} to be taken.", figures)
    check_amount(tendered, currency)


def _payment(
    business: BusinessRef, actor: Actor, customer: Customer, location: Location, fields: PaymentFields, at: datetime
) -> Payment:
    day, tendered = location.local_day(at), fields.get("tendered", fields["amount"])
    return Payment(
        business_id=business_id_of(business),
        customer=customer,
        terminal_id=actor.terminal_id,
        user_id=actor.user_id,
        payment_method=fields["payment_method"],
        status=PaymentStatus.SUCCESSFUL,
        amount_paid=fields["amount"],
        tendered=tendered,
        change=tendered - fields["amount"],
        refunded_amount=ZERO,
        currency=currency_of(business),
        transaction_reference=fields.get("transaction_reference", ""),
        phone_number=fields.get("phone_number", ""),
        business_date=day,
        accounting_date=day,
        settled_at=at,
    )
