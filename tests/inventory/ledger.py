"""What the tests of the ledger share: a shop's shelf, moved by the ledger's verbs, and the movements that it made."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from optimapos.core.ids import UUID, new_id
from optimapos.core.operations import run_operation
from optimapos.core.result import Result
from optimapos.inventory.models import InventoryBatch, InventoryItem, InventoryMovement
from optimapos.inventory.services import StockAmendments, StockLedger
from optimapos.inventory.types import CostShare, Incoming, MovementKind, Outgoing, Posted, Source
from optimapos.organization.models import Location
from optimapos.products.models import Product
from tests.factories.organization import Shop


class Shelf:
    """One product at one location of a shop."""

    def __init__(self, shop: Shop, product: Product, location: Location | None = None) -> None:
        self.shop, self.product, self.location = shop, product, location or shop.storefront

    def do(self, work: Callable[[], Any]) -> Result[Any]:
        """Run something as an operation of the shop."""
        return run_operation(self.shop.business, lambda: Result.success(work()))

    def receive(
        self,
        quantity: str,
        cost: str,
        *,
        source: Source | None = None,
        line: UUID | None = None,
        at: datetime | None = None,
        expires: str | None = None,
        status: str = "AVAILABLE",
        serials: tuple[str, ...] = (),
        kind: MovementKind = MovementKind.RECEIPT,
    ) -> Result[list[Posted]]:
        """Take a line in."""
        incoming = Incoming(
            self.product.pk,
            Decimal(quantity),
            Decimal(cost),
            line_id=line or new_id(),
            expires_on=date.fromisoformat(expires) if expires else None,
            status=status,
            serials=serials,
        )
        return self.do(
            lambda: StockLedger.receive(
                business=self.shop.business,
                location=self.location,
                lines=[incoming],
                kind=kind,
                source=source or Source("DELIVERY", new_id()),
                occurred_at=at or datetime.now(UTC),
            )
        )

    def issue(
        self,
        quantity: str,
        *,
        source: Source | None = None,
        at: datetime | None = None,
        kind: MovementKind = MovementKind.ADJUST,
        may_go_short: bool = False,
        is_physical_fact: bool = False,
        **wish: Any,
    ) -> Result[list[Posted]]:
        """Take a line out."""
        return self.do(
            lambda: StockLedger.issue(
                business=self.shop.business,
                location=self.location,
                lines=[Outgoing(self.product.pk, Decimal(quantity), line_id=new_id(), **wish)],
                kind=kind,
                source=source or Source("ADJUSTMENT", new_id()),
                occurred_at=at or datetime.now(UTC),
                may_go_short=may_go_short,
                is_physical_fact=is_physical_fact,
            )
        )

    def reverse(self, source: Source) -> Result[list[Posted]]:
        """Take back what a source booked."""
        return self.do(
            lambda: StockAmendments.reverse(business=self.shop.business, source=source, occurred_at=datetime.now(UTC))
        )

    def add_cost(self, receipt: Source, line: UUID, amount: str) -> Result[list[Posted]]:
        """Add a later cost to a line of a receipt."""
        return self.do(
            lambda: StockAmendments.add_cost(
                business=self.shop.business,
                source=Source("LANDED_COST", new_id()),
                shares=[CostShare(receipt.id, {line: Decimal(amount)})],
                occurred_at=datetime.now(UTC),
            )
        )

    def item(self) -> InventoryItem:
        """The item as it is now."""
        with self.shop.scope():
            return InventoryItem.objects.for_business(self.shop.id).get(product=self.product, location=self.location)

    def figures(self) -> tuple[Decimal, Decimal]:
        """Quantity and value."""
        item = self.item()
        return item.current_qty, item.stock_value

    def layers(self) -> list[tuple[Decimal, Decimal]]:
        """What remains of each open layer and its unit cost, in the order in which they are sold."""
        with self.shop.scope():
            rows = InventoryBatch.objects.for_business(self.shop.id).filter(item=self.item(), is_open=True)
            return list(rows.order_by("expires_on", "received_at", "id").values_list("remaining_qty", "unit_cost"))

    def movements(self) -> list[InventoryMovement]:
        """All movements in order."""
        with self.shop.scope():
            rows = InventoryMovement.objects.for_business(self.shop.id).filter(item=self.item())
            return list(rows.order_by("item_seq"))
