"""Writes of the wallet."""

from optimapos.wallet.services.cards import WalletService
from optimapos.wallet.services.expiry import ExpiryService
from optimapos.wallet.services.loyalty import LoyaltyService
from optimapos.wallet.services.points import PointsService
from optimapos.wallet.services.reversals import ReversalService

__all__ = ["ExpiryService", "LoyaltyService", "PointsService", "ReversalService", "WalletService"]
