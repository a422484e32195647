"""The stock effect of documents: when a step is configured to make or take back movements, this does it.

Source: system-overview.md "Event Flow Architecture", `MovementService.process_document_movements`.
"""

from typing import Any

from optimapos.core.tenancy import BusinessRef
from optimapos.inventory.services.amending import StockAmendments
from optimapos.inventory.services.ledger import StockLedger
from optimapos.inventory.types import Movements, Posted, Source
from optimapos.nomenclatures.models import Document
from optimapos.nomenclatures.types import Step


class MovementService:
    """Makes and takes back the movements of documents."""

    @staticmethod
    def process_document_movements(document: Any) -> list[Posted]:
        """Book what the document moves at its location (its `stock_lines()`), as of its `occurred_at`.

        Refuses: as `StockLedger.post`.
        """
        movements: Movements = document.stock_lines()
        return StockLedger.post(
            business=_business_of(document),
            location=document.location,
            movements=movements,
            source=source_of(document),
            occurred_at=document.occurred_at,
        )

    @staticmethod
    def reverse_document_movements(document: Document, step: Step) -> list[Posted]:
        """Take back what the document's last posting booked.

        Refuses: as `StockAmendments.reverse`.
        """
        return StockAmendments.reverse(business=_business_of(document), source=source_of(document), occurred_at=step.at)


class StockEffect:
    """Books a document's movements at the step that is configured to, and takes them back at the one that reverses."""

    @staticmethod
    def apply(*, document: Any, step: Step) -> None:
        """Refuses: as `MovementService`."""
        if step.creates_movements:
            MovementService.process_document_movements(document)
        if step.reverses_movements:
            MovementService.reverse_document_movements(document, step)


def source_of(document: Document) -> Source:
    """The document as the source of its movements."""
    return Source(document.kind, document.pk, document.posting)


def _business_of(document: Document) -> BusinessRef:
    return document.business_id
