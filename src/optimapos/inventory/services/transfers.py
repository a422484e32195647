"""Transfers: writing them down, sending them off, and calling them back while nothing has arrived."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from optimapos.core.actors import Actor
from optimapos.core.operations import operation
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.inventory.models import StockTransfer, StockTransferLine
from optimapos.inventory.services.document_lines import needs_lines, opened, replace_lines, saved, sheet_for
from optimapos.inventory.services.effects import MovementService, source_of
from optimapos.inventory.services.moving import Move, StockMoves
from optimapos.inventory.types import BatchKind, MovementKind, NewTransferLine, Outgoing
from optimapos.nomenclatures.locks import lock_document
from optimapos.nomenclatures.services import DocumentService
from optimapos.nomenclatures.types import Step
from optimapos.organization.models import Location
from optimapos.organization.services import transit_location


class TransferFields(TypedDict, total=False):
    """What a caller may set of a transfer's head."""

    to_location: Location
    document_date: date
    notes: str


class StockTransferService:
    """Creates and changes transfers. How they arrive: `TransferArrivals`."""

    @staticmethod
    @operation
    def create_transfer(
        *,
        business: BusinessRef,
        actor: Actor,
        location: Location,
        fields: TransferFields,
        lines: Sequence[NewTransferLine],
        at: datetime,
    ) -> Result[StockTransfer]:
        """Write down goods that are to go from `location` to `to_location`.

        Refuses: SAME_LOCATION, UNKNOWN_LOCATION, PRODUCT_NOT_FOUND, PRODUCT_NOT_STOCKED, PACKAGING_NOT_FOUND, BAD_QUANTITY,
        QUANTITY_TOO_PRECISE.
        """
        check_ends(location, fields.get("to_location"), actor)
        transfer = DocumentService.draft(
            business=business, model=StockTransfer, actor=actor, location=location, columns=dict(fields), at=at
        )
        _write(transfer, lines)
        return Result.success(transfer)

    @staticmethod
    @operation
    def update_transfer(
        *,
        business: BusinessRef,
        actor: Actor,
        transfer_id: UUID,
        fields: TransferFields,
        lines: Sequence[NewTransferLine] | None,
    ) -> Result[StockTransfer]:
        """Change a transfer that is still editable; `lines` are all its lines from then on.

        Refuses: NOT_FOUND, DOCUMENT_NOT_EDITABLE (data: status), and as `create_transfer`.
        """
        transfer = opened(lock_document(StockTransfer, business, transfer_id), actor)
        for column, value in fields.items():
            setattr(transfer, column, value)
        if "to_location" in fields:
            check_ends(transfer.location, transfer.to_location, actor)
        if lines is not None:
            _write(transfer, lines)
        return Result.success(saved(transfer, actor, "updated"))


class TransferEffect:
    """Sends the goods of a transfer off at the step that is configured to, and puts them back at the one that reverses."""

    @staticmethod
    def apply(*, document: StockTransfer, step: Step) -> None:
        """Refuses: DOCUMENT_EMPTY, and as `StockMoves.move` and `StockAmendments.reverse`."""
        if step.creates_movements:
            _dispatch(document, step)
        if step.reverses_movements:
            MovementService.reverse_document_movements(document, step)


def check_ends(location: Location, to_location: Location | None, actor: Actor) -> None:
    """Refuses: UNKNOWN_LOCATION, SAME_LOCATION."""
    if to_location is None or not actor.sees(to_location.pk):
        raise DomainError("UNKNOWN_LOCATION", "There is no such location to send goods to.")
    if to_location.pk == location.pk:
        raise DomainError("SAME_LOCATION", f"The goods are at {location.name} already; choose another destination.")


def check_transfer_step(transfer: StockTransfer, step: Step) -> None:
    """Whether a transfer may be called back: not once goods of it have arrived or are lost.

    Refuses: TRANSFER_PARTLY_RECEIVED (data: lines with line, sent, received, lost).
    """
    if not step.reverses_movements:
        return
    arrived = [
        {
            "line": str(line.pk),
            "sent": shown(line.base_qty),
            "received": shown(line.received_base_qty),
            "lost": shown(line.lost_base_qty),
        }
        for line in transfer.lines.order_by("line_no")
        if line.open_base_qty != line.base_qty
    ]
    if arrived:
        raise DomainError(
            "TRANSFER_PARTLY_RECEIVED",
            "Some of these goods have arrived or are lost, so the transfer can't be called back.",
            {"lines": arrived},
            ("Receive the rest and send it back with another transfer.",),
        )


def _write(transfer: StockTransfer, lines: Sequence[NewTransferLine]) -> None:
    sheet = sheet_for(transfer.business_id, lines)
    columns = [sheet.columns(number, line) for number, line in enumerate(lines, start=1)]
    replace_lines(transfer, StockTransferLine, "transfer", columns)


def _dispatch(transfer: StockTransfer, step: Step) -> None:
    lines = list(transfer.lines.order_by("line_no"))
    needs_lines(transfer, lines)
    StockMoves.move(
        business=transfer.business_id,
        moves=[
            Move(
                Outgoing(line.product_id, line.base_qty, line_id=line.pk, serials=tuple(line.serials)),
                kind=BatchKind.TRANSIT,
                transfer_line_id=line.pk,
            )
            for line in lines
        ],
        from_location=transfer.location,
        to_location=transit_location(transfer.business_id, like=transfer.location),
        kinds=(MovementKind.TRANSFER_OUT, MovementKind.TRANSFER_IN),
        source=source_of(transfer),
        occurred_at=transfer.occurred_at or step.at,
    )
