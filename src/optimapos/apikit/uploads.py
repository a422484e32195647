"""The body of a request as a file: read in pieces, never whole in memory, and known by its SHA-256."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from django.http import HttpRequest
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import BaseParser

from optimapos.apikit.problems import Refusal
from optimapos.core.result import DomainError


class UnreadParser(BaseParser):
    """Leaves the body alone. To prove that a browser's page sent a request, its form is looked for a token, in any body
    whatever; a file has none, and is read by who wants it.
    """

    media_type = "*/*"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> dict[str, Any]:
        """Nothing."""
        return {}


FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
_IN_MEMORY = 2_000_000
_PIECE = 65_536


def check_is_file(request: HttpRequest, hint: str) -> None:
    """Raises: UnsupportedMediaType for a form: its file would be hidden inside it."""
    if request.content_type in FORMS:
        raise UnsupportedMediaType(str(request.content_type), f"Send the file itself as the body, {hint}.")


@contextmanager
def uploaded(request: HttpRequest, max_bytes: int, refusal: DomainError) -> Iterator[tuple[BinaryIO, bytes]]:
    """The body as a file, and its SHA-256.

    Raises: Refusal, the one given, for a body over `max_bytes`, whatever its header says.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > max_bytes:
        raise Refusal(refusal)
    digest, size = hashlib.sha256(), 0
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        for chunk in iter(lambda: request.read(_PIECE), b""):
            size += len(chunk)
            if size > max_bytes:
                raise Refusal(refusal)
            digest.update(chunk)
            file.write(chunk)
        file.seek(0)
        yield cast(BinaryIO, file), digest.digest()


def fingerprint_of_upload(request: HttpRequest, asked: dict[str, Any], digest: bytes) -> bytes:
    """What tells two uploads under one idempotency key apart: where to, with which parameters, and which file."""
    line = repr(sorted(asked.items())).encode()
    return hashlib.sha256(b"POST\n" + request.path.encode() + line + digest).digest()
