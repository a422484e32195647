"""Calls of the ledger in one line, and what is compared around a refusal."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from optimapos.core.ids import new_id
from optimapos.core.result import Result
from optimapos.inventory.models import InventoryBatch, InventoryItem, InventoryMovement
from optimapos.inventory.services import Move, StockLedger, StockMoves
from optimapos.inventory.types import Incoming, MovementKind, Outgoing, Posted, Source
from optimapos.organization.models import Location
from optimapos.organization.services import LocationService
from tests.factories.organization import Shop
from tests.inventory.ledger import Shelf

D = Decimal
WAITING = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0
"""


def books(shop: Shop) -> tuple[Any, ...]:
    """Everything that the ledger could have changed."""
    with shop.scope():
        return (
            list(InventoryItem.objects.for_business(shop.id).order_by("pk").values()),
            list(InventoryBatch.objects.for_business(shop.id).order_by("pk").values()),
            InventoryMovement.objects.for_business(shop.id).count(),
        )


def refused(shop: Shop, work: Callable[[], Result[Any]]) -> tuple[str, Any]:
    """The code and data of a refusal that changed nothing."""
    before = books(shop)
    result = work()
    assert books(shop) == before
    assert not result.ok
    return result.code, dict(result.data)


def receive(shelf: Shelf, *lines: Incoming, kind: MovementKind = MovementKind.RECEIPT) -> Result[list[Posted]]:
    return shelf.do(
        lambda: StockLedger.receive(
            business=shelf.shop.business,
            location=shelf.location,
            lines=lines,
            kind=kind,
            source=Source("DELIVERY", new_id()),
            occurred_at=datetime.now(UTC),
        )
    )


def move(
    shelf: Shelf, to: Location, *lines: Outgoing, source: Source | None = None, **more: Any
) -> Result[list[Posted]]:
    return shelf.do(
        lambda: StockMoves.move(
            business=shelf.shop.business,
            moves=[Move(line, **more) for line in lines],
            from_location=shelf.location,
            to_location=to,
            kinds=(MovementKind.TRANSFER_OUT, MovementKind.TRANSFER_IN),
            source=source or Source("TRANSFER", new_id()),
            occurred_at=datetime.now(UTC),
        )
    )


def out(shelf: Shelf, quantity: str, **wish: Any) -> Outgoing:
    return Outgoing(shelf.product.pk, D(quantity), line_id=new_id(), **wish)


def warehouse(shop: Shop) -> Location:
    return LocationService.create_location(
        business=shop.business, code="W", name="Warehouse", user_id=shop.owner.user_id, kind="WAREHOUSE"
    ).unwrap()
