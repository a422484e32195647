"""PurchaseDocumentService: purchase documents as the source calls them, a thin wrapper over the document engine.

Source: system-overview.md "Thin Wrapper Pattern", "Purchase Document Lifecycle".
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from optimapos.core.actors import Actor
from optimapos.core.result import Result
from optimapos.nomenclatures.models import DocumentStatusChange, DocumentTypeTransition
from optimapos.nomenclatures.services import DocumentService
from optimapos.organization.models import Location
from optimapos.partners.models import Supplier
from optimapos.purchases.models import (
    DeliveryReceipt,
    PurchaseDocument,
    PurchaseOrder,
    PurchaseRequest,
    SupplierReturn,
)
from optimapos.purchases.services.conversion import RequestConversionService
from optimapos.purchases.services.headers import DocumentFields
from optimapos.purchases.services.orders import PurchaseOrderService
from optimapos.purchases.services.receipts import DeliveryReceiptService
from optimapos.purchases.services.returns import SupplierReturnService
from optimapos.purchases.types import ReturnedLine, Status

MODELS: Mapping[str, type[PurchaseDocument]] = {
    "request": PurchaseRequest,
    "order": PurchaseOrder,
    "delivery": DeliveryReceipt,
    "return": SupplierReturn,
}
"""What the source calls the documents."""


class PurchaseDocumentService:
    """One purchase document in the hands of one user; it keeps no state but these two."""

    def __init__(self, document: Any = None, user: Actor | None = None) -> None:
        self.facade = DocumentService(document, user)

    @property
    def document(self) -> Any:
        """The document as the last call left it."""
        return self.facade.document

    def create_document(self, document_type: str, data: Mapping[str, Any], location: Location) -> Result[Any]:
        """Create a `request`, `order`, `delivery` or `return` for `location`, and hold it.

        `data`: supplier, lines, and the fields of its head, as the services of its kind take them.

        Refuses: PERMISSION_DENIED, UNKNOWN_LOCATION, and what the kind refuses.
        Raises: KeyError for another `document_type`.
        """
        result = self.facade.create_document(MODELS[document_type], data, self._actor(), location)
        if result.ok:
            self.facade.document = result.data
        return result

    def submit(self, comments: str = "") -> Result[Any]:
        """Submit a request for approval."""
        return self.transition_to(Status.SUBMITTED, comments)

    def approve(self, comments: str = "") -> Result[Any]:
        """Approve a request or an order."""
        return self.transition_to(Status.APPROVED, comments)

    def reject(self, comments: str = "") -> Result[Any]:
        """Reject a request."""
        return self.transition_to(Status.REJECTED, comments)

    def send(self, comments: str = "") -> Result[Any]:
        """Note that an order was sent to its supplier."""
        return self.transition_to(Status.SENT, comments)

    def complete(self, comments: str = "") -> Result[Any]:
        """Take the goods of a receipt in, or those of a return out."""
        return self.transition_to(Status.COMPLETED, comments)

    def reverse(self, comments: str = "") -> Result[Any]:
        """Take a completed receipt or return back."""
        return self.transition_to(Status.REVERSED, comments)

    def close(self, comments: str = "") -> Result[Any]:
        """Close an order: what did not come is not expected any more."""
        return self.transition_to(Status.CLOSED, comments)

    def cancel(self, comments: str = "") -> Result[Any]:
        """Cancel a document."""
        return self.transition_to(Status.CANCELLED, comments)

    def transition_to(self, new_status: str, comments: str = "") -> Result[Any]:
        """Take the document to another status.

        Refuses: as `StatusManager.transition`.
        """
        return self.facade.transition_to(new_status, comments)

    def available_transitions(self) -> list[DocumentTypeTransition]:
        """The ways on that this user may take by hand."""
        return self.facade.available_transitions()

    def history(self) -> list[DocumentStatusChange]:
        """The steps of the document, oldest first."""
        return self.facade.history()

    def convert_to_order(
        self, *, expected_delivery_date: date | None = None, supplier: Supplier | None = None
    ) -> Result[list[PurchaseOrder]]:
        """Order all that is open of a request: one draft order for each supplier.

        Refuses: as `RequestConversionService.convert_requests`.
        """
        fields: DocumentFields = {}
        if expected_delivery_date is not None:
            fields = {"expected_delivery_date": expected_delivery_date}
        return RequestConversionService.convert_requests(
            business=self._actor().business_id,
            actor=self._actor(),
            request_ids=[self.document.pk],
            supplier=supplier,
            fields=fields,
            at=timezone.now(),
        )

    def receive(self, quantities: Mapping[UUID, Decimal] | None = None) -> Result[DeliveryReceipt]:
        """A draft receipt of what is still to come of an order.

        Refuses: as `DeliveryReceiptService.receive_order`.
        """
        return DeliveryReceiptService.receive_order(
            business=self._actor().business_id,
            actor=self._actor(),
            order_id=self.document.pk,
            fields={},
            quantities=quantities,
            at=timezone.now(),
        )

    def return_goods(self, lines: Sequence[ReturnedLine] | None = None) -> Result[SupplierReturn]:
        """A draft return of goods of a receipt.

        Refuses: as `SupplierReturnService.return_receipt`.
        """
        return SupplierReturnService.return_receipt(
            business=self._actor().business_id,
            actor=self._actor(),
            receipt_id=self.document.pk,
            fields={},
            lines=lines,
            at=timezone.now(),
        )

    def delete(self) -> Result[None]:
        """Delete the document, where its status permits it.

        Refuses: as `DocumentService.delete_document`.
        """
        if isinstance(self.document, PurchaseOrder):
            return PurchaseOrderService.delete_order(
                business=self._actor().business_id,
                actor=self._actor(),
                order_id=self.document.pk,
                at=timezone.now(),
            )
        return self.facade.delete()

    def _actor(self) -> Actor:
        if self.facade.user is None:
            raise TypeError("PurchaseDocumentService was made without a user")
        return self.facade.user
