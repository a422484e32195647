"""Credit notes of suppliers: for goods that went back, matched line by line, or for something else."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.operations import operation
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.models import Location
from optimapos.organization.selectors import currency_of
from optimapos.partners.locks import lock_supplier
from optimapos.partners.models import Supplier, SupplierDivision
from optimapos.purchases.models import SupplierCreditNote, SupplierCreditNoteLine, SupplierReturnLine
from optimapos.purchases.rules.amounts import in_ledger_currency, net_amount, total
from optimapos.purchases.rules.payables import check_amount
from optimapos.purchases.selectors.payables import credited_of
from optimapos.purchases.services.payables.invoices import base_quantity
from optimapos.purchases.services.payables.ledger import NewEntry, SupplierLedger, entry_of
from optimapos.purchases.services.payables.money import (
    check_totals,
    day_of,
    drawn_number,
    locked_supplier_of,
    money_columns,
)
from optimapos.purchases.types import EntryKind, NewCreditLine, Wish

Returned = Mapping[UUID, SupplierReturnLine]


class CreditNoteFields(TypedDict, total=False):
    """What a caller says of a credit note."""

    supplier_number: str
    document_date: date
    division: SupplierDivision | None
    currency: str
    exchange_rate: Decimal
    tax_amount: Decimal
    rounding: Decimal
    notes: str


class SupplierCreditNoteService:
    """Books credit notes, lets them settle invoices, and takes them back."""

    @staticmethod
    @operation
    def create_credit_note(
        *,
        business: BusinessRef,
        actor: Actor,
        location: Location,
        supplier: Supplier,
        fields: CreditNoteFields,
        lines: Sequence[NewCreditLine],
        at: datetime,
        allocations: Sequence[Wish] | None = (),
    ) -> Result[SupplierCreditNote]:
        """Book a credit note. It settles `allocations`; None: the oldest due first; none of them: it stays as open credit.

        Refuses: SUPPLIER_NOT_FOUND, NOT_FOUND (a division, lines of returns), RETURN_NOT_COMPLETED (data: return, status),
        CREDIT_EXCEEDS_RETURN (data: line, returned, credited, asked), CURRENCY_DIFFERS, UNKNOWN_CURRENCY,
        BAD_EXCHANGE_RATE, BAD_QUANTITY, QUANTITY_TOO_PRECISE, AMOUNT_NOT_POSITIVE, AMOUNT_TOO_PRECISE, AMOUNT_TOO_LARGE,
        DATE_IN_THE_FUTURE, DUPLICATE_CREDIT_NOTE, INVOICE_NOT_OPEN, ALLOCATION_TOO_LARGE.
        """
        ledger = SupplierLedger(lock_supplier(business, supplier.pk), location, actor, at)
        columns = _columns(ledger, fields)
        returned = _returned(ledger, columns["currency"], lines)
        rows = [_line(line_no, line, returned, columns["currency"]) for line_no, line in enumerate(lines, start=1)]
        _check_returned(business, rows, returned)
        note = _saved(ledger, columns, rows)
        entry = ledger.book(_entry(ledger, note))
        ledger.settle_with(entry.pk, allocations)
        _trace(note, actor, "created", {"total_amount": shown(note.total_amount), "currency": note.currency})
        return Result.success(note)

    @staticmethod
    @operation
    def allocate_credit_note(
        *,
        business: BusinessRef,
        actor: Actor,
        credit_note_id: UUID,
        at: datetime,
        allocations: Sequence[Wish] | None = None,
    ) -> Result[SupplierCreditNote]:
        """Let what is left of a credit note settle invoices: `allocations`, or the oldest due first.

        Refuses: NOT_FOUND, ALREADY_REVERSED, INVOICE_NOT_OPEN, CURRENCY_DIFFERS, ALLOCATION_TOO_LARGE.
        """
        supplier, note = locked_supplier_of(SupplierCreditNote, business, credit_note_id, actor)
        _check_not_reversed(note)
        ledger = SupplierLedger(supplier, note.location, actor, at)
        ledger.settle_with(entry_of(note.business_id, note.pk).pk, allocations)
        _trace(note, actor, "allocated", {})
        return Result.success(note)

    @staticmethod
    @operation
    def reverse_credit_note(
        *, business: BusinessRef, actor: Actor, credit_note_id: UUID, at: datetime, reason: str
    ) -> Result[SupplierCreditNote]:
        """Take a credit note back: what it settled is open again, and so is the claim for the goods.

        Refuses: NOT_FOUND, COMMENT_REQUIRED, ALREADY_REVERSED.
        """
        supplier, note = locked_supplier_of(SupplierCreditNote, business, credit_note_id, actor)
        _check_not_reversed(note)
        if not reason.strip():
            raise DomainError("COMMENT_REQUIRED", "Say why the credit note is taken back.")
        SupplierLedger(supplier, note.location, actor, at).reverse(entry_of(note.business_id, note.pk))
        note.reversed_at, note.reversed_by, note.reversal_reason = at, actor.user_id, reason.strip()
        note.save(update_fields=["reversed_at", "reversed_by", "reversal_reason", "updated_at"])
        _trace(note, actor, "reversed", {"total_amount": shown(note.total_amount), "currency": note.currency})
        return Result.success(note)


def _columns(ledger: SupplierLedger, fields: CreditNoteFields) -> dict[str, Any]:
    money = money_columns(ledger.business_id, ledger.supplier, fields)
    return {
        **money,
        "supplier_number": fields["supplier_number"].strip(),
        "document_date": day_of(fields.get("document_date"), ledger.location, ledger.at, "document_date"),
        "tax_amount": fields.get("tax_amount", Decimal(0)),
        "rounding": fields.get("rounding", Decimal(0)),
        "notes": fields.get("notes", ""),
    }


def _returned(ledger: SupplierLedger, currency: str, lines: Sequence[NewCreditLine]) -> dict[UUID, SupplierReturnLine]:
    """The lines of returns that are named: posted, of this supplier, in this currency, at places that the actor sees."""
    wanted = {line.return_line_id for line in lines if line.return_line_id}
    rows = SupplierReturnLine.objects.for_business(ledger.business_id).filter(
        pk__in=wanted, supplier_return__supplier=ledger.supplier
    )
    found = {
        row.pk: row
        for row in rows.select_related("supplier_return__status")
        if ledger.actor.sees(row.supplier_return.location_id)
    }
    if missing := sorted(str(line) for line in wanted - found.keys()):
        raise DomainError("NOT_FOUND", "The supplier has no such line of a return.", {"lines": missing})
    for row in found.values():
        document = row.supplier_return
        if not document.is_posted:
            data = {"return": str(document.pk), "status": document.status.code}
            raise DomainError("RETURN_NOT_COMPLETED", f"Nothing of {document.number} went back.", data)
        if document.currency != currency:
            msg = f"Goods of {document.number} are credited in {document.currency}."
            raise DomainError("CURRENCY_DIFFERS", msg, {"currency": document.currency})
    return found


def _line(line_no: int, line: NewCreditLine, returned: Returned, currency: str) -> SupplierCreditNoteLine:
    row = returned[line.return_line_id] if line.return_line_id else None
    if row is None and (line.unit_price is None or not line.description.strip()):
        msg = f"Line {line_no}: name a line of a return, or say how much is credited and what for."
        raise DomainError("VALIDATION_FAILED", msg, {"line": line_no})
    price = line.unit_price
    discount = Decimal(0)
    if row is not None and price is None:
        price, discount = row.unit_price, row.discount_percent
    return SupplierCreditNoteLine(
        line_no=line_no,
        return_line=row,
        description=line.description.strip(),
        quantity=line.quantity,
        base_qty=base_quantity(line_no, line.quantity, row) if row else Decimal(0),
        unit_price=price,
        net_amount=net_amount(line.quantity, price or Decimal(0), discount, currency),
    )


def _check_returned(business: BusinessRef, rows: Sequence[SupplierCreditNoteLine], returned: Returned) -> None:
    """Refuses: CREDIT_EXCEEDS_RETURN. The supplier's lock keeps other credit notes out."""
    credited = credited_of(business, returned)
    asked: dict[UUID, Decimal] = {}
    for row in rows:
        if row.return_line_id:
            asked[row.return_line_id] = asked.get(row.return_line_id, Decimal(0)) + row.base_qty
    for line_id, quantity in asked.items():
        line = returned[line_id]
        if credited[line_id] + quantity > line.base_qty:
            figures = {
                "line": str(line_id),
                "returned": shown(line.base_qty),
                "credited": shown(credited[line_id]),
                "asked": shown(quantity),
            }
            msg = f"{figures['returned']} went back and {figures['credited']} is credited already."
            raise DomainError("CREDIT_EXCEEDS_RETURN", msg, figures)


def _saved(
    ledger: SupplierLedger, columns: Mapping[str, Any], rows: Sequence[SupplierCreditNoteLine]
) -> SupplierCreditNote:
    net = total(row.net_amount for row in rows)
    amount = check_totals(net, columns["tax_amount"], columns["rounding"], columns["currency"])
    check_amount(amount, columns["currency"])
    note = SupplierCreditNote(
        business_id=business_id_of(ledger.business_id),
        supplier=ledger.supplier,
        location=ledger.location,
        number=drawn_number(ledger.business_id, "supplier_credit_note", "SC-"),
        net_amount=net,
        total_amount=amount,
        created_by=ledger.actor.user_id,
        **columns,
    )
    note.save(force_insert=True)
    for row in rows:
        row.business_id, row.credit_note = ledger.business_id, note
    SupplierCreditNoteLine.objects.for_business(ledger.business_id).bulk_create(rows)
    return note


def _entry(ledger: SupplierLedger, note: SupplierCreditNote) -> NewEntry:
    return NewEntry(
        kind=EntryKind.CREDIT_NOTE,
        amount=-in_ledger_currency(note.total_amount, note.exchange_rate, currency_of(ledger.business_id)),
        currency=note.currency,
        foreign_amount=-note.total_amount,
        rate=note.exchange_rate,
        document_date=note.document_date,
        reference=note.supplier_number,
        source_type="SUPPLIER_CREDIT_NOTE",
        source_id=note.pk,
    )


def _check_not_reversed(note: SupplierCreditNote) -> None:
    if note.reversed_at:
        raise DomainError("ALREADY_REVERSED", f"{note.number} was taken back already.")


def _trace(note: SupplierCreditNote, actor: Actor, what: str, figures: dict[str, Any]) -> None:
    AuditLog.log_event(
        f"supplier_credit_note.{what}",
        business=note.business_id,
        actor=actor,
        location_id=note.location_id,
        event_data={"id": str(note.pk), "supplier": str(note.supplier_id), "number": note.number, **figures},
    )
