"""What is no picture, or none that can be taken: refused with its reason, stored nowhere, and never a fault of ours."""

import struct
import zlib
from io import BytesIO

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from optimapos.core.result import DomainError
from optimapos.products.models import ProductPicture
from optimapos.products.rules.pictures import renditions_of
from tests.factories.catalog import make_product
from tests.factories.organization import Shop
from tests.factories.pictures import image

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"\xef\xbb\xbf  <!doctype html><script>alert(1)</script>"
WHOLE = [image(24, 18, file_format=each) for each in ("PNG", "JPEG", "GIF", "WEBP")]


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that says that it is this large."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "NOT_A_PICTURE"),
        (b"hello", "NOT_A_PICTURE"),
        (b"\0" * 1000, "NOT_A_PICTURE"),
        (SVG, "PICTURE_TYPE_REFUSED"),
        (HTML, "PICTURE_TYPE_REFUSED"),
        (b"%PDF-1.7", "PICTURE_TYPE_REFUSED"),
        (b"\0\0\0\x18ftypheic", "PICTURE_TYPE_REFUSED"),
        (image(file_format="BMP"), "PICTURE_TYPE_REFUSED"),
        (image(file_format="TIFF"), "PICTURE_TYPE_REFUSED"),
        (WHOLE[0][:60], "NOT_A_PICTURE"),
        (WHOLE[1][:200], "NOT_A_PICTURE"),
        (bomb(5001, 5000), "TOO_MANY_PIXELS"),
        (bomb(12_000, 12_000), "TOO_MANY_PIXELS"),
        (bomb(60_000, 60_000), "TOO_MANY_PIXELS"),
        (bomb(4000, 4000), "NOT_A_PICTURE"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_picture_is_refused_and_stored_nowhere(shop: Shop, content: bytes, code: str) -> None:
    tea = make_product(shop, stock=None)
    answer = shop.manager_till.call("POST", f"/api/products/{tea.pk}/pictures/", content)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    if code == "TOO_MANY_PIXELS":
        assert answer.json()["data"] == {"max_pixels": 25_000_000}
    if code == "PICTURE_TYPE_REFUSED":
        assert answer.json()["data"] == {"accepted": ["JPEG", "PNG", "WEBP", "GIF"]}
    with shop.scope():
        assert not ProductPicture.objects.for_business(shop.id).exists()


def test_a_file_that_is_too_large_is_refused_whatever_its_length_is_said_to_be(shop: Shop) -> None:
    tea = make_product(shop, stock=None)
    answer = shop.manager_till.call("POST", f"/api/products/{tea.pk}/pictures/", b"\0" * 15_000_001)
    assert (answer.status_code, answer.json()["code"]) == (413, "TOO_LARGE")
    assert answer.json()["data"] == {"max_bytes": 15_000_000}


def test_a_form_is_refused(shop: Shop) -> None:
    tea = make_product(shop, stock=None)
    client = Client(headers={"Authorization": f"Terminal {shop.manager_till.token}"})
    answer = client.post(f"/api/products/{tea.pk}/pictures/", {"file": BytesIO(WHOLE[0])})
    assert (answer.status_code, answer.json()["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_a_photo_of_many_pixels_is_taken_as_jpeg() -> None:
    made = renditions_of(BytesIO(image(6000, 5000, file_format="JPEG")))
    assert (made.width, made.height) == (1280, 1067)


def test_a_thin_jpeg_that_is_decoded_in_full_has_the_limit_of_other_formats() -> None:
    with pytest.raises(DomainError) as refusal:
        renditions_of(BytesIO(image(22_000, 1_200, file_format="JPEG")))
    assert (refusal.value.code, refusal.value.data) == ("TOO_MANY_PIXELS", {"max_pixels": 25_000_000})


def tried(content: bytes) -> None:
    """Either two pictures, or a refusal that says so."""
    try:
        made = renditions_of(BytesIO(content))
    except DomainError as refusal:
        came = refusal.code
    else:
        came = "" if made.small and made.large else "EMPTY"
    assert came in {"", "NOT_A_PICTURE", "PICTURE_TYPE_REFUSED", "TOO_MANY_PIXELS"}


@seed(20261122)
@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_picture_or_refused(content: bytes) -> None:
    tried(content)
    for whole in WHOLE:
        tried(whole[:16] + content)


@seed(20261122)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_picture_with_any_bytes_broken_is_a_picture_or_refused(whole: bytes, breaks: list[tuple[int, int]]) -> None:
    content = bytearray(whole)
    for place, value in breaks:
        content[place % len(content)] = value
    tried(bytes(content))
    tried(bytes(content[: breaks[0][0] % len(content)]))
