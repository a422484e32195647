"""Gift cards that were sold: wallet entries for which money was taken, with their payments."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from optimapos.core.actors import Actor
from optimapos.core.money import ZERO, currency_exponent
from optimapos.core.tenancy import BusinessRef
from optimapos.organization.models import Terminal
from optimapos.organization.selectors import currency_of
from optimapos.sales.answers import money
from optimapos.sales.models import Payment
from optimapos.sales.types import PaymentDirection
from optimapos.wallet.models import WalletEntry
from optimapos.wallet.types import EntryKind, SourceType


@dataclass(frozen=True, slots=True)
class CardSale:
    """A gift card that was sold, or loaded: the entry, what was taken for it, and the entry that took it back. `code` is told
    in the answer to selling, and never again.
    """

    entry: WalletEntry
    payments: Sequence[Payment]
    voided_by: WalletEntry | None = None
    code: str = ""

    @property
    def change(self) -> Decimal:
        """What was given back in cash."""
        return sum((payment.change for payment in self.payments), ZERO)

    @property
    def shift_id(self) -> UUID | None:
        """The drawer's shift that it counts in."""
        return self.payments[0].shift_id

    @property
    def is_load(self) -> bool:
        """Whether the card was there before."""
        return self.entry.kind == EntryKind.RELOAD

    @property
    def number(self) -> str:
        """What it goes by: the last signs of the card, and which of its entries it is."""
        return f"**** {self.entry.account.code_last4}-{self.entry.seq}"


def card_sales_of(actor: Actor) -> QuerySet[WalletEntry]:
    """The sold cards that the actor may see, each with its account: by where the till is; without one those of members of
    all locations, and one's own.
    """
    business = actor.business_id
    rows = WalletEntry.objects.for_business(business).filter(source_type=SourceType.TILL).select_related("account")
    rows = rows.exclude(kind=EntryKind.REVERSAL)
    if actor.location_ids is None:
        return rows
    tills = Terminal.objects.for_business(business).filter(pk=OuterRef("terminal_id"))
    rows = rows.annotate(location_id=Subquery(tills.values("location_id")))
    return rows.filter(Q(location_id__in=actor.location_ids) | Q(location_id=None, user_id=actor.user_id))


def told(business: BusinessRef, entries: Iterable[WalletEntry]) -> list[CardSale]:
    """Sold entries with what was taken for them. Two queries."""
    rows = list(entries)
    ids = [row.pk for row in rows]
    paid: dict[UUID | None, list[Payment]] = defaultdict(list)
    for payment in payments_for(business, ids):
        paid[payment.wallet_entry_id].append(payment)
    back = WalletEntry.objects.for_business(business).filter(reversal_of__in=ids)
    by_entry = {row.reversal_of_id: row for row in back}
    return [CardSale(row, paid[row.pk], by_entry.get(row.pk)) for row in rows]


def payments_for(business: BusinessRef, entry_ids: Iterable[UUID]) -> QuerySet[Payment]:
    """What was taken for sold entries, in order."""
    rows = Payment.objects.for_business(business).filter(sale=None, wallet_entry_id__in=list(entry_ids))
    return rows.filter(direction=PaymentDirection.IN).order_by("pk")


class CardsOfShift:
    """Gift cards that were sold in a shift: its report's section of them. Wired as `IShiftBooks`."""

    @staticmethod
    def figures_of(
        *, business: BusinessRef, shift_id: UUID, sale_ids: Sequence[UUID] | None = None
    ) -> Mapping[str, Any]:
        """`gift_cards`: how many were sold and loaded, and for how much; how many of them were taken back. None is ever told
        late. Two queries.
        """
        if sale_ids is not None:
            return {}
        places = currency_exponent(currency_of(business))
        rows = Payment.objects.for_business(business).filter(
            shift_id=shift_id, sale=None, refund_id=None, wallet_entry_id__isnull=False
        )
        sides = {side: Coalesce(Sum("amount_paid", filter=Q(direction=side)), ZERO) for side in PaymentDirection.values}
        counts = {
            f"{side}_count": Count("wallet_entry_id", filter=Q(direction=side), distinct=True)
            for side in PaymentDirection.values
        }
        found = rows.aggregate(**sides, **counts)
        return {
            "gift_cards": {
                "count": found["IN_count"],
                "total": money(found["IN"], places),
                "voided_count": found["OUT_count"],
                "voided": money(found["OUT"], places),
            }
        }
