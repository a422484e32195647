"""What the steps of an invoice do: it is matched, booked into the supplier's ledger, and taken out of it again.

`facts` of the step that books it: `accept_differences`, and `differences_to_goods`: what the goods cost more or less than
they were received for is added to them.
"""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from optimapos.core.actors import Capability
from optimapos.core.money import ZERO
from optimapos.core.result import DomainError
from optimapos.inventory.services import StockAmendments
from optimapos.inventory.services.effects import source_of
from optimapos.inventory.types import CostShare
from optimapos.nomenclatures.types import Step
from optimapos.organization.selectors import currency_of
from optimapos.purchases.models import DeliveryReceiptLine, LandedCostCharge, SupplierInvoice, SupplierInvoiceLine
from optimapos.purchases.rules.amounts import discounted, in_ledger_currency
from optimapos.purchases.rules.matching import MatchedLine, Tolerance, difference_on_goods, mismatch, mismatches
from optimapos.purchases.selectors.settings import settings_of
from optimapos.purchases.services.payables.ledger import NewEntry, SupplierLedger, entry_of
from optimapos.purchases.types import EntryKind

ACCEPTED = "accept_differences"
TO_GOODS = "differences_to_goods"


def check_invoice_step(document: SupplierInvoice, step: Step) -> None:
    """Refuses: DOCUMENT_EMPTY, RECEIPT_NOT_COMPLETED (data: receipt, status), INVOICE_MISMATCH (data: lines),
    PERMISSION_DENIED, COMMENT_REQUIRED when it is booked; CHARGED_TO_GOODS (data: landed_costs) when that is taken back.
    """
    if step.creates_movements:
        _check_match(document, step)
    if step.reverses_movements:
        _check_not_charged(document)


class InvoiceBooking:
    """Books an invoice, and reverses the entry."""

    @staticmethod
    def apply(*, document: SupplierInvoice, step: Step) -> None:
        """The supplier and the receipts are locked: they stand above the invoice.

        Refuses: COST_BELOW_ZERO, NOT_RECEIVED where differences go onto the goods; BUSY.
        """
        if step.creates_movements:
            _book(document, step)
        elif step.reverses_movements:
            _unbook(document, step)
        elif document.status.is_final:  # it was never booked: its number is free again
            document.is_void = True
            document.save(update_fields=["is_void", "updated_at"])


def _check_match(document: SupplierInvoice, step: Step) -> None:
    lines = _lines(document)
    if not lines:
        raise DomainError("DOCUMENT_EMPTY", f"{document.number} has no lines. Add one.")
    for line in lines:
        if line.receipt_line and not line.receipt_line.receipt.is_posted:
            receipt = line.receipt_line.receipt
            msg = f"{receipt.number} is in {receipt.status.code}: nothing of it was received."
            raise DomainError("RECEIPT_NOT_COMPLETED", msg, {"receipt": str(receipt.pk), "status": receipt.status.code})
    if step.facts.get(TO_GOODS):
        _check_approver(step)
    wrong = mismatches(_matched(lines), _tolerance(document), document.currency)
    if wrong and not step.facts.get(ACCEPTED):
        raise mismatch(wrong, document.number)
    if wrong:
        _check_approver(step)
        if not step.comment.strip():
            raise DomainError("COMMENT_REQUIRED", "Say why the differences are accepted.")
        document.has_accepted_differences = True


def _check_approver(step: Step) -> None:
    if not step.actor.can(Capability.PURCHASE_APPROVE):
        data = {"capability": Capability.PURCHASE_APPROVE.value}
        raise DomainError("PERMISSION_DENIED", "Differences are accepted by those who approve purchases.", data)


def _check_not_charged(document: SupplierInvoice) -> None:
    rows = LandedCostCharge.objects.for_business(document.business_id).filter(
        invoice_line__invoice=document, landed_cost__posted_at__isnull=False
    )
    charged = sorted({str(pk) for pk in rows.values_list("landed_cost_id", flat=True)})
    if charged:
        msg = f"Charges of {document.number} were added to the cost of goods. Reverse that first."
        raise DomainError("CHARGED_TO_GOODS", msg, {"landed_costs": charged})


def _lines(document: SupplierInvoice) -> list[SupplierInvoiceLine]:
    related = ("receipt_line__receipt__status", "receipt_line__order_line__order", "receipt_line__product")
    return list(document.lines.select_related(*related).order_by("line_no"))


def _tolerance(document: SupplierInvoice) -> Tolerance:
    row = settings_of(document.business_id)
    return Tolerance(row.price_tolerance_percent, row.price_tolerance_amount, row.quantity_tolerance_percent)


def _matched(lines: Iterable[SupplierInvoiceLine]) -> list[MatchedLine]:
    found, above = [], dict[UUID, Decimal]()
    for line in lines:
        row = line.receipt_line
        if row is None:
            continue
        before = above.get(row.pk, ZERO)
        found.append(
            MatchedLine(
                line_no=line.line_no,
                ordered_price=_ordered_price(row),
                received=row.base_qty,
                already_invoiced=row.invoiced_base_qty + before,
                invoiced=line.base_qty,
                invoiced_amount=line.net_amount,
            )
        )
        above[row.pk] = before + line.base_qty
    return found


def _ordered_price(row: DeliveryReceiptLine) -> Decimal:
    """What one base unit was to cost: as ordered, or for goods that nobody ordered (in this currency), as received."""
    ordered = row.order_line
    agreed = ordered if ordered and ordered.order.currency == row.receipt.currency else row
    return discounted(agreed.unit_price, agreed.discount_percent) * agreed.factor_den / agreed.factor_num


def _book(document: SupplierInvoice, step: Step) -> None:
    ledger = SupplierLedger(document.supplier, document.location, step.actor, step.at)
    ledger.book(
        NewEntry(
            kind=EntryKind.INVOICE,
            amount=in_ledger_currency(document.total_amount, document.exchange_rate, currency_of(document.business_id)),
            currency=document.currency,
            foreign_amount=document.total_amount,
            rate=document.exchange_rate,
            document_date=document.document_date,
            due_date=document.due_date,
            reference=document.supplier_number,
            source_type=document.kind,
            source_id=document.pk,
        )
    )
    lines = _lines(document)
    _count(lines, 1)
    if step.facts.get(TO_GOODS):
        _put_on_goods(document, lines)
    document.puts_differences_on_goods = bool(step.facts.get(TO_GOODS))
    document.is_void = False
    document.save(update_fields=["has_accepted_differences", "puts_differences_on_goods", "is_void", "updated_at"])


def _unbook(document: SupplierInvoice, step: Step) -> None:
    lines = _lines(document)
    if document.puts_differences_on_goods:
        _add_cost(document, lines, -1)
    _count(lines, -1)
    ledger = SupplierLedger(document.supplier, document.location, step.actor, step.at)
    ledger.reverse(entry_of(document.business_id, document.pk))
    document.is_void = True
    document.save(update_fields=["is_void", "updated_at"])


def _count(lines: Iterable[SupplierInvoiceLine], sign: int) -> None:
    """Add what is invoiced to the lines of the receipts, or take it off."""
    rows: dict[UUID, DeliveryReceiptLine] = {}
    for line in lines:
        if line.receipt_line:
            row = rows.setdefault(line.receipt_line.pk, line.receipt_line)
            row.invoiced_base_qty += sign * line.base_qty
    if rows:
        business = next(iter(rows.values())).business_id
        DeliveryReceiptLine.objects.for_business(business).bulk_update(rows.values(), ["invoiced_base_qty"])


def _put_on_goods(document: SupplierInvoice, lines: list[SupplierInvoiceLine]) -> None:
    currency = currency_of(document.business_id)
    for line in lines:
        row = line.receipt_line
        if row and row.product.tracks_stock:
            line.on_goods_amount = difference_on_goods(
                invoiced_amount=line.net_amount,
                rate=document.exchange_rate,
                quantity=line.base_qty,
                unit_cost=row.unit_cost,
                own_currency=currency,
            )
    SupplierInvoiceLine.objects.for_business(document.business_id).bulk_update(lines, ["on_goods_amount"])
    _add_cost(document, lines, 1)


def _add_cost(document: SupplierInvoice, lines: Iterable[SupplierInvoiceLine], sign: int) -> None:
    """One share for each receipt, so that each line is looked for among what its own receipt brought."""
    by_receipt: dict[UUID, dict[UUID, Decimal]] = {}
    for line in lines:
        if line.receipt_line and line.on_goods_amount:
            amounts = by_receipt.setdefault(line.receipt_line.receipt_id, {})
            amounts[line.receipt_line.pk] = amounts.get(line.receipt_line.pk, ZERO) + sign * line.on_goods_amount
    if by_receipt:
        StockAmendments.add_cost(
            business=document.business_id,
            source=source_of(document),
            shares=[CostShare(receipt, amounts) for receipt, amounts in by_receipt.items()],
            occurred_at=document.occurred_at,  # type: ignore[arg-type]  # a posted document has one
        )
