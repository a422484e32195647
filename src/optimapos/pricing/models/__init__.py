"""Tables of prices."""

from optimapos.pricing.models.prices import ProductPrice

__all__ = ["ProductPrice"]
