"""Row locks of pricing, FOR NO KEY UPDATE."""

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.organization.selectors import visible_locations
from optimapos.pricing.models import PriceList, Promotion, PromotionTarget


def lock_promotion(actor: Actor, promotion_id: UUID) -> Promotion | None:
    """The promotion, locked, or None where there is none that the actor sees."""
    targets = PromotionTarget.objects.for_business(actor.business_id).filter(promotion_id=promotion_id)
    places = targets.exclude(location=None)
    if places.exists() and not places.filter(location__in=visible_locations(actor)).exists():
        return None
    rows = Promotion.objects.for_business(actor.business_id).filter(pk=promotion_id)
    return rows.select_for_update(of=("self",), no_key=True).first()


def lock_price_list(actor: Actor, list_id: UUID) -> PriceList | None:
    """The price list, locked, or None where there is none."""
    rows = PriceList.objects.for_business(actor.business_id).filter(pk=list_id)
    return rows.select_for_update(of=("self",), no_key=True).first()
