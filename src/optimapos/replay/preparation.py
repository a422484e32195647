"""From the file to a shop that can sell its baskets: what was chosen, what is sold already, and everything it needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from optimapos.replay.dataset import read_catalog
from optimapos.replay.rules.prices import usual_prices
from optimapos.replay.selectors import sold_baskets
from optimapos.replay.services import CatalogImport, ShopImport, StockImport
from optimapos.replay.types import Basket, CatalogRow, Directory, Shop, Tally

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A shop with `chosen` baskets, of which `before` are in its ledger and `to_sell` are not; `left_out` by a limit.

    `catalog` has a row for every product of `chosen`, those that are never sold too.
    """

    shop: Shop
    directory: Directory
    catalog: list[CatalogRow]
    chosen: list[Basket]
    left_out: list[Basket]
    before: dict[int, Tally]
    to_sell: list[Basket]


def prepare(baskets: list[Basket], *, slug: str, limit: int | None, say: Say) -> Prepared:
    """Bring what the first `limit` baskets need and is not there yet.

    Raises: ReplayError where the business is somebody else's.
    """
    chosen = baskets[:limit]
    trading = [basket for basket in chosen if basket.sellable]
    shop = ShopImport.open_shop(slug=slug)
    before = sold_baskets(shop.business_id, trading)
    to_sell = [basket for basket in trading if basket.number not in before]
    prices = usual_prices(line for basket in trading for line in basket.lines)
    catalog = read_catalog({line.product for basket in chosen for line in basket.lines})
    directory = _directory(shop, trading, [row for row in catalog if row.number in prices], prices)
    stores, products, customers = len(directory.locations), len(directory.products), len(directory.customers)
    say(f"{products:,} products, {stores} stores and {customers:,} households are in")
    received = StockImport.top_up(shop=shop, directory=directory, baskets=to_sell, prices=prices)
    say(f"{received:,} lines of opening stock received")
    return Prepared(shop, directory, catalog, chosen, baskets[len(chosen) :], before, to_sell)


def _directory(
    shop: Shop, baskets: list[Basket], catalog: list[CatalogRow], prices: Mapping[int, Decimal]
) -> Directory:
    business, owner = shop.business_id, shop.owner_id
    stores = {basket.store for basket in baskets}
    households = {basket.household for basket in baskets}
    return Directory(
        locations=ShopImport.open_stores(shop=shop, stores=stores, at=datetime.now(UTC)),
        products=CatalogImport.import_products(business=business, rows=catalog, prices=prices, user_id=owner).unwrap(),
        customers=CatalogImport.import_customers(business=business, households=households, user_id=owner).unwrap(),
    )
