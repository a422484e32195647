"""Row locks of pricing, FOR NO KEY UPDATE: coupons before promotions, prices before their proposals; each by id.

A sale locks the coupons and promotions that it uses in `sales/sql/write.py`, in that order.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connections

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.tenancy import APP, BusinessRef, business_id_of
from optimapos.organization.selectors import visible_locations
from optimapos.pricing.models import (
    Coupon,
    KindOfPrice,
    PriceList,
    PriceProposal,
    ProductPrice,
    Promotion,
    PromotionTarget,
    ProposalStatus,
)
from optimapos.pricing.sql import LOCK_REPLACED


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


def lock_prices(business: BusinessRef, price_ids: Collection[UUID]) -> None:
    """Lock base prices in the order of their ids: whoever proposes, applies or sets a price in their place waits."""
    rows = ProductPrice.objects.for_business(business).filter(pk__in=price_ids).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def lock_price_history(row: ProductPrice) -> None:
    """Lock the prices that stand, or stood, where `row` is going to: what is proposed for them is settled first."""
    where: dict[str, Any] = {name: getattr(row, name) for name in ("product_id", "packaging_id", "location_id")}
    rows = ProductPrice.objects.for_business(row.business_id).filter(kind=KindOfPrice.MARKUP, **where)
    list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))


def lock_waiting_proposals(business: BusinessRef, price_ids: Collection[UUID]) -> list[PriceProposal]:
    """What waits for these prices, which are locked; locked in the order of the ids."""
    rows = PriceProposal.objects.for_business(business).filter(price_id__in=price_ids, status=ProposalStatus.PROPOSED)
    return list(rows.order_by("pk").select_for_update(no_key=True))


def lock_proposals(business: BusinessRef, proposal_ids: Collection[UUID]) -> list[PriceProposal]:
    """Proposals whose prices are locked; locked in the order of the ids."""
    rows = PriceProposal.objects.for_business(business).filter(pk__in=proposal_ids)
    return list(rows.order_by("pk").select_for_update(no_key=True))


def lock_replaced_proposals(business: BusinessRef, at: datetime, product_id: UUID | None = None) -> list[UUID]:
    """What waits for prices, of a product or of all, that a later row has replaced by `at`; locked by id."""
    with connections[APP].cursor() as cursor:
        cursor.execute(LOCK_REPLACED, {"business": business_id_of(business), "product": product_id, "at": at})
        return [proposal_id for (proposal_id,) in cursor.fetchall()]


def _sees(actor: Actor, promotion_id: UUID) -> bool:
    targets = PromotionTarget.objects.for_business(actor.business_id).filter(promotion_id=promotion_id)
    places = targets.exclude(location=None)
    return not places.exists() or places.filter(location__in=visible_locations(actor)).exists()
