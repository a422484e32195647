"""What a receipt says of orders: whether its lines belong to them, and whether that much may come."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from optimapos.core.result import DomainError
from optimapos.purchases.models import DeliveryReceipt, PurchaseOrderLine
from optimapos.purchases.rules.receiving import check_delivery
from optimapos.purchases.selectors.settings import settings_of
from optimapos.purchases.services.orders import check_open


class Arriving(Protocol):
    """A line of a receipt, written or about to be."""

    @property
    def product_id(self) -> UUID: ...
    @property
    def order_line_id(self) -> UUID | None: ...


def check_belongs(
    receipt: DeliveryReceipt, lines: Sequence[Arriving], ordered: Mapping[UUID, PurchaseOrderLine]
) -> None:
    """Whether lines of a receipt name lines of orders that came from the same supplier to the same place, of the same
    product.

    Refuses: NOT_FOUND (data: lines), ORDER_LINE_DIFFERS (data: lines).
    """
    asked = {line.order_line_id: line.product_id for line in lines if line.order_line_id}
    missing = sorted(str(line) for line in asked if not _is_here(receipt, ordered.get(line)))
    if missing:
        raise DomainError("NOT_FOUND", "There is no such line of an order for this place.", {"lines": missing})
    other = sorted(
        str(line)
        for line, product in asked.items()
        if ordered[line].product_id != product or ordered[line].order.supplier_id != receipt.supplier_id
    )
    if other:
        msg = "An order's line is of another product or another supplier than the goods."
        raise DomainError("ORDER_LINE_DIFFERS", msg, {"lines": other})


def check_deliveries(
    receipt: DeliveryReceipt, arriving: Mapping[UUID, Decimal], ordered: Iterable[PurchaseOrderLine]
) -> None:
    """Whether so many base units may come of each of these lines of orders.

    Refuses: ORDER_CLOSED (data: order, status), OVER_DELIVERY (data: line, ordered, received, asked, allowed).
    """
    percent = settings_of(receipt.business_id).over_delivery_percent
    for line in ordered:
        check_open(line.order)
        check_delivery(line.line_no, line.progress, arriving[line.pk], percent)


def base_qty_by_line(lines: Iterable[tuple[UUID | None, Decimal]]) -> dict[UUID, Decimal]:
    """Base units by line of an order, of (order line, base units) pairs; goods without an order left out."""
    found: dict[UUID, Decimal] = {}
    for line, base_qty in lines:
        if line:
            found[line] = found.get(line, Decimal(0)) + base_qty
    return found


def _is_here(receipt: DeliveryReceipt, line: PurchaseOrderLine | None) -> bool:
    return line is not None and line.order.location_id == receipt.location_id
