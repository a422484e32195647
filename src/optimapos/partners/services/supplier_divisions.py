"""Divisions of suppliers."""

from typing import Any, TypedDict

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.partners.locks import lock_supplier
from optimapos.partners.models import Supplier, SupplierDivision
from optimapos.partners.rules.texts import cleaned_fields
from optimapos.partners.selectors import divisions_of


class DivisionFields(TypedDict, total=False):
    """The columns of a division that a caller may set. `payment_days` None: as the supplier; 0: paid at once."""

    code: str
    name: str
    payment_days: int | None
    contact_person: str
    phone: str
    email: str
    is_active: bool


class SupplierDivisionService:
    """Creates divisions and changes them, under the lock of their supplier. Source: partners-app.md "SupplierDivision"."""

    @staticmethod
    @operation
    def create_division(
        *, business: BusinessRef, supplier_id: UUID, actor: Actor, fields: DivisionFields
    ) -> Result[SupplierDivision]:
        """Add a division. `fields` needs code and name.

        Refuses: SUPPLIER_NOT_FOUND, VALIDATION_FAILED (an empty name or code), DUPLICATE_CODE.
        """
        supplier = lock_supplier(business, supplier_id)
        division = SupplierDivision(business_id=supplier.business_id, supplier=supplier, **_cleaned(fields))
        division.save(force_insert=True)
        return _logged(division, "supplier_division.created", actor)

    @staticmethod
    @operation
    def update_division(
        *, business: BusinessRef, supplier_id: UUID, division_id: UUID, actor: Actor, fields: DivisionFields
    ) -> Result[SupplierDivision]:
        """Change the columns in `fields`.

        Refuses: SUPPLIER_NOT_FOUND, DIVISION_NOT_FOUND, VALIDATION_FAILED (an empty name or code), DUPLICATE_CODE.
        """
        division = _division(lock_supplier(business, supplier_id), division_id)
        for column, value in _cleaned(fields).items():
            setattr(division, column, value)
        division.save()
        return _logged(division, "supplier_division.updated", actor, fields=sorted(fields))

    @staticmethod
    @operation
    def deactivate_division(
        *, business: BusinessRef, supplier_id: UUID, division_id: UUID, actor: Actor
    ) -> Result[SupplierDivision]:
        """Take a division out of use; documents that name it stay. Doing it twice is no error.

        Refuses: SUPPLIER_NOT_FOUND, DIVISION_NOT_FOUND.
        """
        division = _division(lock_supplier(business, supplier_id), division_id)
        division.is_active = False
        division.save(update_fields=["is_active", "updated_at"])
        return _logged(division, "supplier_division.updated", actor, fields=["is_active"])


def _cleaned(fields: DivisionFields) -> dict[str, Any]:
    columns = cleaned_fields(fields)
    if columns.get("code") == "":
        raise DomainError("VALIDATION_FAILED", "The code is empty. Write one.", {"field": "code"})
    return columns


def _division(supplier: Supplier, division_id: UUID) -> SupplierDivision:
    division = divisions_of(supplier).filter(pk=division_id).first()
    if division is None:
        raise DomainError("DIVISION_NOT_FOUND", "The supplier has no such division.", {"division": str(division_id)})
    return division


def _logged(division: SupplierDivision, event_type: str, actor: Actor, **event_data: Any) -> Result[SupplierDivision]:
    data = {"supplier_id": str(division.supplier_id), "division_id": str(division.pk), **event_data}
    AuditLog.log_event(event_type, business=division.business_id, actor=actor, event_data=data)
    return Result.success(division)
