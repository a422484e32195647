"""Accounts at providers: written by people, their secrets sealed and never told again."""

import json
import secrets as randomness
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import new_id
from optimapos.core.money import currency_exponent
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.selectors import currency_of
from optimapos.payments.locks import lock_account
from optimapos.payments.models import ProviderAccount
from optimapos.payments.rules.keys import new_endpoint_key
from optimapos.payments.types import Provider

NEEDED: dict[str, frozenset[str]] = {
    Provider.STRIPE: frozenset({"secret_key"}),
    Provider.PAYSTACK: frozenset({"secret_key"}),
    Provider.MTN_MOMO: frozenset({"api_user", "api_key", "subscription_key", "target_environment"}),
    Provider.MANUAL: frozenset(),
}
OPTIONAL: dict[str, frozenset[str]] = {
    Provider.MTN_MOMO: frozenset({"disbursement_user", "disbursement_key", "disbursement_subscription_key"}),
}
ADDRESSES: dict[str, frozenset[str]] = {
    Provider.STRIPE: frozenset({"https://api.stripe.com"}),
    Provider.PAYSTACK: frozenset({"https://api.paystack.co"}),
    Provider.MTN_MOMO: frozenset({"https://sandbox.momodeveloper.mtn.com", "https://proxy.momoapi.mtn.com"}),
    Provider.MANUAL: frozenset(),
}
"""The providers' own addresses: an account can't send the server to any other."""
WEBHOOK_SECRETS = 2
"""While a secret is being replaced, the former one still counts."""


class ProviderAccountService:
    """Keeps accounts."""

    @staticmethod
    @operation
    def create_account(*, business: BusinessRef, actor: Actor, fields: Mapping[str, Any]) -> Result[ProviderAccount]:
        """Open an account. `secrets` by name and `webhook_secrets`, the newest first, are sealed.

        Refuses: BAD_SECRETS (data: needed, known), UNKNOWN_CURRENCY, BAD_ADDRESS, NAME_TAKEN.
        """
        business_id = business_id_of(business)
        account = ProviderAccount(
            pk=new_id(),
            business_id=business_id,
            provider=fields["provider"],
            endpoint_key=new_endpoint_key(business_id),
            currencies=[currency_of(business)],
            sealed_webhook_secrets="[]",
        )
        if account.provider == Provider.STRIPE and "webhook_secrets" not in fields:
            account.sealed_webhook_secrets = json.dumps([randomness.token_urlsafe(32)])
        _set(account, {"secrets": {}, **fields})
        account.save(force_insert=True)
        _trace(account, actor, "account_added", sorted(fields))
        return Result.success(account)

    @staticmethod
    @operation
    def update_account(
        *, business: BusinessRef, actor: Actor, account_id: UUID, fields: Mapping[str, Any]
    ) -> Result[ProviderAccount]:
        """Change an account. Secrets that are not named stay; a new webhook secret leaves the one before it in force.

        Refuses: NOT_FOUND, and as `create_account`.
        """
        account = lock_account(business, account_id)
        if account is None:
            raise DomainError("NOT_FOUND", "There is no such account.")
        _set(account, fields)
        account.save()
        _trace(account, actor, "account_changed", sorted(fields))
        return Result.success(account)


def _set(account: ProviderAccount, fields: Mapping[str, Any]) -> None:
    for column in ("name", "mode", "networks", "publishable_key", "is_active"):
        if column in fields:
            setattr(account, column, fields[column])
    if "currencies" in fields:
        account.currencies = [_currency(each) for each in fields["currencies"]]
    for column in ("base_url", "callback_url"):
        if column in fields:
            setattr(account, column, _address(account.provider, fields[column], is_ours=column == "callback_url"))
    if "secrets" in fields:
        account.sealed_secrets = json.dumps(_secrets(account, fields["secrets"]))
    if "webhook_secrets" in fields:
        account.sealed_webhook_secrets = json.dumps(_rotated(account, fields["webhook_secrets"]))


def _secrets(account: ProviderAccount, given: Mapping[str, str]) -> dict[str, str]:
    known = NEEDED[account.provider] | OPTIONAL.get(account.provider, frozenset())
    kept: dict[str, str] = {**json.loads(account.sealed_secrets or "{}"), **given}
    if set(given) - known or not all(kept.get(name) for name in NEEDED[account.provider]):
        raise DomainError(
            "BAD_SECRETS",
            "These are not the secrets that this provider's accounts have.",
            {"needed": sorted(NEEDED[account.provider]), "known": sorted(known)},
        )
    return kept


def _rotated(account: ProviderAccount, given: list[str]) -> list[str]:
    """The new ones, and where one alone is given, the one before it."""
    before: list[str] = json.loads(account.sealed_webhook_secrets or "[]")
    kept = given if len(given) > 1 else [*given, *(each for each in before[:1] if each not in given)]
    return kept[:WEBHOOK_SECRETS]


def _currency(code: str) -> str:
    try:
        currency_exponent(code)
    except ValueError as error:
        raise DomainError("UNKNOWN_CURRENCY", f"{code[:10]} is no currency.", {"currency": code[:10]}) from error
    return code


def _address(provider: str, given: str, *, is_ours: bool) -> str:
    address = given.rstrip("/")
    found = urlsplit(address)
    if address and not settings.PAYMENT_FREE_ADDRESSES:
        fits = found.scheme == "https" and bool(found.hostname) if is_ours else address in ADDRESSES[provider]
        if not fits:
            raise DomainError(
                "BAD_ADDRESS",
                "This is not an address of the provider." if not is_ours else "Write an https address.",
                {"addresses": sorted(ADDRESSES[provider])},
            )
    return address


def _trace(account: ProviderAccount, actor: Actor, what: str, named: list[str]) -> None:
    AuditLog.log_event(
        f"payment.{what}",
        business=account.business_id,
        actor=actor,
        event_data={"id": str(account.pk), "provider": account.provider, "fields": named},
    )
