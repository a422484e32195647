"""Processing a refund of goods without a receipt: they come in as new layers, money goes out in cash or as store credit.

Locks in the order of `processing`, without a sale: shift, customer, refund, wallet, items, counter. Source: docs/adr/0064.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from optimapos.core.actors import Actor
from optimapos.core.money import ZERO
from optimapos.core.result import DomainError
from optimapos.core.tenancy import BusinessRef
from optimapos.inventory.locks import lock_places
from optimapos.inventory.selectors.documents import likely_costs
from optimapos.inventory.services.ledger import StockLedger
from optimapos.inventory.types import BatchStatus, Incoming, MovementKind, Outgoing, Posted, Source
from optimapos.organization.models import Location
from optimapos.partners.locks import lock_owing_customer
from optimapos.partners.models import Customer
from optimapos.refunds.locks import lock_refund
from optimapos.refunds.models import Refund, RefundItem
from optimapos.refunds.rules.payout import credited
from optimapos.refunds.selectors.pieces import items_of_pieces, not_with_a_customer
from optimapos.refunds.services.building import refuse_returned
from optimapos.refunds.services.money import give_money_out
from optimapos.refunds.services.processing import finish, not_approved, take_part
from optimapos.refunds.services.wallets import SaleWallets
from optimapos.refunds.types import BackTo, Destination, RefundMethod, RefundStatus
from optimapos.shifts.locks import share_open_shift
from optimapos.wallet.locks import lock_accounts
from optimapos.wallet.services.opening import open_for_customer
from optimapos.wallet.types import WalletKind


def process_brought(
    *, business: BusinessRef, actor: Actor, refund: Refund, at: datetime, chosen: Sequence[BackTo] = ()
) -> Refund:
    """Lock what the refund needs in order, and do it. `refund` was read without a lock.

    Refuses: NOT_FOUND, REFUND_NOT_APPROVED (data: status), PAYMENT_NOT_FOUND where money was `chosen` to go back to a
    payment, SERIAL_IN_STOCK, SERIAL_RETURNED, WALLET_BLOCKED.
    """
    shift_id = share_open_shift(business, actor.terminal_id)
    customer = lock_owing_customer(business, refund.customer_id)
    locked = lock_refund(business, refund.pk)
    if locked is None:
        raise DomainError("NOT_FOUND", "There is no such refund.")
    if locked.status != RefundStatus.APPROVED:
        raise not_approved(locked)
    if chosen:
        data = {"payment": str(chosen[0].payment_id)}
        raise DomainError("PAYMENT_NOT_FOUND", "Goods without a receipt are of no payment.", data)
    locked.shift_id = shift_id
    items = list(locked.refund_items.order_by("line_no"))
    wallets = _wallets(locked, customer)
    place = Location.objects.for_business(business).get(pk=locked.location_id)
    _take_in(locked, items, place, at)
    take_part(locked, actor, at)
    give_money_out(locked, customer, actor, at, wallets)
    RefundItem.objects.for_business(business).bulk_update(items, ["cost_amount"])
    finish(locked, actor)
    return locked


def _wallets(refund: Refund, customer: Customer | None) -> SaleWallets:
    """The customer's store credit, locked, where a credit note leaves some after other debts; what settles them is set."""
    if refund.refund_method != RefundMethod.CREDIT_NOTE or customer is None:
        return SaleWallets({}, {})
    refund.credited_amount, granted = credited(refund.amount, customer.outstanding_balance)
    if granted <= 0:
        return SaleWallets({}, {})
    account = open_for_customer(refund.business_id, customer.pk, WalletKind.STORE_CREDIT)
    return SaleWallets({}, lock_accounts(refund.business_id, {account}), account)


def _take_in(refund: Refund, items: Sequence[RefundItem], place: Location, at: datetime) -> None:
    """New layers at what the goods would likely cost; what is damaged is written off again at once."""
    coming = [(item, item.product_id) for item in items if item.destination != Destination.NONE]
    pieces = [(product, serial) for item, product in coming if product for serial in item.serials]
    sold_from = items_of_pieces(refund.business_id, pieces) if pieces else ()
    locked = lock_places(
        refund.business_id, {(product, place.pk) for _, product in coming if product}, beside=sold_from
    )
    costs = likely_costs(refund.business_id, locked.values())
    lines = [
        Incoming(
            product,
            item.base_qty,
            costs[product],
            line_id=item.pk,
            status=BatchStatus.DAMAGED if item.destination == Destination.DAMAGED else BatchStatus.AVAILABLE,
            serials=tuple(item.serials),
        )
        for item, product in coming
        if product
    ]
    if not lines:
        return
    source = Source("REFUND", refund.pk)
    posted = StockLedger.receive(
        business=refund.business_id,
        location=place,
        lines=lines,
        kind=MovementKind.RETURN,
        source=source,
        occurred_at=at,
    )
    # Only now: the layers' key let one refund of a piece after the other through, so that each sees those before it.
    refuse_returned(not_with_a_customer(refund.business_id, pieces, but=refund.pk) if pieces else ())
    moved: dict[UUID | None, Decimal] = {}
    for row in posted:
        if row.quantity > 0:
            moved[row.line_id] = moved.get(row.line_id, ZERO) + row.cost
    for item in items:
        item.cost_amount = moved.get(item.pk, ZERO)
    if gone := list(_written_off(items, posted)):
        StockLedger.issue(
            business=refund.business_id,
            location=place,
            lines=gone,
            kind=MovementKind.ADJUST,
            source=source,
            occurred_at=at,
        )


def _written_off(items: Iterable[RefundItem], posted: Sequence[Posted]) -> Iterable[Outgoing]:
    for item in items:
        if item.destination == Destination.DAMAGED and item.product_id:
            layers = frozenset(row.batch_id for row in posted if row.line_id == item.pk)
            serials = tuple(item.serials)
            yield Outgoing(item.product_id, item.base_qty, line_id=item.pk, batch_ids=layers, serials=serials)
