"""LogoService: the picture at the top of a business's papers.

Its file is written before its row and outside of any transaction; what no row tells of is swept away later.
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from io import BytesIO
from secrets import token_bytes
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.operations import Once, operation, run_operation
from optimapos.core.pictures import drawn
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import MAINTENANCE, BusinessRef
from optimapos.organization.locks import lock_business
from optimapos.organization.models import Business
from optimapos.organization.types import LOGOS
from optimapos.papers.types import LOGO_BOX, logo_path

LEFT_ALONE = timedelta(days=1)
_SALT_BYTES = 16
_ADDRESS_LENGTH = 40


class LogoService:
    """Sets and removes logos."""

    @staticmethod
    def set_logo(*, business: BusinessRef, actor: Actor, file: BinaryIO, once: Once | None = None) -> Result[Business]:
        """Give a business a logo, or another one. It is drawn in greys on white, as printers print.

        Refuses: NOT_A_PICTURE, PICTURE_TYPE_REFUSED, TOO_MANY_PIXELS, UNAVAILABLE.
        """
        try:
            picture = _png(drawn(file, LOGO_BOX))
            address = hashlib.sha256(token_bytes(_SALT_BYTES) + picture).hexdigest()[:_ADDRESS_LENGTH]
            _write(address, picture)
        except DomainError as refusal:
            refused = Result[Business].refused(refusal)
            return run_operation(business, lambda: refused, once)
        set_address = _set
        return set_address(business=business, actor=actor, address=address, once=once)  # type: ignore[call-arg]  # of `operation`

    @staticmethod
    @operation
    def remove_logo(*, business: BusinessRef, actor: Actor) -> Result[Business]:
        """Print without a logo from now on."""
        return _set(business=business, actor=actor, address="")


@operation
def _set(*, business: BusinessRef, actor: Actor, address: str) -> Result[Business]:
    row = lock_business(business)
    row.logo = address
    row.save(update_fields=["logo", "updated_at"])
    AuditLog.log_event("business.updated", business=business, actor=actor, event_data={"changed": ["logo"]})
    return Result.success(row)


def sweep_logos(at: datetime) -> int:
    """Delete files of a day ago that no business has; how many."""
    gone = [path for path in _files() if default_storage.get_modified_time(path) < at - LEFT_ALONE]
    kept = set(Business.objects.using(MAINTENANCE).exclude(logo="").values_list("logo", flat=True))
    orphans = [path for path in gone if path.rpartition("/")[2].removesuffix(".png") not in kept]
    for path in orphans:
        with suppress(OSError):
            default_storage.delete(path)
    return len(orphans)


def _files() -> Iterator[str]:
    with suppress(FileNotFoundError):
        for folder in default_storage.listdir(LOGOS)[0]:
            for name in default_storage.listdir(f"{LOGOS}/{folder}")[1]:
                yield f"{LOGOS}/{folder}/{name}"


def _png(picture: Image.Image) -> bytes:
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    file = BytesIO()
    white.convert("L").save(file, "PNG", optimize=True)
    return file.getvalue()


def _write(address: str, picture: bytes) -> None:
    try:
        default_storage.save(logo_path(address), ContentFile(picture))
    except OSError as error:
        raise DomainError(
            "UNAVAILABLE", "The picture could not be stored. Try again in a moment.", {"retry_after": 1}
        ) from error
