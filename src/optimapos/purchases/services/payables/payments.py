"""Payments to suppliers, and money that comes back from them."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.money import ZERO
from optimapos.core.operations import operation
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.models import Location
from optimapos.organization.selectors import currency_of
from optimapos.partners.locks import lock_supplier
from optimapos.partners.models import Supplier, SupplierDivision
from optimapos.purchases.models import SupplierPayment
from optimapos.purchases.rules.amounts import in_ledger_currency
from optimapos.purchases.rules.payables import check_amount
from optimapos.purchases.services.payables.ledger import NewEntry, SupplierLedger, entry_of
from optimapos.purchases.services.payables.money import day_of, drawn_number, locked_supplier_of, money_columns
from optimapos.purchases.types import EntryKind, Wish


class PaymentFields(TypedDict, total=False):
    """What a caller says of a payment. Without a currency it is the supplier's; another than the business's needs the rate
    at which the bank took it. Without a day it is today.
    """

    amount: Decimal
    method: str
    division: SupplierDivision | None
    currency: str
    exchange_rate: Decimal
    reference: str
    paid_on: date
    is_refund: bool
    notes: str


class SupplierPaymentService:
    """Books payments, lets them settle invoices, and takes them back."""

    @staticmethod
    @operation
    def create_payment(
        *,
        business: BusinessRef,
        actor: Actor,
        location: Location,
        supplier: Supplier,
        fields: PaymentFields,
        at: datetime,
        allocations: Sequence[Wish] | None = None,
    ) -> Result[SupplierPayment]:
        """Book money that was paid. It settles `allocations`; None: invoices in its currency, the oldest due first.

        What is left stays as open credit. A refund comes out of open credit, and may not be more than there is of it.

        Refuses: SUPPLIER_NOT_FOUND, NOT_FOUND (a division of another supplier), AMOUNT_NOT_POSITIVE, AMOUNT_TOO_PRECISE,
        UNKNOWN_CURRENCY, BAD_EXCHANGE_RATE, DATE_IN_THE_FUTURE, INVOICE_NOT_OPEN (data: invoice), CURRENCY_DIFFERS,
        ALLOCATION_TOO_LARGE (data: invoice, open, asked), REFUND_EXCEEDS_CREDIT (data: credit, asked).
        """
        ledger = SupplierLedger(lock_supplier(business, supplier.pk), location, actor, at)
        columns = _columns(ledger, fields)
        if columns["is_refund"]:
            _check_refund(ledger, columns["amount"], columns["currency"])
        number = drawn_number(business, "supplier_payment", "SP-")
        payment = SupplierPayment(
            business_id=business_id_of(business),
            supplier=ledger.supplier,
            location=location,
            number=number,
            created_by=actor.user_id,
            **columns,
        )
        payment.save(force_insert=True)
        entry = ledger.book(_entry(ledger, payment))
        ledger.settle_with(entry.pk, allocations)
        _trace(payment, actor, "created", {"amount": shown(payment.amount), "currency": payment.currency})
        return Result.success(payment)

    @staticmethod
    @operation
    def allocate_payment(
        *,
        business: BusinessRef,
        actor: Actor,
        payment_id: UUID,
        at: datetime,
        allocations: Sequence[Wish] | None = None,
    ) -> Result[SupplierPayment]:
        """Let what is left of a payment settle invoices: `allocations`, or the oldest due first.

        Refuses: NOT_FOUND, ALREADY_REVERSED, INVOICE_NOT_OPEN, CURRENCY_DIFFERS, ALLOCATION_TOO_LARGE.
        """
        supplier, payment = locked_supplier_of(SupplierPayment, business, payment_id, actor)
        _check_not_reversed(payment)
        ledger = SupplierLedger(supplier, payment.location, actor, at)
        ledger.settle_with(entry_of(payment.business_id, payment.pk).pk, allocations)
        _trace(payment, actor, "allocated", {})
        return Result.success(payment)

    @staticmethod
    @operation
    def reverse_payment(
        *, business: BusinessRef, actor: Actor, payment_id: UUID, at: datetime, reason: str
    ) -> Result[SupplierPayment]:
        """Take a payment back: what it settled is open again.

        Refuses: NOT_FOUND, COMMENT_REQUIRED, ALREADY_REVERSED.
        """
        supplier, payment = locked_supplier_of(SupplierPayment, business, payment_id, actor)
        _check_not_reversed(payment)
        if not reason.strip():
            raise DomainError("COMMENT_REQUIRED", "Say why the payment is taken back.")
        SupplierLedger(supplier, payment.location, actor, at).reverse(entry_of(payment.business_id, payment.pk))
        payment.reversed_at, payment.reversed_by, payment.reversal_reason = at, actor.user_id, reason.strip()
        payment.save(update_fields=["reversed_at", "reversed_by", "reversal_reason", "updated_at"])
        _trace(payment, actor, "reversed", {"amount": shown(payment.amount), "currency": payment.currency})
        return Result.success(payment)


def _columns(ledger: SupplierLedger, fields: PaymentFields) -> dict[str, Any]:
    columns = money_columns(ledger.business_id, ledger.supplier, fields)
    check_amount(fields["amount"], columns["currency"])
    return {
        "is_refund": False,
        **fields,
        **columns,
        "paid_on": day_of(fields.get("paid_on"), ledger.location, ledger.at, "paid_on"),
    }


def _entry(ledger: SupplierLedger, payment: SupplierPayment) -> NewEntry:
    sign = 1 if payment.is_refund else -1
    worth = in_ledger_currency(payment.amount, payment.exchange_rate, currency_of(ledger.business_id))
    return NewEntry(
        kind=EntryKind.PAYMENT,
        amount=sign * worth,
        currency=payment.currency,
        foreign_amount=sign * payment.amount,
        rate=payment.exchange_rate,
        document_date=payment.paid_on,
        reference=payment.number,
        source_type="SUPPLIER_PAYMENT",
        source_id=payment.pk,
    )


def _check_refund(ledger: SupplierLedger, amount: Decimal, currency: str) -> None:
    rows = [row.entry for row in ledger.open() if not row.is_debit and row.entry.currency == currency]
    credit = sum((entry.open_foreign for entry in rows), ZERO)
    if amount > credit:
        figures = {"credit": shown(credit), "asked": shown(amount)}
        msg = f"The supplier has {figures['credit']} {currency} to give back, and {figures['asked']} was asked."
        raise DomainError("REFUND_EXCEEDS_CREDIT", msg, figures)


def _check_not_reversed(payment: SupplierPayment) -> None:
    if payment.reversed_at:
        raise DomainError("ALREADY_REVERSED", f"{payment.number} was taken back already.")


def _trace(payment: SupplierPayment, actor: Actor, what: str, figures: dict[str, Any]) -> None:
    AuditLog.log_event(
        f"supplier_payment.{what}",
        business=payment.business_id,
        actor=actor,
        location_id=payment.location_id,
        event_data={"id": str(payment.pk), "supplier": str(payment.supplier_id), "number": payment.number, **figures},
    )
