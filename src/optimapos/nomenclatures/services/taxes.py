"""Tax rates: rows that a checkout reads, so each change counts the settings version up."""

from datetime import date
from decimal import Decimal

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.nomenclatures.models import TaxRate
from optimapos.nomenclatures.services.versions import bump_settings_version


class TaxRateService:
    """Adds and removes rates. A rate is never edited: the next one begins on another day."""

    @staticmethod
    @operation
    def add_rate(
        *,
        business: BusinessRef,
        actor: Actor,
        category_id: UUID,
        code: str,
        rate: Decimal,
        valid_from: date,
        location_id: UUID | None = None,
    ) -> Result[TaxRate]:
        """Make `rate` per cent the rate of a category from a day on, at one location or wherever none is set.

        Refuses: DUPLICATE_RATE for a second one of the category, place and day.
        """
        row = TaxRate.objects.for_business(business).create(
            business_id=business_id_of(business),
            category_id=category_id,
            location_id=location_id,
            code=code,
            rate=rate,
            valid_from=valid_from,
        )
        bump_settings_version(business)
        AuditLog.log_event(
            "tax_rate.added",
            business=business,
            actor=actor,
            location_id=row.location_id,
            event_data={"id": str(row.pk), "rate": f"{rate:f}"},
        )
        return Result.success(row)

    @staticmethod
    @operation
    def remove_rate(*, business: BusinessRef, rate_id: UUID, actor: Actor) -> Result[None]:
        """Delete a rate, such as one that was mistyped. Sales keep the rate that they were made at.

        Refuses: NOT_FOUND, also for a location that the actor does not see.
        """
        row = TaxRate.objects.for_business(business).filter(pk=rate_id).first()
        if row is None or (row.location_id and not actor.sees(row.location_id)):
            raise DomainError("NOT_FOUND", "There is no such rate.")
        row.delete()
        bump_settings_version(business)
        event_data = {"id": str(rate_id), "rate": f"{row.rate:f}", "valid_from": row.valid_from.isoformat()}
        AuditLog.log_event(
            "tax_rate.removed", business=business, actor=actor, location_id=row.location_id, event_data=event_data
        )
        return Result.success(None)
