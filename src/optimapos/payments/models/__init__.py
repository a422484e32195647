"""Tables of payments."""

from optimapos.payments.models.accounts import ProviderAccount
from optimapos.payments.models.events import ProviderEvent
from optimapos.payments.models.intents import PaymentIntent

__all__ = ["PaymentIntent", "ProviderAccount", "ProviderEvent"]
