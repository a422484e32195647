"""Offline grants: what a member may do at a till without a connection, signed so that nobody else can write one.

A JWS with HS256 under a key that is derived from the business's own data key: the till reads it, the server checks it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import jwt
import msgspec
from msgspec import Struct

from optimapos.core.result import DomainError

ALGORITHM = "HS256"
PURPOSE = b"offline grant"
ISSUER = "optimapos"


class Grant(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The claims. `series_head` and `series_tail` make receipt numbers: head-yyyymmdd-tail and four digits."""

    iss: str
    jti: UUID
    business: UUID
    member: UUID
    user: UUID
    name: str
    role: str
    terminal: UUID
    location: UUID
    key: str
    series_head: str
    series_tail: str
    currency: str
    capabilities: list[str]
    max_discount: Decimal
    credit_limit: Decimal
    tenders: list[str]
    iat: int
    exp: int

    @property
    def expires_at(self) -> datetime:
        """Until when sales are made under it."""
        return datetime.fromtimestamp(self.exp, UTC)


@dataclass(frozen=True)
class SigningKey:
    """A version of the business's key, as grants are signed with it."""

    version: int
    secret: bytes


def token_of(grant: Grant, key: SigningKey) -> str:
    """The signed token."""
    claims: dict[str, Any] = msgspec.to_builtins(grant)
    return jwt.encode(claims, key.secret, algorithm=ALGORITHM, headers={"kid": str(key.version)})


def grant_of(token: str, key_of: Callable[[int], bytes]) -> Grant:
    """The claims of a token, expired or not: whether it had expired is a matter of when the sale was made.

    `key_of` tells the secret of a version, or raises KeyError. Refuses: GRANT_INVALID.
    """
    try:
        version = int(jwt.get_unverified_header(token)["kid"])
        claims = jwt.decode(
            token,
            key_of(version),
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            options={"verify_exp": False, "verify_iat": False},
        )
        return msgspec.convert(claims, Grant)
    except (jwt.PyJWTError, KeyError, ValueError):
        raise DomainError(
            "GRANT_INVALID", "The offline grant was not given by this business, or was changed."
        ) from None
