"""What a provider charges, and what it has to be told for that."""

from optimapos.payments.types import IntentMethod, Provider

PROVIDERS = {
    IntentMethod.CARD: (Provider.STRIPE, Provider.PAYSTACK, Provider.MANUAL),
    IntentMethod.MOMO: (Provider.MTN_MOMO,),
}
"""Who charges by which method."""
_NEEDS = {Provider.PAYSTACK: ["email"], Provider.MTN_MOMO: ["phone_number", "network"]}


def method_of(provider: str) -> str:
    """The tender that a provider's charge is.

    >>> method_of("MTN_MOMO")
    'MOMO'
    """
    return next(method.value for method, providers in PROVIDERS.items() if provider in providers)


def needs_of(provider: str) -> list[str]:
    """The fields without which it can't be asked.

    >>> needs_of("PAYSTACK")
    ['email']
    """
    return list(_NEEDS.get(Provider(provider), []))
