"""What the tests of stock share: asking for figures, and layers and reservations placed by hand."""

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connections
from django.test.utils import CaptureQueriesContext

from optimapos.core.ids import new_id
from optimapos.core.tenancy import MAINTENANCE
from optimapos.inventory.locks import ensure_items
from optimapos.inventory.models import InventoryBatch, InventoryItem, StockReservation
from optimapos.products.models import Product
from tests.factories.organization import Shop, Till

COSTS = {"value", "avg_cost", "last_purchase_cost", "unit_cost", "cost_amount", "value_after"}


def counted(shop: Shop) -> AbstractContextManager[Any]:
    """Counts the statements of what runs in it, with the shop's tills signed in before."""
    assert shop.till
    assert shop.manager_till
    return CaptureQueriesContext(connections["default"])


def availability(till: Till, storefront: UUID, product: UUID) -> Any:
    """The answer of the availability endpoint."""
    return till.get(f"/api/storefronts/{storefront}/stock-products/{product}/availability/")


def figures(shop: Shop, product: Product) -> dict[str, Any]:
    """What the endpoint says at the shop's storefront."""
    answer = availability(shop.till, shop.storefront.pk, product.pk)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def add_to_cart(till: Till, product: Product, quantity: str, cart: str | None = None) -> tuple[str, Any]:
    """A cart with one line more, and the answer to adding it."""
    cart = cart or till.post("/api/sales/", {}).json()["id"]
    return cart, till.post(f"/api/sales/{cart}/items/", {"product": str(product.pk), "quantity": quantity})


def item_of(shop: Shop, product: Product) -> InventoryItem:
    """The product's item at the storefront, made where it is missing."""
    with shop.scope():
        ensure_items(shop.business, [(product.pk, shop.storefront.pk)])
        return InventoryItem.objects.for_business(shop.id).get(product=product, location=shop.storefront)


def place_layer(
    item: InventoryItem, quantity: str, status: str = "AVAILABLE", kind: str = "STOCK", expires_on: date | None = None
) -> None:
    """A layer, without the movement that would have made it."""
    amount = Decimal(quantity)
    InventoryBatch.objects.for_business(item.business_id).create(
        business_id=item.business_id,
        item=item,
        kind=kind,
        status=status,
        batch_number="B",
        expires_on=expires_on,
        received_at=datetime.now(UTC),
        unit_cost=Decimal(1),
        received_qty=max(amount, Decimal(0)),
        remaining_qty=amount,
    )


def place_reservation(item: InventoryItem, quantity: str, status: str, expires_at: datetime) -> None:
    """A reservation of some cart."""
    StockReservation.objects.for_business(item.business_id).create(
        business_id=item.business_id,
        item=item,
        sale_id=new_id(),
        cart_session_id="",
        quantity=Decimal(quantity),
        status=status,
        expires_at=expires_at,
    )


def expire_reservations(cart: str) -> None:
    """Make the cart's reservations end a second ago, without anybody sweeping them."""
    rows = StockReservation.objects.across_businesses(reason="a test lets time pass").using(MAINTENANCE)
    assert rows.filter(sale_id=cart, status="ACTIVE").update(expires_at=datetime.now(UTC) - timedelta(seconds=1))


def statuses(shop: Shop, cart: str) -> list[str]:
    """The statuses of a cart's reservations, oldest first."""
    with shop.scope():
        rows = StockReservation.objects.for_business(shop.id).filter(sale_id=cart).order_by("id")
        return list(rows.values_list("status", flat=True))
