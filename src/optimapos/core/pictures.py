"""Pictures that people bring: which bytes are taken for one, and how they are drawn anew.

Nothing of what was sent is kept as it was: it is drawn anew, upright, without what a camera writes beside it.
Source: docs/algorithms/pictures.md.
"""

from contextlib import suppress
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from optimapos.core.result import DomainError

MAX_PIXELS = {"JPEG": 64_000_000, "MPO": 64_000_000}
MAX_OTHER_PIXELS = 25_000_000
# A JPEG is decoded at a fraction of its size; other formats take four bytes of memory for each pixel.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What sets a picture upright, by the orientation that its camera noted."""
_OTHER_KINDS = (b"<", b"%PDF", b"BM", b"II*\0", b"MM\0*", b"\0\0\1\0", b"8BPS")
"""How files begin that people may take for pictures: SVG and HTML, PDF, BMP, TIFF, icons, Photoshop's."""
_HEAD = 64


def drawn(file: BinaryIO, box: tuple[int, int]) -> Image.Image:
    """The picture within a box, upright, in plain colours.

    Refuses: NOT_A_PICTURE, PICTURE_TYPE_REFUSED (data: accepted), TOO_MANY_PIXELS (data: max_pixels).
    """
    try:
        with Image.open(file, formats=FORMATS) as picture:
            _check_pixels(picture)
            return _fitting(picture, box)
    except DomainError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(MAX_OTHER_PIXELS) from error
    except UnidentifiedImageError as error:
        raise _unknown(file) from error
    except Exception as error:
        # Decoders stumble over broken files in every way there is; none of them is a bug of ours.
        raise _not_a_picture() from error


def _check_pixels(picture: Image.Image) -> None:
    limit = MAX_PIXELS.get(picture.format or "", MAX_OTHER_PIXELS)
    if picture.width * picture.height > limit:
        raise _too_many_pixels(limit)


def _fitting(picture: Image.Image, box: tuple[int, int]) -> Image.Image:
    turn = None
    with suppress(Exception):  # notes of the camera that can't be read: it stays as it is
        turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
    picture.draft("RGB", box)
    if picture.width * picture.height > MAX_OTHER_PIXELS:  # a long thin JPEG is decoded in full all the same
        raise _too_many_pixels(MAX_OTHER_PIXELS)
    shown = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    shown.thumbnail(box, Image.Resampling.LANCZOS)
    shown = shown if turn is None else shown.transpose(turn)
    shown.info = {}
    return shown


def _unknown(file: BinaryIO) -> DomainError:
    file.seek(0)
    head = file.read(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(_OTHER_KINDS) or head[4:8] == b"ftyp":
        return DomainError(
            "PICTURE_TYPE_REFUSED",
            f"A picture is one of {', '.join(FORMATS)}: save it as one of them.",
            {"accepted": list(FORMATS)},
        )
    return _not_a_picture()


def _not_a_picture() -> DomainError:
    return DomainError("NOT_A_PICTURE", "This file is no picture, or it is damaged.")


def _too_many_pixels(limit: int) -> DomainError:
    return DomainError(
        "TOO_MANY_PIXELS", f"A picture has at most {limit:,} pixels: make it smaller.", {"max_pixels": limit}
    )
