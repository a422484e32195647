"""Which line of a supplier's price list a document's line is priced by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from optimapos.purchases.rules.amounts import price_of_package


@dataclass(frozen=True, slots=True)
class ListedPrice:
    """A line of a price list that is valid on the day in question: `price` for a package of `factor_num / factor_den`
    base units. `lead_time_days` None: as the supplier's.
    """

    supplier_id: UUID
    product_id: UUID
    packaging_id: UUID | None
    factor_num: int
    factor_den: int
    currency: str
    price: Decimal
    valid_from: date
    supplier_sku: str
    minimum: Decimal
    multiple: Decimal
    lead_time_days: int | None
    is_preferred: bool


def chosen(listed: Sequence[ListedPrice], packaging_id: UUID | None) -> ListedPrice | None:
    """The line for that very packaging, else any other; of several the preferred one, then the newest."""
    return max(
        listed,
        key=lambda price: (price.packaging_id == packaging_id, price.is_preferred, price.valid_from),
        default=None,
    )


def price_for(
    listed: Sequence[ListedPrice], packaging_id: UUID | None, factor_num: int, factor_den: int
) -> Decimal | None:
    """What a package of `factor_num / factor_den` base units costs, worked out from another size where only that is listed;
    None without a line.
    """
    line = chosen(listed, packaging_id)
    if line is None:
        return None
    return price_of_package(line.price, line.factor_num, line.factor_den, factor_num, factor_den)
