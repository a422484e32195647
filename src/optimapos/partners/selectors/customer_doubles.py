"""Customers who are likely one: with the same phone, the same tax number or a very similar name.

What is sealed is compared by its blind index. While keys are being renewed, a row that is not sealed anew yet has no double.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from optimapos.core.actors import Actor
from optimapos.core.tenancy import BusinessRef
from optimapos.partners.models import Customer
from optimapos.partners.models.customers import CustomerQuerySet

ALIKE_BY = {"PHONE": "phone_index", "TAX_NUMBER": "vat_number_index", "NAME": "name_key"}
"""Why two are alike, and by which column."""
MOST = 1_000
"""Of a page's customers, so many doubles are told."""


@dataclass(frozen=True, slots=True)
class Double:
    """An older customer who may be the same, and why."""

    customer: Customer
    reasons: Sequence[str]


def customers_with_doubles(actor: Actor) -> QuerySet[Customer]:
    """Customers in use for whom there is an older one in use who may be the same."""
    found = Q()
    for column in ALIKE_BY.values():
        older = _in_use(actor.business_id).filter(pk__lt=OuterRef("pk"), **{column: OuterRef(column)})
        found |= Q(Exists(older.exclude(name_key="") if column == "name_key" else older))
    return _in_use(actor.business_id).filter(found)


def doubles_of(business: BusinessRef, customers: Sequence[Customer]) -> dict[Customer, list[Double]]:
    """The older doubles of each, by age; one query."""
    alike = Q(pk__in=())
    for column in ALIKE_BY.values():
        alike |= Q(**{f"{column}__in": [value for each in customers if (value := getattr(each, column))]})
    known = list(_in_use(business).filter(alike).order_by("pk")[:MOST])
    return {customer: list(_doubles(customer, known)) for customer in customers}


def _doubles(customer: Customer, known: Sequence[Customer]) -> Iterator[Double]:
    for other in known:
        reasons = [reason for reason, column in ALIKE_BY.items() if _is_alike(customer, other, column)]
        if other.pk < customer.pk and reasons:
            yield Double(other, reasons)


def _is_alike(one: Customer, other: Customer, column: str) -> bool:
    mine, theirs = getattr(one, column), getattr(other, column)
    return bool(mine) and bool(mine == theirs)


def _in_use(business: BusinessRef) -> CustomerQuerySet:
    return Customer.objects.for_business(business).active()
