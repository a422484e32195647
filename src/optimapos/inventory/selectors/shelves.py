"""What is seen of all items together: the layers that expire, and everything that moved."""

from django.db.models import QuerySet

from optimapos.core.actors import Actor
from optimapos.inventory.models import InventoryBatch, InventoryMovement
from optimapos.inventory.selectors.availability import items_of
from optimapos.inventory.types import BatchKind


def expiring_of(actor: Actor) -> QuerySet[InventoryBatch]:
    """The open layers with a date of expiry at the actor's locations, with product and location."""
    rows = InventoryBatch.objects.for_business(actor.business_id).filter(
        is_open=True, kind=BatchKind.STOCK, expires_on__isnull=False, item__in=items_of(actor).order_by()
    )
    return rows.select_related("item__product__unit", "item__location")


def movements_of(actor: Actor) -> QuerySet[InventoryMovement]:
    """What moved at the actor's locations, with product and location."""
    rows = InventoryMovement.objects.for_business(actor.business_id).filter(item__in=items_of(actor).order_by())
    return rows.select_related("item__product__unit", "item__location")
