"""What tests of purchasing start from: suppliers, their prices, and documents sent over the API."""

from decimal import Decimal
from typing import Any

from optimapos.core.ids import UUID
from optimapos.inventory.models import InventoryItem
from optimapos.organization.models import Location
from optimapos.organization.services import LocationService
from optimapos.organization.types import LocationKind
from optimapos.partners.models import Supplier
from optimapos.products.models import Product
from tests.factories.organization import Shop, Till

REQUESTS = "/api/purchase-requests/"
ORDERS = "/api/purchase-orders/"
RECEIPTS = "/api/delivery-receipts/"
RETURNS = "/api/supplier-returns/"


def make_warehouse(shop: Shop, code: str = "WH01") -> Location:
    """A warehouse in UTC, which only members of all locations see."""
    return LocationService.create_location(
        business=shop.business, code=code, name=code, user_id=shop.owner.user_id, kind=LocationKind.WAREHOUSE
    ).unwrap()


def line(product: Product, quantity: str, price: str | None = "10.00", **columns: Any) -> dict[str, Any]:
    """A line of a body."""
    priced = {} if price is None else {"unit_price": price}
    return {"product": str(product.pk), "quantity": quantity, **priced, **columns}


def created(till: Till, path: str, body: Any) -> Any:
    """What was created."""
    answer = till.post(path, body)
    assert answer.status_code == 201, answer.content
    return answer.json()


def stepped(till: Till, path: str, document: Any, status: str, comment: str = "") -> Any:
    """A document after a step that must be taken."""
    answer = step(till, path, document, status, comment)
    assert answer.status_code == 200, answer.content
    return answer.json()


def step(till: Till, path: str, document: Any, status: str, comment: str = "") -> Any:
    """The answer to a step."""
    return till.post(f"{path}{document['id']}/transition/", {"status": status, "comment": comment})


def refused(answer: Any) -> tuple[int, str, Any]:
    """Status, code and figures of a refusal."""
    body = answer.json()
    return answer.status_code, body.get("code"), body.get("data")


def make_order(shop: Shop, supplier: Supplier, *lines: Any, **head: Any) -> Any:
    """A draft order of the manager for the storefront."""
    body = {"location": str(shop.storefront.pk), "supplier": str(supplier.pk), "lines": list(lines), **head}
    return created(shop.manager_till, ORDERS, body)


def make_sent_order(shop: Shop, supplier: Supplier, *lines: Any, **head: Any) -> Any:
    """An order that was approved and sent."""
    order = make_order(shop, supplier, *lines, **head)
    stepped(shop.manager_till, ORDERS, order, "approved")
    return stepped(shop.manager_till, ORDERS, order, "sent")


def make_receipt(shop: Shop, supplier: Supplier, *lines: Any, **head: Any) -> Any:
    """A draft receipt at the storefront."""
    body = {"location": str(shop.storefront.pk), "supplier": str(supplier.pk), "lines": list(lines), **head}
    return created(shop.manager_till, RECEIPTS, body)


def complete(shop: Shop, path: str, document: Any) -> Any:
    """A receipt or return after it was completed."""
    return stepped(shop.manager_till, path, document, "completed")


def on_hand(shop: Shop, product: Product, location_id: UUID | None = None) -> Decimal:
    """Base units of a product at a location, by default the storefront."""
    with shop.scope():
        rows = InventoryItem.objects.for_business(shop.id).filter(product=product)
        found = rows.filter(location_id=location_id or shop.storefront.pk).first()
        return found.current_qty if found else Decimal(0)


def make_request(shop: Shop, *lines: Any, **head: Any) -> Any:
    """A draft request of the manager for the storefront."""
    return created(shop.manager_till, REQUESTS, {"location": str(shop.storefront.pk), "lines": list(lines), **head})


def list_price(shop: Shop, supplier: Supplier, product: Product, price: str, **columns: Any) -> Any:
    """A line of a supplier's price list, valid since 2020."""
    body = {
        "supplier": str(supplier.pk),
        "product": str(product.pk),
        "price": price,
        "valid_from": "2020-01-01",
        **columns,
    }
    return created(shop.manager_till, "/api/supplier-products/", body)
