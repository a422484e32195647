"""What customers owe: open items, aging, overdue, statements. Each a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from optimapos.core.actors import Actor
from optimapos.core.money import ZERO
from optimapos.core.tenancy import BusinessRef
from optimapos.organization.models import Business
from optimapos.partners.models import CreditTransaction, Customer, OpenItem
from optimapos.partners.rules.aging import BUCKETS
from optimapos.partners.rules.receivables import NEAR_PERCENT, Open
from optimapos.partners.rules.standing import CreditStanding

Aging = dict[str, Decimal]
"""What is owed by bucket, `credits` that settle nothing yet, and `total`: what is owed less these."""

_FIGURES = (*BUCKETS, "credits", "total")
_LATE = dict(zip(BUCKETS[1:], ((1, 30), (31, 60), (61, 90), (91, None)), strict=True))


def open_of(business: BusinessRef, customer_id: UUID) -> list[Open]:
    """What is open of a customer, the oldest due first; credits by their day."""
    rows = OpenItem.objects.for_business(business).filter(customer_id=customer_id)
    ordered = rows.order_by(Coalesce("due_date", "entry__business_date"), "pk")
    return [
        Open(entry, source or entry, amount, due)
        for entry, source, amount, due in ordered.values_list("pk", "entry__source_id", "open_amount", "due_date")
    ]


def has_open_credit(business: BusinessRef, customer_id: UUID) -> bool:
    """Whether money of a customer is kept that settles nothing yet."""
    return OpenItem.objects.for_business(business).filter(customer_id=customer_id, open_amount__lt=0).exists()


def open_items_of(actor: Actor, customer_id: UUID) -> QuerySet[OpenItem]:
    """The same as rows, with their entries."""
    rows = OpenItem.objects.for_business(actor.business_id).filter(customer_id=customer_id).select_related("entry")
    return rows.order_by(Coalesce("due_date", "entry__business_date"), "pk")


def entries_of(actor: Actor, customer_id: UUID) -> QuerySet[CreditTransaction]:
    """The entries of a customer."""
    return CreditTransaction.objects.for_business(actor.business_id).filter(customer_id=customer_id)


def balance_of(business: BusinessRef, customer_id: UUID) -> Decimal:
    """What a customer owes, from the ledger."""
    rows = CreditTransaction.objects.for_business(business).filter(customer_id=customer_id)
    total: Decimal = rows.aggregate(total=Coalesce(Sum("amount"), ZERO))["total"]
    return total


def standing_of(business: BusinessRef, customer: Customer, *, on: date, grace_days: int) -> CreditStanding:
    """What counts of a customer on a day: one query. Open credits lower what is overdue."""
    rows = OpenItem.objects.for_business(business).filter(customer_id=customer.pk)
    late = Q(open_amount__gt=0, due_date__lt=on - timedelta(days=grace_days))
    found = rows.aggregate(
        overdue=Coalesce(Sum("open_amount", filter=late | Q(open_amount__lt=0)), ZERO),
        oldest=Min("due_date", filter=Q(open_amount__gt=0)),
    )
    overdue = max(ZERO, found["overdue"])
    return CreditStanding(
        is_active=customer.is_active,
        sales_blocked=customer.sales_blocked,
        credit_blocked=customer.credit_blocked,
        credit_limit=customer.credit_limit,
        outstanding_balance=customer.outstanding_balance,
        overdue_amount=overdue,
        overdue_days=(on - found["oldest"]).days if overdue else 0,
        grace_days=grace_days,
    )


def aging_of(business: BusinessRef, on: date, customer_ids: Iterable[UUID] | None) -> dict[UUID, Aging]:
    """What is open by how long it is past its due date, by customer; None: all who have anything open. One query."""
    rows = OpenItem.objects.for_business(business)
    if customer_ids is not None:
        rows = rows.filter(customer_id__in=list(customer_ids))
    found = rows.order_by().values("customer_id").annotate(**_buckets(on)).values_list("customer_id", *_FIGURES)
    return {customer: dict(zip(_FIGURES, figures, strict=True)) for customer, *figures in found}


def total_aging(business: BusinessRef, on: date) -> Aging:
    """The same over all customers; one query."""
    found: Aging = OpenItem.objects.for_business(business).aggregate(**_buckets(on))
    return found


def no_aging() -> Aging:
    """The aging of a customer of whom nothing is open."""
    return dict.fromkeys(_FIGURES, ZERO)


def customers_with_open_items(actor: Actor) -> QuerySet[Customer]:
    """The customers of whom anything is open."""
    items = OpenItem.objects.for_business(actor.business_id).filter(customer=OuterRef("pk"))
    return Customer.objects.for_business(actor.business_id).filter(Exists(items))


def overdue_customers(actor: Actor, on: date) -> QuerySet[OpenItem, UUID]:
    """The ids of customers of whom more is past its due date and the days of grace than open credits make up for."""
    grace = Business.objects.values_list("credit_grace_days", flat=True).get(pk=actor.business_id)
    late = Q(open_amount__gt=0, due_date__lt=on - timedelta(days=grace))
    rows = OpenItem.objects.for_business(actor.business_id).filter(late | Q(open_amount__lt=0)).order_by()
    found = rows.values("customer_id").annotate(overdue=Sum("open_amount")).filter(overdue__gt=0)
    return found.values_list("customer_id", flat=True)


def near_their_limit(actor: Actor) -> QuerySet[Customer]:
    """Customers in use who have used four fifths of their limit or more."""
    rows = Customer.objects.for_business(actor.business_id).filter(is_active=True, credit_limit__gt=0)
    return rows.filter(outstanding_balance__gte=F("credit_limit") * NEAR_PERCENT / 100)


@dataclass(frozen=True, slots=True)
class Statement:
    """The entries of a period with the balance after each, and what is open at its end by age."""

    customer: Customer
    since: date | None
    until: date
    opening_balance: Decimal
    closing_balance: Decimal
    lines: Sequence[tuple[CreditTransaction, Decimal]]
    aging: Aging


def statement_of(actor: Actor, customer: Customer, since: date | None, until: date) -> Statement:
    """What happened between a business and a customer, by day, and how old what is open today is; three queries."""
    rows = entries_of(actor, customer.pk)
    opening = ZERO
    if since:
        opening = rows.filter(business_date__lt=since).aggregate(total=Coalesce(Sum("amount"), ZERO))["total"]
        rows = rows.filter(business_date__gte=since)
    balance, lines = opening, []
    for entry in rows.filter(business_date__lte=until).order_by("business_date", "pk"):
        balance += entry.amount
        lines.append((entry, balance))
    aging = aging_of(actor.business_id, until, [customer.pk]).get(customer.pk, no_aging())
    return Statement(customer, since, until, opening, balance, lines, aging)


def _buckets(on: date) -> dict[str, Coalesce]:
    owed = Q(open_amount__gt=0)
    found = {"not_due": _sum(owed & Q(due_date__gte=on))}
    for name, (first, last) in _LATE.items():
        late = owed & Q(due_date__lte=on - timedelta(days=first))
        found[name] = _sum(late if last is None else late & Q(due_date__gte=on - timedelta(days=last)))
    return {**found, "credits": Coalesce(-Sum("open_amount", filter=~owed), Value(ZERO)), "total": _sum(Q())}


def _sum(condition: Q) -> Coalesce:
    return Coalesce(Sum("open_amount", filter=condition), Value(ZERO))
