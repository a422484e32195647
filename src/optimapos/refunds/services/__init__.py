"""Writes of refunds."""

from optimapos.refunds.services.exchanging import ExchangeService
from optimapos.refunds.services.requests import RefundService
from optimapos.refunds.services.voiding import VoidService

__all__ = ["ExchangeService", "RefundService", "VoidService"]
