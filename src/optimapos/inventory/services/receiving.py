"""Opening stock: what a shop has on its shelves when it starts with OptimaPOS."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.ids import new_id
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.inventory.models import InventoryItem
from optimapos.inventory.services.ledger import StockLedger
from optimapos.inventory.types import Incoming, MovementKind, Source
from optimapos.organization.models import Location

OPENING = "OPENING"


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """`quantity` base units of a product at `unit_cost` each."""

    product_id: UUID
    quantity: Decimal
    unit_cost: Decimal
    batch_number: str = ""
    expires_on: date | None = None
    serials: tuple[str, ...] = ()


class OpeningStockService:
    """Books opening stock."""

    @staticmethod
    @operation
    def receive_opening_stock(
        *,
        business: BusinessRef,
        location_id: UUID,
        product_id: UUID,
        quantity: Decimal,
        unit_cost: Decimal,
        user_id: UUID,
    ) -> Result[InventoryItem]:
        """Book opening stock of one product.

        Refuses: as `receive_opening_lines`.
        """
        line = OpeningLine(product_id, quantity, unit_cost)
        _receive(business, location_id, [line], user_id, datetime.now(UTC))
        item = InventoryItem.objects.for_business(business).get(location_id=location_id, product_id=product_id)
        return Result.success(item)

    @staticmethod
    @operation
    def receive_opening_lines(
        *, business: BusinessRef, location_id: UUID, lines: Sequence[OpeningLine], user_id: UUID, at: datetime
    ) -> Result[int]:
        """Book opening stock of many products at one location, in a number of statements that does not grow with them.

        Refuses: UNKNOWN_LOCATION, and as `StockLedger.receive`.
        """
        _receive(business, location_id, lines, user_id, at)
        return Result.success(len(lines))


def _receive(
    business: BusinessRef, location_id: UUID, lines: Sequence[OpeningLine], user_id: UUID, at: datetime
) -> None:
    location = Location.objects.for_business(business).filter(pk=location_id).first()
    if location is None:
        raise DomainError("UNKNOWN_LOCATION", "There is no such location.", {"location": str(location_id)})
    source = Source(OPENING, new_id())
    StockLedger.receive(
        business=business,
        location=location,
        lines=[
            Incoming(
                line.product_id,
                line.quantity,
                line.unit_cost,
                batch_number=line.batch_number,
                expires_on=line.expires_on,
                serials=line.serials,
            )
            for line in lines
        ],
        kind=MovementKind.OPENING,
        source=source,
        occurred_at=at,
    )
    AuditLog.log_event(
        "stock.opened",
        business=business,
        user_id=user_id,
        location_id=location.pk,
        event_data={"source_id": str(source.id), "lines": len(lines)},
    )
