"""What every provider can be asked, in one shape."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Protocol

from django.utils.module_loading import import_string

from optimapos.payments.types import Credentials, Event, Listed, Order, Provider, Told


class Gateway(Protocol):
    """A provider, as one account sees it. Each call has a timeout, and is safe to repeat with the same order.

    Raises, from every method that asks: ProviderAway when nothing is known, ProviderRefused when it said no.
    """

    def __init__(self, credentials: Credentials) -> None: ...

    def charge(self, order: Order) -> Told:
        """Ask for a charge, or find the one that this order's key made before."""

    def ask(self, order: Order) -> Told:
        """What became of a charge; UNKNOWN where the provider has none of this reference or key."""

    def cancel(self, order: Order) -> Told:
        """Give a charge up, where that can be done; else what became of it."""

    def refund(self, order: Order) -> Told:
        """Give `order.minor` of the charge `order.original` back, or find the refund that this key made before."""

    def ask_refund(self, order: Order) -> Told:
        """What became of a refund."""

    def transactions(self, since: datetime, until: datetime) -> Iterable[Listed]:
        """Charges and refunds of a period, by the provider's own books."""

    def event(self, body: bytes, headers: Mapping[str, str], now: datetime) -> Event:
        """A webhook, verified. `headers` by lower-case name.

        Raises: Forged, Unreadable.
        """


_GATEWAYS = {
    Provider.STRIPE: "optimapos.payments.gateways.stripe.StripeGateway",
    Provider.PAYSTACK: "optimapos.payments.gateways.paystack.PaystackGateway",
    Provider.MTN_MOMO: "optimapos.payments.gateways.momo.MomoGateway",
    Provider.MANUAL: "optimapos.payments.gateways.manual.ManualGateway",
}


def gateway_for(provider: str, credentials: Credentials) -> Gateway:
    """The provider's gateway with an account's credentials."""
    made: Gateway = _loaded(Provider(provider))(credentials)
    return made


@cache
def _loaded(provider: Provider) -> type[Gateway]:
    """Loaded when it is first used: a provider's library is heavy, and most processes never call it."""
    found: type[Gateway] = import_string(_GATEWAYS[provider])
    return found
