"""Current base prices of products, asked of pricing."""

from collections.abc import Sequence
from datetime import datetime

from optimapos.core.ids import UUID
from optimapos.core.interfaces import BasePrice, IBasePrices, implementation
from optimapos.core.tenancy import BusinessRef


def prices_at(
    business: BusinessRef, product_ids: Sequence[UUID], location_id: UUID | None, at: datetime
) -> dict[UUID, BasePrice]:
    """The base price of each product at a location, by two queries: its own before the one for all locations."""
    found = implementation(IBasePrices).base_prices(business=business, product_ids=product_ids, at=at)
    general = {price.product_id: price for price in found if price.location_id is None}
    own = {price.product_id: price for price in found if location_id and price.location_id == location_id}
    return general | own
