"""CheckoutService: a whole sale in one request, or a cart completed. Read, decide, write; again if something moved.

Source: sales-phase-1.md "Completing Sale"; docs/algorithms/checkout.md.
"""

import hashlib
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

import psycopg
from django.db import DatabaseError, InterfaceError

from optimapos.apikit.idempotency import Answer, key_reused
from optimapos.apikit.renderers import dump_json
from optimapos.core.actors import ALL_CAPABILITIES, Capability
from optimapos.core.ids import new_id
from optimapos.core.money import HUNDRED, ZERO
from optimapos.core.outages import is_outage
from optimapos.core.result import DomainError
from optimapos.sales.answers import sale_document
from optimapos.sales.commands import Checkout, Settling
from optimapos.sales.facts import Asked, CartFacts, CartLineFacts, Context
from optimapos.sales.rows import CheckoutRows
from optimapos.sales.rules.approvals import check_kept_prices
from optimapos.sales.rules.lines import as_kept, check_sellable, priced_line
from optimapos.sales.rules.plan import plan_sale
from optimapos.sales.rules.promotions import Promoting
from optimapos.sales.selectors.checkout import read_cart, read_checkout
from optimapos.sales.selectors.promotions import promoting, promoting_whole
from optimapos.sales.selectors.sales import stored_document
from optimapos.sales.services.approved import NamedApprovals
from optimapos.sales.services.calls import Awaited, Call
from optimapos.sales.services.preparing import check_place, check_shift, make_items, new_cart, not_draft, occurred_at
from optimapos.sales.services.retries import until_settled
from optimapos.sales.services.wallets import wallets_of
from optimapos.sales.services.writing import (
    PERHAPS_OVERSOLD,
    PLACEHOLDER,
    PromotionsSpent,
    Writing,
    write_checkout,
)
from optimapos.sales.types import SaleOrigin, SaleStatus


@dataclass(frozen=True, slots=True)
class Planned:
    """A sale that is decided and not written yet."""

    context: Context
    rows: CheckoutRows
    promotions: Promoting
    approvals: NamedApprovals


class CheckoutService:
    """Turns carts into sales."""

    @staticmethod
    def checkout(*, command: Checkout, call: Call) -> Answer:
        """Sell a whole cart with its payments: take its stock, book its tenders, number it.

        Amounts in the business's currency, major units. A repeat under the same idempotency key, or of the same sale
        id with the same content, gets the first answer.

        Refuses: NOT_AUTHENTICATED, PERMISSION_DENIED, STOREFRONT_NOT_FOUND, CUSTOMER_NOT_FOUND, SITE_NOT_FOUND,
        SITE_INACTIVE, SALE_ID_REUSED, COUPON_NOT_FOUND, COUPON_EXPIRED, COUPON_USED_UP,
        IDEMPOTENCY_KEY_REUSED, IN_PROGRESS, BUSY, the refusals of `priced_line`, `plan_sale`, `wallets_of` and
        `NamedApprovals`.
        Source: docs/algorithms/checkout.md.
        """
        sale_id = command.id or new_id()
        return until_settled(lambda: _checkout_once(command, call, sale_id))

    @staticmethod
    def complete_sale(*, sale_id: UUID, settling: Settling, call: Call) -> Answer:
        """Complete a draft sale with its payments.

        Refuses: as `checkout`, and NOT_FOUND, PROMOTION_EXHAUSTED, SALE_NOT_DRAFT (data: status, receipt_number).
        """
        tried: list[int] = []
        return until_settled(lambda: _complete_once(sale_id, settling, call, tried))

    @staticmethod
    def complete_awaited(*, sale_id: UUID, settling: Settling, call: Call, awaited: Awaited) -> Answer:
        """Complete a sale that waited for a provider, which has taken its part of `settling` by now. What the cashier may do
        was checked when it began to wait (`foresee`), and the cart could not be changed since.

        Refuses: as `complete_sale`, and NOT_AWAITED; nothing is written then, and the money is with the provider.
        """
        tried: list[int] = []
        return until_settled(lambda: _complete_once(sale_id, settling, call, tried, awaited))

    @staticmethod
    def plan_exchange(*, command: Checkout, call: Call, sale_id: UUID, credit: Decimal) -> Planned:
        """What a whole sale comes to that is paid with `credit` first, which goods that come back are worth. Nothing is
        written. `call` has no idempotency key: the exchange is the operation.

        Refuses: as `checkout`. Raises: StartOver.
        """
        planned = _plan(command, call, sale_id, None, credit)
        if isinstance(planned, Answer):
            raise TypeError("a sale with a new id and without a key is stored nowhere")
        return planned

    @staticmethod
    def write_exchange(*, planned: Planned, call: Call) -> None:
        """Write a planned sale as part of the operation that runs.

        Refuses: as `checkout`. Raises: StartOver, psycopg's errors; the operation is rolled back then.
        """
        _write(
            planned.context,
            planned.rows,
            call,
            planned.promotions,
            planned.approvals,
            is_new=True,
            cart_version=1,
            is_part=True,
        )

    @staticmethod
    def foresee(*, sale_id: UUID, settling: Settling, call: Call) -> CartFacts:
        """The cart, where it could be completed like this right now. Nothing is written.

        Refuses: as `complete_sale`.
        """
        context, cart, lines = read_cart(call.caller, Asked(at=call.now, sale_id=sale_id))
        context = _allowed(context)
        cart = _waiting(context, cart, SaleStatus.DRAFT)
        _planned(context, cart, lines, settling, call)
        return cart


def _checkout_once(command: Checkout, call: Call, sale_id: UUID) -> Answer:
    content_hash = hashlib.sha256(call.body).digest() if command.id else None
    planned = _plan(command, call, sale_id, content_hash)
    if isinstance(planned, Answer):
        return planned
    is_late = command.origin != SaleOrigin.ONLINE
    return _write(
        planned.context,
        planned.rows,
        call,
        planned.promotions,
        planned.approvals,
        is_new=True,
        cart_version=1,
        is_late=is_late,
    )


def _plan(
    command: Checkout, call: Call, sale_id: UUID, content_hash: bytes | None, credit: Decimal = ZERO
) -> Planned | Answer:
    """What a whole sale comes to, or the answer that is stored for it. `credit`: what goods that come back are worth."""
    at = occurred_at(command, call.now)
    context, facts, coupons = read_checkout(
        call.caller,
        Asked(
            at=at,
            storefront=command.storefront,
            customer=command.customer,
            customer_site=command.customer_site,
            key=call.key,
            sale_id=sale_id,
            products=[line.product for line in command.items],
            barcodes=[line.barcode for line in command.items],
            packagings=[line.packaging for line in command.items],
            coupons=command.coupon_codes,
        ),
    )
    context = _allowed(context)
    if (stored := _stored(context, call, content_hash)) is not None:
        return stored
    check_place(context, command)
    if context.allows_oversell or command.origin != SaleOrigin.ONLINE:
        make_items(context, facts)
    promotions = promoting_whole(context, command, at, coupons)
    approvals = NamedApprovals.of(call, context, command.approvals)
    wallets = wallets_of(context, command, call.now)
    with approvals.explaining():
        rights = approvals.rights(context)
        lines = [
            priced_line(
                rights,
                line,
                fact,
                number,
                promotions.offers,
                prices_include_tax=context.prices_include_tax,
                sale_type=command.type.value,
            )
            for number, (line, fact) in enumerate(zip(command.items, facts, strict=True), start=1)
        ]
        cart = new_cart(context, command, sale_id, at)
        rows = plan_sale(
            context,
            cart,
            lines,
            command,
            promotions,
            occurred_at=at,
            now=call.now,
            content_hash=content_hash,
            approved=approvals.checked(context, cart, lines, promotions),
            wallets=wallets,
            credit=credit,
        )
    return Planned(context, rows, promotions, approvals)


def _complete_once(
    sale_id: UUID, settling: Settling, call: Call, tried: list[int], awaited: Awaited | None = None
) -> Answer:
    """Complete the cart. `tried`: the versions from which this request wrote without hearing the answer."""
    context, cart, lines = read_cart(call.caller, Asked(at=call.now, key=call.key, sale_id=sale_id))
    context = _allowed(context) if awaited is None else _as_agreed(context, awaited)
    if (stored := _by_key(context, call)) is not None:
        return stored
    wanted = SaleStatus.DRAFT if awaited is None else SaleStatus.PENDING
    if cart is not None and cart.status != wanted and cart.version - 1 in tried:
        return Answer(200, dump_json(stored_document(context.business_id, sale_id)), replayed=True)
    cart = _waiting(context, cart, wanted)
    rows, promotions, approvals = _planned(context, cart, lines, settling, call)
    try:
        return _write(
            context, rows, call, promotions, approvals, is_new=False, cart_version=cart.version, awaited=awaited
        )
    except (psycopg.Error, DatabaseError, InterfaceError) as error:
        if is_outage(error):
            tried.append(cart.version)
        raise


def _waiting(context: Context, cart: CartFacts | None, wanted: SaleStatus) -> CartFacts:
    if cart is None or context.location_id != cart.location_id:
        raise DomainError("NOT_FOUND", "There is no such sale.")
    if cart.status != wanted:
        raise not_draft(cart.status)
    if wanted == SaleStatus.DRAFT:  # what a provider took counts, though the shift was closed meanwhile
        check_shift(context)
    return cart


def _planned(
    context: Context, cart: CartFacts, lines: list[CartLineFacts], settling: Settling, call: Call
) -> tuple[CheckoutRows, Promoting, NamedApprovals]:
    for line in lines:
        check_sellable(line.life_cycle, line.product_sku, line.line_no)
    promotions = promoting(context, at=call.now, sale_type=cart.type, coupons=cart.coupons, shown=cart.coupons_shown)
    approvals = NamedApprovals.of(call, context, settling.approvals)
    wallets = wallets_of(context, settling, call.now)
    with approvals.explaining():
        kept = as_kept(lines)
        approved = approvals.checked(context, cart, kept, promotions)
        check_kept_prices(approvals.rights(context), kept)
        at = call.now
        rows = plan_sale(
            context,
            cart,
            kept,
            settling,
            promotions,
            occurred_at=at,
            now=at,
            content_hash=None,
            approved=approved,
            wallets=wallets,
        )
    return rows, promotions, approvals


def _as_agreed(context: Context | None, awaited: Awaited) -> Context:
    """Whoever sold may all that it took: it was checked when the sale began to wait, in the shift that it counts in."""
    if context is None:
        raise DomainError("NOT_FOUND", "There is no such sale.")
    rights = sorted(ALL_CAPABILITIES)
    return replace(context, capabilities=rights, max_discount=HUNDRED, shift_id=awaited.shift_id)


def _allowed(context: Context | None) -> Context:
    if context is None:
        raise DomainError("NOT_AUTHENTICATED", "Sign in first.")
    if not context.can(Capability.SALE_SELL):
        raise DomainError("PERMISSION_DENIED", "Your role does not permit this.")
    return context


def _stored(context: Context, call: Call, content_hash: bytes | None) -> Answer | None:
    """The first answer to the same key, or the sale stored under its id: the client's own, or ours of an earlier try."""
    if (by_key := _by_key(context, call)) is not None:
        return by_key
    if context.sale_id is None:
        return None
    if context.content_hash != content_hash:
        raise DomainError("SALE_ID_REUSED", "Another sale is stored under this id.", {"id": str(context.sale_id)})
    return Answer(201, dump_json(stored_document(context.business_id, context.sale_id)), replayed=True)


def _by_key(context: Context, call: Call) -> Answer | None:
    if call.key is None or context.stored_body is None:
        return None
    if context.fingerprint != call.fingerprint:
        raise key_reused(call.key)
    return Answer(context.stored_status or 200, context.stored_body.encode(), replayed=True)


def _write(
    context: Context,
    rows: CheckoutRows,
    call: Call,
    promotions: Promoting,
    approvals: NamedApprovals,
    *,
    is_new: bool,
    cart_version: int,
    is_late: bool = False,
    awaited: Awaited | None = None,
    is_part: bool = False,
) -> Answer:
    goes_short = context.allows_oversell or is_late
    rows.ip_address, rows.user_agent = call.origin.ip_address or None, call.origin.user_agent
    as_answered = replace(rows.sale, receipt_number=PLACEHOLDER)
    if goes_short:
        as_answered.flags = [PERHAPS_OVERSOLD, *rows.sale.flags]
    body = dump_json(sale_document(as_answered, rows.lines, rows.taxes, rows.payments))
    status = 201 if is_new else 200
    writing = Writing(
        rows=rows,
        is_new=is_new,
        cart_version=cart_version,
        settings_version=context.settings_version,
        key=call.key,
        fingerprint=call.fingerprint,
        status=status,
        body=body,
        goes_short=goes_short,
        is_late=is_late,
        approvals=approvals.ids,
        first=awaited.first if awaited else (),
        also=awaited.also(rows) if awaited else (),
        cart_status=(SaleStatus.PENDING if awaited else SaleStatus.DRAFT).value,
        is_part=is_part,
        outlives_shift=awaited is not None,
    )
    try:
        return Answer(status, write_checkout(writing))
    except PromotionsSpent as spent:
        promotions.offers.book.spent.update(spent.promotions)
        raise
