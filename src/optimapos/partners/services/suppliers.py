"""Creating and changing suppliers."""

from decimal import Decimal
from typing import Any, TypedDict

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.models import Business
from optimapos.organization.services.businesses import check_currency
from optimapos.partners.locks import lock_supplier
from optimapos.partners.models import Supplier
from optimapos.partners.rules.texts import check_vat_number, cleaned_fields
from optimapos.partners.services.codes import free_code
from optimapos.partners.services.supplier_dashboard import SupplierDashboard

CODE_SEQUENCE = "supplier"


class SupplierFields(TypedDict, total=False):
    """The columns of a supplier that a caller may set. `credit_limit` None: none was agreed; 0: no credit."""

    code: str
    name: str
    vat_number: str
    vat_registered: bool
    contact_person: str
    city: str
    address: str
    phone: str
    email: str
    currency: str
    credit_limit: Decimal | None
    payment_days: int
    lead_time_days: int
    delivery_blocked: bool
    is_active: bool
    notes: str


class SupplierService(SupplierDashboard):
    """Creates suppliers, changes them and tells of them. Source: partners-app.md "Supplier", "SupplierService"."""

    @staticmethod
    @operation
    def create_supplier(*, business: BusinessRef, actor: Actor, fields: SupplierFields) -> Result[Supplier]:
        """Create a supplier. `fields` needs name; without a `code` the next free number of the series is drawn.

        Without a currency it is the business's.

        Refuses: VALIDATION_FAILED (an empty name), BAD_VAT_NUMBER, UNKNOWN_CURRENCY, DUPLICATE_CODE.
        """
        columns = cleaned_fields(fields)
        columns["currency"] = columns.get("currency") or Business.objects.get(pk=business_id_of(business)).currency
        columns["code"] = columns.get("code") or free_code(business, Supplier, sequence=CODE_SEQUENCE, prefix="S")
        supplier = Supplier(business_id=business_id_of(business), **columns)
        _check(supplier)
        supplier.save(force_insert=True)
        return _logged(supplier, "supplier.created", actor, code=supplier.code)

    @staticmethod
    @operation
    def update_supplier(
        *, business: BusinessRef, supplier_id: UUID, actor: Actor, fields: SupplierFields
    ) -> Result[Supplier]:
        """Change the columns in `fields`.

        Refuses: SUPPLIER_NOT_FOUND, VALIDATION_FAILED (an empty name or code), BAD_VAT_NUMBER, UNKNOWN_CURRENCY,
        DUPLICATE_CODE.
        """
        supplier = lock_supplier(business, supplier_id)
        for column, value in cleaned_fields(fields).items():
            setattr(supplier, column, value)
        _check(supplier)
        supplier.save()
        return _logged(supplier, "supplier.updated", actor, fields=sorted(fields))

    @staticmethod
    @operation
    def deactivate_supplier(*, business: BusinessRef, supplier_id: UUID, actor: Actor) -> Result[Supplier]:
        """Take a supplier out of use; its history stays. Doing it twice is no error.

        Refuses: SUPPLIER_NOT_FOUND.
        """
        supplier = lock_supplier(business, supplier_id)
        supplier.is_active = False
        supplier.save(update_fields=["is_active", "updated_at"])
        return _logged(supplier, "supplier.updated", actor, fields=["is_active"])


def _check(supplier: Supplier) -> None:
    if not supplier.code:
        raise DomainError("VALIDATION_FAILED", "The code is empty. Write one.", {"field": "code"})
    check_currency(supplier.currency)
    check_vat_number(supplier.vat_number, is_registered=supplier.vat_registered)


def _logged(supplier: Supplier, event_type: str, actor: Actor, **event_data: Any) -> Result[Supplier]:
    data = {"supplier_id": str(supplier.pk), **event_data}
    AuditLog.log_event(event_type, business=supplier.business_id, actor=actor, event_data=data)
    return Result.success(supplier)
