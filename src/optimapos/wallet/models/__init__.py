"""Tables of the wallet."""

from optimapos.wallet.models.accounts import WalletAccount
from optimapos.wallet.models.ledger import WalletEntry, WalletLot, WalletTake
from optimapos.wallet.models.programs import LoyaltyProgram

__all__ = ["LoyaltyProgram", "WalletAccount", "WalletEntry", "WalletLot", "WalletTake"]
