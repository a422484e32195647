"""Customers as a member sees them."""

from django.db.models import Q, QuerySet

from optimapos.core.actors import Actor
from optimapos.partners.models import Customer


def customers_of(actor: Actor) -> QuerySet[Customer]:
    """All customers of the business."""
    return Customer.objects.for_business(actor.business_id)


def matching(rows: QuerySet[Customer], text: str) -> QuerySet[Customer]:
    """Those whose code begins with `text` or whose name contains it."""
    return rows.filter(Q(code__istartswith=text) | Q(name__icontains=text))
