"""How transfers arrive: partly, several times over, with what was lost on the way, until nothing is on its way any more."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor, Capability
from optimapos.core.operations import operation
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.inventory.locks import lock_places
from optimapos.inventory.models import StockTransfer, StockTransferLine
from optimapos.inventory.rules.documents import Sent, check_arrival
from optimapos.inventory.selectors.documents import pieces_on_their_way
from optimapos.inventory.services.effects import source_of
from optimapos.inventory.services.ledger import StockLedger
from optimapos.inventory.services.moving import Move, StockMoves
from optimapos.inventory.types import ArrivedLine, MovementKind, Outgoing, Reason
from optimapos.nomenclatures.locks import lock_document
from optimapos.nomenclatures.services import StatusManager
from optimapos.nomenclatures.types import Trigger
from optimapos.organization.models import Location
from optimapos.organization.services import transit_location

Lines = Mapping[UUID, StockTransferLine]
Pieces = Mapping[UUID | None, set[str]]
"""Serial numbers that are on their way, by line."""


class TransferArrivals:
    """Receives transfers."""

    @staticmethod
    @operation
    def receive_transfer(
        *,
        business: BusinessRef,
        actor: Actor,
        transfer_id: UUID,
        lines: Sequence[ArrivedLine],
        at: datetime,
        closes: bool = False,
        reason: str = Reason.LOSS,
    ) -> Result[StockTransfer]:
        """Take in what arrived of a transfer, and write off what is lost, for `reason`. `closes`: what else is on its way is
        lost too.

        What arrives keeps its cost, its age, its batch number and its expiry. When nothing is on its way any more the
        transfer is received.

        Refuses: NOT_FOUND, PERMISSION_DENIED (data: location) to those who don't work at the destination, or (data:
        capability) who may not write off what is lost, NOT_ON_ITS_WAY
        (data: status), BAD_QUANTITY, QUANTITY_TOO_PRECISE, RECEIVE_EXCEEDS_SENT (data: line, sent, received, lost, asked),
        SERIALS_MISMATCH, SERIAL_NOT_IN_STOCK.
        """
        transfer = _receivable(lock_document(StockTransfer, business, transfer_id), actor)
        sent = {line.pk: line for line in transfer.lines.select_related("product").order_by("line_no")}
        _check_named(lines, sent)
        if not (transfer.is_posted and transfer.status.allows_conversion):
            status = transfer.status.code
            raise DomainError("NOT_ON_ITS_WAY", f"{transfer.number} is in {status}.", {"status": status})
        transit = transit_location(business, like=transfer.location)
        pieces = _locked_pieces(transfer, sent, transit)
        arrived = _closed(lines, sent, pieces) if closes else list(lines)
        if not arrived:
            raise DomainError("VALIDATION_FAILED", "Say what arrived or is lost.", {"field": "lines"})
        _check(arrived, sent)
        _check_may_lose(arrived, actor)
        _book(transfer, arrived, sent, transit, at)
        _note(transfer, arrived, sent, reason, actor)
        is_done = not any(line.open_base_qty for line in sent.values())
        trigger = Trigger.RECEIVED if is_done else Trigger.PARTLY_RECEIVED
        if not StatusManager.fire(document=transfer, trigger=trigger, actor=actor, at=at):
            transfer.version += 1
            transfer.save(update_fields=["version", "updated_at"])
        return Result.success(transfer)


def _receivable(transfer: StockTransfer | None, actor: Actor) -> StockTransfer:
    if transfer is None or not (actor.sees(transfer.location_id) or actor.sees(transfer.to_location_id)):
        raise DomainError("NOT_FOUND", "There is no such document.")
    if not actor.sees(transfer.to_location_id):
        raise DomainError(
            "PERMISSION_DENIED",
            "A transfer is received by those who work where it goes to.",
            {"location": str(transfer.to_location_id)},
        )
    return transfer


def _check_named(lines: Sequence[ArrivedLine], sent: Lines) -> None:
    named = [line.line_id for line in lines]
    if strange := sorted(str(line) for line in set(named) - sent.keys()):
        raise DomainError("NOT_FOUND", "The document has no such line.", {"lines": strange})
    if len(set(named)) != len(named):
        raise DomainError("VALIDATION_FAILED", "A line is named twice.", {"field": "lines"})


def _locked_pieces(transfer: StockTransfer, sent: Lines, transit: Location) -> Pieces:
    """Lock all items that may be booked on, then read which pieces with serial numbers are on their way, by line."""
    places = {(line.product_id, at) for line in sent.values() for at in (transit.pk, transfer.to_location_id)}
    items = lock_places(transfer.business_id, places)
    tracked = {line.pk: line.product_id for line in sent.values() if line.product.tracks_serials}
    if not tracked:
        return {}
    on_their_way = {items[product, transit.pk].pk for product in tracked.values()}
    return pieces_on_their_way(transfer.business_id, on_their_way, tracked.keys())


def _closed(lines: Sequence[ArrivedLine], sent: Lines, pieces: Pieces) -> list[ArrivedLine]:
    """The lines, with everything else that is on its way as lost."""
    named = {line.line_id: line for line in lines}
    closed = []
    for line_id, line in sent.items():
        said = named.get(line_id, ArrivedLine(line_id))
        rest = line.open_base_qty - said.quantity - said.lost
        if rest > 0:
            gone = pieces.get(line_id, set()) - set(said.serials) - set(said.lost_serials)
            lost_serials = (*said.lost_serials, *sorted(gone))
            said = ArrivedLine(line_id, said.quantity, said.lost + rest, said.serials, lost_serials)
        if line_id in named or rest > 0:
            closed.append(said)
    return closed


def _check_may_lose(arrived: Sequence[ArrivedLine], actor: Actor) -> None:
    """A loss is written off like by an adjustment, so it takes the same right."""
    if any(line.lost for line in arrived) and not actor.can(Capability.STOCK_APPROVE):
        raise DomainError(
            "PERMISSION_DENIED",
            "Your role does not permit writing off what was lost. Take in what arrived; somebody who may closes it.",
            {"capability": Capability.STOCK_APPROVE},
        )


def _check(arrived: Sequence[ArrivedLine], sent: Lines) -> None:
    for said in arrived:
        line = sent[said.line_id]
        figures = Sent(line.pk, line.base_qty, line.received_base_qty, line.lost_base_qty)
        check_arrival(figures, said.quantity, said.lost)


def _book(
    transfer: StockTransfer, arrived: Sequence[ArrivedLine], sent: Lines, transit: Location, at: datetime
) -> None:
    source = source_of(transfer)
    came = [_taken(sent[said.line_id], said.quantity, said.serials) for said in arrived if said.quantity]
    lost = [_taken(sent[said.line_id], said.lost, said.lost_serials) for said in arrived if said.lost]
    if came:
        StockMoves.move(
            business=transfer.business_id,
            moves=[Move(line) for line in came],
            from_location=transit,
            to_location=transfer.to_location,
            kinds=(MovementKind.TRANSFER_OUT, MovementKind.TRANSFER_IN),
            source=source,
            occurred_at=at,
        )
    if lost:
        StockLedger.issue(
            business=transfer.business_id,
            location=transit,
            lines=lost,
            kind=MovementKind.ADJUST,
            source=source,
            occurred_at=at,
        )


def _taken(line: StockTransferLine, quantity: Decimal, serials: tuple[str, ...]) -> Outgoing:
    return Outgoing(
        line.product_id, quantity, line_id=line.pk, transfer_line_id=line.pk, serials=serials, includes_expired=True
    )


def _note(transfer: StockTransfer, arrived: Sequence[ArrivedLine], sent: Lines, reason: str, actor: Actor) -> None:
    for said in arrived:
        line = sent[said.line_id]
        line.received_base_qty += said.quantity
        line.lost_base_qty += said.lost
        line.lost_reason = reason if said.lost else line.lost_reason
    StockTransferLine.objects.for_business(transfer.business_id).bulk_update(
        [sent[said.line_id] for said in arrived], ["received_base_qty", "lost_base_qty", "lost_reason"]
    )
    AuditLog.log_event(
        "stock_transfer.received",
        business=transfer.business_id,
        actor=actor,
        location_id=transfer.to_location_id,
        event_data={
            "id": str(transfer.pk),
            "number": transfer.number,
            "reason": reason,
            "lines": [
                {"line": str(said.line_id), "received": shown(said.quantity), "lost": shown(said.lost)}
                for said in arrived
            ],
        },
    )
