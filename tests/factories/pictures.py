"""Pictures for tests: drawn here, brought by the service."""

from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image

from optimapos.products.models import Product, ProductPicture
from optimapos.products.services import PictureService
from tests.factories.organization import Shop, Till

MEDIA = Path(settings.MEDIA_ROOT)
RED, GREEN, BLUE = (200, 30, 30), (30, 160, 60), (30, 60, 200)


def image(
    width: int = 8, height: int = 6, colour: Any = RED, file_format: str = "PNG", mode: str = "RGB", **options: Any
) -> bytes:
    """The bytes of a picture of one colour."""
    file = BytesIO()
    Image.new(mode, (width, height), colour).save(file, file_format, **options)
    return file.getvalue()


def make_picture(shop: Shop, product: Product, content: bytes | None = None, alt_text: str = "") -> ProductPicture:
    """A picture of a product."""
    return PictureService.add_picture(
        business=shop.business,
        product_id=product.pk,
        actor=shop.owner,
        file=BytesIO(content or image()),
        alt_text=alt_text,
    ).unwrap()


def at(product: Product, rest: str = "") -> str:
    """Where a product's pictures are."""
    return f"/api/products/{product.pk}/pictures/{rest}"


def bring(till: Till, product: Product, content: bytes, query: str = "", key: str | None = None) -> Any:
    """Bring a picture by the API."""
    return till.call("POST", at(product) + query, content, key)


def files_of(address: str) -> list[str]:
    """The names of the files at an address."""
    return sorted(path.name for path in MEDIA.rglob(f"{address}*"))
