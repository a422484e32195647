"""Lines of transfers and adjustments as they are written down: what they name is read at once, then all are written.

The number of statements does not grow with the lines.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.result import DomainError
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.inventory.models import StockAdjustmentLine, StockTransferLine
from optimapos.inventory.rules.documents import base_quantity
from optimapos.inventory.rules.lines import Goods
from optimapos.inventory.selectors.documents import packagings_in_use
from optimapos.inventory.services.ledger import goods_of
from optimapos.inventory.types import NewAdjustmentLine, NewTransferLine
from optimapos.nomenclatures.models import Document
from optimapos.nomenclatures.services import DocumentService
from optimapos.products.models import ProductPackaging

NewLine = NewTransferLine | NewAdjustmentLine
D = TypeVar("D", bound=Document)
L = TypeVar("L", StockTransferLine, StockAdjustmentLine)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the lines of a document name."""

    goods: Mapping[UUID, Goods]
    packagings: Mapping[UUID, ProductPackaging]

    def columns(self, line_no: int, line: NewLine) -> dict[str, Any]:
        """The columns that every line has.

        Refuses: BAD_QUANTITY, QUANTITY_TOO_PRECISE, PRODUCT_NOT_STOCKED.
        """
        packaging = self.packagings[line.packaging_id] if line.packaging_id else None
        factor = (packaging.factor_num, packaging.factor_den) if packaging else (1, 1)
        return {
            "line_no": line_no,
            "product_id": line.product_id,
            "packaging_id": line.packaging_id,
            "factor_num": factor[0],
            "factor_den": factor[1],
            "quantity": line.quantity,
            "base_qty": base_quantity(line.quantity, *factor, self.goods[line.product_id]),
            "serials": list(line.serials),
        }


def sheet_for(business: BusinessRef, lines: Sequence[NewLine]) -> Sheet:
    """Read what lines name.

    Refuses: PRODUCT_NOT_FOUND (data: products), PACKAGING_NOT_FOUND (data: packagings).
    """
    goods = goods_of(business, [line.product_id for line in lines])
    packagings = packagings_in_use(business, {line.packaging_id for line in lines if line.packaging_id})
    wrong = {
        str(line.packaging_id)
        for line in lines
        if line.packaging_id
        and (line.packaging_id not in packagings or packagings[line.packaging_id].product_id != line.product_id)
    }
    if wrong:
        msg = "The product has no such packaging in use."
        raise DomainError("PACKAGING_NOT_FOUND", msg, {"packagings": sorted(wrong)})
    return Sheet(goods, packagings)


def replace_lines(document: Document, model: type[L], parent: str, columns: Sequence[Mapping[str, Any]]) -> None:
    """Make these the lines of a document that is locked."""
    business = document.business_id
    own = model.objects.for_business(business)
    own.filter(**{parent: document.pk}).delete()
    head = {"business_id": business_id_of(business), f"{parent}_id": document.pk}
    own.bulk_create([model(**head, **row) for row in columns])


def opened(document: D | None, actor: Actor) -> D:
    """A locked document that the actor sees and that may be changed.

    Refuses: NOT_FOUND, DOCUMENT_NOT_EDITABLE (data: status).
    """
    if document is None or not actor.sees(document.location_id):
        raise DomainError("NOT_FOUND", "There is no such document.")
    DocumentService.check_editable(document)
    return document


def saved(document: D, actor: Actor, event: str, **data: Any) -> D:
    """Write a changed head, and what happened to it."""
    document.version += 1
    document.save()
    AuditLog.log_event(
        f"{document._meta.db_table}.{event}",
        business=document.business_id,
        actor=actor,
        location_id=document.location_id,
        event_data={"id": str(document.pk), "number": document.number, **data},
    )
    return document


def needs_lines(document: Document, lines: Sequence[object]) -> None:
    """Refuses: DOCUMENT_EMPTY."""
    if not lines:
        raise DomainError("DOCUMENT_EMPTY", f"{document.number} has no lines. Add one.")
