"""Row locks of purchasing: FOR NO KEY UPDATE, evaluated on the spot, in one order.

Reorder rules, supplier, then requests, orders, receipts and returns, each by id; the items of the stock ledger come after
them. Lines are never locked apart: whoever writes them holds their document. A flow that starts lower reads ids unlocked,
locks from the top and looks again where they can have changed.
"""

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from optimapos.core.operations import busy
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.nomenclatures.locks import lock_document, lock_documents
from optimapos.partners.locks import lock_supplier
from optimapos.purchases.models import (
    DeliveryReceipt,
    DeliveryReceiptLine,
    LandedCost,
    LandedCostCharge,
    LandedCostTarget,
    PurchaseDocument,
    PurchaseOrder,
    PurchaseRequest,
    PurchaseRequestOrderLink,
    ReorderRule,
    SupplierInvoice,
    SupplierInvoiceLine,
    SupplierReturn,
    SupplierReturnLine,
)

D = TypeVar("D", bound=PurchaseDocument)


def lock_requests(business: BusinessRef, request_ids: Iterable[UUID]) -> list[PurchaseRequest]:
    """The requests, locked in the order of their ids; those that there are."""
    return lock_documents(PurchaseRequest, business, request_ids)


def lock_orders(business: BusinessRef, order_ids: Iterable[UUID]) -> list[PurchaseOrder]:
    """The orders, locked in the order of their ids; those that there are."""
    return lock_documents(PurchaseOrder, business, order_ids)


def lock_receipts(business: BusinessRef, receipt_ids: Iterable[UUID]) -> list[DeliveryReceipt]:
    """The receipts, locked in the order of their ids; those that there are."""
    return lock_documents(DeliveryReceipt, business, receipt_ids)


def lock_request(business: BusinessRef, request_id: UUID) -> PurchaseRequest | None:
    """One request."""
    return lock_document(PurchaseRequest, business, request_id)


def lock_order(business: BusinessRef, order_id: UUID) -> PurchaseOrder | None:
    """One order, and before it its supplier and the requests that it was made of."""
    if not _lock_supplier_of(PurchaseOrder, business, order_id):
        return None
    lock_requests(business, _requests_of(business, order_id))
    return lock_document(PurchaseOrder, business, order_id)


def lock_receipt(business: BusinessRef, receipt_id: UUID) -> DeliveryReceipt | None:
    """One receipt, and before it its supplier and the orders that it is of."""
    if not _lock_supplier_of(DeliveryReceipt, business, receipt_id):
        return None
    lock_orders(business, _orders_of(business, receipt_id))
    return lock_document(DeliveryReceipt, business, receipt_id)


def lock_return(business: BusinessRef, return_id: UUID) -> SupplierReturn | None:
    """One return, and before it its supplier and the receipts whose goods go back."""
    if not _lock_supplier_of(SupplierReturn, business, return_id):
        return None
    lock_receipts(business, _receipts_of(business, return_id))
    return lock_document(SupplierReturn, business, return_id)


def lock_reorder_rules(business: BusinessRef, location_id: UUID) -> None:
    """The reorder rules of a location, in the order of their ids, before any supplier: one at a time buys by them."""
    rows = ReorderRule.objects.for_business(business).filter(location_id=location_id).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def _lock_supplier_of(model: type[D], business: BusinessRef, document_id: UUID) -> bool:
    """Lock a document's supplier, which never changes; False where there is no such document.

    Whoever writes lines of orders, receipts or returns holds their supplier, so that what a document goes back to stays as
    it is read from here on.
    """
    supplier_id = model.objects.for_business(business).filter(pk=document_id).values_list("supplier", flat=True).first()
    if supplier_id is None:
        return False
    lock_supplier(business, supplier_id)
    return True


def _requests_of(business: BusinessRef, order_id: UUID) -> set[UUID]:
    links = PurchaseRequestOrderLink.objects.for_business(business).filter(order_line__order_id=order_id)
    return set(links.values_list("request_line__request_id", flat=True))


def _orders_of(business: BusinessRef, receipt_id: UUID) -> set[UUID]:
    lines = DeliveryReceiptLine.objects.for_business(business).filter(receipt_id=receipt_id, order_line__isnull=False)
    return {order for order in lines.values_list("order_line__order_id", flat=True) if order}


def _receipts_of(business: BusinessRef, return_id: UUID) -> set[UUID]:
    lines = SupplierReturnLine.objects.for_business(business).filter(supplier_return_id=return_id)
    return set(lines.values_list("receipt_line__receipt_id", flat=True))


def _unchanged(before: set[UUID], now: set[UUID]) -> None:
    if not now <= before:
        refused: Result[None] = busy()
        raise DomainError(refused.code, refused.msg, refused.data)


def lock_invoice(business: BusinessRef, invoice_id: UUID) -> SupplierInvoice | None:
    """One invoice, and before it its supplier and the receipts whose goods it asks for.

    Refuses: BUSY where goods of another receipt were added meanwhile.
    """
    rows = SupplierInvoice.objects.for_business(business).filter(pk=invoice_id)
    supplier_id = rows.values_list("supplier", flat=True).first()
    if supplier_id is None:
        return None
    lock_supplier(business, supplier_id)
    receipts = _invoiced_receipts_of(business, invoice_id)
    lock_receipts(business, receipts)
    found = lock_document(SupplierInvoice, business, invoice_id)
    _unchanged(receipts, _invoiced_receipts_of(business, invoice_id))
    return found


def lock_landed_cost(business: BusinessRef, landed_cost_id: UUID) -> LandedCost | None:
    """One landed cost, and before it the receipts that it is charged to and the invoices that its charges stand in.

    Refuses: BUSY where others were added meanwhile.
    """
    receipts, invoices = _charged_by(business, landed_cost_id)
    lock_receipts(business, receipts)
    lock_documents(SupplierInvoice, business, invoices)
    found = lock_document(LandedCost, business, landed_cost_id)
    for before, now in zip((receipts, invoices), _charged_by(business, landed_cost_id), strict=True):
        _unchanged(before, now)
    return found


def lock_charge_sources(business: BusinessRef, receipt_ids: Iterable[UUID], invoice_ids: Iterable[UUID]) -> None:
    """What a landed cost is going to name, in the order in which its own lock takes it."""
    lock_receipts(business, receipt_ids)
    lock_documents(SupplierInvoice, business, invoice_ids)


def _invoiced_receipts_of(business: BusinessRef, invoice_id: UUID) -> set[UUID]:
    lines = SupplierInvoiceLine.objects.for_business(business).filter(invoice_id=invoice_id, receipt_line__isnull=False)
    return {receipt for receipt in lines.values_list("receipt_line__receipt_id", flat=True) if receipt}


def _charged_by(business: BusinessRef, landed_cost_id: UUID) -> tuple[set[UUID], set[UUID]]:
    targets = LandedCostTarget.objects.for_business(business).filter(landed_cost_id=landed_cost_id)
    charges = LandedCostCharge.objects.for_business(business).filter(landed_cost_id=landed_cost_id)
    receipts = set(targets.values_list("receipt_line__receipt_id", flat=True))
    named = charges.filter(invoice_line__isnull=False).values_list("invoice_line__invoice_id", flat=True)
    return receipts, {invoice for invoice in named if invoice}
