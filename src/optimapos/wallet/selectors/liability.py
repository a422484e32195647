"""What the business owes to bearers and customers, by kind: from the entries alone."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from optimapos.core.money import ZERO
from optimapos.core.tenancy import BusinessRef
from optimapos.wallet.models import WalletEntry
from optimapos.wallet.types import EntryKind, WalletKind

COLUMNS: dict[str, tuple[EntryKind, ...]] = {
    "issued": (EntryKind.ISSUE, EntryKind.RELOAD, EntryKind.REFUND, EntryKind.EARN),
    "redeemed": (EntryKind.REDEEM, EntryKind.SPEND),
    "expired": (EntryKind.EXPIRE,),
    "adjusted": (EntryKind.ADJUST,),
}
"""Which kinds of entries stand in which column; what was taken back of one stands in the column of that one."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed by one kind of account: `opening` before the period, `balance` at its end, in between what was `issued`,
    `redeemed`, `expired` (both below zero) and `adjusted`.
    """

    kind: str
    opening: Decimal
    issued: Decimal
    redeemed: Decimal
    expired: Decimal
    adjusted: Decimal
    balance: Decimal


def liability_of(business: BusinessRef, *, since: date, until: date) -> list[Owed]:
    """What is owed at the end of `until`, and what made it so from `since` on. One query."""
    what = Case(When(kind=EntryKind.REVERSAL, then=F("reversal_of__kind")), default=F("kind"))
    rows = WalletEntry.objects.for_business(business).filter(business_date__lte=until).annotate(what=what)
    within = Q(business_date__gte=since)
    sums = {
        name: Coalesce(Sum("amount", filter=within & Q(what__in=kinds)), Value(ZERO)) for name, kinds in COLUMNS.items()
    }
    found = {
        row["account__kind"]: {name: figure for name, figure in row.items() if name != "account__kind"}
        for row in rows.values("account__kind").annotate(
            opening=Coalesce(Sum("amount", filter=~within), Value(ZERO)), balance=Sum("amount"), **sums
        )
    }
    nothing: dict[str, Any] = dict.fromkeys(["opening", *COLUMNS, "balance"], ZERO)
    return [Owed(kind=kind.value, **found.get(kind.value, nothing)) for kind in WalletKind]
