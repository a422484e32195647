"""What papers and payments have in common: their currency, their rate, their day, and what settles what."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from optimapos.core.actors import Actor
from optimapos.core.money import ZERO, percent_of, round_money
from optimapos.core.result import DomainError
from optimapos.core.tenancy import BusinessRef
from optimapos.nomenclatures.services.sequences import SequenceService
from optimapos.organization.models import BusinessOwned, Location
from optimapos.partners.locks import lock_supplier
from optimapos.partners.models import Supplier
from optimapos.purchases.rules.amounts import total
from optimapos.purchases.rules.payables import check_decimals
from optimapos.purchases.services.headers import DocumentFields, new_columns

NUMBER_DIGITS = 5
B = TypeVar("B", bound=BusinessOwned)


def money_columns(business: BusinessRef, supplier: Supplier, fields: Any) -> dict[str, Any]:
    """Division, currency and rate of a paper or a payment; without a currency it is the supplier's.

    Refuses: NOT_FOUND (a division of another supplier), UNKNOWN_CURRENCY, BAD_EXCHANGE_RATE.
    """
    named = {name: fields[name] for name in ("division", "currency", "exchange_rate") if name in fields}
    own: DocumentFields = named  # type: ignore[assignment]  # these are names of that type
    return new_columns(business, supplier, own)


def day_of(asked: date | None, location: Location, at: datetime, field: str) -> date:
    """The day that a caller gave, or the location's.

    Refuses: DATE_IN_THE_FUTURE (data: field).
    """
    today = location.local_day(at)
    if asked and asked > today:
        raise DomainError("DATE_IN_THE_FUTURE", "That day has not come yet.", {"field": field})
    return asked or today


def check_totals(net: Decimal, tax: Decimal, rounding: Decimal, currency: str) -> Decimal:
    """The total of a paper.

    Refuses: AMOUNT_TOO_PRECISE, AMOUNT_NOT_POSITIVE, AMOUNT_TOO_LARGE.
    """
    for amount in (tax, rounding):
        check_decimals(amount, currency)
    found = total([net, tax]) + rounding
    if found < 0:
        raise DomainError("AMOUNT_NOT_POSITIVE", "A paper's total is not below 0.", {"total_amount": f"{found:f}"})
    return found


def tax_of(lines: Sequence[tuple[Decimal, Decimal | None]], currency: str) -> Decimal:
    """The tax of (amount, rate) pairs, where the paper's own sum is not given."""
    return sum((round_money(percent_of(net, rate), currency) for net, rate in lines if rate), ZERO)


def locked_supplier_of(model: type[B], business: BusinessRef, row_id: UUID, actor: Actor) -> tuple[Supplier, B]:
    """A payment or credit note that the actor may see, behind the lock of its supplier, which never changes.

    Refuses: NOT_FOUND.
    """
    rows: models.QuerySet[B] = model.objects.for_business(business).filter(pk=row_id)
    found = rows.values_list("supplier_id", "location_id").first()
    if found is None or not actor.sees(found[1]):
        raise DomainError("NOT_FOUND", "There is no such record.")
    supplier = lock_supplier(business, found[0])
    row = rows.select_related("location").get()
    return supplier, row


def drawn_number(business: BusinessRef, code: str, prefix: str) -> str:
    """The next number of a series."""
    return SequenceService.next_number(business=business, code=code, prefix=prefix, padding=NUMBER_DIGITS).unwrap()
