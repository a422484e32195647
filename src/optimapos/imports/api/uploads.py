"""The body of a request as a file: read in pieces, never whole in memory, and known by its SHA-256."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from django.http import HttpRequest
from rest_framework.exceptions import UnsupportedMediaType

from optimapos.apikit.problems import Refusal
from optimapos.imports.services.jobs import too_large
from optimapos.imports.types import MAX_FILE_BYTES, PART_BYTES

FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def check_is_file(request: HttpRequest) -> None:
    """Raises: UnsupportedMediaType for a form: its file would be hidden inside it."""
    if request.content_type in FORMS:
        raise UnsupportedMediaType(
            str(request.content_type), "Send the file itself as the body, as text/csv or application/octet-stream."
        )


@contextmanager
def uploaded(request: HttpRequest) -> Iterator[tuple[BinaryIO, bytes]]:
    """The body as a file, and its SHA-256.

    Refuses: TOO_LARGE (data: max_bytes).
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_FILE_BYTES:
        raise Refusal(too_large())
    digest = hashlib.sha256()
    with tempfile.SpooledTemporaryFile(max_size=2 * PART_BYTES) as file:
        for chunk in iter(lambda: request.read(65_536), b""):
            digest.update(chunk)
            file.write(chunk)
        yield cast(BinaryIO, file), digest.digest()
