"""Accounts at providers: which one charges what."""

from functools import partial
from uuid import UUID

from django.db.models import QuerySet

from optimapos.core.actors import Actor
from optimapos.core.result import DomainError
from optimapos.core.sealed import Sealed
from optimapos.core.tenancy import BusinessRef
from optimapos.payments.models import ProviderAccount
from optimapos.payments.sql import ACCOUNT, NAME_TENANT
from optimapos.payments.types import Provider
from optimapos.sales.connection import exchange, hot_connection


def accounts_of(actor: Actor) -> QuerySet[ProviderAccount]:
    """The business's accounts."""
    return ProviderAccount.objects.for_business(actor.business_id)


def account_at(business_id: UUID, endpoint_key: str, provider: str) -> ProviderAccount | None:
    """The account that a webhook's address names, closed ones too: what they took is still told. Of it what verifies an
    event, in one round trip: providers wait for it.
    """
    steps = [(NAME_TENANT, (str(business_id),)), (ACCOUNT, (business_id, endpoint_key, provider))]
    with hot_connection() as connection:
        _, found = exchange(connection, steps)
    return found.first(partial(_account, business_id, provider))


def _account(
    business_id: UUID, provider: str, pk: UUID, mode: str, base_url: str, secrets: bytes, webhook_secrets: bytes
) -> ProviderAccount:
    return ProviderAccount(
        pk=pk,
        business_id=business_id,
        provider=provider,
        mode=mode,
        base_url=base_url,
        sealed_secrets=Sealed(secrets),
        sealed_webhook_secrets=Sealed(webhook_secrets),
    )


def account_for(
    business: BusinessRef, *, account_id: UUID | None, providers: tuple[Provider, ...], currency: str
) -> ProviderAccount:
    """The account that charges: the one that is named, else the oldest open one of these providers.

    Refuses: NO_PROVIDER_ACCOUNT, ACCOUNT_CLOSED, CURRENCY_NOT_TAKEN (data: currency, currencies).
    """
    rows = ProviderAccount.objects.for_business(business).filter(provider__in=[each.value for each in providers])
    if account_id is None:
        rows = rows.filter(is_active=True, currencies__contains=[currency]) or rows.filter(is_active=True)
    else:
        rows = rows.filter(pk=account_id)
    account = rows.order_by("id").first()
    if account is None:
        raise DomainError("NO_PROVIDER_ACCOUNT", "The business has no account that takes such payments.")
    if not account.is_active:
        raise DomainError("ACCOUNT_CLOSED", "This account takes no payments any more.")
    if currency not in account.currencies:
        raise DomainError(
            "CURRENCY_NOT_TAKEN",
            f"The account does not take {currency}.",
            {"currency": currency, "currencies": account.currencies},
        )
    return account
