"""Reads of payments."""

from optimapos.payments.selectors.accounts import account_at, account_for, accounts_of
from optimapos.payments.selectors.intents import events_of, intent_of, intents_of
from optimapos.payments.selectors.waiting import waiting_events, waiting_refunds

__all__ = [
    "account_at",
    "account_for",
    "accounts_of",
    "events_of",
    "intent_of",
    "intents_of",
    "waiting_events",
    "waiting_refunds",
]
