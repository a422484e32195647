"""ProviderEvent: each verified event of a provider, once."""

from django.db import models
from django.db.models import Q

from optimapos.organization.models import BusinessOwned
from optimapos.payments.models.accounts import ProviderAccount
from optimapos.payments.models.intents import PaymentIntent
from optimapos.payments.types import EventState, Said


class ProviderEvent(BusinessOwned):
    """A verified event and what became of it. Its body is not kept, for whom it names: `digest` is the body's SHA-256.

    `key` and `reference` say which payment it is about, `minor`, `currency` and `said` what it says of it. `reason` tells why
    it is parked.
    """

    account = models.ForeignKey(ProviderAccount, on_delete=models.PROTECT, related_name="+", db_index=False)
    event_id = models.CharField(max_length=120)
    type = models.CharField(max_length=80)
    state = models.CharField(max_length=9, choices=EventState, default=EventState.RECEIVED)
    said = models.CharField(max_length=9, choices=Said, blank=True)
    is_refund = models.BooleanField(default=False)
    reference = models.CharField(max_length=120, blank=True)
    key = models.UUIDField(null=True)
    named_business = models.UUIDField(null=True)
    minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error_words = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    digest = models.BinaryField(max_length=32)
    intent = models.ForeignKey(PaymentIntent, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    occurred_at = models.DateTimeField(null=True)
    handled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "provider_event"
        indexes = [
            models.Index(fields=["business", "id"], name="provider_event_newest"),
            # The sweep's.
            models.Index(
                fields=["id"],
                name="provider_event_waiting",
                condition=Q(state__in=[EventState.RECEIVED.value, EventState.UNMATCHED.value]),
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["account", "event_id"], name="provider_event_once")]

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"
