"""The book of a business's promotions, kept in the process for as long as the business's settings stay as they are.

Whoever changes a promotion raises `settings_version` in the same transaction, and a checkout checks the version again
before it writes: it never sells from a book that is out of date. A cart is priced from the book of its moment, and what
promotions take off its basket is worked out anew when it is completed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import connections
from django.db.models import F, Q

from optimapos.core.ids import UUID
from optimapos.core.tenancy import APP, tenant_scope
from optimapos.nomenclatures.models import ProductGroup
from optimapos.pricing.books import PromotionBook
from optimapos.pricing.candidates import parsed
from optimapos.pricing.models import Promotion, PromotionStatus, PromotionTarget
from optimapos.pricing.sql import coupons_shown
from optimapos.pricing.types import PromotionTerms, ShownCoupon

_COUPONS = coupons_shown("%(business)s::uuid", "%(codes)s::text[]", "%(at)s::timestamptz")
_KEPT_BOOKS = 512
_A_MONTH = timedelta(days=31)


def promotion_book(business_id: UUID, settings_version: int, at: datetime) -> PromotionBook:
    """The approved promotions that run at `at` or later, of those that are not paused. No query where it was asked before."""
    since = (at - _A_MONTH).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return _book(business_id, settings_version, since)


def used_up(business_id: UUID, book: PromotionBook) -> frozenset[str]:
    """The limited promotions of the book whose uses are used up by now; one query where it has any."""
    if not book.limited:
        return frozenset()
    rows = Promotion.objects.for_business(business_id).filter(pk__in=book.limited, uses__gte=F("use_limit"))
    book.spent.update(str(found) for found in rows.values_list("pk", flat=True))
    return frozenset(book.spent)


def shown_coupons(business_id: UUID, codes: Sequence[str], at: datetime) -> list[ShownCoupon]:
    """The coupons with these codes as they are at `at`; one query where there are any codes."""
    if not codes:
        return []
    with connections[APP].cursor() as cursor:
        cursor.execute(_COUPONS, {"business": business_id, "codes": list(codes), "at": at})
        return coupons_read(cursor.fetchone()[0])


def coupons_read(column: Any) -> list[ShownCoupon]:
    """The coupons of one JSON array of `pricing.sql.coupons_shown`."""
    return [ShownCoupon(*row) for row in parsed(column)]


@lru_cache(maxsize=_KEPT_BOOKS)
def _book(business_id: UUID, settings_version: int, since: datetime) -> PromotionBook:
    with tenant_scope(business_id):
        rows = Promotion.objects.for_business(business_id).filter(
            Q(ends_at=None) | Q(ends_at__gt=since), status=PromotionStatus.APPROVED, is_active=True
        )
        running = list(rows.order_by("pk"))
        # After them: what an approved promotion is for does not change, so that none is read without it.
        targets = list(PromotionTarget.objects.for_business(business_id).filter(promotion__in=running))
        below = below_of(business_id, targets)
        aimed: dict[UUID, list[PromotionTarget]] = {}
        for target in targets:
            aimed.setdefault(target.promotion_id, []).append(target)
        return PromotionBook([terms_of(row, aimed.get(row.pk, ()), below) for row in running])


def terms_of(
    row: Promotion, targets: Sequence[PromotionTarget], below: Mapping[UUID, frozenset[UUID]]
) -> PromotionTerms:
    """A promotion as it is applied. `below`: for each group that is a target, itself and all groups below it."""
    bought = [target for target in targets if not target.is_reward]
    rewards = [target for target in targets if target.is_reward]
    return PromotionTerms(
        id=str(row.pk),
        name=row.name,
        kind=row.kind,
        value=row.value,
        includes_tax=row.includes_tax,
        sale_type=row.sale_type,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        weekdays=frozenset(row.weekdays),
        hours_from=row.hours_from,
        hours_until=row.hours_until,
        min_quantity=row.min_quantity,
        priority=row.priority,
        locations=frozenset(target.location_id for target in targets if target.location_id),
        price_groups=frozenset(target.price_group_id for target in targets if target.price_group_id),
        products=frozenset(target.product_id for target in bought if target.product_id),
        groups=_all_of(bought, below),
        reward_products=frozenset(target.product_id for target in rewards if target.product_id),
        reward_groups=_all_of(rewards, below),
        set_quantity=row.set_quantity,
        get_quantity=row.get_quantity,
        min_amount=row.min_amount,
        max_times=row.max_times,
        combines=row.combines,
        needs_coupon=row.needs_coupon,
        is_limited=row.use_limit is not None,
    )


def _all_of(targets: Sequence[PromotionTarget], below: Mapping[UUID, frozenset[UUID]]) -> frozenset[UUID]:
    return frozenset().union(*(below[target.group_id] for target in targets if target.group_id))


def below_of(business_id: UUID, targets: Sequence[PromotionTarget]) -> dict[UUID, frozenset[UUID]]:
    """For each group that is a target, itself and all groups below it; one query where there is any."""
    named = {target.group_id for target in targets if target.group_id}
    if not named:
        return {}
    children: dict[UUID | None, list[UUID]] = {}
    for group, parent in ProductGroup.objects.for_business(business_id).values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(group)
    found = {}
    for top in named:
        reached, waiting = {top}, [top]
        while waiting:
            new = [each for each in children.get(waiting.pop(), ()) if each not in reached]
            reached.update(new)
            waiting += new
        found[top] = frozenset(reached)
    return found
