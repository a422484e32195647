"""Sales as they are shown: the ones at locations that the actor may see."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce

from optimapos.core.actors import Actor
from optimapos.core.tenancy import BusinessRef, tenant_scope
from optimapos.organization.models import Terminal
from optimapos.partners.selectors.customers import with_merged
from optimapos.sales.answers import sale_document
from optimapos.sales.models import Payment, Sale, StockReservation
from optimapos.sales.types import PaymentDirection


def sales_of(actor: Actor) -> QuerySet[Sale]:
    """The sales and carts that the actor may see."""
    rows = Sale.objects.for_business(actor.business_id)
    return rows if actor.location_ids is None else rows.filter(location_id__in=actor.location_ids)


def purchases_of(actor: Actor, customer_id: UUID) -> QuerySet[Sale]:
    """What a customer, and whoever was merged into it, bought at places that the actor may see: completed sales."""
    found = with_merged(actor.business_id, customer_id)
    return sales_of(actor).filter(customer_id__in=found, completed_at__isnull=False)


def payments_of(actor: Actor, customer_id: UUID) -> QuerySet[Payment]:
    """What a customer, and whoever was merged into it, paid, on account and for sales at places that the actor may see."""
    found = with_merged(actor.business_id, customer_id)
    rows = Payment.objects.for_business(actor.business_id).filter(customer_id__in=found).select_related("sale")
    return rows if actor.location_ids is None else rows.filter(Q(sale=None) | Q(sale__location__in=actor.location_ids))


def all_payments_of(actor: Actor) -> QuerySet[Payment]:
    """The payments that the actor may see, each with `location_id`: where its sale was made, or else where its terminal is.

    Money for debts that was taken without a terminal has none, and is seen by members of all locations and by who took it.
    """
    terminals = Terminal.objects.for_business(actor.business_id).filter(pk=OuterRef("terminal_id"))
    rows = Payment.objects.for_business(actor.business_id).select_related("sale", "customer")
    place = Coalesce("sale__location_id", Subquery(terminals.values("location_id")), output_field=UUIDField())
    rows = rows.annotate(location_id=place)
    if actor.location_ids is None:
        return rows
    return rows.filter(Q(location_id__in=actor.location_ids) | Q(location_id=None, user_id=actor.user_id))


def document_of(sale: Sale) -> dict[str, Any]:
    """The whole sale, in three queries more."""
    return sale_document(
        sale,
        list(sale.sale_items.order_by("line_no")),
        list(sale.taxes.order_by("code", "rate")),
        list(sale.payments.filter(direction=PaymentDirection.IN).order_by("id")),
    )


def stored_document(business: BusinessRef, sale_id: UUID) -> dict[str, Any]:
    """The whole sale by id, in a transaction of its own."""
    with tenant_scope(business):
        return document_of(Sale.objects.for_business(business).get(pk=sale_id))


def held_until(sale: Sale) -> datetime | None:
    """Until when the cart's stock is held: the earliest expiry of its reservations, None where it holds none."""
    rows = StockReservation.objects.for_business(sale.business_id)
    expiry: datetime | None = rows.filter(sale_id=sale.pk, status="ACTIVE").aggregate(first=Min("expires_at"))["first"]
    return expiry
