"""Writes of payments: intend, call, settle."""

from optimapos.payments.services.advancing import advance
from optimapos.payments.services.intents import NewIntent, PaymentIntentService
from optimapos.payments.services.settling import SettlementService

__all__ = ["NewIntent", "PaymentIntentService", "SettlementService", "advance"]
