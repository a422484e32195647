"""Tables of prices."""

from optimapos.pricing.models.prices import ProductPrice
from optimapos.pricing.models.tiers import ProductPriceByGroup, ProductStepPrice, TierPrice

__all__ = ["ProductPrice", "ProductPriceByGroup", "ProductStepPrice", "TierPrice"]
