"""Purchase documents as a member sees them: those of the membership's locations, with their lines."""

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from optimapos.core.actors import Actor
from optimapos.core.tenancy import BusinessRef
from optimapos.nomenclatures.selectors.workflows import documents_of
from optimapos.purchases.models import (
    DeliveryReceipt,
    DeliveryReceiptLine,
    PurchaseLine,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseRequest,
    PurchaseRequestLine,
    PurchaseRequestOrderLink,
    SupplierReturn,
    SupplierReturnLine,
)

L = TypeVar("L", bound=PurchaseLine)
JOINED = ("document_type", "status", "location", "supplier")


def requests_of(actor: Actor) -> QuerySet[PurchaseRequest]:
    """Requests, with lines and the orders that were made of them."""
    links = PurchaseRequestOrderLink.objects.for_business(actor.business_id).select_related("order_line")
    lines = _lines(PurchaseRequestLine, actor).prefetch_related(Prefetch("links", links.order_by("pk")))
    return documents_of(actor, PurchaseRequest).select_related(*JOINED).prefetch_related(Prefetch("lines", lines))


def orders_of(actor: Actor) -> QuerySet[PurchaseOrder]:
    """Orders, with lines and the requests that they were made of."""
    links = PurchaseRequestOrderLink.objects.for_business(actor.business_id).select_related("request_line")
    lines = _lines(PurchaseOrderLine, actor).prefetch_related(Prefetch("links", links.order_by("pk")))
    return documents_of(actor, PurchaseOrder).select_related(*JOINED).prefetch_related(Prefetch("lines", lines))


def receipts_of(actor: Actor) -> QuerySet[DeliveryReceipt]:
    """Receipts, with lines and the orders that they are of."""
    lines = _lines(DeliveryReceiptLine, actor).select_related("product", "order_line")
    return documents_of(actor, DeliveryReceipt).select_related(*JOINED).prefetch_related(Prefetch("lines", lines))


def returns_of(actor: Actor) -> QuerySet[SupplierReturn]:
    """Returns, with lines and the receipts whose goods went back."""
    lines = _lines(SupplierReturnLine, actor).select_related("product", "receipt_line")
    return documents_of(actor, SupplierReturn).select_related(*JOINED).prefetch_related(Prefetch("lines", lines))


def order_lines(business: BusinessRef, line_ids: Iterable[UUID]) -> dict[UUID, PurchaseOrderLine]:
    """Lines of orders by id, with their orders."""
    rows = PurchaseOrderLine.objects.for_business(business).filter(pk__in=set(line_ids))
    return {line.pk: line for line in rows.select_related("order__status", "packaging")}


def receipt_lines(business: BusinessRef, line_ids: Iterable[UUID]) -> dict[UUID, DeliveryReceiptLine]:
    """Lines of receipts by id, with their receipts and products."""
    rows = DeliveryReceiptLine.objects.for_business(business).filter(pk__in=set(line_ids))
    return {line.pk: line for line in rows.select_related("receipt__status", "product__unit")}


def _lines(model: type[L], actor: Actor) -> QuerySet[L]:
    return model.objects.for_business(actor.business_id).select_related("product__unit").order_by("line_no")
