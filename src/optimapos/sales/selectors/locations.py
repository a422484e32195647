"""What a location is used for, as the organization asks before it changes or closes one."""

from uuid import UUID

from django.db.models import Q

from optimapos.core.interfaces import LocationUse, document_kinds
from optimapos.core.tenancy import BusinessRef
from optimapos.inventory.models import InventoryItem, StockTransfer
from optimapos.sales.models import Sale
from optimapos.sales.types import SaleStatus

OPEN = (SaleStatus.DRAFT, SaleStatus.PENDING)


class LocationUses:
    """An `ILocationUse`."""

    @staticmethod
    def use_of(*, business: BusinessRef, location_id: UUID) -> LocationUse:
        """What is there, in as many queries as there are kinds of documents, and four more."""
        items = InventoryItem.objects.for_business(business).filter(location=location_id)
        sales = Sale.objects.for_business(business).filter(location=location_id)
        return LocationUse(
            stocked_products=items.exclude(current_qty=0).count(),
            open_carts=sales.filter(status__in=OPEN).count(),
            open_documents=_open_documents(business, location_id),
            has_history=items.filter(seq__gt=0).exists() or sales.filter(completed_at__isnull=False).exists(),
        )


def _open_documents(business: BusinessRef, location_id: UUID) -> int:
    """Documents of the location that are not done, and transfers on their way to it."""
    found = 0
    for kind in document_kinds().values():
        here = Q(location=location_id)
        if kind.model is StockTransfer:
            here |= Q(to_location=location_id)
        found += kind.model.objects.for_business(business).filter(here, status__is_final=False).count()
    return found
