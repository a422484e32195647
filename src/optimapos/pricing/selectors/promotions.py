"""Promotions as a member sees them: those for everywhere, and those for a location of the member."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.organization.selectors import visible_locations
from optimapos.pricing.models import Coupon, Promotion, PromotionTarget


def promotions_of(actor: Actor) -> QuerySet[Promotion]:
    """Promotions with their targets; of the locations those that the actor sees (`seen_targets`)."""
    targets = PromotionTarget.objects.for_business(actor.business_id)
    places = targets.filter(promotion=OuterRef("pk")).exclude(location=None)
    seen = Q(location=None) | Q(location__in=visible_locations(actor))
    rows = Promotion.objects.for_business(actor.business_id).filter(
        ~Exists(places) | Exists(places.filter(location__in=visible_locations(actor)))
    )
    return rows.prefetch_related(Prefetch("targets", targets.filter(seen).order_by("pk"), to_attr="seen_targets"))


def coupons_of(actor: Actor) -> QuerySet[Coupon]:
    """Coupons of promotions that the actor sees."""
    seen = promotions_of(actor).prefetch_related(None).filter(pk=OuterRef("promotion_id"))
    return Coupon.objects.for_business(actor.business_id).filter(Exists(seen))


def place_of_promotion(business_id: UUID, promotion_id: UUID) -> UUID | None:
    """A place that the promotion is for: whoever doesn't see it does not see the promotion's events. None: for everywhere."""
    places = PromotionTarget.objects.for_business(business_id).filter(promotion_id=promotion_id).exclude(location=None)
    return places.order_by("pk").values_list("location_id", flat=True).first()
