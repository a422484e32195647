"""Whether a step of a receipt, a return or an order may be taken, as things are behind the locks."""

from optimapos.core.quantities import shown
from optimapos.core.result import DomainError
from optimapos.nomenclatures.types import Step, Trigger
from optimapos.purchases.models import DeliveryReceipt, PurchaseOrder, PurchaseRequest, SupplierReturn
from optimapos.purchases.selectors.documents import order_lines, receipt_lines
from optimapos.purchases.selectors.payables import credited_of
from optimapos.purchases.services.checks import (
    check_approval,
    check_delivers,
    check_no_landed_costs,
    stages_of_products,
)
from optimapos.purchases.services.deliveries import base_qty_by_line, check_deliveries
from optimapos.purchases.services.returns import check_received
from optimapos.purchases.services.sheets import check_purchasable
from optimapos.purchases.types import Status


def check_request_step(document: PurchaseRequest, step: Step) -> None:
    """Refuses: DOCUMENT_EMPTY, PRODUCT_NOT_PURCHASABLE, SUPPLIER_INACTIVE, DELIVERY_BLOCKED, CREDIT_LIMIT_EXCEEDED at
    approval; DOCUMENT_EMPTY when it goes on from where it is written.
    """
    if not step.is_editable and not step.is_final:
        stages_of_products(document)
    if step.allows_conversion and step.trigger == Trigger.MANUAL:
        check_approval(document, document.supplier, step.at)


def check_order_step(document: PurchaseOrder, step: Step) -> None:
    """Refuses: as `check_request_step` at approval; ORDER_HAS_RECEIPTS (data: lines) for an order that is cancelled or taken
    back to where it is written although goods of it arrived.
    """
    if step.allows_conversion and step.trigger == Trigger.MANUAL:
        check_approval(document, document.supplier, step.at)
    if step.is_editable or step.to_status == Status.CANCELLED:
        arrived = {row.line_no: shown(row.received_base_qty) for row in document.lines.filter(received_base_qty__gt=0)}
        if arrived:
            lines = [{"line": line, "received": quantity} for line, quantity in sorted(arrived.items())]
            msg = f"Goods of {document.number} have arrived. Close it instead."
            raise DomainError("ORDER_HAS_RECEIPTS", msg, {"lines": lines})


def check_receipt_step(document: DeliveryReceipt, step: Step) -> None:
    """Refuses: DOCUMENT_EMPTY, PRODUCT_NOT_PURCHASABLE, SUPPLIER_INACTIVE, DELIVERY_BLOCKED, ORDER_CLOSED, OVER_DELIVERY when
    goods are taken in; ALREADY_USED (data: lines) where some of those to be taken back went back to the supplier;
    RECEIPT_INVOICED (data: lines) where invoices ask for them.
    """
    if step.creates_movements:
        check_delivers(document.supplier)
        check_purchasable(stages_of_products(document))
        pairs = list(document.lines.values_list("order_line_id", "base_qty"))
        arriving = base_qty_by_line(pairs)
        check_deliveries(document, arriving, order_lines(document.business_id, arriving).values())
    if step.reverses_movements:
        _check_nothing_returned(document)
        check_no_landed_costs(document.business_id, document.lines.values_list("pk", flat=True))
        _check_not_invoiced(document)


def check_return_step(document: SupplierReturn, step: Step) -> None:
    """Refuses: DOCUMENT_EMPTY, RECEIPT_NOT_COMPLETED, RETURN_EXCEEDS_RECEIVED when goods go back; RETURN_CREDITED (data:
    lines) where the supplier has credited some of those that come back.
    """
    if step.creates_movements:
        stages_of_products(document)
        pairs = list(document.lines.values_list("receipt_line_id", "base_qty"))
        check_received(pairs, receipt_lines(document.business_id, (line for line, _ in pairs)))
    if step.reverses_movements:
        _check_not_credited(document)


def _check_nothing_returned(receipt: DeliveryReceipt) -> None:
    returned = receipt.lines.filter(returned_base_qty__gt=0).order_by("line_no")
    lines = [
        {"line": str(row.pk), "received": shown(row.base_qty), "remaining": shown(row.base_qty - row.returned_base_qty)}
        for row in returned
    ]
    if lines:
        msg = f"Goods of {receipt.number} went back to the supplier. Reverse that return first."
        raise DomainError("ALREADY_USED", msg, {"lines": lines})


def _check_not_invoiced(receipt: DeliveryReceipt) -> None:
    lines = [
        {"line": row.line_no, "invoiced": shown(row.invoiced_base_qty)}
        for row in receipt.lines.filter(invoiced_base_qty__gt=0).order_by("line_no")
    ]
    if lines:
        msg = f"Invoices that are booked ask for goods of {receipt.number}. Reverse these first."
        raise DomainError("RECEIPT_INVOICED", msg, {"lines": lines})


def _check_not_credited(document: SupplierReturn) -> None:
    rows = document.lines.order_by("line_no").values_list("pk", "line_no")
    credited = credited_of(document.business_id, (pk for pk, _ in rows))
    lines = [{"line": line_no, "credited": shown(credited[pk])} for pk, line_no in rows if credited[pk]]
    if lines:
        msg = f"The supplier has credited goods of {document.number}. Reverse these credit notes first."
        raise DomainError("RETURN_CREDITED", msg, {"lines": lines})
