"""A refund as it is asked for: of which sale, of how much of which lines, and where the goods go."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from optimapos.core.actors import Actor
from optimapos.core.ids import new_id
from optimapos.core.money import ZERO
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError
from optimapos.core.tenancy import BusinessRef
from optimapos.refunds.models import Refund, RefundItem
from optimapos.refunds.rules.amounts import base_of
from optimapos.refunds.selectors import LineEligibility
from optimapos.refunds.types import Asked, AskedItem, Destination, RefundKind
from optimapos.sales.models import Sale


def completed_sale(business: BusinessRef, actor: Actor, sale_id: UUID) -> Sale:
    """The sale, with its location.

    Refuses: SALE_NOT_FOUND, SALE_NOT_COMPLETED (data: status).
    """
    sale = Sale.objects.for_business(business).filter(pk=sale_id).select_related("location").first()
    if sale is None or not actor.sees(sale.location_id):
        raise DomainError("SALE_NOT_FOUND", "There is no such sale.", {"sale": str(sale_id)})
    refuse_unsold(sale)
    return sale


def refuse_unsold(sale: Sale) -> None:
    """Refuses: SALE_NOT_COMPLETED (data: status)."""
    if not sale.is_completed:
        raise DomainError(
            "SALE_NOT_COMPLETED",
            "Nothing was sold yet, so that nothing can be given back. Cancel the cart instead.",
            {"status": sale.status},
        )


def new_refund(sale: Sale, actor: Actor, asked: Asked, at: datetime, *, kind: RefundKind) -> Refund:
    """A refund of a sale that isn't written yet, without items."""
    return Refund(
        pk=new_id(),
        business_id=sale.business_id,
        sale=sale,
        location_id=actor.terminal_location_id or sale.location_id,
        terminal_id=actor.terminal_id,
        kind=kind,
        refund_method=asked.refund_method,
        reason=asked.reason,
        note=asked.note.strip(),
        currency=sale.currency,
        amount=ZERO,
        tax_amount=ZERO,
        requested_by=actor.user_id,
        requested_at=at,
    )


def new_items(refund: Refund, asked: Sequence[AskedItem], lines: Mapping[UUID, LineEligibility]) -> list[RefundItem]:
    """The refund's items in the order of the sale's lines, without amounts. `lines` by the line's id.

    Refuses: NOTHING_TO_REFUND, LINE_NAMED_TWICE, ITEM_NOT_FOUND (data: sale_item), REFUND_TOO_MUCH, BAD_QUANTITY,
    SERIALS_MISMATCH, LOCATION_REQUIRED (data: sale_item).
    """
    if not asked:
        raise DomainError("NOTHING_TO_REFUND", "Name at least one line that comes back.")
    items: dict[UUID, RefundItem] = {}
    for wanted in asked:
        if wanted.sale_item_id in items:
            raise DomainError("LINE_NAMED_TWICE", "Name each line once.", {"sale_item": str(wanted.sale_item_id)})
        if wanted.sale_item_id not in lines:
            raise DomainError("ITEM_NOT_FOUND", "The sale has no such line.", {"sale_item": str(wanted.sale_item_id)})
        items[wanted.sale_item_id] = _item(refund, wanted, lines[wanted.sale_item_id])
    return sorted(items.values(), key=lambda item: item.line_no)


def refuse_returned(serials: Collection[str]) -> None:
    """Refuses: SERIAL_RETURNED (data: serials), where there are any."""
    if serials:
        named = sorted(serials)
        raise DomainError("SERIAL_RETURNED", f"Given back already: {', '.join(named)}.", {"serials": named})


def _item(refund: Refund, wanted: AskedItem, line: LineEligibility) -> RefundItem:
    sold = line.item
    refuse_too_much(sold.pk, wanted.quantity, line.quantity_left)
    decimals = sold.product.unit.decimals
    base = base_of(wanted.quantity, sold.factor_num, sold.factor_den, decimals, of=str(sold.pk))
    if sold.serials and (len(set(wanted.serials)) != base or not set(wanted.serials) <= set(sold.serials)):
        raise DomainError(
            "SERIALS_MISMATCH",
            "Name the serial number of each piece that comes back.",
            {"sale_item": str(sold.pk), "serials": sold.serials, "quantity": shown(base)},
        )
    goes_elsewhere = wanted.destination == Destination.LOCATION
    if goes_elsewhere and wanted.location_id is None:
        raise DomainError("LOCATION_REQUIRED", "Say to which location the goods go.", {"sale_item": str(sold.pk)})
    return RefundItem(
        pk=new_id(),
        business_id=refund.business_id,
        refund=refund,
        sale_item=sold,
        line_no=sold.line_no,
        quantity=wanted.quantity,
        base_qty=base,
        destination=wanted.destination if sold.item_id else Destination.NONE,
        location_id=wanted.location_id if goes_elsewhere and sold.item_id else None,
        serials=list(wanted.serials),
        eligibility=asdict(line.eligibility),
    )


def refuse_too_much(sale_item_id: UUID, quantity: Decimal, left: Decimal) -> None:
    """Refuses: REFUND_TOO_MUCH (data: sale_item, quantity, left)."""
    if quantity > left:
        raise DomainError(
            "REFUND_TOO_MUCH",
            f"{shown(quantity)} is more than the {shown(left)} that is left to bring back.",
            {"sale_item": str(sale_item_id), "quantity": shown(quantity), "left": shown(left)},
        )
