"""What an upload to import is, and what its files are answered as."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from django.http import HttpRequest

from optimapos.apikit import uploads
from optimapos.imports.services.jobs import too_large
from optimapos.imports.types import MAX_FILE_BYTES

MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def check_is_file(request: HttpRequest) -> None:
    """Raises: UnsupportedMediaType for a form: its file would be hidden inside it."""
    uploads.check_is_file(request, "as text/csv or application/octet-stream")


@contextmanager
def uploaded(request: HttpRequest) -> Iterator[tuple[BinaryIO, bytes]]:
    """The body as a file, and its SHA-256.

    Refuses: TOO_LARGE (data: max_bytes).
    """
    with uploads.uploaded(request, MAX_FILE_BYTES, too_large()) as found:
        yield found
