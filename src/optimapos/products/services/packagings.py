"""Packagings and barcodes of a product that exists."""

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.nomenclatures.selectors import is_referred_to
from optimapos.nomenclatures.services import bump_settings_version
from optimapos.products.locks import lock_product
from optimapos.products.models import Product, ProductBarcode, ProductPackaging
from optimapos.products.rules.life_cycle import check_editable
from optimapos.products.services.inputs import PackagingFields
from optimapos.products.services.parts import insert_barcodes, insert_packaging
from optimapos.products.types import NewPackaging


class PackagingService:
    """Adds, changes and removes packagings."""

    @staticmethod
    @operation
    def add_packaging(
        *, business: BusinessRef, product_id: UUID, actor: Actor, packaging: NewPackaging
    ) -> Result[ProductPackaging]:
        """Add a packaging with its barcodes and its price.

        Refuses: NOT_FOUND, LIFE_CYCLE_FORBIDS, DUPLICATE_PACKAGING, BAD_FACTOR, BAD_BARCODE, DUPLICATE_BARCODE,
        PERMISSION_DENIED (a price without the right to set prices).
        """
        product = _editable(business, product_id)
        row = insert_packaging(product, packaging, actor)
        _log(product, "packaging.added", actor, packaging_id=str(row.pk))
        return Result.success(row)

    @staticmethod
    @operation
    def change_packaging(
        *, business: BusinessRef, product_id: UUID, packaging_id: UUID, actor: Actor, fields: PackagingFields
    ) -> Result[ProductPackaging]:
        """Change a packaging's columns; its factor only while nothing was sold in it.

        Refuses: NOT_FOUND, LIFE_CYCLE_FORBIDS, PACKAGING_USED, BAD_FACTOR, DUPLICATE_PACKAGING.
        """
        product = _editable(business, product_id)
        row = _packaging(product, packaging_id)
        before = (row.factor_num, row.factor_den)
        for column, value in fields.items():
            setattr(row, column, value)
        if (row.factor_num, row.factor_den) != before and is_referred_to(row):
            raise _used(row)
        row.save()
        bump_settings_version(business)
        _log(product, "packaging.updated", actor, packaging_id=str(row.pk), fields=sorted(fields))
        return Result.success(row)

    @staticmethod
    @operation
    def remove_packaging(*, business: BusinessRef, product_id: UUID, packaging_id: UUID, actor: Actor) -> Result[None]:
        """Delete a packaging with its barcodes and prices, while nothing was sold in it.

        Refuses: NOT_FOUND, LIFE_CYCLE_FORBIDS, PACKAGING_USED.
        """
        product = _editable(business, product_id)
        row = _packaging(product, packaging_id)
        if is_referred_to(row):
            raise _used(row)
        row.delete()
        bump_settings_version(business)
        _log(product, "packaging.removed", actor, packaging_id=str(packaging_id))
        return Result.success(None)


class BarcodeService:
    """Adds and removes barcodes."""

    @staticmethod
    @operation
    def add_barcode(
        *, business: BusinessRef, product_id: UUID, actor: Actor, code: str, packaging_id: UUID | None = None
    ) -> Result[ProductBarcode]:
        """Add a barcode of the product, or of one of its packagings.

        Refuses: NOT_FOUND, LIFE_CYCLE_FORBIDS, BAD_BARCODE, DUPLICATE_BARCODE (data: code, product, sku).
        """
        product = _editable(business, product_id)
        packaging = _packaging(product, packaging_id) if packaging_id else None
        insert_barcodes(product, [code], packaging)
        row = ProductBarcode.objects.for_business(business).get(product=product, code=code.strip())
        _log(product, "barcode.added", actor, barcode_id=str(row.pk))
        return Result.success(row)

    @staticmethod
    @operation
    def remove_barcode(*, business: BusinessRef, product_id: UUID, barcode_id: UUID, actor: Actor) -> Result[None]:
        """Delete a barcode.

        Refuses: NOT_FOUND, LIFE_CYCLE_FORBIDS.
        """
        product = _editable(business, product_id)
        deleted, _ = ProductBarcode.objects.for_business(business).filter(product=product, pk=barcode_id).delete()
        if not deleted:
            raise DomainError("NOT_FOUND", "There is no such barcode.")
        bump_settings_version(business)
        _log(product, "barcode.removed", actor, barcode_id=str(barcode_id))
        return Result.success(None)


def _editable(business: BusinessRef, product_id: UUID) -> Product:
    product = lock_product(business, product_id)
    check_editable(product.life_cycle)
    return product


def _packaging(product: Product, packaging_id: UUID) -> ProductPackaging:
    row = ProductPackaging.objects.for_business(product.business_id).filter(product=product, pk=packaging_id).first()
    if row is None:
        raise DomainError("NOT_FOUND", "There is no such packaging.")
    return row


def _used(row: ProductPackaging) -> DomainError:
    return DomainError(
        "PACKAGING_USED",
        f"{row.name} was sold already, so its factor stays.",
        {"packaging": str(row.pk)},
        ("Deactivate it and add a new one.",),
    )


def _log(product: Product, event_type: str, actor: Actor, **event_data: object) -> None:
    AuditLog.log_event(
        event_type, business=product.business_id, actor=actor, event_data={"product_id": str(product.pk), **event_data}
    )
