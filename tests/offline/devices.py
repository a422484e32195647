"""A till's device as a browser is one: it makes its key, signs as WebCrypto does, and numbers what it sells."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from django.test import Client

from optimapos.core.ids import UUID, new_id
from optimapos.core.tenancy import tenant_scope
from optimapos.offline.rules.keys import PublicKey, encoded
from optimapos.organization.models import User
from optimapos.organization.services import TerminalService
from optimapos.products.models import Product
from tests.factories.organization import PIN, Shop, Till, make_till, unique

SALES = "/api/offline/sales/"
FILES = "/api/offline/files/"
GRANTS = "/api/offline/grants/"
KEY = "/api/offline/key/"
SETTINGS = "/api/offline/settings/"
Envelope = dict[str, str]


@dataclass
class Signer:
    """A pair of keys."""

    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def public(self) -> PublicKey:
        """The public half."""
        numbers = self.private.public_key().public_numbers()
        return PublicKey(encoded(numbers.x.to_bytes(32, "big")), encoded(numbers.y.to_bytes(32, "big")))

    @property
    def jwk(self) -> dict[str, str]:
        """As it is sent."""
        return {"kty": "EC", "crv": "P-256", "x": self.public.x, "y": self.public.y}

    def sign(self, content: str) -> str:
        """Raw r and s, as WebCrypto signs."""
        r, s = decode_dss_signature(self.private.sign(content.encode(), ec.ECDSA(hashes.SHA256())))
        return encoded(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


@dataclass
class Device:
    """A till that may sell offline. `token` is the device's own; `till` is the operator's."""

    shop: Shop
    till: Till
    token: str
    signer: Signer
    grant: dict[str, Any] = field(default_factory=dict)
    grant_token: str = ""
    sequence: int = 0
    count: int = 0
    offset_ms: int | None = 0

    def call(self, method: str, path: str, body: Any) -> Any:
        """One request with the device's own token."""
        headers = {"Authorization": f"Terminal {self.token}"}
        return Client(headers=headers).generic(
            method, path, json.dumps(body, default=str), content_type="application/json"
        )

    def be_granted(self) -> None:
        """Ask for a grant."""
        answer = self.till.post(GRANTS, {"key": self.signer.public.thumbprint})
        assert answer.status_code == 201, answer.content
        self.grant, self.grant_token = answer.json()["grant"], answer.json()["token"]

    def number(self, at: datetime) -> str:
        """The next receipt number."""
        self.count += 1
        day = self.shop.storefront.local_day(at)
        return f"{self.grant['series_head']}-{day:%Y%m%d}-{self.grant['series_tail']}{self.count:04d}"

    def payload(
        self, *lines: tuple[Product | str, str, str], ago: timedelta = timedelta(0), **changes: Any
    ) -> dict[str, Any]:
        """A sale of (product, quantity, unit price) lines, 20 % tax included, paid in cash. `changes` by path, such as
        `shown__lines__0__net`.
        """
        self.sequence += 1
        at = datetime.now(UTC) - ago
        sold = [_sold(price, quantity) for _, quantity, price in lines]
        gross, tax = sum(each["gross"] for each in sold), sum(each["tax"] for each in sold)
        payload: dict[str, Any] = {
            "version": 1,
            "terminal": str(self.till.actor.terminal_id),
            "key": self.signer.public.thumbprint,
            "sequence": self.sequence,
            "grant": self.grant_token,
            "clock_offset_ms": self.offset_ms,
            "sale": {
                "id": str(new_id()),
                "receipt_number": self.number(at),
                "occurred_at": at.isoformat(),
                "items": [
                    {"product": str(getattr(product, "pk", product)), "quantity": quantity}
                    for product, quantity, _ in lines
                ],
                "payments": [{"payment_method": "CASH", "amount_paid": str(gross)}],
            },
            "shown": {
                "currency": "EUR",
                "prices_include_tax": True,
                "lines": [{name: str(value) for name, value in each.items()} for each in sold],
                "subtotal": str(gross),
                "tax_amount": str(tax),
                "total_amount": str(gross),
                "amount_paid": str(gross),
                "amount_due": "0.00",
                "change": "0.00",
            },
        }
        for path, value in changes.items():
            put(payload, path.split("__"), value)
        return payload

    def envelope(self, *lines: tuple[Product | str, str, str], **options: Any) -> Envelope:
        """The payload, signed."""
        return self.sealed(self.payload(*lines, **options))

    def sealed(self, payload: Any) -> Envelope:
        """Signed to the letter."""
        text = payload if isinstance(payload, str) else json.dumps(payload)
        return {"payload": text, "signature": self.signer.sign(text)}

    def file(self, *envelopes: Envelope, **changes: Any) -> dict[str, str]:
        """The queue as a file."""
        content = {
            "format": "optimapos-offline-queue",
            "version": 1,
            "terminal": str(self.till.actor.terminal_id),
            "key": self.signer.public.thumbprint,
            "made_at": datetime.now(UTC).isoformat(),
            "envelopes": list(envelopes),
            **changes,
        }
        text = json.dumps(content)
        return {"content": text, "signature": self.signer.sign(text)}


def put(target: Any, path: list[str], value: Any) -> None:
    """Change one value of a document; `...` takes it out."""
    *before, last = path
    for step in before:
        target = target[int(step)] if step.isdigit() else target.setdefault(step, {})
    key: Any = int(last) if last.isdigit() else last
    if value is ...:
        del target[key]
    else:
        target[key] = value


def _sold(price: str, quantity: str, rate: str = "20") -> dict[str, Any]:
    gross = (Decimal(price) * Decimal(quantity)).quantize(Decimal("0.01"))
    net = (gross * 100 / (100 + Decimal(rate))).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
    return {
        "unit_price": price,
        "list_price": price,
        "tax_code": "T20",
        "tax_rate": rate,
        "net": net,
        "tax": gross - net,
        "gross": gross,
    }


def make_device(shop: Shop, code: str = "T5", role: str = "cashier", *, granted: bool = True) -> Device:
    """A till that is enrolled with its key, and a member of `role` signed in there."""
    till = make_till(shop.business, shop.storefront, shop.owner, code=code, role=role)
    assert till.actor.terminal_id
    signer, now = Signer(), datetime.now(UTC)
    with tenant_scope(shop.business):
        email = User.objects.get(pk=till.actor.user_id).email
    issued = TerminalService.renew_enrolment(
        business=shop.business, terminal_id=till.actor.terminal_id, actor=shop.owner, at=now
    ).unwrap()
    enrolled = Client().post(
        "/api/terminals/enrol/", {"code": issued.secret, "public_key": signer.jwk}, content_type="application/json"
    )
    assert enrolled.status_code == 201, enrolled.content
    token = enrolled.json()["secret"]
    till.token = TerminalService.sign_in(device_token=token, email=email, pin=PIN, at=now).unwrap().secret
    device = Device(shop, till, token, signer)
    if granted:
        device.be_granted()
    return device


def sent(by: Till | Device, *envelopes: Envelope) -> list[dict[str, Any]]:
    """What each envelope was answered."""
    body = {"envelopes": list(envelopes)}
    answer = by.post(SALES, body) if isinstance(by, Till) else by.call("POST", SALES, body)
    assert answer.status_code == 200, answer.content
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


def some_id() -> UUID:
    """An id that never was."""
    return new_id()


__all__ = ["FILES", "GRANTS", "KEY", "SALES", "SETTINGS", "Device", "Signer", "make_device", "put", "sent", "unique"]
