"""Writes to prices."""

from optimapos.pricing.services.applying import withdraw_replaced
from optimapos.pricing.services.coupons import CouponFields, CouponService
from optimapos.pricing.services.following import PricesFollowCosts, follow_costs
from optimapos.pricing.services.price_lists import ListedPrice, PriceListFields, PriceListService
from optimapos.pricing.services.prices import PricingService
from optimapos.pricing.services.promotions import PromotionFields, PromotionService
from optimapos.pricing.services.proposals import PriceProposalService, PricingSettingsFields
from optimapos.pricing.services.tiers import GroupPriceFields, GroupPriceService, StepPriceFields, StepPriceService

__all__ = [
    "CouponFields",
    "CouponService",
    "GroupPriceFields",
    "GroupPriceService",
    "ListedPrice",
    "PriceListFields",
    "PriceListService",
    "PriceProposalService",
    "PricesFollowCosts",
    "PricingService",
    "PricingSettingsFields",
    "PromotionFields",
    "PromotionService",
    "StepPriceFields",
    "StepPriceService",
    "follow_costs",
    "withdraw_replaced",
]
