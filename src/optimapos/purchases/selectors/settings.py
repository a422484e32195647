"""The settings of purchasing."""

from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.purchases.models import PurchaseSettings


def settings_of(business: BusinessRef) -> PurchaseSettings:
    """The business's settings; what applies before anybody set them, where there is no row yet."""
    row = PurchaseSettings.objects.for_business(business).first()
    return row or PurchaseSettings(business_id=business_id_of(business))
