"""MTN MoMo as far as it is asked: tokens, requests to pay, refunds. Names come as `X-Reference-Id`, and from nowhere else."""

import base64
import uuid
from dataclasses import dataclass, field
from typing import Any

from tests.gateways.standin import Asked, Reply, StandIn

SECRETS = {
    "api_user": "user-1",
    "api_key": "key-1",
    "subscription_key": "sub-1",
    "target_environment": "sandbox",
}


@dataclass
class MomoStandIn(StandIn):
    """`charges` and `refunds` by the names that were sent are its books; `tokens` counts those given out."""

    charges: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    tokens: int = 0

    def answer(self, asked: Asked) -> Reply:
        """As the MoMo API answers."""
        product, *parts = asked.path.strip("/").split("/")
        if asked.headers.get("ocp-apim-subscription-key") != "sub-1":
            return 401, {"message": "Access denied due to invalid subscription key."}
        if parts == ["token"]:
            return self._token(product, asked)
        if asked.headers.get("authorization") != f"Bearer {product}-token":
            return 401, {"message": "Unauthorized"}
        if asked.headers.get("x-target-environment") != "sandbox":
            return 400, {"code": "WRONG_ENVIRONMENT", "message": "Wrong target environment"}
        books = {"requesttopay": self.charges, "refund": self.refunds}[parts[1]]
        if asked.method == "GET":
            row = books.get(parts[2])
            return (200, row) if row else (404, {"code": "RESOURCE_NOT_FOUND", "message": "Not found"})
        return self._ordered(books, asked)

    def _token(self, product: str, asked: Asked) -> Reply:
        wanted = base64.b64encode(b"user-1:key-1").decode()
        if asked.headers.get("authorization") != f"Basic {wanted}":
            return 401, {"error": "login_failed"}
        self.tokens += 1
        return 200, {"access_token": f"{product}-token", "token_type": "access_token", "expires_in": 3600}

    def _ordered(self, books: dict[str, dict[str, Any]], asked: Asked) -> Reply:
        try:
            name = str(uuid.UUID(asked.headers.get("x-reference-id", "")))
        except ValueError:
            return 400, {"code": "INVALID_REFERENCE", "message": "X-Reference-Id is no UUID"}
        if name in books:
            return 409, {"code": "RESOURCE_ALREADY_EXIST", "message": "Duplicated reference id."}
        body = asked.json()
        if books is self.refunds:
            charge = self.charges.get(body["referenceIdToRefund"])
            if charge is None or charge["status"] != "SUCCESSFUL":
                return 400, {"code": "NOT_ALLOWED", "message": "Nothing to refund"}
        books[name] = {**body, "status": "PENDING" if books is self.charges else "SUCCESSFUL", "reason": None}
        return 202, b""

    def pay(self, name: str) -> dict[str, Any]:
        """The phone's owner agrees."""
        with self.lock:
            self.charges[name]["status"] = "SUCCESSFUL"
            return dict(self.charges[name])

    def decline(self, name: str, reason: str = "APPROVAL_REJECTED") -> None:
        """The phone's owner does not agree."""
        self.charges[name].update(status="FAILED", reason={"code": reason, "message": "no"})
