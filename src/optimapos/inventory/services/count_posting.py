"""Posting a count: each line's difference at the moment when it was counted, booked on what the books say now.

Source: docs/algorithms/counting.md.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connections

from optimapos.core.actors import Actor
from optimapos.core.money import ZERO
from optimapos.core.result import DomainError
from optimapos.core.tenancy import APP, business_id_of
from optimapos.inventory.locks import lock_items
from optimapos.inventory.models import InventoryItem, StockCount, StockCountLine
from optimapos.inventory.rules.counting import Correction, correction
from optimapos.inventory.selectors.counting import counted, known_since, overtaken, relied_on
from optimapos.inventory.selectors.documents import likely_costs, open_pieces
from optimapos.inventory.selectors.ledger import movements_of
from optimapos.inventory.services.counts import make_lines, write_counted
from optimapos.inventory.services.effects import MovementService, source_of
from optimapos.inventory.services.ledger import StockLedger
from optimapos.inventory.sql.counting import CORRECT_EXPECTED
from optimapos.inventory.types import BatchStatus, CountedLine, Incoming, MovementKind, Movements, Outgoing
from optimapos.nomenclatures.models import DocumentTypeStatus
from optimapos.nomenclatures.types import Step

ZERO_FACT = "uncounted_as_zero"
"""The fact of a step that posts: what was not counted isn't there. Without it, it is left as it is."""
Lines = Sequence[StockCountLine]


class CountEffect:
    """Gives a count its lines when it starts, posts it at the step that is configured to, takes it back at the one that
    reverses.
    """

    @staticmethod
    def apply(*, document: StockCount, step: Step) -> None:
        """Refuses: DOCUMENT_EMPTY, COUNT_OVERLAPS (data: lines), SERIAL_IN_STOCK, COUNT_RELIED_ON (data: sales), and as
        `StockAmendments.reverse`.
        """
        status: DocumentTypeStatus = document.status
        if status.allows_conversion and document.started_at is None:
            make_lines(document, step.at)
        if step.creates_movements:
            _post(document, step)
        if step.reverses_movements and movements_of(document.business_id, document.pk, document.posting):
            _refuse_relied_on(document)
            MovementService.reverse_document_movements(document, step)


def _post(count: StockCount, step: Step) -> None:
    items = _locked_items(count, step)
    if step.facts.get(ZERO_FACT):
        _count_rest_as_zero(count, step.actor)
    _refuse_overtaken(count)
    _correct_expected(count)
    lines = list(count.lines.filter(counted_at__isnull=False).select_related("product").order_by("pk"))
    if not lines:
        raise DomainError("DOCUMENT_EMPTY", f"Nothing of {count.number} has been counted.")
    pieces = open_pieces(count.business_id, [line.item_id for line in lines if line.serials is not None])
    corrections = {line.pk: correction(counted(line), pieces.get(line.item_id, ())) for line in lines}
    _book(count, lines, corrections, likely_costs(count.business_id, items), step.at)


def _locked_items(count: StockCount, step: Step) -> list[InventoryItem]:
    """The items whose lines are booked, locked. What depends on the locks is read later."""
    rows = count.lines.all() if step.facts.get(ZERO_FACT) else count.lines.filter(counted_at__isnull=False)
    return lock_items(count.business_id, rows.values_list("item_id", flat=True))


def _count_rest_as_zero(count: StockCount, actor: Actor) -> None:
    rows = count.lines.filter(counted_at__isnull=True).values_list("item_id", "product__tracks_serials")
    nothing = {True: CountedLine(quantity=ZERO, serials=()), False: CountedLine(quantity=ZERO)}
    write_counted(count, {item: nothing[tracks_serials] for item, tracks_serials in rows}, actor)


def _refuse_overtaken(count: StockCount) -> None:
    if lines := overtaken(count):
        raise DomainError(
            "COUNT_OVERLAPS",
            "Some of these goods were counted again later, and that count is posted. Count them anew.",
            {"lines": lines},
        )


def _refuse_relied_on(count: StockCount) -> None:
    if sales := relied_on(count):
        raise DomainError(
            "COUNT_RELIED_ON",
            "Sales that came in late were found gone by this count, so it can't be taken back. Count anew.",
            {"sales": [str(sale) for sale in sales]},
        )


def _correct_expected(count: StockCount) -> None:
    """Add what is known by now of the moment of counting, so that the lines keep what is booked for them."""
    late = known_since(count)
    if late:
        with connections[APP].cursor() as cursor:
            cursor.execute(
                CORRECT_EXPECTED,
                {
                    "business_id": business_id_of(count.business_id),
                    "line_ids": list(late),
                    "quantities": list(late.values()),
                },
            )


def _book(
    count: StockCount,
    lines: Lines,
    corrections: Mapping[UUID, Correction],
    costs: Mapping[UUID, Decimal],
    at: datetime,
) -> None:
    incoming = [
        Incoming(
            line.product_id,
            corrections[line.pk].found,
            costs[line.product_id] if line.unit_cost is None else line.unit_cost,
            line_id=line.pk,
            serials=corrections[line.pk].found_serials,
        )
        for line in lines
        if corrections[line.pk].found
    ]
    outgoing = [
        Outgoing(
            line.product_id,
            corrections[line.pk].missing,
            line_id=line.pk,
            serials=corrections[line.pk].missing_serials,
            statuses=frozenset(BatchStatus),
            includes_expired=True,
        )
        for line in lines
        if corrections[line.pk].missing
    ]
    forgiven = {line.product_id: owed for line in lines if (owed := corrections[line.pk].forgiven)}
    if incoming or outgoing or forgiven:
        StockLedger.post(
            business=count.business_id,
            location=count.location,
            movements=Movements(
                MovementKind.COUNT, incoming, outgoing, may_go_short=True, is_physical_fact=True, forgives=forgiven
            ),
            source=source_of(count),
            occurred_at=at,
        )
