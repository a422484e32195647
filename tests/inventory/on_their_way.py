"""What the tests of transfers share."""

from typing import Any

from optimapos.organization.models import Location
from optimapos.organization.types import LocationKind
from optimapos.products.models import Product
from tests.factories.organization import Shop
from tests.inventory.documents import Desk


def sent(desk: Desk, shop: Shop, place: Location, *lines: tuple[Product, str], **more: Any) -> Any:
    """A transfer from the storefront that is on its way."""
    rows = [{"product": product.pk, "quantity": quantity, **more} for product, quantity in lines]
    document = desk.create(location=shop.storefront.pk, to_location=place.pk, lines=rows)
    return desk.take(document, "dispatched")


def arrived(document: Any, quantity: str = "0", **more: Any) -> dict[str, Any]:
    """What became of the document's first line."""
    return {"lines": [{"line": document["lines"][0]["id"], "quantity": quantity, **more}]}


def transit_of(shop: Shop) -> Location:
    """The location of goods on their way."""
    with shop.scope():
        return Location.objects.for_business(shop.id).get(kind=LocationKind.TRANSIT)


def told(document: Any) -> tuple[str, str, str, str]:
    """Status, and what of the first line was received, is lost and is open."""
    line = document["lines"][0]
    return document["status"], line["received_quantity"], line["lost_quantity"], line["open_quantity"]
