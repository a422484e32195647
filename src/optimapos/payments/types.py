"""Words of payments: providers, methods, states, what goes to a provider and comes back.

Source: docs/algorithms/payments.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models


class Provider(models.TextChoices):
    """Who moves the money. MANUAL is the shop's own card machine, which is not connected: people tell what it said."""

    STRIPE = "STRIPE", "Stripe"
    PAYSTACK = "PAYSTACK", "Paystack"
    MTN_MOMO = "MTN_MOMO", "MTN MoMo"
    MANUAL = "MANUAL", "Card machine that is not connected"


class Mode(models.TextChoices):
    """Whether an account moves real money."""

    TEST = "TEST", "Test"
    LIVE = "LIVE", "Live"


class IntentKind(models.TextChoices):
    """CHARGE takes from a customer, REFUND gives back."""

    CHARGE = "CHARGE", "Charge"
    REFUND = "REFUND", "Refund"


class IntentMethod(models.TextChoices):
    """What is asked of a provider; the words are those of `sales.types.PaymentMethod`."""

    CARD = "CARD", "Card"
    MOMO = "MOMO", "Mobile money"


class WayInstead(models.TextChoices):
    """How is given back what a provider refused to; the words are those of `sales.types.PaymentMethod`."""

    CASH = "CASH", "Cash"
    STORE_CREDIT = "STORE_CREDIT", "Store credit"


class IntentStatus(models.TextChoices):
    """Where an intent stands; docs/algorithms/payments.md has the steps."""

    CREATED = "CREATED", "Created"
    PENDING = "PENDING", "Pending"
    SUCCEEDED = "SUCCEEDED", "Succeeded"
    FAILED = "FAILED", "Failed"
    CANCELLED = "CANCELLED", "Cancelled"
    EXPIRED = "EXPIRED", "Expired"


class Outcome(models.TextChoices):
    """What became of the money of a charge that succeeded."""

    NONE = "", "Nothing yet"
    APPLIED = "APPLIED", "Paid for a sale"
    UNAPPLIED = "UNAPPLIED", "Taken, and nothing to pay with it"
    REFUNDED = "REFUNDED", "Given back"


class EventState(models.TextChoices):
    """What became of a provider's event. RECEIVED waits for the worker; PARKED and UNMATCHED wait for people."""

    RECEIVED = "RECEIVED", "Received"
    TAKEN = "TAKEN", "Taken"
    IGNORED = "IGNORED", "Nothing new"
    PARKED = "PARKED", "Does not agree"
    UNMATCHED = "UNMATCHED", "Of no payment that we know"


class Said(models.TextChoices):
    """What a provider says of a charge or a refund. UNKNOWN: it knows of none."""

    PENDING = "PENDING", "Pending"
    SUCCEEDED = "SUCCEEDED", "Succeeded"
    FAILED = "FAILED", "Failed"
    CANCELLED = "CANCELLED", "Cancelled"
    UNKNOWN = "UNKNOWN", "Unknown"


class Difference(models.TextChoices):
    """How a provider's books and ours disagree."""

    MISSING_HERE = "MISSING_HERE", "The provider has it, we do not"
    MISSING_THERE = "MISSING_THERE", "We have it, the provider does not"
    AMOUNT_DIFFERS = "AMOUNT_DIFFERS", "Another amount or currency"
    STATUS_DIFFERS = "STATUS_DIFFERS", "Another status"


OPEN = frozenset({IntentStatus.CREATED, IntentStatus.PENDING})
"""An intent whose money may still come in the ordinary way; its sale waits for it."""

INTENT_LIFE = timedelta(minutes=15)
"""How long a customer has to pay. Longer than a prompt on a phone lives, shorter than a cart is usually held."""
FOLLOWED = timedelta(days=3)
"""How long a provider is asked about an intent that we closed and it did not: a late success must not be missed."""
WAKE_UP = "optimapos.payments.tasks.advance_intent"
WAKE_UP_EVENTS = "optimapos.payments.tasks.take_event"
MAX_WEBHOOK_BYTES = 256_000


@dataclass(frozen=True, slots=True)
class Credentials:
    """What an account signs in with. Shown in no repr; `secrets` by name, `webhook_secrets` the newest first."""

    secrets: Mapping[str, str] = field(repr=False)
    webhook_secrets: tuple[str, ...] = field(default=(), repr=False)
    base_url: str = ""
    is_live: bool = False
    timeout: float = 10.0
    """Seconds for the provider to answer."""


@dataclass(frozen=True, slots=True)
class Order:
    """A charge or refund to ask for. `minor`: the amount in minor units; `key`: ours, the same at each try.

    `original`: the provider's reference of the charge that a refund gives back, `original_key` our key of it.
    """

    key: UUID
    minor: int
    currency: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    reference: str = ""
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    network: str = ""
    callback_url: str = ""
    original: str = ""
    original_key: UUID | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A provider's answer. `minor` and `currency` as it has them, where it tells; `secret` lets a browser pay."""

    said: Said
    reference: str = ""
    minor: int | None = None
    currency: str = ""
    secret: str = field(default="", repr=False)
    code: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A verified event. `is_hint`: it proves nothing by itself, so the provider is asked."""

    id: str
    type: str
    told: Told | None = None
    key: UUID | None = None
    business_id: UUID | None = None
    occurred_at: datetime | None = None
    is_hint: bool = False
    is_refund: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a provider's own list."""

    reference: str
    key: UUID | None
    minor: int
    currency: str
    said: Said
    is_refund: bool
    at: datetime


class ProviderAway(Exception):  # noqa: N818 - nothing is known: neither done nor refused
    """No usable answer: a timeout, a 5xx, garbage, too many requests. What was asked for may have happened."""


class ProviderRefused(Exception):  # noqa: N818 - an answer
    """The provider answered that it will not do it, so it did not happen."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(code)
        self.code, self.words = code[:60], words[:300]


class Forged(Exception):  # noqa: N818 - what was received
    """A webhook that nobody who knows the secret has signed now."""


class Unreadable(Exception):  # noqa: N818 - what was received
    """A webhook that the provider signed, and that is not what it publishes."""
