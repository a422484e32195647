"""What steps of receipts, returns and orders do to the documents that they came from: effects of the document engine."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from optimapos.core.actors import Actor
from optimapos.nomenclatures.services import StatusManager
from optimapos.nomenclatures.types import Step, Trigger
from optimapos.purchases.models import (
    DeliveryReceipt,
    DeliveryReceiptLine,
    PurchaseOrder,
    PurchaseOrderLine,
    SupplierReturn,
)
from optimapos.purchases.rules.receiving import progress
from optimapos.purchases.selectors.documents import order_lines, receipt_lines
from optimapos.purchases.services.deliveries import base_qty_by_line
from optimapos.purchases.services.orders import give_up
from optimapos.purchases.types import Receiving

STEPS: dict[tuple[Receiving, Receiving], tuple[Trigger, ...]] = {
    (Receiving.NOTHING, Receiving.SOME): (Trigger.PARTLY_RECEIVED,),
    (Receiving.NOTHING, Receiving.ALL): (Trigger.RECEIVED,),
    (Receiving.SOME, Receiving.ALL): (Trigger.RECEIVED,),
    (Receiving.ALL, Receiving.SOME): (Trigger.REOPENED,),
    (Receiving.SOME, Receiving.NOTHING): (Trigger.REOPENED,),
    (Receiving.ALL, Receiving.NOTHING): (Trigger.REOPENED, Trigger.REOPENED),
}
"""What happened to an order when so much of it had arrived before and so much has now."""


class OrderProgress:
    """Counts what arrived of orders, and takes them on or back, when a receipt is completed or reversed."""

    @staticmethod
    def apply(*, document: DeliveryReceipt, step: Step) -> None:
        """The orders are locked: they stand above the receipt.

        Refuses: nothing of its own.
        """
        if not (step.creates_movements or step.reverses_movements):
            return
        sign = 1 if step.creates_movements else -1
        pairs = document.lines.filter(order_line__isnull=False).values_list("order_line_id", "base_qty")
        moved = {line: sign * quantity for line, quantity in base_qty_by_line(pairs).items()}
        receive(document, moved, actor=step.actor, at=step.at)


def receive(receipt: DeliveryReceipt, moved: dict[UUID, Decimal], *, actor: Actor, at: datetime) -> None:
    """Add so many base units, below zero where they went back, to what was received of lines of orders."""
    if not moved:
        return
    business = receipt.business_id
    orders = _orders(receipt, order_lines(business, moved).values())
    before = {order.pk: _progress(order) for order in orders}
    rows = list(PurchaseOrderLine.objects.for_business(business).filter(pk__in=moved).order_by("pk"))
    for row in rows:
        row.received_base_qty += moved[row.pk]
    PurchaseOrderLine.objects.for_business(business).bulk_update(rows, ["received_base_qty"])
    for order in orders:
        for trigger in STEPS.get((before[order.pk], _progress(order)), ()):
            StatusManager.fire(document=order, trigger=trigger, actor=actor, at=at, comment=receipt.number)


class ReturnProgress:
    """Counts what went back of receipts, when a return is completed or reversed."""

    @staticmethod
    def apply(*, document: SupplierReturn, step: Step) -> None:
        """The receipts are locked: they stand above the return.

        Refuses: nothing of its own.
        """
        if not (step.creates_movements or step.reverses_movements):
            return
        sign = 1 if step.creates_movements else -1
        returned = base_qty_by_line(document.lines.values_list("receipt_line_id", "base_qty"))
        rows = list(receipt_lines(document.business_id, returned).values())
        for row in rows:
            row.returned_base_qty += sign * returned[row.pk]
        DeliveryReceiptLine.objects.for_business(document.business_id).bulk_update(rows, ["returned_base_qty"])


class OrderEnd:
    """Gives up what is still to come of an order that is closed or cancelled: the requests have it open again."""

    @staticmethod
    def apply(*, document: PurchaseOrder, step: Step) -> None:
        """The requests are locked: they stand above the order.

        Refuses: nothing of its own.
        """
        if not document.status.is_final:
            return
        lines = [line for line in document.lines.order_by("line_no") if line.open_base_qty > 0]
        comment = f"{document.number} went to {step.to_status}"
        give_up(document, lines, actor=step.actor, at=step.at, comment=comment)


def _orders(receipt: DeliveryReceipt, lines: Iterable[PurchaseOrderLine]) -> list[PurchaseOrder]:
    wanted = {line.order_id for line in lines}
    rows = PurchaseOrder.objects.for_business(receipt.business_id).filter(pk__in=wanted).order_by("pk")
    return list(rows.select_related("document_type", "status", "location"))


def _progress(order: PurchaseOrder) -> Receiving:
    return progress(line.progress for line in order.lines.all())
