"""Pictures of products: added, described, put in order, removed and restored.

A picture's files are written before its row, outside of any transaction: drawing takes long, and a lock must not wait for
it. Where the row is not written, the files go; where the process dies in between, the sweep takes them.
"""

import threading
from collections.abc import Callable
from datetime import datetime
from secrets import token_bytes
from typing import BinaryIO, TypedDict, cast

from django.db import InterfaceError, OperationalError

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import Once, operation, run_operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, tenant_scope
from optimapos.products.locks import lock_picture, lock_product
from optimapos.products.models import Product, ProductPicture
from optimapos.products.rules.life_cycle import check_editable
from optimapos.products.rules.pictures import address_of, moved, renditions_of
from optimapos.products.selectors import pictures_of
from optimapos.products.services.picture_files import delete_files, write_files
from optimapos.products.types import MAX_PICTURES, Renditions

_SALT_BYTES = 16
_one_at_a_time = threading.Lock()
# A picture of 25 megapixels takes 100 MB while it is drawn; a worker draws one of them at a time.


class PictureFields(TypedDict, total=False):
    """What of a picture may be changed. `position` 0 makes it the main one."""

    alt_text: str
    position: int


class PictureService:
    """Adds, changes, removes and restores pictures."""

    @staticmethod
    def add_picture(
        *,
        business: BusinessRef,
        product_id: UUID,
        actor: Actor,
        file: BinaryIO,
        alt_text: str = "",
        once: Once | None = None,
    ) -> Result[ProductPicture]:
        """Add a picture after those that are there; the first one is the main one.

        Refuses: NOT_FOUND, LIFE_CYCLE_FORBIDS, TOO_MANY_PICTURES (data: max_pictures), NOT_A_PICTURE,
        PICTURE_TYPE_REFUSED, TOO_MANY_PIXELS, UNAVAILABLE.
        """
        try:
            _check_takes_more(business, product_id)
            with _one_at_a_time:
                made = renditions_of(file)
            address = address_of(made, token_bytes(_SALT_BYTES))
            write_files(address, made)
        except DomainError as refusal:
            return _refused(business, refusal, once)
        is_kept, insert = False, cast(Callable[..., Result[ProductPicture]], _insert)
        try:
            result = insert(
                business=business,
                product_id=product_id,
                actor=actor,
                made=made,
                address=address,
                alt_text=alt_text,
                once=once,
            )
            is_kept = result.ok
        except (OperationalError, InterfaceError):
            is_kept = True  # the connection broke: the row may stand. Where it doesn't, the sweep takes the files.
            raise
        finally:
            if not is_kept:
                delete_files(address)
        return result

    @staticmethod
    @operation
    def change_picture(
        *, business: BusinessRef, product_id: UUID, picture_id: UUID, actor: Actor, fields: PictureFields
    ) -> Result[ProductPicture]:
        """Describe a picture, or move it to another position; beyond the last one it stands last.

        Refuses: NOT_FOUND, LIFE_CYCLE_FORBIDS.
        """
        product = _editable(business, product_id)
        rows = list(pictures_of(business, product_id))
        picture = _found([row for row in rows if row.pk == picture_id])
        if "alt_text" in fields:
            picture.alt_text = fields["alt_text"]
            picture.save(update_fields=["alt_text", "updated_at"])
        if "position" in fields:
            _put_in_order(moved(rows, rows.index(picture), fields["position"]))
        _log(product, "picture.updated", actor, picture, fields=sorted(fields))
        return Result.success(picture)

    @staticmethod
    @operation
    def remove_picture(
        *, business: BusinessRef, product_id: UUID, picture_id: UUID, actor: Actor, at: datetime
    ) -> Result[None]:
        """Take a picture away; for an hour it can be restored.

        Refuses: NOT_FOUND, LIFE_CYCLE_FORBIDS.
        """
        product = _editable(business, product_id)
        rows = list(pictures_of(business, product_id))
        picture = _found([row for row in rows if row.pk == picture_id])
        picture.removed_at = at
        picture.save(update_fields=["removed_at", "updated_at"])
        _put_in_order([row for row in rows if row is not picture])
        _log(product, "picture.removed", actor, picture)
        return Result.success(None)

    @staticmethod
    @operation
    def restore_picture(
        *, business: BusinessRef, product_id: UUID, picture_id: UUID, actor: Actor
    ) -> Result[ProductPicture]:
        """Put a picture back that was removed, at its position. One that is there stays as it is.

        Refuses: NOT_FOUND (also once it is forgotten), LIFE_CYCLE_FORBIDS, TOO_MANY_PICTURES.
        """
        product = _editable(business, product_id)
        picture = _found(lock_picture(business, product_id, picture_id))
        if picture.removed_at is None:
            return Result.success(picture)
        rows = list(pictures_of(business, product_id))
        _check_count(len(rows))
        picture.removed_at = None
        picture.save(update_fields=["removed_at", "updated_at"])
        _put_in_order(moved([*rows, picture], len(rows), picture.position))
        _log(product, "picture.restored", actor, picture)
        return Result.success(picture)


def _refused(business: BusinessRef, refusal: DomainError, once: Once | None) -> Result[ProductPicture]:
    """The refusal; where this very upload was taken before, its answer: what was there then is no reason any more.

    Raises: AlreadyDone.
    """
    return run_operation(business, lambda: Result.refused(refusal), once)


def _check_takes_more(business: BusinessRef, product_id: UUID) -> None:
    """What is asked before a picture is drawn: it is asked again under the lock."""
    with tenant_scope(business):
        product = Product.objects.for_business(business).filter(pk=product_id).first()
        if product is None:
            raise DomainError("NOT_FOUND", "There is no such product.")
        check_editable(product.life_cycle)
        _check_count(pictures_of(business, product_id).count())


def _check_count(count: int) -> None:
    if count >= MAX_PICTURES:
        raise DomainError(
            "TOO_MANY_PICTURES",
            f"A product has at most {MAX_PICTURES} pictures: remove one first.",
            {"max_pictures": MAX_PICTURES},
        )


@operation
def _insert(
    *, business: BusinessRef, product_id: UUID, actor: Actor, made: Renditions, address: str, alt_text: str
) -> Result[ProductPicture]:
    product = _editable(business, product_id)
    count = pictures_of(business, product_id).count()
    _check_count(count)
    picture = ProductPicture.objects.for_business(business).create(
        business_id=product.business_id,
        product=product,
        position=count,
        alt_text=alt_text,
        address=address,
        width=made.width,
        height=made.height,
        size=len(made.small) + len(made.large),
    )
    _log(product, "picture.added", actor, picture)
    return Result.success(picture)


def _editable(business: BusinessRef, product_id: UUID) -> Product:
    product = lock_product(business, product_id)
    check_editable(product.life_cycle)
    return product


def _found(rows: list[ProductPicture]) -> ProductPicture:
    if not rows:
        raise DomainError("NOT_FOUND", "The product has no such picture.")
    return rows[0]


def _put_in_order(rows: list[ProductPicture]) -> None:
    for position, row in enumerate(rows):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position", "updated_at"])


def _log(product: Product, event_type: str, actor: Actor, picture: ProductPicture, **event_data: object) -> None:
    AuditLog.log_event(
        event_type,
        business=product.business_id,
        actor=actor,
        event_data={"product_id": str(product.pk), "picture_id": str(picture.pk), **event_data},
    )
