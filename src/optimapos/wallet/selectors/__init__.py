"""Reads of the wallet."""

from optimapos.wallet.selectors.accounts import (
    account_by_code,
    accounts_of,
    entries_of,
    holding_of,
    holdings_of,
    wallet_of_customer,
)
from optimapos.wallet.selectors.days import day_of
from optimapos.wallet.selectors.liability import liability_of
from optimapos.wallet.selectors.programs import group_names, program_at

__all__ = [
    "account_by_code",
    "accounts_of",
    "day_of",
    "entries_of",
    "group_names",
    "holding_of",
    "holdings_of",
    "liability_of",
    "program_at",
    "wallet_of_customer",
]
