"""What counting looks up: what became known since, later counts of the same goods, and the report of differences."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from optimapos.core.money import ZERO
from optimapos.core.statements import rows_of
from optimapos.core.tenancy import business_id_of
from optimapos.inventory.models import InventoryBatch, InventoryMovement, StockCount, StockCountLine
from optimapos.inventory.rules.counting import Correction, Counted, correction
from optimapos.inventory.rules.shelf import value_of
from optimapos.inventory.selectors.documents import likely_costs, open_pieces
from optimapos.inventory.sql.counting import KNOWN_SINCE, OVERTAKEN, RELIED_ON
from optimapos.inventory.types import MovementKind


@dataclass(frozen=True, slots=True)
class Difference:
    """A counted line that differs. `expected` is what the books should have said at the moment of counting, as is known by
    now. `value` is what was booked, or before the count is posted what that would likely be; below 0 for what is missing.
    """

    line: StockCountLine
    expected: Decimal
    corrected: Correction
    value: Decimal

    @property
    def difference(self) -> Decimal:
        """What was there beyond what should have been; below 0 where something was missing."""
        return self.corrected.found - self.corrected.missing


def lines_of(count: StockCount) -> QuerySet[StockCountLine]:
    """The lines of a count, with their products."""
    rows = StockCountLine.objects.for_business(count.business_id).filter(count=count)
    return rows.select_related("product__unit")


def known_since(count: StockCount) -> dict[UUID, Decimal]:
    """What was booked after lines were counted, of what had happened before: by line, where it comes to anything."""
    return dict(_rows(KNOWN_SINCE, count))


def relied_on(count: StockCount) -> list[UUID]:
    """Late sales that changed nothing because this count had found their goods gone."""
    return [sale for (sale,) in _rows(RELIED_ON, count)]


def overtaken(count: StockCount) -> list[dict[str, str]]:
    """The lines whose items were counted again later by a count that is posted, with that count's number."""
    return [
        {
            "line": str(line),
            "product": str(product),
            "counted_at": counted.isoformat(),
            "count": number,
            "counted_again_at": again.isoformat(),
        }
        for line, product, counted, number, again in _rows(OVERTAKEN, count)
    ]


def differences_of(count: StockCount) -> list[Difference]:
    """Where a count and the books differ, by SKU: as it was booked, or as it would be booked now.

    The number of queries does not grow with the lines.
    """
    rows = lines_of(count).filter(counted_at__isnull=False).select_related("product", "item")
    lines = list(rows.order_by("product__sku", "pk"))
    found = _booked(count, lines) if count.posting else _expected(count, lines)
    return [each for each in found if each.corrected.found or each.corrected.missing]


def _expected(count: StockCount, lines: list[StockCountLine]) -> Iterator[Difference]:
    late = known_since(count)
    pieces = open_pieces(count.business_id, [line.item_id for line in lines if line.serials is not None])
    costs = likely_costs(count.business_id, [line.item for line in lines])
    for line in lines:
        seen = counted(line, late.get(line.pk, ZERO))
        found = correction(seen, pieces.get(line.item_id, ()))
        cost = costs[line.product_id]
        gone = value_of(found.missing, line.item.avg_cost or cost)
        came = value_of(found.found, cost if line.unit_cost is None else line.unit_cost)
        yield Difference(line, seen.expected + seen.since, found, came - gone)


def _booked(count: StockCount, lines: list[StockCountLine]) -> Iterator[Difference]:
    """As it was posted, also where it was taken back since."""
    rows = InventoryMovement.objects.for_business(count.business_id).filter(source_id=count.pk, posting=count.posting)
    moved: dict[UUID | None, list[InventoryMovement]] = {}
    for row in rows.exclude(kind=MovementKind.REVERSAL).order_by("item_id", "item_seq"):
        moved.setdefault(row.source_line_id, []).append(row)
    batches = {row.batch_id for of_line in moved.values() for row in of_line}
    pieces = InventoryBatch.objects.for_business(count.business_id).filter(pk__in=batches).exclude(serial_number="")
    serials = dict(pieces.values_list("pk", "serial_number"))
    for line in lines:
        of_line = moved.get(line.pk, [])
        found, missing = [row for row in of_line if row.quantity > 0], [row for row in of_line if row.quantity < 0]
        booked = Correction(
            sum((row.quantity for row in found), ZERO),
            -sum((row.quantity for row in missing), ZERO),
            tuple(serials[row.batch_id] for row in found if row.batch_id in serials),
            tuple(serials[row.batch_id] for row in missing if row.batch_id in serials),
        )
        yield Difference(line, line.expected_qty or ZERO, booked, sum((row.cost_amount for row in of_line), ZERO))


def counted(line: StockCountLine, since: Decimal = ZERO) -> Counted:
    """A counted line for the rules."""
    return Counted(
        expected=line.expected_qty or ZERO,
        counted=line.counted_qty or ZERO,
        since=since,
        expected_serials=frozenset(line.expected_serials or ()),
        serials=None if line.serials is None else frozenset(line.serials),
    )


def _rows(statement: str, count: StockCount) -> list[tuple[Any, ...]]:
    return rows_of(statement, {"business_id": business_id_of(count.business_id), "count_id": count.pk})
