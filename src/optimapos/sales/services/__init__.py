"""Writes of sales."""

from optimapos.sales.services.carts import CartService
from optimapos.sales.services.checkout import CheckoutService

__all__ = ["CartService", "CheckoutService"]
