"""Writes of refunds."""

from optimapos.refunds.services.brought import BroughtGoodsService
from optimapos.refunds.services.exchanging import ExchangeService
from optimapos.refunds.services.requests import RefundService
from optimapos.refunds.services.voiding import VoidService

__all__ = ["BroughtGoodsService", "ExchangeService", "RefundService", "VoidService"]
