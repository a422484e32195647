"""Stripe as far as it is asked: PaymentIntents, refunds, idempotency keys, lists, signed webhooks."""

import hashlib
import hmac
import itertools
import json
import time
from dataclasses import dataclass, field
from typing import Any

from tests.gateways.standin import Asked, Reply, StandIn

SECRET_KEY = "sk_test_standin"
WEBHOOK_SECRET = "whsec_standin"


@dataclass
class StripeStandIn(StandIn):
    """`charges` and `refunds` are its books, by id."""

    charges: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, tuple[str, Reply]] = field(default_factory=dict)
    refund_status: str = "succeeded"

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        super().__post_init__()

    def answer(self, asked: Asked) -> Reply:
        """As api.stripe.com answers."""
        if asked.headers.get("authorization") != f"Bearer {SECRET_KEY}":
            return 401, _error("invalid_request_error", "Invalid API Key provided: sk_test_wrong")
        key = asked.headers.get("idempotency-key", "") if asked.method == "POST" else ""
        said = f"{asked.path}?{asked.body.decode()}"
        if key in self.keys:
            before, reply = self.keys[key]
            return reply if before == said else (400, _error("idempotency_error", "Keys are for one request."))
        reply = self._done(asked)
        if key:
            self.keys[key] = (said, reply)
        return reply

    def _done(self, asked: Asked) -> Reply:
        parts = asked.path.strip("/").split("/")[1:]
        books = self.charges if parts[0] == "payment_intents" else self.refunds
        if len(parts) == 1:
            if asked.method == "GET":
                return 200, self._page(list(books.values()), asked)
            return self._charged(asked.form()) if books is self.charges else self._refunded(asked.form())
        row = books.get(parts[1])
        if row is None:
            return 404, _error("invalid_request_error", "No such object", "resource_missing")
        if parts[2:] == ["cancel"]:
            if row["status"] == "succeeded":
                return 400, _error("invalid_request_error", "Already paid", "payment_intent_unexpected_state")
            row["status"] = "canceled"
        return 200, dict(row)

    def _charged(self, form: dict[str, str]) -> Reply:
        number = f"pi_{next(self._numbers):06d}"
        row = {
            "id": number,
            "object": "payment_intent",
            "amount": int(form["amount"]),
            "amount_received": 0,
            "currency": form["currency"],
            "status": "requires_payment_method",
            "client_secret": f"{number}_secret_x",
            "metadata": _metadata(form),
            "created": int(time.time()),
            "last_payment_error": None,
        }
        self.charges[number] = row
        return 200, dict(row)

    def _refunded(self, form: dict[str, str]) -> Reply:
        charge = self.charges.get(form["payment_intent"])
        given = sum(row["amount"] for row in self.refunds.values() if row["payment_intent"] == form["payment_intent"])
        if charge is None or charge["status"] != "succeeded" or given + int(form["amount"]) > charge["amount_received"]:
            return 400, _error("invalid_request_error", "Too much", "charge_already_refunded")
        number = f"re_{next(self._numbers):06d}"
        row = {
            "id": number,
            "object": "refund",
            "payment_intent": form["payment_intent"],
            "amount": int(form["amount"]),
            "currency": charge["currency"],
            "status": self.refund_status,
            "metadata": _metadata(form),
            "created": int(time.time()),
        }
        self.refunds[number] = row
        return 200, dict(row)

    def _page(self, rows: list[dict[str, Any]], asked: Asked) -> dict[str, Any]:
        low, high = int(asked.query.get("created[gte]", 0)), int(asked.query.get("created[lt]", 2**40))
        rows = [row for row in reversed(rows) if low <= row["created"] < high]
        if after := asked.query.get("starting_after"):
            place = [row["id"] for row in rows].index(after)
            rows = rows[place + 1 :]
        limit = int(asked.query.get("limit", 10))
        return {"object": "list", "data": rows[:limit], "has_more": len(rows) > limit, "url": asked.path}

    def pay(self, number: str) -> dict[str, Any]:
        """The customer pays with a good card."""
        with self.lock:
            row = self.charges[number]
            assert row["status"] != "canceled"
            row.update(status="succeeded", amount_received=row["amount"])
            return dict(row)

    def event(self, kind: str, row: dict[str, Any], number: str = "") -> bytes:
        """An event's body about a row of the books."""
        told = {
            "id": number or f"evt_{next(self._numbers):06d}",
            "object": "event",
            "type": kind,
            "created": int(time.time()),
            "data": {"object": row},
        }
        return json.dumps(told).encode()


def signed(body: bytes, secret: str = WEBHOOK_SECRET, *, at: float | None = None) -> dict[str, str]:
    """The header that Stripe sends with a body."""
    stamp = str(int(time.time() if at is None else at))
    made = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={stamp},v1={made}"}


def _metadata(form: dict[str, str]) -> dict[str, str]:
    return {name[9:-1]: value for name, value in form.items() if name.startswith("metadata[")}


def _error(kind: str, words: str, code: str = "") -> dict[str, Any]:
    return {"error": {"type": kind, "message": words, "code": code or None}}
