"""Row locks of pricing, FOR NO KEY UPDATE."""

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.organization.selectors import visible_locations
from optimapos.pricing.models import Coupon, PriceList, Promotion, PromotionTarget


def lock_promotion(actor: Actor, promotion_id: UUID) -> Promotion | None:
    """The promotion, locked, or None where there is none that the actor sees."""
    if not _sees(actor, promotion_id):
        return None
    rows = Promotion.objects.for_business(actor.business_id).filter(pk=promotion_id)
    return rows.select_for_update(of=("self",), no_key=True).first()


def lock_coupon(actor: Actor, coupon_id: UUID) -> Coupon | None:
    """The coupon, locked, or None where there is none of a promotion that the actor sees."""
    rows = Coupon.objects.for_business(actor.business_id).filter(pk=coupon_id)
    promotion_id = rows.values_list("promotion_id", flat=True).first()
    if promotion_id is None or not _sees(actor, promotion_id):
        return None
    return rows.select_for_update(of=("self",), no_key=True).first()


def lock_price_list(actor: Actor, list_id: UUID) -> PriceList | None:
    """The price list, locked, or None where there is none."""
    rows = PriceList.objects.for_business(actor.business_id).filter(pk=list_id)
    return rows.select_for_update(of=("self",), no_key=True).first()


def _sees(actor: Actor, promotion_id: UUID) -> bool:
    targets = PromotionTarget.objects.for_business(actor.business_id).filter(promotion_id=promotion_id)
    places = targets.exclude(location=None)
    return not places.exists() or places.filter(location__in=visible_locations(actor)).exists()
