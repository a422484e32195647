"""What can be counted on of products at a location: what is there, and what is on its way in each form."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Greatest

from optimapos.core.tenancy import BusinessRef
from optimapos.inventory.models import InventoryItem, StockTransferLine
from optimapos.inventory.selectors import availability_of
from optimapos.organization.models import Location
from optimapos.purchases.models import PurchaseOrderLine, PurchaseRequestLine
from optimapos.purchases.rules.reordering import Position

NOTHING = Decimal(0)


def positions_at(
    business: BusinessRef, location: Location, product_ids: Iterable[UUID], at: datetime
) -> dict[UUID, Position]:
    """The position of each product at a location at the instant `at`, by five queries."""
    wanted = set(product_ids)
    available = _available(business, location, wanted, at)
    ordered = _ordered(business, location, wanted)
    requested = _requested(business, location, wanted)
    in_transit = _in_transit(business, location, wanted)
    return {
        product: Position(
            available=available.get(product, NOTHING),
            on_order=ordered.get(product, NOTHING),
            requested=requested.get(product, NOTHING),
            in_transit=in_transit.get(product, NOTHING),
        )
        for product in wanted
    }


def _available(business: BusinessRef, location: Location, wanted: set[UUID], at: datetime) -> dict[UUID, Decimal]:
    """The true figure, below zero where too much was promised."""
    items = InventoryItem.objects.for_business(business).filter(location=location, product_id__in=wanted)
    found = availability_of(items.values_list("pk", flat=True), at=at, day=location.local_day(at))
    return {item.product_id: item.unreserved for item in found.values()}


def _ordered(business: BusinessRef, location: Location, wanted: set[UUID]) -> Mapping[UUID, Decimal]:
    """What is still to come of orders, drafts included: somebody is about to send them."""
    rows = PurchaseOrderLine.objects.for_business(business).filter(
        order__location=location, order__status__is_final=False, product_id__in=wanted
    )
    return _sums(rows, Greatest(F("base_qty") - F("cancelled_base_qty") - F("received_base_qty"), NOTHING))


def _requested(business: BusinessRef, location: Location, wanted: set[UUID]) -> Mapping[UUID, Decimal]:
    """What is asked for in requests that nobody rejected, and that no order asks for yet."""
    rows = PurchaseRequestLine.objects.for_business(business).filter(
        request__location=location, request__status__is_final=False, product_id__in=wanted
    )
    return _sums(rows, F("base_qty") - F("converted_base_qty"))


def _in_transit(business: BusinessRef, location: Location, wanted: set[UUID]) -> Mapping[UUID, Decimal]:
    """What is on its way from other locations."""
    rows = StockTransferLine.objects.for_business(business).filter(
        transfer__to_location=location, transfer__posted_at__isnull=False, product_id__in=wanted
    )
    return _sums(rows, F("base_qty") - F("received_base_qty") - F("lost_base_qty"))


def _sums(rows: QuerySet[Any], quantity: Any) -> dict[UUID, Decimal]:
    summed = rows.order_by().values("product_id").annotate(total=Sum(quantity))
    return {row["product_id"]: row["total"] for row in summed}
