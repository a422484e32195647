"""Stock counts: writing down what is to be counted, getting the lines, and counting while selling goes on.

Source: docs/algorithms/counting.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

import orjson
from django.db import connections
from django.utils import timezone

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import new_id
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.inventory.locks import ensure_items, lock_items
from optimapos.inventory.models import InventoryItem, StockCount, StockCountLine
from optimapos.inventory.rules.counting import as_counted
from optimapos.inventory.rules.lines import Goods
from optimapos.inventory.services.document_lines import opened, saved
from optimapos.inventory.services.ledger import goods_of
from optimapos.inventory.sql.counting import COUNT_ITEMS, START_COUNT
from optimapos.inventory.types import CountedLine, CountScope, Kind
from optimapos.nomenclatures.locks import lock_document
from optimapos.nomenclatures.models import Document, ProductGroup
from optimapos.nomenclatures.selectors.groups import group_ids_below
from optimapos.nomenclatures.selectors.workflows import ways_from
from optimapos.nomenclatures.services import DocumentService, StatusManager
from optimapos.organization.models import Location

COUNTING = "counting"


class CountFields(TypedDict, total=False):
    """What a caller may set of a count's head. `group` with the scope GROUP alone, `product_ids` with PRODUCTS alone."""

    scope: str
    group: ProductGroup | None
    product_ids: list[UUID]
    is_blind: bool
    document_date: date
    notes: str


class StockCountService:
    """Creates, starts and counts. How counts are posted: `CountEffect`."""

    @staticmethod
    @operation
    def create_count(
        *, business: BusinessRef, actor: Actor, location: Location, fields: CountFields, at: datetime
    ) -> Result[StockCount]:
        """Write down what is to be counted at a location.

        Refuses: BAD_SCOPE, PRODUCT_NOT_FOUND, PRODUCT_NOT_STOCKED.
        """
        check_scope(business, fields)
        count = DocumentService.draft(
            business=business, model=StockCount, actor=actor, location=location, columns=dict(fields), at=at
        )
        return Result.success(count)

    @staticmethod
    @operation
    def update_count(*, business: BusinessRef, actor: Actor, count_id: UUID, fields: CountFields) -> Result[StockCount]:
        """Change a count that hasn't started.

        Refuses: NOT_FOUND, DOCUMENT_NOT_EDITABLE (data: status), and as `create_count`.
        """
        count = opened(lock_document(StockCount, business, count_id), actor)
        for column, value in fields.items():
            setattr(count, column, value)
        check_scope(business, {"scope": count.scope, "group": count.group, "product_ids": count.product_ids})
        return Result.success(saved(count, actor, "updated"))

    @staticmethod
    @operation
    def start_count(*, business: BusinessRef, actor: Actor, count_id: UUID, at: datetime) -> Result[Document]:
        """Take a count to the status in which it is counted: one line for each item of its scope.

        Refuses: NOT_FOUND, TRANSITION_NOT_ALLOWED (data: status, to_status, allowed).
        """
        count = StockCount.objects.for_business(business).select_related("status").filter(pk=count_id).first()
        ways = ways_from(count) if count else []
        on = next((way.to_status.code for way in ways if way.to_status.allows_conversion), COUNTING)
        return StatusManager.transition(
            business=business, kind=Kind.COUNT, document_id=count_id, to_status=on, actor=actor, at=at
        )

    @staticmethod
    @operation
    def count_lines(
        *, business: BusinessRef, actor: Actor, count_id: UUID, lines: Sequence[CountedLine]
    ) -> Result[list[UUID]]:
        """Write down what was counted, and beside it what the books say at that moment, under the items' locks.

        A line that is counted again is replaced; a product without a line gets one. The ids of the lines.

        Refuses: NOT_FOUND (data: lines), COUNT_NOT_OPEN (data: status), PRODUCT_NOT_FOUND, PRODUCT_NOT_STOCKED, BAD_QUANTITY,
        QUANTITY_TOO_PRECISE, SERIALS_MISMATCH, VALIDATION_FAILED for a product that is named twice.
        """
        count = lock_document(StockCount, business, count_id)
        if count is None or not actor.sees(count.location_id):
            raise DomainError("NOT_FOUND", "There is no such document.")
        if not count.status.allows_conversion or count.started_at is None:
            status = count.status.code
            msg = f"{count.number} is in {status}; nothing is counted there."
            raise DomainError("COUNT_NOT_OPEN", msg, {"status": status})
        named = _by_product(count, lines)
        goods = goods_of(business, named)
        counted = {product: as_counted(line, goods[product]) for product, line in named.items()}
        ensure_items(business, [(product, count.location_id) for product in counted])
        items = InventoryItem.objects.for_business(business).filter(location=count.location_id, product_id__in=counted)
        locked = {
            item.pk: counted[item.product_id] for item in lock_items(business, items.values_list("pk", flat=True))
        }
        written = write_counted(count, locked, actor)
        AuditLog.log_event(
            "stock_count.counted",
            business=business,
            actor=actor,
            location_id=count.location_id,
            event_data={"id": str(count.pk), "number": count.number, "lines": len(written)},
        )
        return Result.success(written)


def make_lines(count: StockCount, at: datetime) -> None:
    """Make the lines of a count that starts: one for each item of its scope."""
    if count.scope == CountScope.PRODUCTS:
        ensure_items(count.business_id, [(product, count.location_id) for product in count.product_ids])
    groups = group_ids_below(count.business_id, count.group_id) if count.group_id else []
    with connections[APP].cursor() as cursor:
        cursor.execute(
            START_COUNT,
            {
                "business_id": business_id_of(count.business_id),
                "count_id": count.pk,
                "location_id": count.location_id,
                "scope": count.scope,
                "group_ids": groups,
                "product_ids": count.product_ids,
            },
        )
    count.started_at = at
    count.save(update_fields=["started_at"])


def write_counted(count: StockCount, counted: Mapping[UUID, CountedLine], actor: Actor) -> list[UUID]:
    """Write what was counted of items, by their ids, which are locked; the ids of the lines."""
    rows = [
        {
            "id": new_id(),
            "item_id": item,
            "counted": str(line.quantity),
            "unit_cost": None if line.unit_cost is None else str(line.unit_cost),
            "serials": None if line.serials is None else sorted(line.serials),
        }
        for item, line in counted.items()
    ]
    with connections[APP].cursor() as cursor:
        cursor.execute(
            COUNT_ITEMS,
            {
                "business_id": business_id_of(count.business_id),
                "count_id": count.pk,
                "counted_at": timezone.now(),  # after the wait for the locks: a sale that was faster happened before
                "counted_by": actor.user_id,
                "lines": orjson.dumps(rows).decode(),
            },
        )
        return [row[0] for row in cursor.fetchall()]


def check_scope(business: BusinessRef, fields: CountFields) -> None:
    """Refuses: BAD_SCOPE (data: scope), PRODUCT_NOT_FOUND, PRODUCT_NOT_STOCKED (data: products)."""
    scope, product_ids = fields.get("scope", CountScope.FULL), fields.get("product_ids")
    names_group, names_products = fields.get("group") is not None, bool(product_ids)
    if (scope == CountScope.GROUP) != names_group or (scope == CountScope.PRODUCTS) != names_products:
        msg = "Name a group with the scope GROUP, products with PRODUCTS, and neither with FULL."
        raise DomainError("BAD_SCOPE", msg, {"scope": scope})
    if product_ids:
        _check_stocked(goods_of(business, product_ids).values())


def _check_stocked(goods: Iterable[Goods]) -> None:
    if unfit := sorted(each.sku for each in goods if not each.tracks_stock):
        raise DomainError("PRODUCT_NOT_STOCKED", "No stock is kept of these products.", {"products": unfit})


def _by_product(count: StockCount, lines: Sequence[CountedLine]) -> dict[UUID, CountedLine]:
    """What was counted, by product: lines are named by their own ids or by their products."""
    wanted = {line.line_id for line in lines if line.line_id}
    rows = StockCountLine.objects.for_business(count.business_id).filter(count=count, pk__in=wanted) if wanted else ()
    products = {row.pk: row.product_id for row in rows}
    if strange := sorted(str(line) for line in wanted - products.keys()):
        raise DomainError("NOT_FOUND", "The count has no such line.", {"lines": strange})
    found: dict[UUID, CountedLine] = {}
    for line in lines:
        product = products[line.line_id] if line.line_id else line.product_id
        if line.product_id not in {None, product}:
            raise DomainError("NOT_FOUND", "The line is of another product.", {"products": [str(line.product_id)]})
        if product is None or product in found:
            raise DomainError("VALIDATION_FAILED", "Name each product once, by its line or itself.", {"field": "lines"})
        found[product] = line
    return found
