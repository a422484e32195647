"""Supplier invoices: written down, changed and matched. Booking one is a step of its workflow."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.operations import operation
from optimapos.core.quantities import QUANTITY_LIMIT, shown, to_base_quantity
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.nomenclatures.services import DocumentService
from optimapos.organization.models import Location
from optimapos.partners.locks import lock_supplier
from optimapos.partners.models import Supplier, SupplierDivision
from optimapos.purchases.locks import lock_invoice, lock_receipts
from optimapos.purchases.models import DeliveryReceiptLine, SupplierInvoice, SupplierInvoiceLine
from optimapos.purchases.rules.amounts import net_amount, total
from optimapos.purchases.rules.payables import due_on
from optimapos.purchases.selectors.documents import receipt_lines
from optimapos.purchases.services.payables.money import check_totals, day_of, money_columns, tax_of
from optimapos.purchases.services.payables.openings import check_due
from optimapos.purchases.types import NewInvoiceLine

Received = Mapping[UUID, DeliveryReceiptLine]


class InvoiceFields(TypedDict, total=False):
    """What a caller says of an invoice. Without `due_date`, the division's or the supplier's days count; without
    `tax_amount`, the lines' rates.
    """

    supplier_number: str
    document_date: date
    due_date: date | None
    division: SupplierDivision | None
    currency: str
    exchange_rate: Decimal
    tax_amount: Decimal
    rounding: Decimal
    notes: str


class SupplierInvoiceService:
    """Creates and changes invoices."""

    @staticmethod
    @operation
    def create_invoice(
        *,
        business: BusinessRef,
        actor: Actor,
        location: Location,
        supplier: Supplier,
        fields: InvoiceFields,
        lines: Sequence[NewInvoiceLine],
        at: datetime,
    ) -> Result[SupplierInvoice]:
        """Write an invoice down: lines of goods that were received, and charges. Whether it matches is asked at approval.

        Refuses: SUPPLIER_NOT_FOUND, NOT_FOUND (a division, lines of receipts), UNKNOWN_CURRENCY, BAD_EXCHANGE_RATE,
        DATE_IN_THE_FUTURE, DUE_BEFORE_DATE, CURRENCY_DIFFERS (data: lines), BAD_QUANTITY, QUANTITY_TOO_PRECISE,
        AMOUNT_TOO_PRECISE, AMOUNT_TOO_LARGE, DUPLICATE_INVOICE.
        """
        seller = lock_supplier(business, supplier.pk)
        received = _received(business, seller, actor, lines)
        columns = _columns(business, seller, location, fields, at)
        invoice = DocumentService.draft(
            business=business,
            model=SupplierInvoice,
            actor=actor,
            location=location,
            columns={**columns, "supplier": seller},
            at=at,
        )
        _write(invoice, lines, received)
        _total(invoice, fields.get("tax_amount"))
        invoice.save()
        return Result.success(invoice)

    @staticmethod
    @operation
    def update_invoice(
        *,
        business: BusinessRef,
        actor: Actor,
        invoice_id: UUID,
        fields: InvoiceFields,
        lines: Sequence[NewInvoiceLine] | None,
        at: datetime,
    ) -> Result[SupplierInvoice]:
        """Change an invoice that is not booked; `lines` are all its lines from then on.

        Refuses: NOT_FOUND, DOCUMENT_NOT_EDITABLE (data: status), BUSY, and as `create_invoice`.
        """
        invoice = lock_invoice(business, invoice_id)
        if invoice is None or not actor.sees(invoice.location_id):
            raise DomainError("NOT_FOUND", "There is no such document.")
        DocumentService.check_editable(invoice)
        if lines is None:
            lines = [_as_new(line) for line in invoice.lines.order_by("line_no")]
        received = _received(business, invoice.supplier, actor, lines)
        _change(invoice, fields, at)
        _write(invoice, lines, received)
        _total(invoice, fields.get("tax_amount", invoice.tax_amount))
        invoice.version += 1
        invoice.save()
        AuditLog.log_event(
            "supplier_invoice.updated",
            business=business,
            actor=actor,
            location_id=invoice.location_id,
            event_data={"id": str(invoice.pk), "total_amount": shown(invoice.total_amount)},
        )
        return Result.success(invoice)


def _columns(
    business: BusinessRef, supplier: Supplier, location: Location, fields: InvoiceFields, at: datetime
) -> dict[str, Any]:
    money = money_columns(business, supplier, fields)
    day = day_of(fields.get("document_date"), location, at, "document_date")
    due = fields.get("due_date") or due_on(day, supplier.get_effective_payment_days(money.get("division")))
    check_due(day, due)
    return {
        **money,
        "supplier_number": fields["supplier_number"].strip(),
        "document_date": day,
        "due_date": due,
        "rounding": fields.get("rounding", Decimal(0)),
        "notes": fields.get("notes", ""),
    }


def _change(invoice: SupplierInvoice, fields: InvoiceFields, at: datetime) -> None:
    """Set what is given. The due date follows the day and the division, unless it is given too."""
    kept: InvoiceFields = {
        "supplier_number": invoice.supplier_number,
        "document_date": invoice.document_date,
        "division": invoice.division,
        "currency": invoice.currency,
        "rounding": invoice.rounding,
        "notes": invoice.notes,
    }
    if fields.get("currency", invoice.currency) == invoice.currency:
        kept["exchange_rate"] = invoice.exchange_rate
    if not {"document_date", "division", "due_date"} & fields.keys():
        kept["due_date"] = invoice.due_date
    asked: InvoiceFields = {**kept, **fields}
    columns = _columns(invoice.business_id, invoice.supplier, invoice.location, asked, at)
    for name, value in columns.items():
        setattr(invoice, name, value)


def _received(
    business: BusinessRef, supplier: Supplier, actor: Actor, lines: Sequence[NewInvoiceLine]
) -> dict[UUID, DeliveryReceiptLine]:
    """The lines of receipts that are named, of this supplier and at places that the actor sees; their receipts are locked."""
    wanted = {line.receipt_line_id for line in lines if line.receipt_line_id}
    lock_receipts(business, {row.receipt_id for row in receipt_lines(business, wanted).values()})
    found = {
        pk: row
        for pk, row in receipt_lines(business, wanted).items()
        if row.receipt.supplier_id == supplier.pk and actor.sees(row.receipt.location_id)
    }
    if missing := sorted(str(line) for line in wanted - found.keys()):
        raise DomainError("NOT_FOUND", "The supplier has no such line of a receipt.", {"lines": missing})
    return found


def _write(invoice: SupplierInvoice, lines: Sequence[NewInvoiceLine], received: Received) -> None:
    """Make these the lines of an invoice, and their sum its net amount."""
    foreign = sorted(str(pk) for pk, row in received.items() if row.receipt.currency != invoice.currency)
    if foreign:
        msg = f"These goods were not received in {invoice.currency}. An invoice is in the currency of its goods."
        raise DomainError("CURRENCY_DIFFERS", msg, {"lines": foreign, "currency": invoice.currency})
    rows = [_line(invoice, line_no, line, received) for line_no, line in enumerate(lines, start=1)]
    own = SupplierInvoiceLine.objects.for_business(invoice.business_id)
    own.filter(invoice=invoice).delete()
    own.bulk_create(rows)
    invoice.net_amount = total(row.net_amount for row in rows)


def _line(invoice: SupplierInvoice, line_no: int, line: NewInvoiceLine, received: Received) -> SupplierInvoiceLine:
    base_qty = Decimal(0)
    if line.receipt_line_id:
        base_qty = base_quantity(line_no, line.quantity, received[line.receipt_line_id])
    elif not line.description.strip():
        msg = f"Line {line_no}: name a line of a receipt, or say what the charge is for."
        raise DomainError("VALIDATION_FAILED", msg, {"line": line_no})
    return SupplierInvoiceLine(
        business_id=invoice.business_id,
        invoice=invoice,
        line_no=line_no,
        receipt_line_id=line.receipt_line_id,
        description=line.description.strip(),
        quantity=line.quantity,
        base_qty=base_qty,
        unit_price=line.unit_price,
        discount_percent=line.discount_percent,
        tax_rate=line.tax_rate,
        net_amount=net_amount(line.quantity, line.unit_price, line.discount_percent, invoice.currency),
    )


def base_quantity(line_no: int, quantity: Decimal, row: Any) -> Decimal:
    """`quantity` packages of a line of a receipt or a return, in base units.

    Refuses: BAD_QUANTITY, QUANTITY_TOO_PRECISE (data: line, quantity).
    """
    if not 0 < quantity < QUANTITY_LIMIT:
        msg = f"Line {line_no}: a quantity is above 0 and below {QUANTITY_LIMIT:f}."
        raise DomainError("BAD_QUANTITY", msg, {"line": line_no, "quantity": shown(quantity)})
    base = to_base_quantity(quantity, row.factor_num, row.factor_den)
    if base is None:
        msg = f"Line {line_no}: that is no number of base units."
        raise DomainError("QUANTITY_TOO_PRECISE", msg, {"line": line_no, "quantity": shown(quantity)})
    return base


def _total(invoice: SupplierInvoice, tax: Decimal | None) -> None:
    if tax is None:
        rows = invoice.lines.order_by("line_no").values_list("net_amount", "tax_rate")
        tax = tax_of(list(rows), invoice.currency)
    invoice.tax_amount = tax
    invoice.total_amount = check_totals(invoice.net_amount, tax, invoice.rounding, invoice.currency)


def _as_new(line: SupplierInvoiceLine) -> NewInvoiceLine:
    return NewInvoiceLine(
        quantity=line.quantity,
        unit_price=line.unit_price,
        receipt_line_id=line.receipt_line_id,
        description=line.description,
        discount_percent=line.discount_percent,
        tax_rate=line.tax_rate,
    )
