"""Sealing: AES-256-GCM over texts that a stolen table must not tell, bound to table, column and row; and blind indexes.

A token is `0x01 | key version (4 bytes) | nonce (12) | ciphertext and tag`. An empty text is an empty token. Every business
has keys of its own, wrapped by the installation's master key. Nothing here knows the database. Source: docs/adr/0048.
"""

import hashlib
import hmac
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORM = b"\x01"
_VERSION = 4
_NONCE = 12
_HEAD = len(FORM) + _VERSION + _NONCE
KEY_BYTES = 32
INDEX_BYTES = 16
# 128 bits: no two values of a business meet by chance, and half the room of a full hash.


class NotSealed(ValueError):  # noqa: N818 - says what the token is not
    """A token that this key and place did not make: changed, or moved from another row or column."""


@dataclass(frozen=True)
class Place:
    """Where a token stands. It opens nowhere else."""

    table: str
    column: str
    row: str

    @property
    def bound(self) -> bytes:
        """The place as associated data; the parts can't run into each other."""
        return "\x00".join((self.table, self.column, self.row)).encode()


@dataclass(frozen=True)
class DataKeys:
    """One version of a business's key, and what is derived of it."""

    version: int
    secret: bytes = field(repr=False)

    def seal(self, text: str, place: Place) -> bytes:
        """The token of a text."""
        if not text:
            return b""
        nonce = os.urandom(_NONCE)
        head = FORM + self.version.to_bytes(_VERSION, "big") + nonce
        return head + AESGCM(_derived(self.secret, b"seal")).encrypt(nonce, text.encode(), place.bound)

    def unseal(self, token: bytes, place: Place) -> str:
        """The text of a token.

        Raises: NotSealed.
        """
        nonce, sealed = token[_HEAD - _NONCE : _HEAD], token[_HEAD:]
        try:
            return AESGCM(_derived(self.secret, b"seal")).decrypt(nonce, sealed, place.bound).decode()
        except InvalidTag as error:
            raise NotSealed(f"{place.table}.{place.column} of {place.row}") from error

    def derived(self, purpose: bytes) -> bytes:
        """A secret of 32 bytes for another purpose."""
        return _derived(self.secret, b"for " + purpose)

    def index(self, value: str, what: str) -> bytes:
        """A keyed hash to find a normalised value by; `what` keeps equal values of two columns apart."""
        told = hmac.new(_derived(self.secret, b"index"), f"{what}\x00{value}".encode(), hashlib.sha256)
        return told.digest()[:INDEX_BYTES]


def version_of(token: bytes) -> int:
    """Which version of the key made a token.

    Raises: NotSealed for what is no token.
    """
    if token[:1] != FORM or len(token) <= _HEAD:
        raise NotSealed("no token")
    return int.from_bytes(token[1 : 1 + _VERSION], "big")


def new_secret() -> bytes:
    """A new data key."""
    return os.urandom(KEY_BYTES)


def master_key(secret: str) -> bytes:
    """The master key that a setting stands for."""
    return _derived(secret.encode(), b"optimapos master")


def wrap(secret: bytes, *, master: bytes, business_id: UUID, version: int) -> bytes:
    """A data key as it is kept: sealed by the master key, bound to its business and version."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(master).encrypt(nonce, secret, _owner(business_id, version))


def unwrap(wrapped: bytes, *, masters: Sequence[bytes], business_id: UUID, version: int) -> bytes:
    """A kept data key, by the first master key that fits.

    Raises: NotSealed where none does.
    """
    for master in masters:
        try:
            return AESGCM(master).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], _owner(business_id, version))
        except InvalidTag:
            continue
    raise NotSealed(f"the master key does not open the data key {version} of business {business_id}")


def indexes_of(keys: Iterable[DataKeys], value: str, what: str) -> list[bytes]:
    """The hashes under which a value may be found while rows of several key versions stand beside each other."""
    return [key.index(value, what) for key in keys]


def _owner(business_id: UUID, version: int) -> bytes:
    return business_id.bytes + version.to_bytes(_VERSION, "big")


@lru_cache(maxsize=2_000)
def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(secret)
