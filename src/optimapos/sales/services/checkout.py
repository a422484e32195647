"""CheckoutService: a whole sale in one request, or a cart completed. Read, decide, write; again if something moved.

Source: sales-phase-1.md "Completing Sale"; docs/algorithms/checkout.md.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import psycopg
from django.db import DatabaseError, InterfaceError

from optimapos.apikit.idempotency import Answer, key_reused
from optimapos.apikit.renderers import dump_json
from optimapos.core.actors import ALL_CAPABILITIES, Capability
from optimapos.core.ids import new_id
from optimapos.core.money import HUNDRED
from optimapos.core.outages import is_outage
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.inventory.locks import ensure_items
from optimapos.sales.answers import sale_document
from optimapos.sales.commands import Checkout, Settling, decimal
from optimapos.sales.facts import Asked, CartFacts, CartLineFacts, Context, LineFacts
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
from optimapos.sales.services.retries import until_settled
from optimapos.sales.services.wallets import wallets_of
from optimapos.sales.services.writing import (
    PERHAPS_OVERSOLD,
    PLACEHOLDER,
    PromotionsSpent,
    StartOver,
    Writing,
    write_checkout,
)
from optimapos.sales.types import SaleOrigin, SaleStatus

CLOCK_SKEW = timedelta(minutes=5)
# A terminal's clock may run ahead by this much before its time is refused.
EARLIEST_YEAR = 2000


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
    occurred_at = _occurred_at(command, call.now)
    context, facts, coupons = read_checkout(
        call.caller,
        Asked(
            at=occurred_at,
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
    content_hash = hashlib.sha256(call.body).digest() if command.id else None
    if (stored := _stored(context, call, content_hash)) is not None:
        return stored
    check_place(context, command)
    if context.allows_oversell or command.origin != SaleOrigin.ONLINE:
        make_items(context, facts)
    promotions = promoting_whole(context, command, occurred_at, coupons)
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
        cart = new_cart(context, command, sale_id, occurred_at)
        rows = plan_sale(
            context,
            cart,
            lines,
            command,
            promotions,
            occurred_at=occurred_at,
            now=call.now,
            content_hash=content_hash,
            approved=approvals.checked(context, cart, lines, promotions),
            wallets=wallets,
        )
    is_late = command.origin != SaleOrigin.ONLINE
    return _write(context, rows, call, promotions, approvals, is_new=True, cart_version=1, is_late=is_late)


def _complete_once(
    sale_id: UUID, settling: Settling, call: Call, tried: list[int], awaited: Awaited | None = None
) -> Answer:
    """Complete the cart. `tried`: the versions from which this request wrote without hearing the answer."""
    context, cart, lines = read_cart(call.caller, Asked(at=call.now, key=call.key, sale_id=sale_id))
    context = _allowed(context) if awaited is None else _as_agreed(context)
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


def _as_agreed(context: Context | None) -> Context:
    """Whoever sold may all that it took: it was checked when the sale began to wait."""
    if context is None:
        raise DomainError("NOT_FOUND", "There is no such sale.")
    return replace(context, capabilities=sorted(ALL_CAPABILITIES), max_discount=HUNDRED)


def _allowed(context: Context | None) -> Context:
    if context is None:
        raise DomainError("NOT_AUTHENTICATED", "Sign in first.")
    if not context.can(Capability.SALE_SELL):
        raise DomainError("PERMISSION_DENIED", "Your role does not permit this.")
    return context


def check_place(context: Context, command: Checkout) -> None:
    """Refuses: STOREFRONT_NOT_FOUND, CUSTOMER_NOT_FOUND, SITE_NOT_FOUND, SITE_INACTIVE, PERMISSION_DENIED, SHIFT_NOT_OPEN."""
    if context.location_id is None:
        raise DomainError("STOREFRONT_NOT_FOUND", "There is no such storefront, or none that you may sell at.")
    if command.customer is not None and context.customer_id is None:
        raise DomainError("CUSTOMER_NOT_FOUND", "There is no such customer.")
    if command.customer_site is not None:
        _check_site(context, is_late=command.origin != SaleOrigin.ONLINE)
    if command.origin != SaleOrigin.ONLINE and not context.can(Capability.SALE_IMPORT):
        raise DomainError("PERMISSION_DENIED", "Your role may not book sales that were made elsewhere.")
    if command.origin == SaleOrigin.ONLINE:
        check_shift(context)


def check_shift(context: Context) -> None:
    """Refuses: SHIFT_NOT_OPEN at a till where the business sells in shifts only."""
    if context.requires_shift and context.terminal_id is not None and context.shift_id is None:
        raise DomainError("SHIFT_NOT_OPEN", "No shift is open at this till. Open one, then sell.")


def _check_site(context: Context, *, is_late: bool) -> None:
    """A late sale went to the site that there was then, so that it may be out of use by now."""
    if context.customer_site_id is None:
        raise DomainError("SITE_NOT_FOUND", "The customer has no such site.")
    if not context.customer_site_active and not is_late:
        raise DomainError("SITE_INACTIVE", "The customer's site is out of use.")


def make_items(context: Context, facts: Sequence[LineFacts]) -> None:
    """Where goods are sold that were never here, they get their items first; what was read is then read anew.

    Raises: StartOver.
    """
    missing = {line.product_id for line in facts if line.tracks_stock and line.item_id is None and line.product_id}
    if missing and context.location_id:
        with tenant_scope(context.business_id):
            ensure_items(context.business_id, [(product, context.location_id) for product in missing])
        raise StartOver


def _occurred_at(command: Checkout, now: datetime) -> datetime:
    if command.occurred_at is None or command.origin == SaleOrigin.ONLINE:
        return now
    if command.occurred_at.tzinfo is None:
        raise DomainError("VALIDATION_FAILED", "occurred_at needs a time zone, such as 2026-01-31T12:00:00Z.")
    if command.occurred_at.year < EARLIEST_YEAR:
        raise DomainError("VALIDATION_FAILED", f"occurred_at lies before the year {EARLIEST_YEAR}.")
    if command.occurred_at > now + CLOCK_SKEW:
        raise DomainError("SALE_IN_THE_FUTURE", "The sale lies in the future. Check the terminal's clock.")
    return command.occurred_at


def new_cart(context: Context, command: Checkout, sale_id: UUID, occurred_at: datetime) -> CartFacts:
    """The cart that a whole sale in one request stands for."""
    if context.location_id is None:
        raise AssertionError("checked before")
    return CartFacts(
        id=sale_id,
        location_id=context.location_id,
        type=command.type.value,
        status=SaleStatus.DRAFT.value,
        customer_id=context.customer_id,
        customer_site_id=context.customer_site_id,
        prices_include_tax=context.prices_include_tax,
        discount_percentage=decimal(command.discount_percentage),
        discount_fixed=decimal(command.discount_amount),
        cart_session_id=command.cart_session_id,
        notes="",
        version=1,
        created_at=occurred_at,
        origin=command.origin.value,
        coupons=command.coupon_codes,
        is_new=True,
    )


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
    )
    try:
        return Answer(status, write_checkout(writing))
    except PromotionsSpent as spent:
        promotions.offers.book.spent.update(spent.promotions)
        raise


def not_draft(status: str, receipt_number: str | None = None) -> DomainError:
    """The refusal for a sale that is no cart any more."""
    return DomainError(
        "SALE_NOT_DRAFT",
        f"The sale is {status.lower()}, not a draft.",
        {"status": status, "receipt_number": receipt_number},
    )
