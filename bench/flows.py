"""What a client does again and again: generators that yield requests and are sent the bodies of their answers."""

import hashlib
import hmac
import json
import random
import uuid
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Exchange = bytes
Flow = Generator[Exchange, bytes, None]
Product = tuple[str, Decimal]
"""Id, and price with tax."""


@dataclass(frozen=True)
class Till:
    """A signed-in terminal and what it sells."""

    token: str
    products: Sequence[Product]


def checkout(
    till: Till, chance: random.Random, *, lines: int = 3, expects: bool = True, customer: str | None = None
) -> Flow:
    """A cash sale in one request, with everything that a real till sends. Unless it `expects` it, the total is not known
    before, as where promotions apply.
    """
    cart = [(*product, chance.randint(1, 3)) for product in _pick(till, chance, lines)]
    total = sum((price * quantity for _, price, quantity in cart), Decimal(0))
    body = {
        "items": [{"product": product, "quantity": quantity} for product, _, quantity in cart],
        "payments": [{"payment_method": "CASH", "amount_paid": f"{total:.2f}"}],
        **({"expected_total": f"{total:.2f}"} if expects else {}),
        **({"customer": customer} if customer else {}),
    }
    yield request(till, "POST", "/api/sales/checkout/", body)


def cart(till: Till, chance: random.Random, *, lines: int = 3) -> Flow:
    """The same by the six endpoints: create, add each line with its stock check, complete."""
    bought = [(*product, chance.randint(1, 3)) for product in _pick(till, chance, lines)]
    total = sum((price * quantity for _, price, quantity in bought), Decimal(0))
    created = yield request(till, "POST", "/api/sales/", {"type": "RETAIL"})
    sale = json.loads(created)["id"]
    for product, _, quantity in bought:
        yield request(till, "POST", f"/api/sales/{sale}/items/", {"product": product, "quantity": quantity})
    paid = {"payments": [{"payment_method": "CASH", "amount_paid": f"{total:.2f}"}], "expected_total": f"{total:.2f}"}
    yield request(till, "POST", f"/api/sales/{sale}/complete/", paid)


def hold(till: Till, chance: random.Random) -> Flow:
    """A cart with one line that is left standing, its stock held."""
    created = yield request(till, "POST", "/api/sales/", {"type": "RETAIL"})
    sale = json.loads(created)["id"]
    product, _ = chance.choice(till.products)
    yield request(till, "POST", f"/api/sales/{sale}/items/", {"product": product, "quantity": 1})


def fetch(till: Till, chance: random.Random, *, path: str) -> Flow:
    """A GET."""
    yield request(till, "GET", path, None)


def webhook(till: Till, chance: random.Random, *, path: str, secret: str) -> Flow:
    """An event of Paystack about a payment that nobody waits for, signed."""
    charge = {"status": "success", "reference": str(uuid.uuid4()), "amount": 1000, "currency": "EUR"}
    body = {"event": "charge.success", "data": {"id": chance.getrandbits(48), **charge}}
    content = json.dumps(body, separators=(",", ":")).encode()
    signature = hmac.new(secret.encode(), content, hashlib.sha512).hexdigest()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nX-Paystack-Signature: {signature}\r\n"
        f"User-Agent: optimapos-bench\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    yield head.encode() + content


FLOWS: dict[str, Callable[..., Flow]] = {
    "checkout": checkout,
    "cart": cart,
    "hold": hold,
    "fetch": fetch,
    "webhook": webhook,
}


def _pick(till: Till, chance: random.Random, lines: int) -> list[Product]:
    """Different products, or the one again and again where the till has no other."""
    if len(till.products) < lines:
        return [chance.choice(till.products) for _ in range(lines)]
    return chance.sample(till.products, lines)


def request(till: Till, method: str, path: str, body: Any) -> bytes:
    """The bytes of a request, under a new idempotency key when it writes."""
    content = b"" if body is None else json.dumps(body, separators=(",", ":")).encode()
    key = f"Idempotency-Key: {uuid.uuid4()}\r\n" if method != "GET" else ""
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Terminal {till.token}\r\n{key}"
        f"User-Agent: optimapos-bench\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content
