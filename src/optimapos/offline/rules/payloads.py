"""Payloads by version: the server takes every version that was ever released, by leading each to the next one.

`version`, `terminal`, `key` and `sequence` stay where they are in every version, so that the envelope of a newer till can be
kept whole until the server knows it.
"""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

import msgspec
import orjson
from msgspec import Meta, Struct

from optimapos.core.result import DomainError
from optimapos.offline.types import MAX_CLOCK_OFFSET_MS, MAX_SEQUENCE
from optimapos.sales.commands import LateSale, Shown

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]
PAYLOAD_UPGRADES: tuple[Upgrade, ...] = ()
"""The first makes version 2 of version 1, and so on. None is ever taken out; the tests keep a file of each version."""

Sequence = Annotated[int, Meta(ge=1, le=MAX_SEQUENCE)]


class Head(Struct, frozen=True):
    """What every version has."""

    version: Annotated[int, Meta(ge=1, le=10_000)]
    terminal: UUID
    key: Annotated[str, Meta(max_length=43)]
    sequence: Sequence


class Payload(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The newest version. `sale` and `shown` are those of `sales.commands`."""

    version: int
    terminal: UUID
    key: str
    sequence: Sequence
    grant: Annotated[str, Meta(max_length=20_000)]
    clock_offset_ms: Annotated[int, Meta(ge=-MAX_CLOCK_OFFSET_MS, le=MAX_CLOCK_OFFSET_MS)] | None
    sale: LateSale
    shown: Shown


def read_head(text: str) -> Head:
    """Which till's envelope it is.

    Refuses: PAYLOAD_UNREADABLE.
    """
    try:
        return msgspec.convert(orjson.loads(text), Head)
    except (orjson.JSONDecodeError, msgspec.ValidationError) as error:
        raise DomainError("PAYLOAD_UNREADABLE", f"This is no payload: {error}.") from None


def read_payload(text: str) -> Payload:
    """The payload, brought to the newest version. Its head was read before.

    Refuses: PAYLOAD_VERSION_UNKNOWN (data: version, known), VALIDATION_FAILED.
    """
    document: dict[str, Any] = orjson.loads(text)
    version, newest = document["version"], len(PAYLOAD_UPGRADES) + 1
    if version > newest:
        raise DomainError(
            "PAYLOAD_VERSION_UNKNOWN",
            f"The till writes version {version}; this server knows {newest}. Update the server, then try again.",
            {"version": version, "known": newest},
        )
    for upgrade in PAYLOAD_UPGRADES[version - 1 :]:
        document = upgrade(document)
    try:
        return msgspec.convert(document, Payload)
    except (msgspec.ValidationError, ValueError) as error:
        raise DomainError("VALIDATION_FAILED", f"The payload is not of its form: {error}") from None
