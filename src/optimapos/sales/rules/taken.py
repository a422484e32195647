"""Promotions that a receipt says were taken off: told as they were, and counted where they can still be."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from optimapos.core.money import ZERO
from optimapos.core.result import DomainError
from optimapos.sales.commands import Shown, ShownPromotion, decimal
from optimapos.sales.rules.promotions import COUPON_NOT_APPLIED, Promoting

PROMOTION_NOT_COUNTED = "PROMOTION_NOT_COUNTED"
"""A flag: a promotion that was used up, or is no more, was taken off; its use is not counted."""


@dataclass(slots=True)
class Taken:
    """As a sale keeps them. `limited` promotions and `coupons` are used once each."""

    documents: list[dict[str, Any]] = field(default_factory=list)
    limited: list[UUID] = field(default_factory=list)
    coupons: list[UUID] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)


def taken_promotions(shown: Shown, promoting: Promoting, codes: Sequence[str]) -> Taken:
    """The receipt's promotions.

    Refuses: RECEIPT_INCONSISTENT where they are not what the lines and the sale had taken off.
    """
    _check_sums(shown)
    taken = Taken()
    for each in shown.promotions:
        _take(each, promoting, taken)
    taken.limited.sort()
    taken.coupons.sort()
    applied = {each.coupon.upper() for each in shown.promotions if each.coupon}
    if any(code not in applied for code in codes):
        taken.flags.append(COUPON_NOT_APPLIED)
    return taken


def _take(each: ShownPromotion, promoting: Promoting, taken: Taken) -> None:
    terms = promoting.offers.book.by_id.get(str(each.promotion))
    coupon = promoting.coupons.get(terms.id) if terms else None
    is_coupon_known = each.coupon is None or (coupon is not None and coupon.code == each.coupon.upper())
    can_count = (
        terms is not None
        and is_coupon_known
        and terms.id not in promoting.offers.occasion.spent
        and terms.id not in {document["promotion"] for document in taken.documents}
    )
    if not can_count:
        taken.flags.append(PROMOTION_NOT_COUNTED)
    if terms is not None and can_count and terms.is_limited:
        taken.limited.append(UUID(terms.id))
    if coupon is not None and can_count and each.coupon is not None:
        taken.coupons.append(UUID(coupon.id))
    taken.documents.append(
        {
            "promotion": terms.id if terms is not None and can_count else None,
            "name": each.name,
            "amount": str(decimal(each.amount)),
            "times": each.times,
            "in_prices": each.in_prices,
            "coupon": each.coupon.upper() if each.coupon and can_count else None,
            "shares": {number: str(decimal(share)) for number, share in each.shares.items()},
        }
    )


def _check_sums(shown: Shown) -> None:
    off: dict[int, Decimal] = {}
    for each in shown.promotions:
        if sum((decimal(share) for share in each.shares.values()), ZERO) != decimal(each.amount):
            raise _unequal(f"the shares of {each.name}")
        for number, share in each.shares.items():
            if int(number) > len(shown.lines):
                raise _unequal(f"the shares of {each.name}")
            if not each.in_prices:
                off[int(number)] = off.get(int(number), ZERO) + decimal(share)
    for place, line in enumerate(shown.lines, 1):
        if off.get(place, ZERO) != decimal(line.promotion_discount):
            raise _unequal(f"the promotions of line {place}")


def _unequal(what: str) -> DomainError:
    return DomainError(
        "RECEIPT_INCONSISTENT", f"The receipt does not add up: {what}.", {"differences": [], "what": what}
    )
