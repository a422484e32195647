"""ExchangeService: goods come back and others go out, in one operation; the difference is paid, or given back.

What the goods are worth stands on both papers as a payment EXCHANGE: out of the refund, into the new sale. Read and decided
without locks; then locked from the top of the order: shift, approvals, customers, sale, refund, wallets, items.
Source: docs/algorithms/refunds.md.
"""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import msgspec

from optimapos.core.actors import Actor
from optimapos.core.ids import new_id
from optimapos.core.money import ZERO
from optimapos.core.operations import Once, operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, tenant_scope
from optimapos.organization.locks import lock_approval
from optimapos.partners.locks import lock_customers, owing_customer
from optimapos.refunds.models import Refund
from optimapos.refunds.services.processing import not_approved, not_for_exchange, price_items, process_locked
from optimapos.refunds.types import Exchanged, RefundMethod, RefundStatus
from optimapos.sales.commands import Checkout
from optimapos.sales.models import Sale
from optimapos.sales.services.calls import Call
from optimapos.sales.services.checkout import CheckoutService, Planned
from optimapos.sales.services.retries import until_settled
from optimapos.sales.services.writing import StartOver
from optimapos.shifts.locks import share_open_shift


@dataclass(frozen=True, slots=True)
class Exchange:
    """The refund that was processed, and the sale that its goods were exchanged for."""

    refund: Refund
    sale_id: UUID


class ExchangeService:
    """Exchanges goods."""

    @staticmethod
    def exchange(
        *,
        business: BusinessRef,
        actor: Actor,
        refund_id: UUID,
        command: Checkout,
        rest_method: str,
        call: Call,
        once: Once | None = None,
    ) -> Result[Exchange]:
        """Process an approved refund and sell the cart, which the goods that came back pay for first. What is missing is paid
        by the cart's tenders; what is over goes back by `rest_method`. Without a storefront it is sold where the refund is.

        Refuses: NOT_FOUND, REFUND_NOT_APPROVED, REFUND_IS_EXCHANGE (data: refund_method), BUSY, and as
        `RefundService.process_refund` and `CheckoutService.checkout`.
        """
        try:
            return until_settled(
                lambda: _exchange_once(business, actor, refund_id, command, rest_method, call, new_id(), once)
            )
        except DomainError as refusal:
            return Result.refused(refusal)


def _exchange_once(
    business: BusinessRef,
    actor: Actor,
    refund_id: UUID,
    command: Checkout,
    rest_method: str,
    call: Call,
    sale_id: UUID,
    once: Once | None,
) -> Result[Exchange]:
    with tenant_scope(business):
        refund = Refund.objects.for_business(business).filter(pk=refund_id).select_related("sale").first()
        if refund is None or not actor.sees(refund.location_id):
            raise DomainError("NOT_FOUND", "There is no such refund.")
        if refund.sale is None:
            raise not_for_exchange(refund)
        credit = _worth(refund) if refund.status == RefundStatus.APPROVED else None
    if credit is None:
        return _not_approved(business=business, refund=refund, once=once)  # type: ignore[call-arg]  # taken by `operation`
    cart = command if command.storefront else msgspec.structs.replace(command, storefront=refund.location_id)
    planned = CheckoutService.plan_exchange(command=cart, call=call, sale_id=sale_id, credit=credit)
    planned.rows.sale.exchange_of_id = refund.sale_id
    done: Result[Exchange] = _book(
        business=business,
        actor=actor,
        refund=refund,
        planned=planned,
        rest_method=rest_method,
        call=call,
        credit=credit,
        once=once,  # type: ignore[call-arg]  # taken by `operation`
    )
    return done


@operation
def _not_approved(*, business: BusinessRef, refund: Refund) -> Result[Exchange]:
    """An operation, so that a repeat of what was done before gets its answer."""
    raise not_approved(refund)


def _worth(refund: Refund) -> Decimal:
    """What the goods are worth that come back, less what is owed for them.

    Refuses: REFUND_TOO_MUCH. Raises: StartOver where something of the sale was given back or paid while it was read: its
    lines would be of another moment than itself.
    """
    sale = refund.of_sale
    items, lines = list(refund.refund_items.all()), list(sale.sale_items.all())
    now = Sale.objects.for_business(refund.business_id).only("amount_refunded", "amount_due").get(pk=sale.pk)
    if (now.amount_refunded, now.amount_due) != (sale.amount_refunded, sale.amount_due):
        raise StartOver
    price_items(refund, sale, items, lines)
    return max(ZERO, refund.amount - sale.amount_due)


@operation
def _book(
    *,
    business: BusinessRef,
    actor: Actor,
    refund: Refund,
    planned: Planned,
    rest_method: str,
    call: Call,
    credit: Decimal,
) -> Result[Exchange]:
    sale = planned.rows.sale
    _lock_before_documents(business, actor, refund.of_sale, planned)
    part = min(credit, sale.total_amount)
    exchanged = Exchanged(
        sale.id,
        part,
        rest_method,
        item_ids=tuple(need["item_id"] for need in planned.rows.need),
        account_ids=tuple(row.account_id for row in planned.rows.wallets),
    )
    processed = process_locked(
        business=business, actor=actor, refund=refund, sale=refund.of_sale, at=call.now, exchanged=exchanged
    )
    if max(ZERO, processed.amount - processed.debt_amount) != credit:
        raise StartOver  # something of the sale was given back or paid since it was read
    for payment in planned.rows.payments:
        if payment.payment_method == RefundMethod.EXCHANGE:
            payment.transaction_reference = processed.refund_number or ""
    CheckoutService.write_exchange(planned=planned, call=call)
    return Result.success(Exchange(processed, sale.id))


def _lock_before_documents(business: BusinessRef, actor: Actor, sold: Sale, planned: Planned) -> None:
    """Shift, approvals and both customers, each kind by id."""
    share_open_shift(business, actor.terminal_id)
    for approval in planned.approvals.ids:
        lock_approval(business, approval)
    owing = owing_customer(business, sold.customer_id)
    buying = planned.rows.sale.customer_id if planned.rows.credit else None
    lock_customers(business, {each for each in (owing, buying) if each is not None})
