"""What prices are worked out of: what products were last bought at, and their taxes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from optimapos.core.ids import UUID
from optimapos.core.money import ZERO
from optimapos.core.tenancy import BusinessRef
from optimapos.inventory.models import InventoryItem
from optimapos.nomenclatures.models import TaxRate
from optimapos.nomenclatures.rules.taxes import rate_in
from optimapos.nomenclatures.selectors.taxes import rates_of_categories
from optimapos.organization.models import Location
from optimapos.organization.types import LocationKind
from optimapos.pricing.markups import cost_for
from optimapos.pricing.types import LastCost
from optimapos.products.models import Product


@dataclass(frozen=True, slots=True)
class Costing:
    """Costs of some products by place, and the tax rates of their categories."""

    costs: Mapping[UUID, Sequence[LastCost]]
    categories: Mapping[UUID, UUID]
    rates: Sequence[TaxRate]

    def cost(self, product_id: UUID, location_id: UUID | None) -> LastCost | None:
        """What a price at a place (None: everywhere) is worked out of."""
        return cost_for(self.costs.get(product_id, ()), location_id)

    def tax_rate(self, product_id: UUID, location_id: UUID | None, on: date) -> Decimal:
        """The rate in percent at a place; where the price is for everywhere, the general one."""
        category = self.categories[product_id]
        found = rate_in((rate for rate in self.rates if rate.category_id == category), location_id, on)
        return found.rate if found else ZERO


def costing_of(business: BusinessRef, product_ids: Collection[UUID]) -> Costing:
    """The costs and taxes of products, by three queries."""
    items = InventoryItem.objects.for_business(business).filter(product_id__in=product_ids, last_purchase_cost__gt=0)
    costs: dict[UUID, list[LastCost]] = {}
    for product, location, cost, at in (
        items.exclude(location__kind=LocationKind.TRANSIT)
        .order_by("product_id", "location_id")
        .values_list("product_id", "location_id", "last_purchase_cost", "last_purchase_at")
    ):
        costs.setdefault(product, []).append(LastCost(location, cost, at))
    products = Product.objects.for_business(business).filter(pk__in=product_ids)
    categories = dict(products.values_list("pk", "tax_category_id"))
    return Costing(costs, categories, rates_of_categories(business, set(categories.values())))


def day_at(location: Location | None, at: datetime) -> date:
    """The business day of a price's place; of a price for everywhere, the day in UTC."""
    return location.local_day(at) if location else at.astimezone(UTC).date()
