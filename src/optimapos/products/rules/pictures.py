"""Pictures: what is made of them, and in which order they stand. Source: docs/algorithms/pictures.md."""

import hashlib
from collections.abc import Sequence
from io import BytesIO
from typing import BinaryIO, TypeVar

from PIL import Image

from optimapos.core.pictures import drawn
from optimapos.products.types import PICTURE_SIDES, PictureSize, Renditions

T = TypeVar("T")

QUALITY = 82
_ADDRESS_LENGTH = 40


def renditions_of(file: BinaryIO) -> Renditions:
    """Both sizes of a picture, as WebP.

    Refuses: as `drawn`.
    """
    large = drawn(file, (PICTURE_SIDES[PictureSize.LARGE],) * 2)
    small = large.copy()
    small.thumbnail((PICTURE_SIDES[PictureSize.SMALL],) * 2, Image.Resampling.LANCZOS)
    return Renditions(_webp(small), _webp(large), *large.size)


def address_of(made: Renditions, salt: bytes) -> str:
    """What a picture's files are called: the hash of their content, with a salt, so that it can't be guessed from it."""
    return hashlib.sha256(salt + made.small + made.large).hexdigest()[:_ADDRESS_LENGTH]


def moved(rows: Sequence[T], at: int, to: int) -> list[T]:
    """The rows with the one at `at` moved to `to`; beyond the end it stands last.

    >>> moved("abcd", 3, 0), moved("abcd", 0, 2), moved("ab", 0, 9)
    (['d', 'a', 'b', 'c'], ['b', 'c', 'a', 'd'], ['b', 'a'])
    """
    rest = [*rows[:at], *rows[at + 1 :]]
    return [*rest[:to], rows[at], *rest[to:]]


def _webp(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.save(file, "WEBP", quality=QUALITY, method=4)
    return file.getvalue()
