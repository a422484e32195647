"""Tables of prices."""

from optimapos.pricing.models.price_lists import PriceList, PriceListRow
from optimapos.pricing.models.prices import DirectionOfRounding, KindOfPrice, ProductPrice, RoundingOfPrice
from optimapos.pricing.models.promotions import (
    Coupon,
    KindOfPromotion,
    PromotedSales,
    Promotion,
    PromotionStatus,
    PromotionTarget,
)
from optimapos.pricing.models.proposals import PriceProposal, PricingSettings, ProposalStatus
from optimapos.pricing.models.tiers import ProductPriceByGroup, ProductStepPrice, TierPrice

__all__ = [
    "Coupon",
    "DirectionOfRounding",
    "KindOfPrice",
    "KindOfPromotion",
    "PriceList",
    "PriceListRow",
    "PriceProposal",
    "PricingSettings",
    "ProductPrice",
    "ProductPriceByGroup",
    "ProductStepPrice",
    "PromotedSales",
    "Promotion",
    "PromotionStatus",
    "PromotionTarget",
    "ProposalStatus",
    "RoundingOfPrice",
    "TierPrice",
]
