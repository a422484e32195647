"""The queue of a till as a file: a string of JSON, signed by its device."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from optimapos.core.result import DomainError
from optimapos.offline.types import MAX_FILE_ENVELOPES, MAX_PAYLOAD

MAX_SIGNATURE = 200


class Envelope(Struct, forbid_unknown_fields=True, frozen=True):
    """A payload and its signature."""

    payload: Annotated[str, Meta(max_length=MAX_PAYLOAD)]
    signature: Annotated[str, Meta(max_length=MAX_SIGNATURE)]


class QueueFile(Struct, forbid_unknown_fields=True, frozen=True):
    """The file as it is."""

    content: str
    signature: Annotated[str, Meta(max_length=MAX_SIGNATURE)]


class Queue(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What the file says."""

    format: Literal["optimapos-offline-queue"]
    version: Literal[1]
    terminal: UUID
    key: Annotated[str, Meta(max_length=43)]
    made_at: Annotated[str, Meta(max_length=40)]
    envelopes: Annotated[list[Envelope], Meta(min_length=1, max_length=MAX_FILE_ENVELOPES)]


def read_file(body: bytes) -> tuple[QueueFile, Queue]:
    """The file and what it says; who signed it is not checked yet.

    Refuses: OFFLINE_FILE_INVALID (data: what).
    """
    try:
        file = msgspec.json.decode(body, type=QueueFile)
        return file, msgspec.json.decode(file.content, type=Queue)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise invalid("form", f"it is not of its form: {error}") from None


def invalid(what: str, why: str) -> DomainError:
    """The refusal for a file in which something does not fit."""
    return DomainError("OFFLINE_FILE_INVALID", f"The file can't be taken: {why}.", {"what": what})
