"""Writes to prices."""

from optimapos.pricing.services.coupons import CouponFields, CouponService
from optimapos.pricing.services.price_lists import ListedPrice, PriceListFields, PriceListService
from optimapos.pricing.services.prices import PricingService
from optimapos.pricing.services.promotions import PromotionFields, PromotionService
from optimapos.pricing.services.tiers import GroupPriceFields, GroupPriceService, StepPriceFields, StepPriceService

__all__ = [
    "CouponFields",
    "CouponService",
    "GroupPriceFields",
    "GroupPriceService",
    "ListedPrice",
    "PriceListFields",
    "PriceListService",
    "PricingService",
    "PromotionFields",
    "PromotionService",
    "StepPriceFields",
    "StepPriceService",
]
