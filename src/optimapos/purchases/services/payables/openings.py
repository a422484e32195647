"""What was owed to suppliers before the books began."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.operations import operation
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.organization.models import Location
from optimapos.organization.selectors import currency_of
from optimapos.partners.locks import lock_supplier
from optimapos.partners.models import Supplier
from optimapos.purchases.models import SupplierTransaction
from optimapos.purchases.rules.amounts import in_ledger_currency
from optimapos.purchases.rules.payables import check_amount, due_on
from optimapos.purchases.services.payables.ledger import NewEntry, SupplierLedger
from optimapos.purchases.services.payables.money import day_of, money_columns
from optimapos.purchases.types import EntryKind


class OpeningFields(TypedDict, total=False):
    """What was open: above 0 owed to the supplier, below 0 credit with it."""

    amount: Decimal
    currency: str
    exchange_rate: Decimal
    document_date: date
    due_date: date | None
    reference: str


class SupplierOpeningService:
    """Takes opening balances over."""

    @staticmethod
    @operation
    def book_opening(
        *,
        business: BusinessRef,
        actor: Actor,
        location: Location,
        supplier: Supplier,
        fields: OpeningFields,
        at: datetime,
    ) -> Result[SupplierTransaction]:
        """Book one open item from before: an invoice that is still to be paid, or credit that is still to be used.

        Refuses: SUPPLIER_NOT_FOUND, AMOUNT_NOT_POSITIVE (for 0), AMOUNT_TOO_PRECISE, UNKNOWN_CURRENCY, BAD_EXCHANGE_RATE,
        DATE_IN_THE_FUTURE, DUE_BEFORE_DATE.
        """
        ledger = SupplierLedger(lock_supplier(business, supplier.pk), location, actor, at)
        entry = ledger.book(_entry(ledger, fields))
        AuditLog.log_event(
            "supplier_opening.booked",
            business=business,
            actor=actor,
            location_id=location.pk,
            event_data={"id": str(entry.pk), "supplier": str(supplier.pk), "amount": shown(entry.amount)},
        )
        return Result.success(entry)


def _entry(ledger: SupplierLedger, fields: OpeningFields) -> NewEntry:
    columns: dict[str, Any] = money_columns(ledger.business_id, ledger.supplier, fields)
    amount, currency, rate = fields["amount"], columns["currency"], columns["exchange_rate"]
    check_amount(abs(amount), currency)
    day = day_of(fields.get("document_date"), ledger.location, ledger.at, "document_date")
    due = fields.get("due_date") or due_on(day, ledger.supplier.get_effective_payment_days())
    check_due(day, due)
    worth = in_ledger_currency(abs(amount), rate, currency_of(ledger.business_id))
    return NewEntry(
        kind=EntryKind.OPENING,
        amount=worth if amount > 0 else -worth,
        currency=currency,
        foreign_amount=amount,
        rate=rate,
        document_date=day,
        due_date=due if amount > 0 else None,
        reference=fields.get("reference", ""),
        source_type=EntryKind.OPENING,
    )


def check_due(document_date: date, due_date: date) -> None:
    """Refuses: DUE_BEFORE_DATE (data: document_date, due_date)."""
    if due_date < document_date:
        figures = {"document_date": document_date.isoformat(), "due_date": due_date.isoformat()}
        raise DomainError("DUE_BEFORE_DATE", "Nothing is due before the day of its paper.", figures)
