"""Customers as a member sees them, and by id."""

from collections.abc import Iterable

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from optimapos.core.actors import Actor, Capability
from optimapos.core.ids import UUID
from optimapos.core.money import ZERO
from optimapos.core.result import DomainError
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.models import Business
from optimapos.partners.models import Customer, CustomerSite


def customers_of(actor: Actor) -> QuerySet[Customer]:
    """All customers of the business, with their price groups and what they bought in all."""
    rows = Customer.objects.for_business(actor.business_id).select_related("price_group")
    return rows.annotate(
        sales_count=Coalesce("stats__sales_count", 0),
        total_purchases=Coalesce("stats__total_purchases", ZERO),
        total_refunded=Coalesce("stats__total_refunded", ZERO),
        last_purchase_at=F("stats__last_purchase_at"),
    )


def customer_names(actor: Actor, ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """How customers are called, by id; nothing for who may not see customers."""
    wanted = {each for each in ids if each}
    if not wanted or not actor.can(Capability.CUSTOMER_VIEW):
        return {}
    rows = Customer.objects.for_business(actor.business_id).filter(pk__in=wanted)
    return dict(rows.values_list("pk", "name"))


def customer_by_id(business: BusinessRef, customer_id: UUID) -> Customer:
    """One customer with its sites and its week.

    Refuses: CUSTOMER_NOT_FOUND.
    """
    rows = Customer.objects.for_business(business).select_related("price_group")
    customer = rows.prefetch_related("sites", "day_schedules").filter(pk=customer_id).first()
    if customer is None:
        raise DomainError("CUSTOMER_NOT_FOUND", "There is no such customer.", {"customer": str(customer_id)})
    return customer


def get_delivery_address(customer: Customer) -> CustomerSite | None:
    """The site that a customer's goods go to, if there is one."""
    return customer.get_delivery_address()


def sites_of(customer: Customer) -> QuerySet[CustomerSite]:
    """All sites of a customer, those out of use too."""
    return CustomerSite.objects.for_business(customer.business_id).filter(customer=customer)


def with_merged(business: BusinessRef, customer_id: UUID) -> list[UUID]:
    """A customer, and those that were merged into it, under whose names it bought and paid before."""
    rows = Customer.objects.for_business(business).filter(merged_into_id=customer_id)
    return [customer_id, *rows.values_list("pk", flat=True)]


def country_of(business: BusinessRef) -> str:
    """The country whose phone and tax numbers may be written without a prefix; perhaps empty."""
    return Business.objects.get(pk=business_id_of(business)).country
