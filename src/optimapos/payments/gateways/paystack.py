"""Paystack, by plain HTTP. Source: paystack.com/docs/api/transaction, /refund, /payments/webhooks.

Our key is the transaction's reference, which Paystack holds unique: asking twice finds the first. A refund has no key there,
so the transaction's refunds are looked through for ours before one is asked for.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from optimapos.payments.gateways.http import Http
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

ADDRESS = "https://api.paystack.co"
PAGE = 100
_CHARGES = {
    "success": Said.SUCCEEDED,
    "failed": Said.FAILED,
    "reversed": Said.SUCCEEDED,
    "abandoned": Said.PENDING,
    "ongoing": Said.PENDING,
    "pending": Said.PENDING,
    "processing": Said.PENDING,
    "queued": Said.PENDING,
}
_REFUNDS = {
    "processed": Said.SUCCEEDED,
    "pending": Said.PENDING,
    "processing": Said.PENDING,
    "needs-attention": Said.PENDING,
    "failed": Said.FAILED,
}
GONE = frozenset({200, 400, 404})


class PaystackGateway:
    """One Paystack account."""

    def __init__(self, credentials: Credentials) -> None:
        self._secret = credentials.secrets.get("secret_key", "")
        self._webhook_secrets = credentials.webhook_secrets or (self._secret,)
        self._http = Http(credentials.base_url or ADDRESS, credentials.timeout)

    def charge(self, order: Order) -> Told:
        """A transaction whose page the customer pays at."""
        body = {
            "reference": str(order.key),
            "amount": str(order.minor),
            "currency": order.currency,
            "email": order.email,
            "metadata": dict(order.metadata),
        }
        try:
            found = self._data("POST", "/transaction/initialize", body=body)
        except ProviderRefused as no:
            if "duplicate" not in no.words.lower():
                raise
            return self.ask(order)
        return Told(
            Said.PENDING,
            reference=str(order.key),
            secret=_text(found, "access_code"),
        )

    def ask(self, order: Order) -> Told:
        """By our reference."""
        status, answer = self._send("GET", f"/transaction/verify/{order.key}", accepts=GONE)
        if status != 200:
            return Told(Said.UNKNOWN)
        return _told(_data_of(answer))

    def cancel(self, order: Order) -> Told:
        """A page can't be closed: what became of it is asked, until nobody can pay there any more."""
        return self.ask(order)

    def refund(self, order: Order) -> Told:
        """A refund of a transaction, unless ours is among its refunds."""
        made = self.ask_refund(order)
        if made.said != Said.UNKNOWN:
            return made
        body = {"transaction": order.original, "amount": str(order.minor), "merchant_note": str(order.key)}
        return _refund_told(self._data("POST", "/refund", body=body))

    def ask_refund(self, order: Order) -> Told:
        """By its id; before that is known, by our key in its note."""
        if order.reference:
            return _refund_told(self._data("GET", f"/refund/{order.reference}"))
        found = self._data("GET", "/refund", query={"transaction": order.original, "perPage": str(PAGE)})
        for row in _rows(found):
            if row.get("merchant_note") == str(order.key):
                return _refund_told(row)
        return Told(Said.UNKNOWN)

    def transactions(self, since: datetime, until: datetime) -> Iterator[Listed]:
        """Transactions and refunds of the period."""
        for row in self._pages("/transaction", since, until):
            yield _listed(row, _CHARGES, is_refund=False)
        for row in self._pages("/refund", since, until):
            yield _listed(row, _REFUNDS, is_refund=True)

    def event(self, body: bytes, headers: Mapping[str, str], now: datetime) -> Event:
        """A webhook signed by the account's secret. It has no id: what it tells of whom is its own.

        Raises: Forged, Unreadable.
        """
        given = headers.get("x-paystack-signature", "").encode()
        wanted = (hmac.new(each.encode(), body, hashlib.sha512).hexdigest() for each in self._webhook_secrets if each)
        if not any(hmac.compare_digest(each.encode(), given) for each in wanted):
            raise Forged("the signature is not ours")
        try:
            found = json.loads(body)
            kind, inner = name(found["event"]), found["data"]
            is_refund = kind.startswith("refund.")
            told = _refund_told(inner) if is_refund else _told(inner) if kind.startswith("charge.") else None
            metadata = inner.get("metadata") if isinstance(inner.get("metadata"), dict) else {}
            own = inner.get("merchant_note") if is_refund else inner.get("reference")
            return Event(
                id=f"{kind}:{inner.get('id') or inner.get('reference')}"[:120],
                type=kind[:80],
                told=told,
                key=_uuid(own),
                business_id=_uuid((metadata or {}).get("business")),
                is_refund=is_refund,
            )
        except (ValueError, KeyError, TypeError, AttributeError, ProviderAway) as error:
            raise Unreadable(type(error).__name__) from error

    def _send(self, method: str, path: str, **options: Any) -> tuple[int, Any]:
        return self._http.send(method, path, headers={"Authorization": f"Bearer {self._secret}"}, **options)

    def _data(self, method: str, path: str, **options: Any) -> Any:
        return _data_of(self._send(method, path, **options)[1])

    def _pages(self, path: str, since: datetime, until: datetime) -> Iterator[dict[str, Any]]:
        page = 0
        while True:
            page += 1
            query = {
                "from": since.isoformat(),
                "to": until.isoformat(),
                "perPage": str(PAGE),
                "page": str(page),
            }
            rows = _rows(self._data("GET", path, query=query))
            yield from rows
            if len(rows) < PAGE:
                return


def _data_of(answer: Any) -> Any:
    if not isinstance(answer, dict) or answer.get("status") is not True or "data" not in answer:
        raise ProviderAway("garbage")
    return answer["data"]


def _rows(found: Any) -> list[dict[str, Any]]:
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise ProviderAway("garbage")
    return found


def _text(found: Any, name: str) -> str:
    if not isinstance(found, dict) or not isinstance(found.get(name), str):
        raise ProviderAway("garbage")
    return str(found[name])


def _told(found: Any) -> Told:
    try:
        said = _CHARGES[found["status"]]
        failed = said == Said.FAILED
        return Told(
            said=said,
            reference=name(found["reference"]),
            minor=units(found["amount"]),
            currency=currency(found["currency"]),
            code="DECLINED" if failed else "",
            words=str(found.get("gateway_response") or "")[:300] if failed else "",
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProviderAway(f"garbage: {type(error).__name__}") from None


def _refund_told(found: Any) -> Told:
    try:
        return Told(
            said=_REFUNDS[found["status"]],
            reference=name(found["id"]),
            minor=units(found["amount"]),
            currency=currency(found["currency"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProviderAway(f"garbage: {type(error).__name__}") from None


def _listed(row: Mapping[str, Any], words: Mapping[str, Said], *, is_refund: bool) -> Listed:
    try:
        return Listed(
            reference=name(row["id"] if is_refund else row["reference"]),
            key=_uuid(row.get("merchant_note") if is_refund else row["reference"]),
            minor=units(row["amount"]),
            currency=currency(row["currency"]),
            said=words[row["status"]],
            is_refund=is_refund,
            at=datetime.fromisoformat(str(row["createdAt"])).astimezone(UTC),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProviderAway(f"garbage: {type(error).__name__}") from None


def _uuid(text: Any) -> UUID | None:
    try:
        return UUID(str(text)) if text else None
    except ValueError:
        return None
