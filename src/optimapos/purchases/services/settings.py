"""How a business buys."""

from decimal import Decimal

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.operations import operation
from optimapos.core.quantities import shown
from optimapos.core.result import Result
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.purchases.models import PurchaseSettings
from optimapos.purchases.selectors.settings import settings_of


class PurchaseSettingsService:
    """Changes the settings of purchasing."""

    @staticmethod
    @operation
    def update_settings(*, business: BusinessRef, actor: Actor, **changes: Decimal) -> Result[PurchaseSettings]:
        """Change columns of the settings: `over_delivery_percent`, `price_tolerance_percent`, `price_tolerance_amount`,
        `quantity_tolerance_percent`.

        Refuses: nothing.
        """
        PurchaseSettings.objects.for_business(business).update_or_create(
            business_id=business_id_of(business), defaults=changes
        )
        AuditLog.log_event(
            "purchase_settings.updated",
            business=business,
            actor=actor,
            event_data={name: shown(value) for name, value in changes.items()},
        )
        return Result.success(settings_of(business))
