"""Processing a refund: goods come back, what is owed is lowered, money goes back, the sale's figures follow.

The number of statements does not grow with the lines. Source: docs/adr/0020; docs/algorithms/refunds.md.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from optimapos.core.actors import Actor
from optimapos.core.money import ZERO
from optimapos.core.outbox import publish
from optimapos.core.result import DomainError
from optimapos.core.tenancy import BusinessRef
from optimapos.inventory.locks import items_at, lock_item_rows
from optimapos.inventory.services import StockReturns
from optimapos.inventory.types import Returned, Source
from optimapos.organization.models import Business, Location
from optimapos.partners.locks import lock_owing_customer
from optimapos.refunds.locks import draw_number, lock_refund
from optimapos.refunds.models import Refund, RefundItem
from optimapos.refunds.rules.amounts import given_back, refunded_after
from optimapos.refunds.selectors.pieces import brought_since
from optimapos.refunds.services.building import refuse_returned, refuse_too_much
from optimapos.refunds.services.money import give_money_back, store_credit_of
from optimapos.refunds.services.traces import trace
from optimapos.refunds.services.wallets import SaleWallets
from optimapos.refunds.types import BackTo, Columns, Destination, Exchanged, RefundMethod, RefundStatus
from optimapos.sales.locks import lock_sale
from optimapos.sales.models import Sale, SaleItem
from optimapos.sales.types import SaleStatus
from optimapos.shifts.locks import share_open_shift

CACHES = ["refunded_qty", "refunded_net", "refunded_tax"]


def price_items(refund: Refund, sale: Sale, items: Sequence[RefundItem], lines: Sequence[SaleItem]) -> None:
    """Reckon what the refund and its items come to, given what was given back of the sale's `lines` so far.

    Refuses: REFUND_TOO_MUCH.
    """
    by_id = {line.pk: line for line in lines}
    for item in items:
        line = by_id[item.sold_line_id]
        refuse_too_much(line.pk, item.quantity, line.quantity - line.refunded_qty)
        back = given_back(
            Columns(line.net, line.tax),
            Columns(line.refunded_net, line.refunded_tax),
            quantity=item.quantity,
            refunded=line.refunded_qty,
            sold_qty=line.quantity,
            currency=sale.currency,
        )
        item.net, item.tax, item.gross = back.net, back.tax, back.gross
    gross = sum((item.gross for item in items), ZERO)
    before = sum((line.refunded_net + line.refunded_tax for line in lines), ZERO)
    now = {item.sold_line_id: item.quantity for item in items}
    after = refunded_after(
        lines_gross=before + gross,
        total=sale.total_amount,
        before=sale.amount_refunded,
        is_whole=all(line.refunded_qty + now.get(line.pk, ZERO) == line.quantity for line in lines),
        step=_smallest_coin(refund, sale),
        currency=sale.currency,
    )
    refund.amount = after - sale.amount_refunded
    refund.tax_amount = sum((item.tax for item in items), ZERO)
    refund.rounding_amount = refund.amount - gross


def process_locked(
    *,
    business: BusinessRef,
    actor: Actor,
    refund: Refund,
    sale: Sale,
    at: datetime,
    chosen: Sequence[BackTo] = (),
    exchanged: Exchanged | None = None,
) -> Refund:
    """Lock what the refund needs in order, check it anew and do it. `refund` and `sale` were read without locks.

    Refuses: as `RefundService.process_refund`.
    """
    shift_id = share_open_shift(business, actor.terminal_id)
    customer = lock_owing_customer(business, sale.customer_id)
    locked_sale, locked = lock_sale(business, sale.pk), lock_refund(business, refund.pk)
    if locked is None or locked_sale is None:
        raise DomainError("NOT_FOUND", "There is no such refund.")
    if locked.status != RefundStatus.APPROVED:
        raise not_approved(locked)
    locked.sale, locked.shift_id = locked_sale, shift_id
    if (locked.refund_method == RefundMethod.EXCHANGE) != (exchanged is not None):
        raise not_for_exchange(locked)
    items = list(locked.refund_items.order_by("line_no"))
    lines = list(locked_sale.sale_items.order_by("line_no"))
    price_items(locked, locked_sale, items, lines)
    credit_account = store_credit_of(locked, locked_sale, customer, exchanged)
    wallets = SaleWallets.locked(locked_sale, exchanged.account_ids if exchanged else (), credit_account)
    if exchanged:
        locked.exchange_sale_id = exchanged.sale_id
    _lock_stock(items, lines, exchanged)
    _take_goods_back(locked, items, lines, at)
    _refuse_brought(locked, items, lines)
    take_part(locked, actor, at)
    give_money_back(locked, locked_sale, customer, actor, at, chosen, wallets, exchanged)
    _follow(locked_sale, locked, items, lines)
    wallets.take_points_back(locked, locked_sale, actor, at)
    RefundItem.objects.for_business(business).bulk_update(items, ["net", "tax", "gross", "cost_amount"])
    finish(locked, actor)
    return locked


def finish(refund: Refund, actor: Actor) -> None:
    """Number the credit note, write the refund and tell of it. A customer's statistics are of sales alone."""
    refund.refund_number = draw_number(refund.business_id, refund.series)
    refund.save()
    trace("refund.processed", refund, actor)
    customer_id = refund.of_customer_id if refund.sale_id else None
    publish(
        business=refund.business_id,
        topic="refund.processed",
        payload={
            "refund_id": str(refund.pk),
            "sale_id": None if refund.sale_id is None else str(refund.sale_id),
            "customer_id": None if customer_id is None else str(customer_id),
            "amount": str(refund.amount),
        },
    )


def not_approved(refund: Refund) -> DomainError:
    """The refusal for a refund that is to be processed and is not approved, or is done."""
    return DomainError(
        "REFUND_NOT_APPROVED",
        f"The refund is {refund.status.lower()}. Only an approved one is processed.",
        {"status": refund.status},
    )


def not_for_exchange(refund: Refund) -> DomainError:
    """The refusal for goods that are to be exchanged and are given back, or the other way round."""
    return DomainError(
        "REFUND_IS_EXCHANGE",
        "The goods were to be exchanged for others. Exchange them, or ask for another refund.",
        {"refund_method": refund.refund_method},
    )


def _smallest_coin(refund: Refund, sale: Sale) -> Decimal:
    """Cash is paid in the business's coins; what is owed, credited or sent back is not rounded."""
    if refund.refund_method != RefundMethod.CASH or sale.amount_due:
        return ZERO
    return Business.objects.values_list("cash_rounding_step", flat=True).get(pk=sale.business_id)


def _lock_stock(items: Sequence[RefundItem], lines: Sequence[SaleItem], exchanged: Exchanged | None) -> None:
    """What an exchange takes and brings, and what pieces with serial numbers were sold from, wherever these go: so whoever
    gives back the same piece at another counter, with or without the receipt, waits here and then sees it.
    """
    if exchanged is None and not any(item.serials for item in items):
        return
    business, products = lines[0].business_id, {line.pk: line.product_id for line in lines}
    elsewhere = {(products[item.sold_line_id], item.location_id) for item in items if item.location_id is not None}
    sold_from = {line.item_id for line in lines if line.item_id}
    lock_item_rows(business, {*sold_from, *items_at(business, elsewhere), *(exchanged.item_ids if exchanged else ())})


def _take_goods_back(refund: Refund, items: Sequence[RefundItem], lines: Sequence[SaleItem], at: datetime) -> None:
    by_id = {line.pk: line for line in lines}
    returned = [
        Returned(
            line_id=item.pk,
            sold_line_id=item.sold_line_id,
            product_id=by_id[item.sold_line_id].product_id,
            quantity=item.base_qty,
            location_id=item.location_id,
            are_damaged=item.destination == Destination.DAMAGED,
            serials=tuple(item.serials),
        )
        for item in items
        if item.destination != Destination.NONE
    ]
    costs: dict[UUID | None, Decimal] = {}
    if returned:
        source = Source("REFUND", refund.pk)
        for posted in StockReturns.take_back(
            business=refund.business_id, sold_by=refund.of_sale.pk, lines=returned, source=source, occurred_at=at
        ):
            if posted.quantity > 0:
                costs[posted.line_id] = costs.get(posted.line_id, ZERO) + posted.cost
    for item in items:
        item.cost_amount = costs.get(item.pk, ZERO)


def _refuse_brought(refund: Refund, items: Sequence[RefundItem], lines: Sequence[SaleItem]) -> None:
    """Whose receipt was missing when the goods were given back can't be given back for them again with it."""
    products = {line.pk: line.product_id for line in lines}
    pieces = [(products[item.sold_line_id], serial) for item in items for serial in item.serials]
    since = refund.of_sale.completed_at
    if pieces and since:
        refuse_returned(brought_since(refund.business_id, pieces, since))


def take_part(refund: Refund, actor: Actor, at: datetime) -> None:
    """Who processed it, when and where."""
    place = Location.objects.for_business(refund.business_id).get(pk=refund.location_id)
    day = place.local_day(at)
    till = [actor.terminal_code] if actor.terminal_code else []
    refund.status, refund.processed_by, refund.processed_at = RefundStatus.PROCESSED, actor.user_id, at
    refund.terminal_id = actor.terminal_id
    refund.business_date = refund.accounting_date = day
    refund.series = "-".join(["R", place.code, *till, f"{day:%Y%m%d}"])


def _follow(sale: Sale, refund: Refund, items: Sequence[RefundItem], lines: Sequence[SaleItem]) -> None:
    """The sale's and its lines' figures of what was given back."""
    by_id = {line.pk: line for line in lines}
    for item in items:
        line = by_id[item.sold_line_id]
        line.refunded_qty += item.quantity
        line.refunded_net += item.net
        line.refunded_tax += item.tax
    changed = [by_id[item.sold_line_id] for item in items]
    SaleItem.objects.for_business(sale.business_id).bulk_update(changed, CACHES)
    # What lowered the debt has changed the sale already.
    sale.refresh_from_db(fields=["amount_paid", "amount_due", "status", "amount_refunded"])
    sale.amount_refunded += refund.amount
    if sale.amount_refunded and sale.amount_refunded == sale.total_amount:
        sale.status = SaleStatus.REFUNDED
    sale.save(update_fields=["amount_refunded", "status", "updated_at"])
