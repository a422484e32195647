"""Payments through providers."""

from optimapos.config.settings.environment import env

PAYMENT_TIMEOUT_SECONDS = env.float("OPTIMAPOS_PAYMENT_TIMEOUT", default=10.0)
PAYMENT_FREE_ADDRESSES = env.bool("OPTIMAPOS_PAYMENT_FREE_ADDRESSES", default=False)
"""Whether an account may name any address as its provider's: for stand-ins in tests, never where real money moves."""
