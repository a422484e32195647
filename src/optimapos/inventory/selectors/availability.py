"""How much of an item there is to sell. The true figures, which may be below zero; people are shown no less than 0."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import connections
from django.db.models import F, QuerySet, Sum

from optimapos.core.actors import Actor
from optimapos.core.tenancy import APP, BusinessRef
from optimapos.inventory.models import InventoryItem
from optimapos.inventory.sql import AVAILABILITY
from optimapos.organization.models import Location
from optimapos.organization.types import LocationKind


@dataclass(frozen=True, slots=True)
class Availability:
    """One item's figures in base units. `quantity` is physical, `sellable` what may be sold of it, `reserved` held by
    other carts; `unreserved` = sellable - reserved may be below zero after a physical fact.
    """

    item_id: UUID
    product_id: UUID
    location_id: UUID
    quantity: Decimal
    sellable: Decimal
    reserved: Decimal

    @property
    def unreserved(self) -> Decimal:
        """The true figure."""
        return self.sellable - self.reserved

    @property
    def shown(self) -> Decimal:
        """What people are told: never below zero."""
        return max(Decimal(0), self.unreserved)


def availability_of(
    item_ids: Iterable[UUID], *, at: datetime, day: date, sale_id: UUID | None = None
) -> dict[UUID, Availability]:
    """The figures of items by id, at the instant `at` and on the location's business day `day`.

    Reservations of the cart `sale_id` do not count against it. Runs inside a tenant's transaction.
    """
    with connections[APP].cursor() as cursor:
        cursor.execute(AVAILABILITY, {"item_ids": list(item_ids), "at": at, "day": day, "sale_id": sale_id})
        return {row[0]: Availability(*row) for row in cursor.fetchall()}


def availability_at(
    business: BusinessRef, location: Location, product_id: UUID, *, at: datetime
) -> Availability | None:
    """The figures of a product at a location, or None where it never was."""
    item = InventoryItem.objects.for_business(business).filter(product_id=product_id, location=location).first()
    if item is None:
        return None
    return availability_of([item.pk], at=at, day=location.local_day(at))[item.pk]


def items_of(actor: Actor) -> QuerySet[InventoryItem]:
    """The items at locations that the actor may see, with product and location; goods in transit are at none of them."""
    rows = InventoryItem.objects.for_business(actor.business_id).select_related("product__unit", "location")
    rows = rows.exclude(location__kind=LocationKind.TRANSIT)
    return rows if actor.location_ids is None else rows.filter(location_id__in=actor.location_ids)


class StockOnHand:
    """Tells lower floors how much of a product there is anywhere.

    What was sold short at one location does not hide what lies at another: deficits count only where nothing is there.
    """

    @staticmethod
    def stock_on_hand(*, business: BusinessRef, product_id: UUID) -> Decimal:
        """Base units of a product over all locations; where there is nothing, what was sold short, below zero."""
        found = StockOnHand.stock_of_products(business=business, product_ids=[product_id])
        return found.get(product_id, Decimal(0))

    @staticmethod
    def stock_of_products(*, business: BusinessRef, product_ids: Sequence[UUID]) -> dict[UUID, Decimal]:
        """The same for many products by one query; a product that never had stock is missing."""
        rows = InventoryItem.objects.for_business(business).filter(product_id__in=product_ids).values("product_id")
        summed = rows.annotate(there=Sum(F("current_qty") - F("floor_qty")), short=Sum("floor_qty"))
        return {row["product_id"]: row["there"] or row["short"] for row in summed}
