"""What the tests of counts share."""

from datetime import UTC, datetime, timedelta
from typing import Any

from optimapos.products.models import Product
from tests.factories.organization import Shop
from tests.inventory.documents import Desk
from tests.inventory.ledger import Shelf

EARLIER = timedelta(minutes=30)


def started(desk: Desk, shop: Shop, *products: Product, **fields: Any) -> Any:
    """A count that has started: of these products, or of what the fields say."""
    scope = {"scope": "PRODUCTS", "products": [product.pk for product in products]} if products else {}
    document = desk.create(location=shop.storefront.pk, **scope, **fields)
    return desk.right(desk.post(document, "start"))


def count(desk: Desk, document: Any, *rows: tuple[Product, str], **more: Any) -> Any:
    """Lines after they were counted."""
    lines = [{"product": product.pk, "quantity": quantity, **more} for product, quantity in rows]
    return desk.right(desk.post(document, "lines", lines=lines))


def scanned(desk: Desk, document: Any, product: Product, *serials: str) -> Any:
    """A line of pieces whose numbers were scanned."""
    return desk.right(desk.post(document, "lines", lines=[{"product": product.pk, "serials": list(serials)}]))


def lines_of(desk: Desk, document: Any) -> list[tuple[str, str | None, str | None]]:
    """SKU, expected and counted of each line."""
    rows = desk.get(document, "lines/")["results"]
    return [(row["product_name"], row.get("expected_quantity"), row["counted_quantity"]) for row in rows]


def differences(desk: Desk, document: Any) -> list[tuple[str, str]]:
    """Product and difference of each line that differs."""
    return [(row["product_name"], row["difference"]) for row in desk.get(document, "differences/")["lines"]]


def happen(shop: Shop, product: Product, what: str) -> None:
    """What a row of a worked table says, such as `late sale of 3, receipt of 2`."""
    for event in what.split(", ") if what != "nothing" else ():
        words = event.split()
        at = datetime.now(UTC) - (EARLIER if words[0] == "late" else timedelta())
        if "sale" in words:
            Shelf(shop, product).issue(words[-1], at=at, may_go_short=True).unwrap()
        else:
            Shelf(shop, product).receive(words[-1], "4", at=at).unwrap()
