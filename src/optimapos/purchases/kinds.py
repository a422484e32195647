"""The purchase documents as the document engine knows them. Source: system-overview.md "Enterprise Document Workflow"."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from optimapos.core.actors import Actor, Capability
from optimapos.core.interfaces import ILocation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.nomenclatures.types import Step
from optimapos.organization.models import Location
from optimapos.partners.models import Supplier
from optimapos.purchases import workflows
from optimapos.purchases.locks import (
    lock_invoice,
    lock_landed_cost,
    lock_order,
    lock_receipt,
    lock_request,
    lock_return,
)
from optimapos.purchases.models import (
    DeliveryReceipt,
    LandedCost,
    PurchaseOrder,
    PurchaseRequest,
    SupplierInvoice,
    SupplierReturn,
)
from optimapos.purchases.services import (
    DeliveryReceiptService,
    PurchaseOrderService,
    PurchaseRequestService,
    SupplierReturnService,
)
from optimapos.purchases.services.checks import check_delivers
from optimapos.purchases.services.headers import DocumentFields, new_columns
from optimapos.purchases.services.landed_costs import (
    LandedCostFields,
    LandedCostService,
    check_landed_cost_step,
)
from optimapos.purchases.services.payables import SupplierInvoiceService
from optimapos.purchases.services.payables.booking import check_invoice_step
from optimapos.purchases.services.payables.invoices import InvoiceFields
from optimapos.purchases.services.steps import (
    check_order_step,
    check_receipt_step,
    check_request_step,
    check_return_step,
)
from optimapos.purchases.types import Kind

Data = Mapping[str, Any]
"""`supplier`, `lines`, and the columns of the head: `DocumentFields`."""


class RequestKind:
    """Requests: goods that somebody asks to be bought."""

    code = Kind.REQUEST
    name = "Purchase request"
    prefix = "PR-"
    model = PurchaseRequest
    moves_stock = False
    create_capability = Capability.PURCHASE_REQUEST
    view_capability = Capability.PURCHASE_VIEW
    workflow = workflows.REQUEST

    @staticmethod
    def lock(*, business: BusinessRef, document_id: UUID) -> PurchaseRequest | None:
        """The request."""
        return lock_request(business, document_id)

    @staticmethod
    def check_creation(*, business: BusinessRef, data: Data, actor: Actor, location: ILocation) -> None:
        """Refuses: SUPPLIER_INACTIVE, DELIVERY_BLOCKED, NOT_FOUND, UNKNOWN_CURRENCY, BAD_EXCHANGE_RATE."""
        _check(business, data.get("supplier"), data)

    @staticmethod
    def create(
        *, business: BusinessRef, data: Data, actor: Actor, location: Location, at: datetime
    ) -> Result[PurchaseRequest]:
        """Refuses: as `PurchaseRequestService.create_request`."""
        return PurchaseRequestService.create_request(
            business=business,
            actor=actor,
            location=location,
            supplier=data.get("supplier"),
            fields=_fields(data),
            lines=data.get("lines", ()),
            at=at,
        )

    @staticmethod
    def check_step(*, document: PurchaseRequest, step: Step) -> None:
        """Refuses: as `check_request_step`."""
        check_request_step(document, step)


class OrderKind:
    """Orders: goods that were ordered from a supplier."""

    code = Kind.ORDER
    name = "Purchase order"
    prefix = "PO-"
    model = PurchaseOrder
    moves_stock = False
    create_capability = Capability.PURCHASE_ORDER
    view_capability = Capability.PURCHASE_VIEW
    workflow = workflows.ORDER

    @staticmethod
    def lock(*, business: BusinessRef, document_id: UUID) -> PurchaseOrder | None:
        """The order, below its supplier and the requests that it was made of."""
        return lock_order(business, document_id)

    @staticmethod
    def check_creation(*, business: BusinessRef, data: Data, actor: Actor, location: ILocation) -> None:
        """Refuses: SUPPLIER_REQUIRED, SUPPLIER_INACTIVE, DELIVERY_BLOCKED, NOT_FOUND, UNKNOWN_CURRENCY, BAD_EXCHANGE_RATE."""
        _check(business, _supplier(data), data)

    @staticmethod
    def create(
        *, business: BusinessRef, data: Data, actor: Actor, location: Location, at: datetime
    ) -> Result[PurchaseOrder]:
        """Refuses: as `PurchaseOrderService.create_order`."""
        return PurchaseOrderService.create_order(
            business=business, actor=actor, location=location, at=at, **_supplied(data)
        )

    @staticmethod
    def check_step(*, document: PurchaseOrder, step: Step) -> None:
        """Refuses: as `check_order_step`."""
        check_order_step(document, step)


class ReceiptKind:
    """Delivery receipts: goods that arrived."""

    code = Kind.RECEIPT
    name = "Delivery receipt"
    prefix = "DR-"
    model = DeliveryReceipt
    moves_stock = True
    create_capability = Capability.STOCK_RECEIVE
    view_capability = Capability.PURCHASE_VIEW
    workflow = workflows.RECEIPT

    @staticmethod
    def lock(*, business: BusinessRef, document_id: UUID) -> DeliveryReceipt | None:
        """The receipt, below its supplier and its orders."""
        return lock_receipt(business, document_id)

    @staticmethod
    def check_creation(*, business: BusinessRef, data: Data, actor: Actor, location: ILocation) -> None:
        """Refuses: SUPPLIER_REQUIRED, SUPPLIER_INACTIVE, DELIVERY_BLOCKED, NOT_FOUND, UNKNOWN_CURRENCY, BAD_EXCHANGE_RATE."""
        _check(business, _supplier(data), data)

    @staticmethod
    def create(
        *, business: BusinessRef, data: Data, actor: Actor, location: Location, at: datetime
    ) -> Result[DeliveryReceipt]:
        """Refuses: as `DeliveryReceiptService.create_receipt`."""
        return DeliveryReceiptService.create_receipt(
            business=business, actor=actor, location=location, at=at, **_supplied(data)
        )

    @staticmethod
    def check_step(*, document: DeliveryReceipt, step: Step) -> None:
        """Refuses: as `check_receipt_step`."""
        check_receipt_step(document, step)


class ReturnKind:
    """Returns: goods that went back to the supplier, which a block on its deliveries does not hinder."""

    code = Kind.RETURN
    name = "Return to supplier"
    prefix = "SR-"
    model = SupplierReturn
    moves_stock = True
    create_capability = Capability.PURCHASE_ORDER
    view_capability = Capability.PURCHASE_VIEW
    workflow = workflows.RETURN

    @staticmethod
    def lock(*, business: BusinessRef, document_id: UUID) -> SupplierReturn | None:
        """The return, below its supplier and the receipts whose goods go back."""
        return lock_return(business, document_id)

    @staticmethod
    def check_creation(*, business: BusinessRef, data: Data, actor: Actor, location: ILocation) -> None:
        """Refuses: SUPPLIER_REQUIRED."""
        _supplier(data)

    @staticmethod
    def create(
        *, business: BusinessRef, data: Data, actor: Actor, location: Location, at: datetime
    ) -> Result[SupplierReturn]:
        """Refuses: as `SupplierReturnService.create_return`."""
        return SupplierReturnService.create_return(
            business=business, actor=actor, location=location, at=at, **_supplied(data)
        )

    @staticmethod
    def check_step(*, document: SupplierReturn, step: Step) -> None:
        """Refuses: as `check_return_step`."""
        check_return_step(document, step)


def _check(business: BusinessRef, supplier: Supplier | None, data: Data) -> None:
    if supplier:
        check_delivers(supplier)
    new_columns(business, supplier, _fields(data))


def _supplier(data: Data) -> Supplier:
    supplier: Supplier | None = data.get("supplier")
    if supplier is None:
        raise DomainError("SUPPLIER_REQUIRED", "Say which supplier it is.", {"field": "supplier"})
    return supplier


def _supplied(data: Data) -> dict[str, Any]:
    """What the services of documents between the business and one supplier take."""
    return {"supplier": _supplier(data), "fields": _fields(data), "lines": data.get("lines", ())}


def _fields(data: Data) -> DocumentFields:
    return {name: data[name] for name in DocumentFields.__annotations__ if name in data}  # type: ignore[return-value]  # the names are those of the type


class InvoiceKind:
    """Invoices of suppliers. Posting one books it; it moves stock where price differences go onto the goods."""

    code = Kind.INVOICE
    name = "Supplier invoice"
    prefix = "SI-"
    model = SupplierInvoice
    moves_stock = True
    create_capability = Capability.SUPPLIER_PAY
    view_capability = Capability.SUPPLIER_VIEW
    workflow = workflows.INVOICE

    @staticmethod
    def lock(*, business: BusinessRef, document_id: UUID) -> SupplierInvoice | None:
        """The invoice, below its supplier and the receipts that it asks for."""
        return lock_invoice(business, document_id)

    @staticmethod
    def check_creation(*, business: BusinessRef, data: Data, actor: Actor, location: ILocation) -> None:
        """Refuses: SUPPLIER_REQUIRED."""
        _supplier(data)

    @staticmethod
    def create(
        *, business: BusinessRef, data: Data, actor: Actor, location: Location, at: datetime
    ) -> Result[SupplierInvoice]:
        """Refuses: as `SupplierInvoiceService.create_invoice`."""
        fields = {name: data[name] for name in InvoiceFields.__annotations__ if name in data}
        return SupplierInvoiceService.create_invoice(
            business=business,
            actor=actor,
            location=location,
            supplier=_supplier(data),
            fields=fields,  # type: ignore[arg-type]  # the names are those of the type
            lines=data.get("lines", ()),
            at=at,
        )

    @staticmethod
    def check_step(*, document: SupplierInvoice, step: Step) -> None:
        """Refuses: as `check_invoice_step`."""
        check_invoice_step(document, step)


class LandedCostKind:
    """Charges that are added to what goods cost."""

    code = Kind.LANDED_COST
    name = "Landed cost"
    prefix = "LC-"
    model = LandedCost
    moves_stock = True
    create_capability = Capability.PURCHASE_APPROVE
    view_capability = Capability.PURCHASE_VIEW
    workflow = workflows.LANDED_COST

    @staticmethod
    def lock(*, business: BusinessRef, document_id: UUID) -> LandedCost | None:
        """The landed cost, below the receipts and the invoices that it names."""
        return lock_landed_cost(business, document_id)

    @staticmethod
    def check_creation(*, business: BusinessRef, data: Data, actor: Actor, location: ILocation) -> None:
        """Refuses: nothing; the service looks at what is named."""

    @staticmethod
    def create(
        *, business: BusinessRef, data: Data, actor: Actor, location: Location, at: datetime
    ) -> Result[LandedCost]:
        """Refuses: as `LandedCostService.create_landed_cost`."""
        fields = {name: data[name] for name in LandedCostFields.__annotations__ if name in data}
        return LandedCostService.create_landed_cost(
            business=business,
            actor=actor,
            location=location,
            fields=fields,  # type: ignore[arg-type]  # the names are those of the type
            charges=data.get("charges", ()),
            receipt_line_ids=data.get("receipt_line_ids", ()),
            receipt_ids=data.get("receipt_ids", ()),
            at=at,
        )

    @staticmethod
    def check_step(*, document: LandedCost, step: Step) -> None:
        """Refuses: as `check_landed_cost_step`."""
        check_landed_cost_step(document, step)
