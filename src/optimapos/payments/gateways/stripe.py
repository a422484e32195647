"""Stripe, by its own library. Source: docs.stripe.com/api/payment_intents, /refunds, /webhooks/signatures."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

import stripe

from optimapos.payments.rules.published import currency, name, units
from optimapos.payments.types import (
    Credentials,
    Event,
    Forged,
    Listed,
    Order,
    ProviderAway,
    ProviderRefused,
    Said,
    Told,
    Unreadable,
)

T = TypeVar("T")
RETRIES = 1
"""By the library, with the same idempotency key; after that it is the poller's."""
TOLERANCE_SECONDS = 300
"""How far a webhook's time may lie from ours, either way."""
PAGE = 100

_CHARGES = {
    "succeeded": Said.SUCCEEDED,
    "canceled": Said.CANCELLED,
    "processing": Said.PENDING,
    "requires_payment_method": Said.PENDING,
    "requires_confirmation": Said.PENDING,
    "requires_action": Said.PENDING,
    "requires_capture": Said.PENDING,
}
_REFUNDS = {
    "succeeded": Said.SUCCEEDED,
    "pending": Said.PENDING,
    "requires_action": Said.PENDING,
    "failed": Said.FAILED,
    "canceled": Said.FAILED,
}
_AWAY = (stripe.APIConnectionError, stripe.RateLimitError, stripe.IdempotencyError)
# An idempotency error says that the first try is still running, or that a key met another body: neither is a no to this.


class StripeGateway:
    """One Stripe account."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        addresses: Any = {"api": credentials.base_url} if credentials.base_url else None
        self._client = stripe.StripeClient(
            credentials.secrets.get("secret_key") or "none",
            base_addresses=addresses,
            max_network_retries=RETRIES,
            http_client=stripe.RequestsClient(timeout=credentials.timeout),
        )

    def charge(self, order: Order) -> Told:
        """A PaymentIntent that the browser or the reader confirms by its client secret."""
        parameters: Any = {
            "amount": order.minor,
            "currency": order.currency.lower(),
            "metadata": dict(order.metadata),
            "payment_method_types": ["card"],
        }
        options: Any = {"idempotency_key": f"charge-{order.key}"}
        return _told(_asked(lambda: self._client.v1.payment_intents.create(parameters, options)))

    def ask(self, order: Order) -> Told:
        """By its id; before that is known, by asking for it anew under the same key."""
        if not order.reference:
            return self.charge(order)
        return _told(_asked(lambda: self._client.v1.payment_intents.retrieve(order.reference)))

    def cancel(self, order: Order) -> Told:
        """Cancelled there; what can't be cancelled any more is asked for."""
        reference = order.reference or self.charge(order).reference
        options: Any = {"idempotency_key": f"cancel-{order.key}"}
        try:
            return _told(_asked(lambda: self._client.v1.payment_intents.cancel(reference, {}, options)))
        except ProviderRefused:
            return _told(_asked(lambda: self._client.v1.payment_intents.retrieve(reference)))

    def refund(self, order: Order) -> Told:
        """A refund of a PaymentIntent."""
        parameters: Any = {
            "payment_intent": order.original,
            "amount": order.minor,
            "metadata": dict(order.metadata),
        }
        options: Any = {"idempotency_key": f"refund-{order.key}"}
        return _refund_told(_asked(lambda: self._client.v1.refunds.create(parameters, options)))

    def ask_refund(self, order: Order) -> Told:
        """By its id; before that is known, under the same key."""
        if not order.reference:
            return self.refund(order)
        return _refund_told(_asked(lambda: self._client.v1.refunds.retrieve(order.reference)))

    def transactions(self, since: datetime, until: datetime) -> Iterator[Listed]:
        """PaymentIntents and refunds that were created in the period."""
        period: Any = {"created": {"gte": int(since.timestamp()), "lt": int(until.timestamp())}, "limit": PAGE}
        for found in self._pages(self._client.v1.payment_intents.list, period):
            yield _listed(found, _CHARGES, is_refund=False)
        for found in self._pages(self._client.v1.refunds.list, period):
            yield _listed(found, _REFUNDS, is_refund=True)

    def event(self, body: bytes, headers: Mapping[str, str], now: datetime) -> Event:
        """A webhook signed by one of the account's secrets, neither old nor from the future.

        The library checks the signature, and of the time its age alone; a time to come is refused here too.

        Raises: Forged, Unreadable.
        """
        _check_signature(body, headers.get("stripe-signature", ""), self._credentials.webhook_secrets, now)
        try:
            found = json.loads(body)
            inner: Any = found["data"]["object"]
            kind = name(found["type"])
            told = _event_told(kind, inner)
            return Event(
                id=name(found["id"]),
                type=kind[:80],
                told=told,
                key=_uuid(inner.get("metadata", {}).get("intent")),
                business_id=_uuid(inner.get("metadata", {}).get("business")),
                occurred_at=datetime.fromtimestamp(int(found["created"]), UTC),
                is_refund=str(inner.get("object")) == "refund",
            )
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, ProviderAway) as error:
            raise Unreadable(type(error).__name__) from error

    def _pages(self, listing: Callable[..., Any], period: Mapping[str, Any]) -> Iterator[Any]:
        after: dict[str, str] = {}
        while True:
            page = _asked(partial(listing, {**period, **after}))
            yield from page.data
            if not page.has_more or not page.data:
                return
            after = {"starting_after": page.data[-1].id}


def _asked(call: Callable[[], T]) -> T:
    try:
        return call()
    except _AWAY as error:
        raise ProviderAway(type(error).__name__) from None
    except stripe.StripeError as error:
        status = error.http_status or 0
        if not 400 <= status < 500 or status in {408, 409, 425, 429}:
            raise ProviderAway(f"{type(error).__name__} {status}") from None
        if status in {401, 403}:  # its message repeats a part of the key
            raise ProviderRefused("PROVIDER_SIGN_IN", "The provider does not accept the account's key.") from None
        raise ProviderRefused(str(error.code or "refused"), str(error.user_message or "Refused.")) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ProviderAway(type(error).__name__) from None


def _plain(found: Any) -> dict[str, Any]:
    """The library's objects are no mappings."""
    made: dict[str, Any] = found if isinstance(found, dict) else found.to_dict()
    return made


def _told(answer: Any) -> Told:
    try:
        found = _plain(answer)
        said = _CHARGES[found["status"]]
        is_paid = said == Said.SUCCEEDED
        failure = found.get("last_payment_error") or {}
        return Told(
            said=said,
            reference=name(found["id"]),
            minor=units(found["amount_received"] if is_paid else found["amount"]),
            currency=currency(found["currency"]),
            secret=str(found.get("client_secret") or ""),
            code=str(failure.get("code") or "")[:60],
            words=str(failure.get("message") or "")[:300],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProviderAway(f"garbage: {type(error).__name__}") from None


def _refund_told(answer: Any) -> Told:
    try:
        found = _plain(answer)
        return Told(
            said=_REFUNDS[found["status"]],
            reference=name(found["id"]),
            minor=units(found["amount"]),
            currency=currency(found["currency"]),
            code=str(found.get("failure_reason") or "")[:60],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProviderAway(f"garbage: {type(error).__name__}") from None


def _event_told(kind: str, inner: Any) -> Told | None:
    """What an event says; a payment that failed once may be tried again by the customer, so it is not the end."""
    if kind.startswith("payment_intent."):
        return _told(inner)
    if kind.startswith("refund."):
        return _refund_told(inner)
    return None


def _listed(answer: Any, words: Mapping[str, Said], *, is_refund: bool) -> Listed:
    try:
        found = _plain(answer)
        said = words[found["status"]]
        paid = said == Said.SUCCEEDED and not is_refund
        return Listed(
            reference=name(found["id"]),
            key=_uuid((found.get("metadata") or {}).get("intent")),
            minor=units(found["amount_received"] if paid else found["amount"]),
            currency=currency(found["currency"]),
            said=said,
            is_refund=is_refund,
            at=datetime.fromtimestamp(int(found["created"]), UTC),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProviderAway(f"garbage: {type(error).__name__}") from None


def _check_signature(body: bytes, header: str, secrets: Iterable[str], now: datetime) -> None:
    times = [value for name, _, value in (part.partition("=") for part in header.split(",")) if name.strip() == "t"]
    if len(times) != 1 or not (times[0].isascii() and times[0].isdigit() and len(times[0]) < 12):
        raise Forged("no signature")
    if abs(now.timestamp() - int(times[0])) > TOLERANCE_SECONDS:
        raise Forged("its time is not ours")
    if not any(_is_signed(body, header, secret) for secret in secrets):
        raise Forged("the signature is not ours")


def _is_signed(body: bytes, header: str, secret: str) -> bool:
    try:
        stripe.WebhookSignature.verify_header(body, header, secret, tolerance=None)
    except (
        stripe.SignatureVerificationError,
        UnicodeError,
        TypeError,
    ):  # letters that no body or signature of theirs has
        return False
    return True


def _uuid(text: Any) -> UUID | None:
    try:
        return UUID(str(text)) if text else None
    except ValueError:
        return None
