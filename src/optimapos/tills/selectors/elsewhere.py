"""What there is of one product, place by place."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connections

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.result import DomainError
from optimapos.core.tenancy import APP
from optimapos.organization.selectors import actor_of_member, visible_locations
from optimapos.products.models import Product
from optimapos.tills.sql import ELSEWHERE


@dataclass(frozen=True, slots=True)
class StockAt:
    """What may be sold of a product at a place now, and when the first of it expires."""

    location: UUID
    code: str
    name: str
    kind: str
    available: Decimal
    expires_on: date | None


def stock_elsewhere(actor: Actor, product_id: UUID) -> list[StockAt]:
    """The places of the actor's membership where the product ever was, the most of it first. A till's operator looks beyond
    the till's own place.

    Refuses: PRODUCT_NOT_FOUND.
    """
    if not Product.objects.for_business(actor.business_id).filter(pk=product_id).exists():
        raise DomainError("PRODUCT_NOT_FOUND", "There is no such product.")
    member = actor_of_member(actor.business_id, actor.membership_id) or actor
    places = list(visible_locations(member).values_list("pk", flat=True))
    with connections[APP].cursor() as cursor:
        cursor.execute(ELSEWHERE, {"business": actor.business_id, "product": product_id, "locations": places})
        return [StockAt(*row) for row in cursor.fetchall()]
