"""Stock and value as of an instant, and as it was known at another.

As of an instant: what had happened by then, also where it was booked later. As known at: without what was booked after.
An item's movements are numbered in the order of booking; as long as none is backdated, the figures after the last one that
had happened by then are the answer. Backdated ones are marked, few, and added. So two index lookups an item do, however
many movements there are. Source: docs/algorithms/time-travel.md.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connections

from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.inventory.sql import AS_KNOWN_AT, AS_OF, AS_OF_TOTALS


@dataclass(frozen=True, slots=True)
class StockThen:
    """One item's quantity in base units and its value then."""

    item_id: UUID
    product_id: UUID
    location_id: UUID
    sku: str
    name: str
    quantity: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class ValueThen:
    """What a location held then: how many items had stock, and what all of it was worth."""

    location_id: UUID
    code: str
    items: int
    value: Decimal


def stock_as_of(
    business: BusinessRef,
    at: datetime,
    *,
    location_ids: Collection[UUID] | None = None,
    product_id: UUID | None = None,
    known_at: datetime | None = None,
    after: UUID | None = None,
    limit: int | None = None,
) -> list[StockThen]:
    """Items that had a quantity or a value at `at`, by id: at these locations or all, of one product or all.

    `known_at`: as the books stood then; None: as they stand now. `after` and `limit` cut pages out by item id.
    """
    with connections[APP].cursor() as cursor:
        cursor.execute(
            AS_OF if known_at is None else AS_KNOWN_AT,
            _asked(business, at, location_ids, known_at) | {"product": product_id, "after": after, "limit": limit},
        )
        return [StockThen(*row) for row in cursor.fetchall()]


def value_as_of(
    business: BusinessRef,
    at: datetime,
    *,
    location_ids: Collection[UUID] | None = None,
    known_at: datetime | None = None,
) -> list[ValueThen]:
    """What each location held then, goods in transit too, by code."""
    inner = AS_OF if known_at is None else AS_KNOWN_AT
    with connections[APP].cursor() as cursor:
        cursor.execute(
            AS_OF_TOTALS.format(stock=inner),
            _asked(business, at, location_ids, known_at) | {"product": None, "after": None, "limit": None},
        )
        return [ValueThen(*row) for row in cursor.fetchall()]


def _asked(
    business: BusinessRef, at: datetime, location_ids: Collection[UUID] | None, known_at: datetime | None
) -> dict[str, Any]:
    places = None if location_ids is None else list(location_ids)
    return {"business_id": business_id_of(business), "at": at, "locations": places, "known_at": known_at}
