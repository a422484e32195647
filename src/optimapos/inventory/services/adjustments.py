"""Adjustments: writing them down, and booking what is gone, what was found, and what changes its status.

They are facts: where less is left than carts hold, the newest reservations give way. They never take more than the books
hold.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict
from uuid import UUID

from optimapos.core.actors import Actor
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.inventory.locks import lock_places
from optimapos.inventory.models import InventoryBatch, StockAdjustment, StockAdjustmentLine
from optimapos.inventory.rules.documents import check_adjustment
from optimapos.inventory.selectors.documents import batches_at, likely_costs
from optimapos.inventory.services.document_lines import needs_lines, opened, replace_lines, saved, sheet_for
from optimapos.inventory.services.effects import MovementService, source_of
from optimapos.inventory.services.ledger import StockLedger
from optimapos.inventory.services.moving import Move, StockMoves
from optimapos.inventory.types import Incoming, MovementKind, Movements, NewAdjustmentLine, Outgoing, Reason
from optimapos.nomenclatures.locks import lock_document
from optimapos.nomenclatures.services import DocumentService
from optimapos.nomenclatures.types import Step
from optimapos.organization.models import Location

Lines = Sequence[StockAdjustmentLine]


class AdjustmentFields(TypedDict, total=False):
    """What a caller may set of an adjustment's head."""

    document_date: date
    notes: str


class StockAdjustmentService:
    """Creates and changes adjustments."""

    @staticmethod
    @operation
    def create_adjustment(
        *,
        business: BusinessRef,
        actor: Actor,
        location: Location,
        fields: AdjustmentFields,
        lines: Sequence[NewAdjustmentLine],
        at: datetime,
    ) -> Result[StockAdjustment]:
        """Write down what is to be put right at a location.

        Refuses: PRODUCT_NOT_FOUND, PRODUCT_NOT_STOCKED, PACKAGING_NOT_FOUND, BATCH_NOT_FOUND (data: batches),
        BAD_STATUS_CHANGE (data: line), REASON_DOES_NOT_FIT (data: line, reason, quantity), BAD_QUANTITY,
        QUANTITY_TOO_PRECISE.
        """
        adjustment = DocumentService.draft(
            business=business, model=StockAdjustment, actor=actor, location=location, columns=dict(fields), at=at
        )
        _write(adjustment, lines)
        return Result.success(adjustment)

    @staticmethod
    @operation
    def update_adjustment(
        *,
        business: BusinessRef,
        actor: Actor,
        adjustment_id: UUID,
        fields: AdjustmentFields,
        lines: Sequence[NewAdjustmentLine] | None,
    ) -> Result[StockAdjustment]:
        """Change an adjustment that is still editable; `lines` are all its lines from then on.

        Refuses: NOT_FOUND, DOCUMENT_NOT_EDITABLE (data: status), and as `create_adjustment`.
        """
        adjustment = opened(lock_document(StockAdjustment, business, adjustment_id), actor)
        for column, value in fields.items():
            setattr(adjustment, column, value)
        if lines is not None:
            _write(adjustment, lines)
        return Result.success(saved(adjustment, actor, "updated"))


class AdjustmentEffect:
    """Books an adjustment at the step that is configured to, and takes it back at the one that reverses."""

    @staticmethod
    def apply(*, document: StockAdjustment, step: Step) -> None:
        """Refuses: DOCUMENT_EMPTY, and as `StockLedger.post`, `StockMoves.move` and `StockAmendments.reverse`."""
        if step.creates_movements:
            _book(document, document.occurred_at or step.at)
        if step.reverses_movements:
            MovementService.reverse_document_movements(document, step)


def _write(adjustment: StockAdjustment, lines: Sequence[NewAdjustmentLine]) -> None:
    sheet = sheet_for(adjustment.business_id, lines)
    batches = _batches(adjustment, lines)
    columns = []
    for number, line in enumerate(lines, start=1):
        batch = batches[line.batch_id] if line.batch_id else None
        check_adjustment(line, number, now=batch.status if batch else line.stock_status)
        columns.append({**sheet.columns(number, line), **_own_columns(line, batch)})
    replace_lines(adjustment, StockAdjustmentLine, "adjustment", columns)


def _batches(adjustment: StockAdjustment, lines: Sequence[NewAdjustmentLine]) -> Mapping[UUID, InventoryBatch]:
    wanted = {line.batch_id for line in lines if line.batch_id}
    found = batches_at(adjustment.business_id, adjustment.location_id, wanted)
    wrong = {
        str(line.batch_id)
        for line in lines
        if line.batch_id and (line.batch_id not in found or found[line.batch_id].item.product_id != line.product_id)
    }
    if wrong:
        msg = "The product has no such batch at this location."
        raise DomainError("BATCH_NOT_FOUND", msg, {"batches": sorted(wrong)})
    return found


def _own_columns(line: NewAdjustmentLine, batch: InventoryBatch | None) -> dict[str, Any]:
    """The columns that only adjustments have."""
    is_found = line.quantity > 0 and not line.to_status
    return {
        "reason": line.reason,
        "batch": batch,
        "stock_status": line.stock_status,
        "to_status": line.to_status,
        "comment": line.comment,
        **(_as_found(line, batch) if is_found else {"unit_cost": None, "batch_number": "", "expires_on": None}),
    }


def _as_found(line: NewAdjustmentLine, batch: InventoryBatch | None) -> dict[str, Any]:
    """What found goods are: what the line says, and where it doesn't, like the batch that they belong to."""
    said = {"unit_cost": line.unit_cost, "batch_number": line.batch_number, "expires_on": line.expires_on}
    if batch is None:
        return said
    return {
        "stock_status": batch.status,
        "unit_cost": batch.unit_cost if line.unit_cost is None else line.unit_cost,
        "batch_number": line.batch_number or batch.batch_number,
        "expires_on": line.expires_on or batch.expires_on,
    }


def _book(adjustment: StockAdjustment, at: datetime) -> None:
    lines = list(adjustment.lines.order_by("line_no"))
    needs_lines(adjustment, lines)
    place = adjustment.location_id
    items = lock_places(adjustment.business_id, {(line.product_id, place) for line in lines})
    costs = likely_costs(adjustment.business_id, items.values())
    changes = [line for line in lines if line.to_status]
    if len(changes) < len(lines):
        StockLedger.post(
            business=adjustment.business_id,
            location=adjustment.location,
            movements=_movements(lines, costs),
            source=source_of(adjustment),
            occurred_at=at,
        )
    if changes:
        StockMoves.move(
            business=adjustment.business_id,
            moves=[Move(_gone(line), status=line.to_status) for line in changes],
            from_location=adjustment.location,
            to_location=adjustment.location,
            kinds=(MovementKind.ADJUST, MovementKind.ADJUST),
            source=source_of(adjustment),
            occurred_at=at,
            is_physical_fact=True,
        )


def _movements(lines: Lines, costs: Mapping[UUID, Decimal]) -> Movements:
    return Movements(
        MovementKind.ADJUST,
        incoming=[_found(line, costs) for line in lines if line.base_qty > 0 and not line.to_status],
        outgoing=[_gone(line) for line in lines if line.base_qty < 0],
        is_physical_fact=True,
    )


def _found(line: StockAdjustmentLine, costs: Mapping[UUID, Decimal]) -> Incoming:
    return Incoming(
        line.product_id,
        line.base_qty,
        costs[line.product_id] if line.unit_cost is None else line.unit_cost,
        line_id=line.pk,
        batch_number=line.batch_number,
        expires_on=line.expires_on,
        status=line.stock_status,
        serials=tuple(line.serials),
    )


def _gone(line: StockAdjustmentLine) -> Outgoing:
    """What leaves, or changes its status: of the batch that is named, else of the goods in the line's status."""
    return Outgoing(
        line.product_id,
        abs(line.base_qty),
        line_id=line.pk,
        batch_ids=frozenset({line.batch_id}) if line.batch_id else None,
        serials=tuple(line.serials),
        statuses=frozenset({line.stock_status}),
        includes_expired=line.reason == Reason.EXPIRY or bool(line.to_status) or bool(line.serials),
    )
