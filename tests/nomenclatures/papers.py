"""Documents for tests of the engine: purchase requests, which move no stock, and delivery receipts, which do."""

from decimal import Decimal
from typing import Any

from optimapos.core.ids import UUID
from optimapos.inventory.models import InventoryItem
from optimapos.nomenclatures.models import Document, DocumentStatusChange, DocumentType
from optimapos.nomenclatures.selectors.workflows import workflow_of
from optimapos.nomenclatures.services import DocumentService, WorkflowService
from optimapos.nomenclatures.types import Workflow
from optimapos.products.models import Product
from optimapos.purchases.models import DeliveryReceipt, PurchaseRequest
from optimapos.purchases.types import NewReceiptLine, NewRequestLine
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.factories.partners import make_supplier

REQUEST, RECEIPT = "PURCHASE_REQUEST", "DELIVERY"
TYPES = "/api/document-types/"
APPROVAL = {
    "code": "boss",
    "name": "With the boss",
    "from_status": "submitted",
    "to_status": "approved",
    "capability_out": "workflow.manage",
}
"""A status for `statuses/insert/`."""


def make_request(shop: Shop, **data: Any) -> DocumentService:
    """A draft request in the owner's hands."""
    product = make_product(shop, stock=None)
    lines = [NewRequestLine(product_id=product.pk, quantity=Decimal(2), unit_price=Decimal(3))]
    return _made(shop, PurchaseRequest, {"lines": lines, **data})


def make_receipt(shop: Shop, product: Product, quantity: str = "10", **data: Any) -> DocumentService:
    """A draft receipt of one product at 3.00 each, in the owner's hands."""
    lines = [NewReceiptLine(product_id=product.pk, quantity=Decimal(quantity), unit_price=Decimal(3))]
    return _made(shop, DeliveryReceipt, {"lines": lines, "supplier": make_supplier(shop), **data})


def stock_of(shop: Shop, product: Product) -> Decimal:
    """How much there is."""
    with shop.scope():
        item = InventoryItem.objects.for_business(shop.id).filter(product=product).first()
    return item.current_qty if item else Decimal(0)


def as_stored(shop: Shop, document: Any) -> Any:
    """The document as the database has it."""
    with shop.scope():
        rows = type(document).objects.for_business(shop.id).select_related("status", "document_type", "location")
        return rows.get(pk=document.pk)


def status_of(shop: Shop, document: Document) -> str:
    """The code of the document's status."""
    return str(as_stored(shop, document).status.code)


def steps_of(shop: Shop, document: Document) -> list[tuple[str, str]]:
    """The document's history, as it is stored."""
    with shop.scope():
        rows = DocumentStatusChange.objects.for_business(shop.id).filter(document_id=document.pk)
        return list(rows.order_by("id").values_list("from_status", "to_status"))


def type_of(shop: Shop, kind: str) -> DocumentType:
    """The default type of a kind."""
    WorkflowService.install(business=shop.business).unwrap()
    with shop.scope():
        return DocumentType.objects.for_business(shop.id).get(kind=kind, is_default=True)


def workflow_now(shop: Shop, type_id: UUID) -> Workflow:
    """The workflow of a type, as it is stored."""
    with shop.scope():
        return workflow_of(shop.business, type_id)


def set_workflow(shop: Shop, kind: str, workflow: Workflow) -> Any:
    """Give the default type of a kind another workflow."""
    return WorkflowService.set_workflow(
        business=shop.business, type_id=type_of(shop, kind).pk, actor=shop.owner, workflow=workflow
    )


def _made(shop: Shop, model: type[Document], data: dict[str, Any]) -> DocumentService:
    service = DocumentService(user=shop.owner)
    service.document = service.create_document(model, data, shop.owner, shop.storefront).unwrap()
    return service


def address(shop: Shop, kind: str, rest: str = "") -> str:
    """An address of a kind's default type."""
    return f"{TYPES}{type_of(shop, kind).pk}/{rest}"


def flows(shop: Shop, kind: str) -> Any:
    """The workflow of a kind as it is now."""
    return workflow_now(shop, type_of(shop, kind).pk)
