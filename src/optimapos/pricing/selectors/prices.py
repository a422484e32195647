"""Base prices: the history of a product, and which row applies."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F, Q, QuerySet

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.tenancy import BusinessRef
from optimapos.organization.selectors import visible_locations
from optimapos.pricing.models import ProductPrice
from optimapos.products.models import Product


def current_price(
    *, business: BusinessRef, product_id: UUID, location_id: UUID | None, at: datetime, packaging_id: UUID | None = None
) -> ProductPrice | None:
    """The base price at an instant: the location's before the business's, of each the latest that is in force.

    With a `packaging_id` the price of that package alone is looked for; its share of the product's price is the
    resolver's matter.
    """
    rows = _in_force(business, at).filter(
        Q(location_id=location_id) | Q(location=None), product_id=product_id, packaging_id=packaging_id
    )
    return rows.order_by(F("location_id").asc(nulls_last=True), "-valid_from").first()


def base_prices_at(business: BusinessRef, product_ids: Collection[UUID], at: datetime) -> QuerySet[ProductPrice]:
    """The prices of base units in force at `at`: one row for each product and location (None: all others)."""
    rows = _in_force(business, at).filter(product_id__in=product_ids, packaging=None)
    return rows.order_by("product_id", "location_id", "-valid_from").distinct("product_id", "location_id")


def standing_prices(business: BusinessRef, product_ids: Collection[UUID], at: datetime) -> list[ProductPrice]:
    """The price that applies at `at` for each product, packaging and location that has one of its own, with these two."""
    rows = _in_force(business, at).filter(product_id__in=product_ids)
    scope = ("product_id", "packaging_id", "location_id")
    return list(rows.order_by(*scope, "-valid_from").distinct(*scope).select_related("packaging", "location"))


def _in_force(business: BusinessRef, at: datetime) -> QuerySet[ProductPrice]:
    rows = ProductPrice.objects.for_business(business).filter(valid_from__lte=at)
    return rows.filter(Q(valid_until=None) | Q(valid_until__gt=at))


def prices_seen_by(actor: Actor, product_id: UUID) -> QuerySet[ProductPrice] | None:
    """The prices of a product that are general or of locations that the actor sees; None for an unknown product."""
    if not Product.objects.for_business(actor.business_id).filter(pk=product_id).exists():
        return None
    places = Q(location=None) | Q(location__in=visible_locations(actor))
    return ProductPrice.objects.for_business(actor.business_id).filter(places, product_id=product_id)


def current_ids(business: BusinessRef, product_id: UUID, at: datetime) -> set[UUID]:
    """The ids of a product's prices that apply at `at`: one for each packaging and location."""
    rows = _in_force(business, at).filter(product_id=product_id).order_by("packaging_id", "location_id", "-valid_from")
    return set(rows.distinct("packaging_id", "location_id").values_list("pk", flat=True))
