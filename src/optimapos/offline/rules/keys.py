"""Device keys: ECDSA on P-256, as WebCrypto makes them and writes them down (JWK), and their signatures (r and s, 32 bytes
each, after each other).
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicNumbers
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from optimapos.core.result import DomainError

_HALF = 32


@dataclass(frozen=True)
class PublicKey:
    """A point on P-256; both parts as base64url without padding."""

    x: str
    y: str

    @property
    def thumbprint(self) -> str:
        """RFC 7638: the SHA-256 of the key's members in their one form."""
        members = f'{{"crv":"P-256","kty":"EC","x":"{self.x}","y":"{self.y}"}}'
        return encoded(hashlib.sha256(members.encode()).digest())

    def has_signed(self, content: bytes, signature: str) -> bool:
        """Whether the private half of this key signed the content."""
        raw = decoded(signature)
        if raw is None or len(raw) != 2 * _HALF:
            return False
        halves = (int.from_bytes(raw[:_HALF], "big"), int.from_bytes(raw[_HALF:], "big"))
        try:
            self._numbers().public_key().verify(encode_dss_signature(*halves), content, ECDSA(SHA256()))
        except InvalidSignature:
            return False
        return True

    def _numbers(self) -> EllipticCurvePublicNumbers:
        x, y = decoded(self.x), decoded(self.y)
        if x is None or y is None or len(x) != _HALF or len(y) != _HALF:
            raise ValueError("a coordinate is not 32 bytes")
        return EllipticCurvePublicNumbers(int.from_bytes(x, "big"), int.from_bytes(y, "big"), SECP256R1())

    def check(self) -> None:
        """Refuses: BAD_PUBLIC_KEY for what is no point of the curve."""
        try:
            self._numbers().public_key()
        except ValueError:
            raise DomainError("BAD_PUBLIC_KEY", "This is no public key of an ECDSA pair on P-256.") from None


def public_key(jwk: Mapping[str, str]) -> PublicKey:
    """The key that a JWK writes down.

    Refuses: BAD_PUBLIC_KEY.
    """
    key = PublicKey(jwk["x"], jwk["y"])
    key.check()
    return key


def encoded(content: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str) -> bytes | None:
    """What base64url without padding stands for, or None for what isn't written in its one form."""
    try:
        content = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    return content if encoded(content) == text else None
