"""Corrections of completed receipts: a line was counted or priced wrong. The ledger gets movements of its own for it.

Source: system-overview.md "allows_movement_correction".
"""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.operations import operation
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.inventory.services.amending import StockAmendments
from optimapos.inventory.services.effects import source_of
from optimapos.inventory.services.ledger import StockLedger
from optimapos.inventory.types import Incoming, MovementKind
from optimapos.pricing.services import follow_costs
from optimapos.purchases.locks import lock_receipt
from optimapos.purchases.models import DeliveryReceipt, DeliveryReceiptLine
from optimapos.purchases.rules.amounts import net_amount, total, unit_cost
from optimapos.purchases.rules.receiving import check_return
from optimapos.purchases.selectors.documents import order_lines
from optimapos.purchases.services.checks import check_no_landed_costs
from optimapos.purchases.services.deliveries import check_deliveries
from optimapos.purchases.services.editing import saved, seen
from optimapos.purchases.services.progress import receive
from optimapos.purchases.services.sheets import Sheet
from optimapos.purchases.types import NewLine

CORRECTED = ("quantity", "base_qty", "unit_price", "unit_cost", "net_amount")


class ReceiptCorrectionService:
    """Corrects receipts whose goods are taken in."""

    @staticmethod
    @operation
    def correct_receipt_line(
        *,
        business: BusinessRef,
        actor: Actor,
        receipt_id: UUID,
        line_id: UUID,
        reason: str,
        at: datetime,
        quantity: Decimal | None = None,
        unit_price: Decimal | None = None,
    ) -> Result[DeliveryReceipt]:
        """Make `quantity` (packages) or `unit_price` of a line what they should have been; None: as it is. What was sold
        meanwhile gets its share of another price, too. Prices that follow costs are proposed anew.

        Refuses: NOT_FOUND, CORRECTION_NOT_ALLOWED (data: status, or product with serial numbers), RECEIPT_INVOICED (data:
        lines), RETURN_EXCEEDS_RECEIVED where more went back, ORDER_CLOSED, OVER_DELIVERY, QUANTITY_TOO_PRECISE,
        HAS_LATER_COSTS (data: documents) where landed costs were spread over another quantity, ALREADY_USED,
        INSUFFICIENT_STOCK, AMOUNT_TOO_LARGE.
        """
        receipt = seen(lock_receipt(business, receipt_id), actor)
        _check_status(receipt)
        line = receipt.lines.select_related("product__unit").filter(pk=line_id).first()
        if line is None:
            raise DomainError("NOT_FOUND", "The receipt has no such line.", {"lines": [str(line_id)]})
        before = _figures(line)
        _check_line(line)
        more, dearer = _corrected(receipt, line, quantity, unit_price)
        _check_quantity(receipt, line, more)
        _book(receipt, line, before_cost=line.unit_cost - dearer, more=more, dearer=dearer, at=at)
        line.save(update_fields=[*CORRECTED, "updated_at"])
        if line.order_line_id and more:
            receive(receipt, {line.order_line_id: more}, actor=actor, at=at)
        follow_costs(document=receipt, actor=actor, at=at, is_new=False)
        receipt.net_amount = total(receipt.lines.values_list("net_amount", flat=True))
        _log(receipt, line, before, actor, reason)
        return Result.success(saved(receipt, actor))


def _check_status(receipt: DeliveryReceipt) -> None:
    if not receipt.status.allows_movement_correction:
        status = receipt.status.code
        msg = f"{receipt.number} is in {status}: there is nothing booked to correct."
        raise DomainError("CORRECTION_NOT_ALLOWED", msg, {"status": status})


def _check_line(line: DeliveryReceiptLine) -> None:
    if line.invoiced_base_qty > 0:
        figures = {"line": line.line_no, "invoiced": shown(line.invoiced_base_qty)}
        msg = "An invoice that is booked asks for these goods. Reverse it first."
        raise DomainError("RECEIPT_INVOICED", msg, {"lines": [figures]})


def _corrected(
    receipt: DeliveryReceipt, line: DeliveryReceiptLine, quantity: Decimal | None, unit_price: Decimal | None
) -> tuple[Decimal, Decimal]:
    """Set the line's figures; how many base units more it has now, and how much more each costs."""
    quantity_before, cost_before = line.base_qty, line.unit_cost
    line.unit_price = line.unit_price if unit_price is None else unit_price
    if quantity is not None:
        wanted = NewLine(product_id=line.product_id, quantity=quantity)
        sheet = Sheet(receipt.currency, {line.product_id: line.product}, {})
        columns = sheet.columns(line.line_no, wanted, line.unit_price, (line.factor_num, line.factor_den))
        line.quantity, line.base_qty = quantity, columns["base_qty"]
    line.net_amount = net_amount(line.quantity, line.unit_price, line.discount_percent, receipt.currency)
    line.unit_cost = unit_cost(
        line.unit_price,
        line.discount_percent,
        receipt.exchange_rate,
        factor_num=line.factor_num,
        factor_den=line.factor_den,
    )
    return line.base_qty - quantity_before, line.unit_cost - cost_before


def _check_quantity(receipt: DeliveryReceipt, line: DeliveryReceiptLine, more: Decimal) -> None:
    if not more:
        return
    check_no_landed_costs(receipt.business_id, [line.pk])
    if line.product.tracks_serials:
        msg = f"Pieces of {line.product.sku} have serial numbers: take the receipt back, or return some of them."
        raise DomainError("CORRECTION_NOT_ALLOWED", msg, {"product": str(line.product_id)})
    check_return(line.line_no, line.base_qty, line.returned_base_qty, Decimal(0))
    if more > 0 and line.order_line_id:
        ordered = order_lines(receipt.business_id, [line.order_line_id])
        check_deliveries(receipt, {line.order_line_id: more}, ordered.values())


def _book(
    receipt: DeliveryReceipt,
    line: DeliveryReceiptLine,
    *,
    before_cost: Decimal,
    more: Decimal,
    dearer: Decimal,
    at: datetime,
) -> None:
    """First the quantity at the cost that it was booked at, then the cost of all of it."""
    if not line.product.tracks_stock:
        return
    source = source_of(receipt)
    if more > 0:
        StockLedger.receive(
            business=receipt.business_id,
            location=receipt.location,
            lines=[_incoming(line, more, before_cost)],
            kind=MovementKind.RECEIPT,
            source=source,
            occurred_at=receipt.occurred_at or at,
        )
    if more < 0:
        StockAmendments.shorten(
            business=receipt.business_id, source=source, line_id=line.pk, quantity=-more, occurred_at=at
        )
    if dearer:
        StockAmendments.reprice(business=receipt.business_id, source=source, deltas={line.pk: dearer}, occurred_at=at)


def _incoming(line: DeliveryReceiptLine, quantity: Decimal, cost: Decimal) -> Incoming:
    return Incoming(
        product_id=line.product_id,
        quantity=quantity,
        unit_cost=cost,
        line_id=line.pk,
        batch_number=line.batch_number,
        supplier_lot=line.supplier_lot,
        expires_on=line.expires_on,
        status=line.stock_status,
    )


def _figures(line: DeliveryReceiptLine) -> dict[str, str]:
    return {name: shown(getattr(line, name)) for name in CORRECTED}


def _log(
    receipt: DeliveryReceipt, line: DeliveryReceiptLine, before: dict[str, str], actor: Actor, reason: str
) -> None:
    AuditLog.log_event(
        "delivery_receipt.corrected",
        business=receipt.business_id,
        actor=actor,
        location_id=receipt.location_id,
        event_data={"id": str(receipt.pk), "line": str(line.pk), "before": before, "after": _figures(line)},
        description=reason,
    )
