"""Prices of price groups and step prices, as a member sees them: general ones and those of its locations."""

from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from optimapos.core.actors import Actor
from optimapos.core.tenancy import TenantManager
from optimapos.organization.selectors import visible_locations
from optimapos.pricing.models import ProductPriceByGroup, ProductStepPrice, TierPrice

R = TypeVar("R", bound=TierPrice)


def tier_prices_of(model: type[R], actor: Actor) -> QuerySet[R]:
    """The rows of one kind, general ones and those of locations that the actor sees."""
    manager: TenantManager[Any] = model.objects
    rows: QuerySet[R] = manager.for_business(actor.business_id)
    return rows.filter(Q(location=None) | Q(location__in=visible_locations(actor)))


def group_prices_of(actor: Actor) -> QuerySet[ProductPriceByGroup]:
    """Prices of groups with product and group."""
    return tier_prices_of(ProductPriceByGroup, actor).select_related("product", "price_group")


def step_prices_of(actor: Actor) -> QuerySet[ProductStepPrice]:
    """Steps with their product."""
    return tier_prices_of(ProductStepPrice, actor).select_related("product")
