"""Files of pictures, in whichever storage the settings name; and taking away those that no row tells of any more."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import BinaryIO, cast

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from optimapos.core.result import DomainError
from optimapos.core.tenancy import MAINTENANCE
from optimapos.products.locks import claim_removed_pictures
from optimapos.products.models import ProductPicture
from optimapos.products.types import PictureSize, Renditions

FOLDER = "pictures"
RESTORED_WITHIN = timedelta(hours=1)
LEFT_ALONE = timedelta(days=1)
# A file is written before its row, and no request takes a day.
_BATCH = 500
log = logging.getLogger(__name__)


def write_files(address: str, made: Renditions) -> None:
    """Write both files of a picture, or none.

    Refuses: UNAVAILABLE where the storage does not take them.
    """
    try:
        for size, content in ((PictureSize.SMALL, made.small), (PictureSize.LARGE, made.large)):
            default_storage.save(_path(address, size), ContentFile(content))
    except OSError as error:
        log.exception("the storage refused a picture")
        delete_files(address)
        raise DomainError(
            "UNAVAILABLE", "The picture could not be stored. Try again in a moment.", {"retry_after": 1}
        ) from error


def delete_files(address: str) -> None:
    """Delete both files; what can't be deleted now is left to the sweep."""
    for size in PictureSize:
        with suppress(OSError):
            default_storage.delete(_path(address, size))


def open_file(address: str, size: PictureSize) -> BinaryIO | None:
    """One file of a picture, or None where there is none."""
    try:
        return cast(BinaryIO, default_storage.open(_path(address, size)))
    except FileNotFoundError:
        return None


def sweep_pictures(at: datetime) -> int:
    """Forget pictures that were removed more than an hour ago, and delete files of which no row tells; the number of files'
    addresses.
    """
    with transaction.atomic(using=MAINTENANCE):
        removed = claim_removed_pictures(at - RESTORED_WITHIN, _BATCH)
        for picture in removed:
            picture.delete()
    addresses = {picture.address for picture in removed} | set(_orphans(at))
    for address in addresses:
        delete_files(address)
    return len(addresses)


def _orphans(at: datetime) -> Iterator[str]:
    """Addresses of old files without a row: their request ended between the file and the COMMIT, or a delete failed."""
    pictures = ProductPicture.objects.across_businesses(reason="files of every business lie side by side")
    for folder in _listed(FOLDER)[0]:
        found: dict[str, str] = {name[:-11]: name for name in _listed(f"{FOLDER}/{folder}")[1]}  # without -small.webp
        known = set(pictures.filter(address__in=list(found)).values_list("address", flat=True))
        for address in sorted(found.keys() - known):
            if _is_old(f"{FOLDER}/{folder}/{found[address]}", at):
                yield address


def _is_old(path: str, at: datetime) -> bool:
    try:
        return default_storage.get_modified_time(path) < at - LEFT_ALONE
    except FileNotFoundError:
        return False


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _path(address: str, size: PictureSize) -> str:
    return f"{FOLDER}/{address[:2]}/{address}-{size}.webp"
