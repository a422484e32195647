"""Paystack as far as it is asked: initialize, verify, refunds, lists, signed webhooks."""

import hashlib
import hmac
import itertools
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.gateways.standin import Asked, Reply, StandIn

SECRET_KEY = "sk_test_paystack"


@dataclass
class PaystackStandIn(StandIn):
    """`charges` by reference and `refunds` by number are its books."""

    charges: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        super().__post_init__()

    def answer(self, asked: Asked) -> Reply:
        """As api.paystack.co answers."""
        if asked.headers.get("authorization") != f"Bearer {SECRET_KEY}":
            return 401, {"status": False, "message": "Invalid key"}
        parts = asked.path.strip("/").split("/")
        if asked.method == "POST":
            return self._charged(asked.json()) if parts[0] == "transaction" else self._refunded(asked.json())
        if parts[:2] == ["transaction", "verify"]:
            row = self.charges.get(parts[2])
            return (200, _good(row)) if row else (404, {"status": False, "message": "Transaction reference not found."})
        books = self.charges if parts[0] == "transaction" else self.refunds
        if len(parts) == 2:
            return 200, _good(books[parts[1]])
        rows = [row for row in books.values() if self._within(row, asked)]
        page, size = int(asked.query.get("page", 1)), int(asked.query.get("perPage", 50))
        return 200, _good(rows[(page - 1) * size : page * size])

    def _within(self, row: dict[str, Any], asked: Asked) -> bool:
        since, until = asked.query.get("from"), asked.query.get("to")
        same = asked.query.get("transaction", row.get("transaction"))
        is_of = row.get("transaction") == same
        return is_of and (since is None or since <= row["createdAt"]) and (until is None or row["createdAt"] < until)

    def _charged(self, body: dict[str, Any]) -> Reply:
        if body["reference"] in self.charges:
            return 400, {"status": False, "message": "Duplicate Transaction Reference", "code": "duplicate_reference"}
        self.charges[body["reference"]] = {
            "id": next(self._numbers),
            "reference": body["reference"],
            "amount": int(body["amount"]),
            "currency": body["currency"],
            "status": "abandoned",
            "gateway_response": "The transaction was not completed",
            "metadata": body["metadata"],
            "createdAt": datetime.now(UTC).isoformat(),
        }
        page = {"access_code": f"ac_{body['reference'][:8]}", "authorization_url": "https://checkout.example/x"}
        return 200, _good(page | {"reference": body["reference"]})

    def _refunded(self, body: dict[str, Any]) -> Reply:
        charge = self.charges.get(body["transaction"])
        given = sum(row["amount"] for row in self.refunds.values() if row["transaction"] == body["transaction"])
        if charge is None or charge["status"] != "success" or given + int(body["amount"]) > charge["amount"]:
            return 400, {"status": False, "message": "Refund exceeds the transaction", "code": "refund_too_large"}
        number = str(next(self._numbers))
        row = {
            "id": int(number),
            "transaction": body["transaction"],
            "amount": int(body["amount"]),
            "currency": charge["currency"],
            "status": "processed",
            "merchant_note": body["merchant_note"],
            "createdAt": datetime.now(UTC).isoformat(),
        }
        self.refunds[number] = row
        return 200, _good(row)

    def pay(self, reference: str) -> dict[str, Any]:
        """The customer pays."""
        with self.lock:
            self.charges[reference]["status"] = "success"
            return dict(self.charges[reference])

    def decline(self, reference: str) -> None:
        """The bank says no."""
        self.charges[reference].update(status="failed", gateway_response="Declined")


def event(kind: str, row: dict[str, Any]) -> bytes:
    """An event's body."""
    return json.dumps({"event": kind, "data": row}).encode()


def signed(body: bytes, secret: str = SECRET_KEY) -> dict[str, str]:
    """The header that Paystack sends with a body."""
    return {"X-Paystack-Signature": hmac.new(secret.encode(), body, hashlib.sha512).hexdigest()}


def _good(found: Any) -> dict[str, Any]:
    return {"status": True, "message": "ok", "data": found}
