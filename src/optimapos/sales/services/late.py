"""LateSaleService: a sale that a till made by itself, booked as its receipt says.

Source: docs/algorithms/offline.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from optimapos.core.actors import Capability, Origin
from optimapos.core.ids import UUID
from optimapos.core.result import DomainError
from optimapos.products.types import SELLABLE, LifeCycle
from optimapos.sales.commands import LateSale, Shown
from optimapos.sales.connection import Step
from optimapos.sales.facts import Asked, Context, LineFacts
from optimapos.sales.rules.late import LatePlan, LateTerms, plan_late
from optimapos.sales.rules.lines import priced_line
from optimapos.sales.selectors.checkout import Caller, read_checkout
from optimapos.sales.selectors.promotions import promoting_whole
from optimapos.sales.services.preparing import check_place, make_items, new_cart
from optimapos.sales.services.retries import until_settled
from optimapos.sales.services.writing import PromotionsSpent, Writing, write_checkout
from optimapos.sales.types import SaleOrigin

PRODUCT_NOT_SELLABLE = "PRODUCT_NOT_SELLABLE"
MOST_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class LateSeller:
    """Who sold, where, at what terms, and how the news came here."""

    membership_id: UUID
    terminal_id: UUID
    terms: LateTerms
    origin: Origin


class LateSaleService:
    """Books sales that were made offline."""

    @staticmethod
    def book(
        *,
        command: LateSale,
        shown: Shown,
        seller: LateSeller,
        occurred_at: datetime,
        now: datetime,
        content_hash: bytes,
        also: Callable[[LatePlan], Sequence[Step]],
    ) -> bool:
        """Book the sale under the number of its receipt; False where it was booked before, with the same content.

        `also`: steps for the same transaction, made of what was planned.

        Refuses: GRANT_INVALID for a seller who never was, RECEIPT_NUMBER_TAKEN, SALE_ID_REUSED, STOREFRONT_NOT_FOUND,
        CUSTOMER_NOT_FOUND, SITE_NOT_FOUND, PRODUCT_NOT_FOUND, PACKAGING_NOT_FOUND, QUANTITY_NOT_POSITIVE,
        QUANTITY_TOO_PRECISE, BUSY, and as `plan_late`.
        """
        if command.origin is not SaleOrigin.OFFLINE:
            raise AssertionError("a late sale is an offline one")
        return until_settled(lambda: _book_once(command, shown, seller, occurred_at, now, content_hash, also))


def _book_once(
    command: LateSale,
    shown: Shown,
    seller: LateSeller,
    occurred_at: datetime,
    now: datetime,
    content_hash: bytes,
    also: Callable[[LatePlan], Sequence[Step]],
) -> bool:
    context, facts, coupons = read_checkout(
        Caller.by_grant(seller.membership_id, seller.terminal_id),
        Asked(
            at=occurred_at,
            storefront=command.storefront,
            customer=command.customer,
            customer_site=command.customer_site,
            sale_id=command.id,
            products=[line.product for line in command.items],
            barcodes=[line.barcode for line in command.items],
            packagings=[line.packaging for line in command.items],
            coupons=command.coupon_codes,
        ),
    )
    if context is None:
        raise DomainError("GRANT_INVALID", "Who sold this is no member of the business.")
    if context.sale_id is not None:
        if context.content_hash == content_hash:
            return False
        raise DomainError("SALE_ID_REUSED", "Another sale is stored under this id.", {"id": str(command.id)})
    granted = replace(context, capabilities=[*seller.terms.capabilities, Capability.SALE_IMPORT.value])
    check_place(granted, command)
    make_items(context, facts)
    promoting = promoting_whole(context, command, occurred_at, coupons)
    sold_anyway = any(line.product_id and line.life_cycle not in SELLABLE for line in facts)
    terms = replace(seller.terms, flags=(*seller.terms.flags, PRODUCT_NOT_SELLABLE)) if sold_anyway else seller.terms
    ours = [
        priced_line(
            granted,
            line,
            _as_sold(fact),
            number,
            promoting.offers,
            prices_include_tax=shown.prices_include_tax,
            sale_type=command.type.value,
            keeps_price=True,
            for_approval=True,
        )
        for number, (line, fact) in enumerate(zip(command.items, facts, strict=True), 1)
    ]
    cart = replace(new_cart(context, command, command.id, occurred_at), prices_include_tax=shown.prices_include_tax)
    plan = plan_late(
        context,
        cart,
        ours,
        command,
        shown,
        terms,
        promoting,
        occurred_at=occurred_at,
        now=now,
        content_hash=content_hash,
    )
    try:
        _write(plan, context, seller.origin, also(plan))
    except PromotionsSpent as spent:
        promoting.offers.book.spent.update(spent.promotions)
        raise
    return True


def _as_sold(fact: LineFacts) -> LineFacts:
    """What was sold could be sold, and was counted as it was: what has become of the product since does not matter."""
    return replace(fact, life_cycle=LifeCycle.ACTIVE.value, decimals=MOST_DECIMALS)


def _write(plan: LatePlan, context: Context, origin: Origin, also: Sequence[Step]) -> None:
    plan.rows.ip_address, plan.rows.user_agent = origin.ip_address or None, origin.user_agent
    writing = Writing(
        rows=plan.rows,
        is_new=True,
        cart_version=1,
        settings_version=context.settings_version,
        key=None,
        fingerprint=b"",
        status=201,
        body=b"",
        goes_short=True,
        is_late=True,
        is_fact=True,
        outlives_shift=True,
        also=also,
    )
    write_checkout(writing)
