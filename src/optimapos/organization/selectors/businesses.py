"""What is read of a business as a whole."""

from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.models import Business


def currency_of(business: BusinessRef) -> str:
    """The currency that the business keeps its books in."""
    return Business.objects.values_list("currency", flat=True).get(pk=business_id_of(business))
