"""Opening stock: as much as the chosen baskets will sell, on the shelves before the first of them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal

from optimapos.core.tenancy import tenant_scope
from optimapos.inventory.models import InventoryItem
from optimapos.inventory.services.receiving import OpeningLine, OpeningStockService
from optimapos.replay.rules.prices import unit_cost
from optimapos.replay.types import Basket, Directory, Shop

DELIVERED_BEFORE = timedelta(hours=1)


class StockImport:
    """Fills the shelves."""

    @staticmethod
    def top_up(*, shop: Shop, directory: Directory, baskets: list[Basket], prices: Mapping[int, Decimal]) -> int:
        """Receive what `baskets` need beyond what is there, one delivery for each store; answers the number of lines.

        A replay that goes on, or goes on to further weeks, so adds only what is missing.
        """
        lines = _lines(directory, _missing(baskets, _on_hand(shop, directory)), prices)
        for store, delivery in sorted(lines.items()):
            OpeningStockService.receive_opening_lines(
                business=shop.business_id,
                location_id=directory.locations[store],
                lines=delivery,
                user_id=shop.owner_id,
                at=min(basket.at for basket in baskets) - DELIVERED_BEFORE,
            ).unwrap()
        return sum(map(len, lines.values()))


def _on_hand(shop: Shop, directory: Directory) -> dict[tuple[int, int], int]:
    """Pieces on hand by store and product of the file."""
    stores = {location: store for store, location in directory.locations.items()}
    products = {product_id: product for product, product_id in directory.products.items()}
    with tenant_scope(shop.business_id):
        items = InventoryItem.objects.for_business(shop.business_id).filter(location_id__in=stores)
        rows = list(items.values_list("location_id", "product_id", "current_qty"))
    return {
        (stores[location], products[product]): int(quantity)
        for location, product, quantity in rows
        if product in products
    }


def _missing(baskets: Iterable[Basket], on_hand: Mapping[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    needed = Counter[tuple[int, int]]()
    for basket in baskets:
        for line in basket.sellable:
            needed[basket.store, line.product] += line.quantity
    return {place: more for place, wanted in needed.items() if (more := wanted - on_hand.get(place, 0)) > 0}


def _lines(
    directory: Directory, missing: Mapping[tuple[int, int], int], prices: Mapping[int, Decimal]
) -> dict[int, list[OpeningLine]]:
    lines: dict[int, list[OpeningLine]] = {}
    for (store, product), quantity in missing.items():
        cost = unit_cost(prices[product])
        lines.setdefault(store, []).append(OpeningLine(directory.products[product], Decimal(quantity), cost))
    return lines
