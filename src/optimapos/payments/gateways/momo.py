"""MTN MoMo: collections, and refunds by the disbursement product. Source: momodeveloper.mtn.com, Collection and Disbursement.

Every request's name is ours: `X-Reference-Id`, a UUID that is kept before the call and sent as a header; the answer to the
call has none. A callback is not signed, so it is a hint: the status is asked for.
"""

import base64
import json
import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from threading import Lock
from typing import Any
from uuid import UUID

from optimapos.payments.gateways.http import Http
from optimapos.payments.rules.amounts import major_units, minor_units
from optimapos.payments.rules.published import currency
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
)

SANDBOX, LIVE = "https://sandbox.momodeveloper.mtn.com", "https://proxy.momoapi.mtn.com"
COLLECTION, DISBURSEMENT = "collection", "disbursement"
EARLIER = 60
"""Seconds before its end that a token is not used any more."""
TAKEN, CONFLICT, NOT_THERE = 202, 409, 404

_SAID = {"SUCCESSFUL": Said.SUCCEEDED, "PENDING": Said.PENDING, "FAILED": Said.FAILED}
_tokens: dict[tuple[str, str, str], tuple[float, str]] = {}
_fetching = Lock()


class MomoGateway:
    """One MoMo account."""

    def __init__(self, credentials: Credentials) -> None:
        self._secrets = credentials.secrets
        self._base = credentials.base_url or (LIVE if credentials.is_live else SANDBOX)
        self._http = Http(self._base, credentials.timeout)

    def charge(self, order: Order) -> Told:
        """Ask the phone's owner to pay. A second time under the same name tells what became of the first."""
        body = {
            "amount": f"{major_units(order.minor, order.currency):f}",
            "currency": order.currency,
            "externalId": str(order.key),
            "payer": {"partyIdType": "MSISDN", "partyId": order.phone.lstrip("+")},
            "payerMessage": "Payment",
            "payeeNote": order.metadata.get("sale", ""),
        }
        return self._ordered(COLLECTION, "/v1_0/requesttopay", order, body)

    def ask(self, order: Order) -> Told:
        """By our name for it."""
        return self._asked(COLLECTION, "/v1_0/requesttopay", order)

    def cancel(self, order: Order) -> Told:
        """A request can't be taken back; it ends by itself. What became of it is asked."""
        return self.ask(order)

    def refund(self, order: Order) -> Told:
        """Give a collection back."""
        body = {
            "amount": f"{major_units(order.minor, order.currency):f}",
            "currency": order.currency,
            "externalId": str(order.key),
            "payerMessage": "Refund",
            "payeeNote": "Refund",
            "referenceIdToRefund": str(order.original_key),
        }
        return self._ordered(DISBURSEMENT, "/v1_0/refund", order, body)

    def ask_refund(self, order: Order) -> Told:
        """By our name for it."""
        return self._asked(DISBURSEMENT, "/v1_0/refund", order)

    def transactions(self, since: datetime, until: datetime) -> Iterable[Listed]:
        """The API has no list; its reports come as files.

        Raises: ProviderRefused.
        """
        raise ProviderRefused("NO_LIST", "This provider tells no list of payments. Compare with its own report.")

    def event(self, body: bytes, headers: Mapping[str, str], now: datetime) -> Event:
        """A callback: the payment that it names is asked about.

        Raises: Forged for what names none.
        """
        try:
            found = json.loads(body)
            key = UUID(str(found.get("externalId") or headers.get("x-reference-id")))
        except (ValueError, AttributeError, TypeError) as error:
            raise Forged("names no payment") from error
        return Event(id=str(key), type="callback", key=key, is_hint=True)

    def _ordered(self, product: str, path: str, order: Order, body: Mapping[str, Any]) -> Told:
        headers = self._headers(product) | {"X-Reference-Id": str(order.key)}
        if order.callback_url:
            headers["X-Callback-Url"] = order.callback_url
        status, _ = self._http.send(
            "POST", f"/{product}{path}", headers=headers, body=body, accepts=frozenset({TAKEN, CONFLICT})
        )
        if status == CONFLICT:
            return self._asked(product, path, order)
        return Told(Said.PENDING, reference=str(order.key))

    def _asked(self, product: str, path: str, order: Order) -> Told:
        status, found = self._http.send(
            "GET",
            f"/{product}{path}/{order.key}",
            headers=self._headers(product),
            accepts=frozenset({200, NOT_THERE}),
        )
        return Told(Said.UNKNOWN) if status == NOT_THERE else _told(found, order)

    def _headers(self, product: str) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self._token(product)}",
            "X-Target-Environment": self._secrets.get("target_environment", ""),
            "Ocp-Apim-Subscription-Key": self._secret(product, "subscription_key"),
        }

    def _secret(self, product: str, name: str) -> str:
        """Of the product, where it has one of its own."""
        own = f"{DISBURSEMENT}_{name.removeprefix('api_')}" if product == DISBURSEMENT else name
        return self._secrets.get(own) or self._secrets.get(name, "")

    def _token(self, product: str) -> str:
        """A token, fetched once and used until shortly before its end."""
        user, key = self._secret(product, "api_user"), self._secret(product, "api_key")
        place = (self._base, product, user + key)
        with _fetching:
            until, token = _tokens.get(place, (0.0, ""))
        if time.monotonic() < until:
            return token
        token, lasts = self._new_token(product, user, key)
        with _fetching:
            _tokens[place] = (time.monotonic() + max(lasts - EARLIER, 0), token)
        return token

    def _new_token(self, product: str, user: str, key: str) -> tuple[str, int]:
        headers = {
            "Ocp-Apim-Subscription-Key": self._secret(product, "subscription_key"),
            "Authorization": _basic(user, key),
        }
        _, found = self._http.send("POST", f"/{product}/token/", headers=headers)
        try:
            return str(found["access_token"]), int(found["expires_in"])
        except (KeyError, TypeError, ValueError) as error:
            raise ProviderAway(f"garbage: {type(error).__name__}") from None


def forget_tokens() -> None:
    """Fetch anew from now on."""
    with _fetching:
        _tokens.clear()


def _basic(user: str, key: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{key}".encode()).decode()


def _told(found: Any, order: Order) -> Told:
    try:
        reason = found.get("reason") or ""
        code = reason.get("code", "") if isinstance(reason, dict) else str(reason)
        return Told(
            said=_SAID[found["status"]],
            reference=str(order.key),
            minor=minor_units(Decimal(str(found["amount"])), str(found["currency"])),
            currency=currency(found["currency"]),
            code=str(code)[:60],
        )
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise ProviderAway(f"garbage: {type(error).__name__}") from None
