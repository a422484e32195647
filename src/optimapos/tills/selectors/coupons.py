"""A coupon as a till asks for it."""

from uuid import UUID

from django.utils import timezone

from optimapos.core.result import DomainError
from optimapos.pricing.selectors import shown_coupons
from optimapos.pricing.types import ShownCoupon


def coupon_shown(business_id: UUID, code: str) -> ShownCoupon:
    """The coupon with this code as it is now.

    Refuses: COUPON_NOT_FOUND (data: coupon).
    """
    wanted = code.strip().upper()
    for found in shown_coupons(business_id, [wanted], timezone.now()):
        return found
    raise DomainError("COUPON_NOT_FOUND", f"There is no coupon {wanted}.", {"coupon": wanted})
