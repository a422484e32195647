"""Supplier price lists: what a supplier asks for a product, from when to when, and who is asked first."""

from datetime import date
from decimal import Decimal
from typing import TypedDict
from uuid import UUID

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.money import currency_exponent
from optimapos.core.operations import operation
from optimapos.core.quantities import shown
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.partners.models import Supplier
from optimapos.products.models import Product, ProductPackaging
from optimapos.purchases.models import SupplierProduct


class SupplierProductFields(TypedDict, total=False):
    """The columns of a line of a price list that a caller may set. Without a currency it is the supplier's."""

    supplier: Supplier
    product: Product
    supplier_sku: str
    packaging_id: UUID | None
    currency: str
    price: Decimal
    valid_from: date
    valid_until: date | None
    min_order_qty: Decimal
    order_multiple: Decimal
    lead_time_days: int | None
    is_preferred: bool


class SupplierProductService:
    """Keeps price lists."""

    @staticmethod
    @operation
    def create_supplier_product(
        *, business: BusinessRef, actor: Actor, fields: SupplierProductFields
    ) -> Result[SupplierProduct]:
        """List a price. The preferred line of a product takes that from the one that was before.

        Refuses: UNKNOWN_CURRENCY, PACKAGING_NOT_FOUND, BAD_PRICE_PERIOD (data: valid_from, valid_until), DUPLICATE_PRICE.
        """
        row = SupplierProduct(business_id=business_id_of(business), **fields)
        row.currency = row.currency or row.supplier.currency
        return _saved(row, actor, "supplier_product.created")

    @staticmethod
    @operation
    def update_supplier_product(
        *, business: BusinessRef, actor: Actor, row_id: UUID, fields: SupplierProductFields
    ) -> Result[SupplierProduct]:
        """Change a listed price; documents keep what they were written with.

        Refuses: NOT_FOUND, and as `create_supplier_product`.
        """
        row = _found(business, row_id)
        for column, value in fields.items():
            setattr(row, column, value)
        return _saved(row, actor, "supplier_product.updated")

    @staticmethod
    @operation
    def delete_supplier_product(*, business: BusinessRef, actor: Actor, row_id: UUID) -> Result[None]:
        """Take a price off the list.

        Refuses: NOT_FOUND.
        """
        row = _found(business, row_id)
        _log(row, actor, "supplier_product.deleted")
        row.delete()
        return Result.success(None)


def _found(business: BusinessRef, row_id: UUID) -> SupplierProduct:
    rows = SupplierProduct.objects.for_business(business).select_related("supplier", "product")
    row = rows.filter(pk=row_id).first()
    if row is None:
        raise DomainError("NOT_FOUND", "There is no such price.")
    return row


def _saved(row: SupplierProduct, actor: Actor, event_type: str) -> Result[SupplierProduct]:
    _check(row)
    if row.is_preferred:
        others = SupplierProduct.objects.for_business(row.business_id).filter(product_id=row.product_id)
        others.filter(is_preferred=True).exclude(pk=row.pk).update(is_preferred=False)
    row.save()
    _log(row, actor, event_type)
    return Result.success(row)


def _check(row: SupplierProduct) -> None:
    try:
        currency_exponent(row.currency)
    except ValueError as error:
        raise DomainError("UNKNOWN_CURRENCY", f"{error}.", {"currency": row.currency}) from error
    packagings = ProductPackaging.objects.for_business(row.business_id).filter(product_id=row.product_id)
    if row.packaging_id and not packagings.filter(pk=row.packaging_id).exists():
        msg = "The product has no such packaging."
        raise DomainError("PACKAGING_NOT_FOUND", msg, {"packagings": [str(row.packaging_id)]})
    if row.valid_until and row.valid_until < row.valid_from:
        days = {"valid_from": row.valid_from.isoformat(), "valid_until": row.valid_until.isoformat()}
        raise DomainError("BAD_PRICE_PERIOD", "The price ends before it begins.", days)


def _log(row: SupplierProduct, actor: Actor, event_type: str) -> None:
    AuditLog.log_event(
        event_type,
        business=row.business_id,
        actor=actor,
        event_data={
            "id": str(row.pk),
            "supplier_id": str(row.supplier_id),
            "product_id": str(row.product_id),
            "price": shown(row.price),
            "currency": row.currency,
        },
    )
