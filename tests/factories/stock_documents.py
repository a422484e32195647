"""One transfer, adjustment and count of each state, and a layer."""

from typing import Any

from optimapos.core.ids import UUID
from optimapos.inventory.models import InventoryBatch
from optimapos.organization.models import Location
from optimapos.products.models import Product
from tests.factories.organization import Shop
from tests.inventory.documents import ADJUSTMENTS, COUNTS, TRANSFERS, Desk, member_at


def make_stock_documents(shop: Shop, location: Location, destination: UUID, product: Product) -> dict[str, UUID]:
    """Their ids by kind of record. A transfer to be sent goes from `location` to `destination`, the one that is on its way
    comes from there.
    """
    owner = member_at(shop, role="owner")
    transfers, adjustments, counts = (Desk(owner, path) for path in (TRANSFERS, ADJUSTMENTS, COUNTS))
    line = {"product": product.pk, "quantity": "2"}
    way = {"location": location.pk, "to_location": destination, "lines": [line]}
    opening = {"storefront": destination, "lines": [line | {"unit_cost": "3"}]}
    assert owner.post("/api/stock-products/opening-stock/", opening).status_code == 201
    back = transfers.create(location=destination, to_location=location.pk, lines=[line])
    sent = transfers.take(back, "dispatched")
    scope = {"location": location.pk, "scope": "PRODUCTS", "products": [product.pk]}
    opened = counts.create(**scope)
    counts.right(counts.post(opened, "start"))
    (counted,) = counts.right(counts.post(opened, "lines", lines=[{"product": product.pk, "quantity": "5"}]))
    made: dict[str, Any] = {
        "stock_transfer": transfers.create(**way)["id"],
        "sent_transfer": sent["id"],
        "sent_transfer_line": sent["lines"][0]["id"],
        "stock_adjustment": adjustments.create(location=location.pk, lines=[line | {"reason": "FOUND"}])["id"],
        "stock_count": counts.create(**scope)["id"],
        "open_count": opened["id"],
        "open_count_line": counted["id"],
    }
    with shop.scope():
        batch = InventoryBatch.objects.for_business(shop.id).filter(
            item__product=product, item__location=location, is_open=True
        )
        return {kind: UUID(found) for kind, found in made.items()} | {"batch": batch.earliest("received_at").pk}
