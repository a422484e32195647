"""What a checkout looks at before it prices anything: place, shift, site and time, and the cart that a request stands for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from optimapos.core.actors import Capability
from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.inventory.locks import ensure_items
from optimapos.sales.commands import Checkout, decimal
from optimapos.sales.facts import CartFacts, Context, LineFacts
from optimapos.sales.services.writing import StartOver
from optimapos.sales.types import SaleOrigin, SaleStatus
from optimapos.shifts.rules.needed import check_sells_in_shift

CLOCK_SKEW = timedelta(minutes=5)
# A terminal's clock may run ahead by this much before its time is refused.
EARLIEST_YEAR = 2000


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
    check_sells_in_shift(
        requires_shift=context.requires_shift, terminal_id=context.terminal_id, shift_id=context.shift_id
    )


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


def occurred_at(command: Checkout, now: datetime) -> datetime:
    """When the sale was made: now, but for one that was made elsewhere.

    Refuses: VALIDATION_FAILED, SALE_IN_THE_FUTURE.
    """
    if command.occurred_at is None or command.origin == SaleOrigin.ONLINE:
        return now
    if command.occurred_at.tzinfo is None:
        raise DomainError("VALIDATION_FAILED", "occurred_at needs a time zone, such as 2026-01-31T12:00:00Z.")
    if command.occurred_at.year < EARLIEST_YEAR:
        raise DomainError("VALIDATION_FAILED", f"occurred_at lies before the year {EARLIEST_YEAR}.")
    if command.occurred_at > now + CLOCK_SKEW:
        raise DomainError("SALE_IN_THE_FUTURE", "The sale lies in the future. Check the terminal's clock.")
    return command.occurred_at


def new_cart(context: Context, command: Checkout, sale_id: UUID, at: datetime) -> CartFacts:
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
        created_at=at,
        origin=command.origin.value,
        coupons=command.coupon_codes,
        is_new=True,
    )


def not_draft(status: str, receipt_number: str | None = None) -> DomainError:
    """The refusal for a sale that is no cart any more."""
    return DomainError(
        "SALE_NOT_DRAFT",
        f"The sale is {status.lower()}, not a draft.",
        {"status": status, "receipt_number": receipt_number},
    )
