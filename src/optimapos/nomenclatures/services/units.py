"""Units: how finely one counts can't change under those who count in it."""

from typing import TypedDict

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.nomenclatures.locks import lock_unit
from optimapos.nomenclatures.models import UnitOfMeasure
from optimapos.nomenclatures.selectors.references import is_referred_to


class UnitFields(TypedDict, total=False):
    """The columns of a unit that a caller may change."""

    code: str
    name: str
    decimals: int


class UnitService:
    """Changes units."""

    @staticmethod
    @operation
    def update_unit(*, business: BusinessRef, unit_id: UUID, actor: Actor, fields: UnitFields) -> Result[UnitOfMeasure]:
        """Change a unit; its decimals only while nothing is counted in it.

        Refuses: NOT_FOUND, DUPLICATE_CODE, IN_USE (data: decimals).
        """
        unit = lock_unit(business, unit_id)
        if unit is None:
            raise DomainError("NOT_FOUND", "There is no such unit.")
        if fields.get("decimals", unit.decimals) != unit.decimals and is_referred_to(unit):
            raise DomainError(
                "IN_USE", "Products are counted in this unit, so its decimals stay.", {"decimals": unit.decimals}
            )
        for column, value in fields.items():
            setattr(unit, column, value)
        unit.save()
        AuditLog.log_event(
            "unit_of_measure.updated",
            business=business,
            actor=actor,
            event_data={"id": str(unit.pk), "decimals": unit.decimals},
        )
        return Result.success(unit)
