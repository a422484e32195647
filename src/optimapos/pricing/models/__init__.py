"""Tables of prices."""

from optimapos.pricing.models.price_lists import PriceList, PriceListRow
from optimapos.pricing.models.prices import ProductPrice
from optimapos.pricing.models.promotions import (
    Coupon,
    KindOfPromotion,
    PromotedSales,
    Promotion,
    PromotionStatus,
    PromotionTarget,
)
from optimapos.pricing.models.tiers import ProductPriceByGroup, ProductStepPrice, TierPrice

__all__ = [
    "Coupon",
    "KindOfPromotion",
    "PriceList",
    "PriceListRow",
    "ProductPrice",
    "ProductPriceByGroup",
    "ProductStepPrice",
    "PromotedSales",
    "Promotion",
    "PromotionStatus",
    "PromotionTarget",
    "TierPrice",
]
