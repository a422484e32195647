"""What the tests of selling from layers share: stock received at will, and what the ledger says afterwards."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from optimapos.core.ids import new_id
from optimapos.core.operations import operation
from optimapos.core.result import Result
from optimapos.core.tenancy import BusinessRef
from optimapos.inventory.models import InventoryBatch, InventoryItem, InventoryMovement
from optimapos.inventory.services import OpeningStockService
from optimapos.inventory.services.ledger import StockLedger
from optimapos.inventory.services.receiving import OpeningLine
from optimapos.inventory.types import Incoming, MovementKind, Source
from optimapos.organization.models import Location
from optimapos.organization.types import StockPolicy
from optimapos.products.models import Product
from optimapos.verify.runner import verify
from tests.factories.organization import Shop

CHECKOUT = "/api/sales/checkout/"


def sell_on(shop: Shop) -> None:
    """Let the shop's storefront sell what the books don't have."""
    with shop.scope():
        rows = Location.objects.for_business(shop.id).filter(pk=shop.storefront.pk)
        assert rows.update(stock_policy=StockPolicy.ALLOWS_OVERSELL) == 1


def take_in(
    shop: Shop, product: Product, quantity: str, cost: str = "4.00", expires_on: date | None = None, **fields: Any
) -> None:
    """Opening stock, as a layer of its own."""
    line = OpeningLine(product.pk, Decimal(quantity), Decimal(cost), expires_on=expires_on, **fields)
    OpeningStockService.receive_opening_lines(
        business=shop.business,
        location_id=shop.storefront.pk,
        lines=[line],
        user_id=shop.owner.user_id,
        at=datetime.now(UTC),
    ).unwrap()


@operation
def receive(*, business: BusinessRef, location: Location, product: Product, quantity: str, cost: str) -> Result[None]:
    """A purchase that comes in."""
    StockLedger.receive(
        business=business,
        location=location,
        lines=[Incoming(product.pk, Decimal(quantity), Decimal(cost))],
        kind=MovementKind.RECEIPT,
        source=Source("RECEIPT", new_id()),
        occurred_at=datetime.now(UTC),
    )
    return Result.success(None)


def body(*lines: tuple[Product, str], **fields: Any) -> dict[str, Any]:
    """A checkout of (product, quantity) lines for much cash."""
    items = [{"product": str(product.pk), "quantity": quantity} for product, quantity in lines]
    return {"items": items, "payments": [{"payment_method": "CASH", "amount_paid": "10000.00"}], **fields}


def late(*lines: tuple[Product, str], hours: float = 1, **fields: Any) -> dict[str, Any]:
    """The same, sold elsewhere so many hours ago at 1.00 each."""
    made = body(
        *lines, origin="OFFLINE", occurred_at=(datetime.now(UTC) - timedelta(hours=hours)).isoformat(), **fields
    )
    for line in made["items"]:
        line["unit_price"] = "1.00"
    return made


def item_of(shop: Shop, product: Product) -> InventoryItem:
    """The product's item at the shop's storefront."""
    with shop.scope():
        return InventoryItem.objects.for_business(shop.id).get(product=product, location=shop.storefront)


def layers(shop: Shop, product: Product) -> list[tuple[str, Decimal, Decimal]]:
    """(kind, remaining, unit cost) of the product's open layers in the order in which they are sold."""
    with shop.scope():
        rows = InventoryBatch.objects.for_business(shop.id).filter(item__product=product, is_open=True)
        return list(rows.order_by("expires_on", "received_at", "id").values_list("kind", "remaining_qty", "unit_cost"))


def movements(shop: Shop, product: Product) -> list[tuple[str, Decimal, Decimal, Decimal, Decimal]]:
    """(kind, quantity, cost, quantity after, value after) of the product's movements, in order."""
    with shop.scope():
        rows = InventoryMovement.objects.for_business(shop.id).filter(item__product=product).order_by("item_seq")
        return list(rows.values_list("kind", "quantity", "cost_amount", "qty_after", "value_after"))


def sound(shop: Shop) -> None:
    """Everything in the shop's books adds up."""
    found = [outcome for outcome in verify(str(shop.id)) if outcome.count and outcome.invariant.fails]
    assert [(outcome.invariant.id, outcome.violations) for outcome in found] == []
