"""The promotions that a sale is made with."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from optimapos.core.ids import UUID
from optimapos.organization.models import Business
from optimapos.partners.models import Customer
from optimapos.pricing.books import PromotionBook, coupons_taken
from optimapos.pricing.selectors import coupons_read, promotion_book, shown_coupons, used_up
from optimapos.pricing.types import Occasion, ShownCoupon
from optimapos.sales.commands import Checkout
from optimapos.sales.facts import Context
from optimapos.sales.models import Sale
from optimapos.sales.rules.promotions import Promoting
from optimapos.sales.types import SaleOrigin


def promoting(
    context: Context,
    *,
    at: datetime,
    sale_type: str,
    coupons: Sequence[str] = (),
    shown: Any = None,
    forgiving: bool = False,
) -> Promoting:
    """For a checkout, from what it has read; `shown` is what was found of its `coupons`. No query, but where the settings
    changed since the last one.

    Refuses: as `coupons_taken`.
    """
    book = promotion_book(context.business_id, context.settings_version, at)
    return _promoting(
        book,
        coupons,
        coupons_read(shown),
        policy=context.price_policy,
        at=at,
        timezone=context.timezone or "UTC",
        location=context.location_id,
        price_group=context.price_group_id,
        sale_type=sale_type,
        spent=frozenset(book.spent),
        forgiving=forgiving,
    )


def promoting_whole(context: Context, command: Checkout, at: datetime, shown: Any) -> Promoting:
    """For a cart that comes in one request. A late sale is not refused for its coupons."""
    return promoting(
        context,
        at=at,
        sale_type=command.type.value,
        coupons=command.coupon_codes,
        shown=shown,
        forgiving=command.origin != SaleOrigin.ONLINE,
    )


def promoting_cart(sale: Sale, at: datetime, *, checks_coupons: bool = False) -> Promoting:
    """For a cart that is being built, by up to six queries. A coupon that is not valid any more is left out, unless they are
    to be checked: whoever takes a line out is not held up by it.

    Refuses: as `coupons_taken`, where it `checks_coupons`.
    """
    business = Business.objects.get(pk=sale.business_id)
    customers = Customer.objects.for_business(business).filter(price_group__is_active=True)
    book = promotion_book(business.pk, business.settings_version, at)
    return _promoting(
        book,
        sale.coupons,
        shown_coupons(business.pk, sale.coupons, at),
        policy=business.price_policy,
        at=at,
        timezone=sale.location.timezone,
        location=sale.location_id,
        price_group=customers.filter(pk=sale.customer_id).values_list("price_group_id", flat=True).first()
        if sale.customer_id
        else None,
        sale_type=sale.type,
        spent=used_up(business.pk, book),
        forgiving=not checks_coupons,
    )


def _promoting(
    book: PromotionBook,
    codes: Sequence[str],
    found: Sequence[ShownCoupon],
    *,
    policy: str,
    at: datetime,
    timezone: str,
    location: UUID | None,
    price_group: UUID | None,
    sale_type: str,
    spent: frozenset[str],
    forgiving: bool = False,
) -> Promoting:
    coupons = coupons_taken(codes, found, book, forgiving=forgiving)
    occasion = Occasion(
        at=at,
        local=at.astimezone(ZoneInfo(timezone)).replace(tzinfo=None),
        location=location,
        price_group=price_group,
        sale_type=sale_type,
        coupons=frozenset(coupons),
        spent=spent,
    )
    return Promoting(book.on(occasion), coupons, policy)
