"""ProviderAccount: what a business signs in with at a provider, and where that one reports to."""

import json
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from optimapos.core.sealed import SealedTextField
from optimapos.organization.models import BusinessOwned
from optimapos.payments.types import Credentials, Mode, Provider


class ProviderAccount(BusinessOwned):
    """An account at a provider. `sealed_secrets` and `sealed_webhook_secrets` are JSON, and opened for a call alone.

    `endpoint_key` is the secret part of the webhook's address. A closed account (`is_active` off) takes no new charges;
    what it took before is still followed, and its events are still heard.
    """

    provider = models.CharField(max_length=10, choices=Provider)
    name = models.CharField(max_length=80)
    mode = models.CharField(max_length=4, choices=Mode, default=Mode.TEST)
    currencies: "ArrayField[list[str], list[str]]" = ArrayField(models.CharField(max_length=3), default=list)
    networks: "ArrayField[list[str], list[str]]" = ArrayField(models.CharField(max_length=30), default=list)
    base_url = models.CharField(max_length=200, blank=True)
    callback_url = models.CharField(max_length=300, blank=True)
    publishable_key = models.CharField(max_length=200, blank=True)
    sealed_secrets = SealedTextField(max_length=4000, blank=True)
    sealed_webhook_secrets = SealedTextField(max_length=1000, blank=True)
    endpoint_key = models.CharField(max_length=64)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "provider_account"
        constraints = [
            models.UniqueConstraint(fields=["business", "endpoint_key"], name="provider_account_endpoint_unique"),
            models.UniqueConstraint(fields=["business", "name"], name="provider_account_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def credentials(self) -> Credentials:
        """The secrets, opened."""
        secrets: dict[str, str] = json.loads(self.sealed_secrets or "{}")
        return Credentials(
            secrets=secrets,
            webhook_secrets=tuple(json.loads(self.sealed_webhook_secrets or "[]")),
            base_url=self.base_url,
            is_live=self.mode == Mode.LIVE,
            timeout=settings.PAYMENT_TIMEOUT_SECONDS,
        )

    @property
    def secret_names(self) -> list[str]:
        """Which secrets are kept; never what they are."""
        kept: dict[str, Any] = json.loads(self.sealed_secrets or "{}")
        return sorted(name for name, secret in kept.items() if secret)
