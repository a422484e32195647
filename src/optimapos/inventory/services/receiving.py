"""Opening stock: what a shop has on its shelves when it starts with OptimaPOS."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from django.db import connections

from optimapos.audit.models import AuditLog
from optimapos.core.ids import new_id
from optimapos.core.money import PRICE_LIMIT, PRICE_PLACES
from optimapos.core.operations import operation
from optimapos.core.quantities import QUANTITY_LIMIT, QUANTITY_PLACES, has_at_most_places, shown
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.inventory.locks import ensure_items, lock_items
from optimapos.inventory.models import InventoryItem
from optimapos.inventory.models.items import VALUE_LIMIT
from optimapos.inventory.sql import RECEIVE
from optimapos.inventory.types import MovementKind
from optimapos.organization.models import Location
from optimapos.products.locks import lock_products
from optimapos.products.models import Product
from optimapos.products.types import PURCHASABLE


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """`quantity` base units of a product at `unit_cost` each."""

    product_id: UUID
    quantity: Decimal
    unit_cost: Decimal
    batch_number: str = ""
    expires_on: date | None = None


class OpeningStockService:
    """Books opening stock."""

    @staticmethod
    @operation
    def receive_opening_stock(
        *,
        business: BusinessRef,
        location_id: UUID,
        product_id: UUID,
        quantity: Decimal,
        unit_cost: Decimal,
        user_id: UUID,
    ) -> Result[InventoryItem]:
        """Book opening stock of one product.

        Refuses: as `receive_opening_lines`.
        """
        line = OpeningLine(product_id, quantity, unit_cost)
        _receive(business, location_id, [line], user_id, datetime.now(UTC))
        item = InventoryItem.objects.for_business(business).get(location_id=location_id, product_id=product_id)
        return Result.success(item)

    @staticmethod
    @operation
    def receive_opening_lines(
        *, business: BusinessRef, location_id: UUID, lines: Sequence[OpeningLine], user_id: UUID, at: datetime
    ) -> Result[int]:
        """Book opening stock of many products at one location, in a number of statements that does not grow with them.

        Refuses: UNKNOWN_LOCATION, PRODUCT_NOT_FOUND, PRODUCT_NOT_STOCKED (data: products), BAD_QUANTITY,
        QUANTITY_TOO_PRECISE, BAD_COST, AMOUNT_TOO_LARGE.
        """
        _receive(business, location_id, lines, user_id, at)
        return Result.success(len(lines))


def _receive(
    business: BusinessRef, location_id: UUID, lines: Sequence[OpeningLine], user_id: UUID, at: datetime
) -> None:
    location = Location.objects.for_business(business).filter(pk=location_id).first()
    if location is None:
        raise DomainError("UNKNOWN_LOCATION", "There is no such location.", {"location": str(location_id)})
    for line in lines:
        _check_figures(line)
    products = _stocked_products(business, lines)
    ensure_items(business, [(product, location.pk) for product in products])
    items = _locked_items(business, location, list(products))
    skus = {product.pk: product.sku for product in products.values()}
    rows = [_as_row(n, line, items, skus, location, at) for n, line in enumerate(lines)]
    source_id = new_id()
    _post(business, location, rows, source_id, at)
    AuditLog.log_event(
        "stock.opened",
        business=business,
        user_id=user_id,
        location_id=location.pk,
        event_data={"source_id": str(source_id), "lines": len(lines)},
    )


def _check_figures(line: OpeningLine) -> None:
    quantity, cost = line.quantity, line.unit_cost
    if not 0 < quantity < QUANTITY_LIMIT or not has_at_most_places(quantity, QUANTITY_PLACES):
        raise DomainError(
            "BAD_QUANTITY", "A quantity is above 0 with at most six decimals.", {"quantity": str(quantity)}
        )
    if quantity * cost >= VALUE_LIMIT:
        raise DomainError("AMOUNT_TOO_LARGE", "Quantity times cost is too large.", {"quantity": str(quantity)})
    if not 0 <= cost < PRICE_LIMIT or not has_at_most_places(cost, PRICE_PLACES):
        raise DomainError("BAD_COST", "A unit cost is 0 or more with at most six decimals.", {"unit_cost": str(cost)})


def _stocked_products(business: BusinessRef, lines: Sequence[OpeningLine]) -> dict[UUID, Product]:
    product_ids = [line.product_id for line in lines]
    products = lock_products(business, product_ids)
    if missing := sorted({str(wanted) for wanted in product_ids if wanted not in products}):
        raise DomainError("PRODUCT_NOT_FOUND", "There is no such product.", {"products": missing})
    unfit = [p for p in products.values() if not p.tracks_stock or p.life_cycle not in PURCHASABLE]
    if unfit:
        skus = sorted(product.sku for product in unfit)
        raise DomainError(
            "PRODUCT_NOT_STOCKED", "Only new and active products that track stock can be received.", {"products": skus}
        )
    for line in lines:
        _check_decimals(products[line.product_id], line.quantity)
    return products


def _check_decimals(product: Product, quantity: Decimal) -> None:
    if not has_at_most_places(quantity, product.unit.decimals):
        raise DomainError(
            "QUANTITY_TOO_PRECISE",
            f"{product.sku} is counted with {product.unit.decimals} decimals.",
            {"quantity": shown(quantity), "decimals": product.unit.decimals},
        )


def _locked_items(business: BusinessRef, location: Location, product_ids: list[UUID]) -> dict[UUID, UUID]:
    found = InventoryItem.objects.for_business(business).filter(location=location, product_id__in=product_ids)
    return {item.product_id: item.pk for item in lock_items(business, found.values_list("pk", flat=True))}


def _as_row(
    n: int, line: OpeningLine, items: dict[UUID, UUID], skus: dict[UUID, str], location: Location, at: datetime
) -> dict[str, Any]:
    return {
        "n": n,
        "item_id": items[line.product_id],
        "batch_id": new_id(),
        "movement_id": new_id(),
        "quantity": str(line.quantity),
        "unit_cost": str(line.unit_cost),
        "batch_number": line.batch_number
        or f"AUTO_{skus[line.product_id]}_{location.local_day(at):%Y%m%d}_{location.code}",
        "expires_on": line.expires_on,
    }


def _post(business: BusinessRef, location: Location, rows: list[dict[str, Any]], source_id: UUID, at: datetime) -> None:
    with connections[APP].cursor() as cursor:
        cursor.execute(
            RECEIVE,
            {
                "lines": orjson.dumps(rows).decode(),
                "business_id": business_id_of(business),
                "kind": MovementKind.OPENING,
                "source_type": "OPENING",
                "source_id": source_id,
                "occurred_at": at,
                "business_date": location.local_day(at),
            },
        )
    fix_currency(business)


def fix_currency(business: BusinessRef) -> None:
    """From the first posting on, the business's currency stays as it is."""
    with connections[APP].cursor() as cursor:
        cursor.execute(
            "UPDATE business SET currency_fixed = true WHERE id = %s AND NOT currency_fixed", [business_id_of(business)]
        )
