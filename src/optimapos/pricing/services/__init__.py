"""Writes to prices."""

from optimapos.pricing.services.prices import PricingService

__all__ = ["PricingService"]
