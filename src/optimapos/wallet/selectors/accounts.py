"""Accounts, what they hold on a day, and their entries."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, QuerySet, Sum

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.money import ZERO
from optimapos.core.sealed import blind_indexes
from optimapos.core.tenancy import BusinessRef
from optimapos.wallet.models import WalletAccount, WalletEntry, WalletLot, WalletTake
from optimapos.wallet.rules.lots import Lot, Part, is_past, spendable
from optimapos.wallet.rules.standing import status_on
from optimapos.wallet.types import WalletKind


@dataclass(frozen=True, slots=True)
class Holding:
    """An account as it stands on a day: what of its balance may be spent, what lapses next, and whether it may be used.

    `lapses_amount` of it lapses after `lapses_on`, the first day by which any does.
    """

    account: WalletAccount
    available: Decimal
    status: str
    lapses_on: date | None
    lapses_amount: Decimal


def accounts_of(actor: Actor) -> QuerySet[WalletAccount]:
    """All accounts of the actor's business."""
    return WalletAccount.objects.for_business(actor.business_id)


def account_by_code(business: BusinessRef, code: str) -> WalletAccount | None:
    """The account of a code that was read already, or None. Two queries."""
    indexes = blind_indexes(business, code, "code_index")
    return WalletAccount.objects.for_business(business).filter(code_index__in=indexes).first()


def account_of(business: BusinessRef, customer_id: UUID, kind: WalletKind) -> WalletAccount | None:
    """The customer's store credit or points, or None where there is none yet."""
    return WalletAccount.objects.for_business(business).filter(customer_id=customer_id, kind=kind).first()


def wallet_of_customer(business: BusinessRef, customer_ids: Collection[UUID]) -> QuerySet[WalletAccount]:
    """What the customer has: its accounts, and cards that were issued to it; of a survivor with those of the merged ones."""
    return WalletAccount.objects.for_business(business).filter(customer_id__in=customer_ids).order_by("kind", "pk")


def entries_of(business: BusinessRef, account_id: UUID) -> QuerySet[WalletEntry]:
    """The entries of an account."""
    return WalletEntry.objects.for_business(business).filter(account_id=account_id)


def entries_of_source(business: BusinessRef, source_id: UUID) -> QuerySet[WalletEntry]:
    """What was booked for a sale or a refund, in order."""
    return WalletEntry.objects.for_business(business).filter(source_id=source_id).order_by("pk")


def open_lots(business: BusinessRef, account_ids: Collection[UUID]) -> dict[UUID, list[Lot]]:
    """The open lots of accounts, by account. One query."""
    found: dict[UUID, list[Lot]] = {account_id: [] for account_id in account_ids}
    rows = WalletLot.objects.for_business(business).filter(account_id__in=account_ids, is_open=True)
    for account_id, lot_id, remaining, expires_on in rows.values_list("account", "pk", "remaining", "expires_on"):
        found[account_id].append(Lot(lot_id, remaining, expires_on))
    return found


def holdings_of(business: BusinessRef, accounts: Iterable[WalletAccount], day: date) -> list[Holding]:
    """Accounts as they stand on a day. One query."""
    rows = list(accounts)
    lots = open_lots(business, [row.pk for row in rows])
    return [_holding(row, lots[row.pk], day) for row in rows]


def holding_of(business: BusinessRef, account: WalletAccount, day: date) -> Holding:
    """One account as it stands on a day."""
    return holdings_of(business, [account], day)[0]


def _holding(account: WalletAccount, lots: Sequence[Lot], day: date) -> Holding:
    status = status_on(account.status, account.expires_on, day)
    is_over = is_past(account.expires_on, day)
    lapsing = [lot for lot in lots if lot.expires_on and lot.counts(day)]
    first = min((lot.expires_on for lot in lapsing if lot.expires_on), default=None)
    if account.expires_on and not is_over and (first is None or account.expires_on < first):
        first, lapsing = account.expires_on, list(lots)
    until = [lot for lot in lapsing if first in {account.expires_on, lot.expires_on}]
    return Holding(
        account=account,
        available=ZERO if is_over else spendable(lots, day),
        status=status,
        lapses_on=None if is_over else first,
        lapses_amount=ZERO if is_over or first is None else spendable(until, day),
    )


def taken_by(business: BusinessRef, entry: WalletEntry) -> list[Part]:
    """What an entry took of each lot and was not given back yet, in the order of taking. Two queries."""
    entries = [entry.pk, *reversals_of(business, entry.pk).values_list("pk", flat=True)]
    rows = WalletTake.objects.for_business(business).filter(entry_id__in=entries)
    rows = rows.order_by(F("lot__expires_on").asc(nulls_last=True), "lot_id")  # as they were taken
    left: dict[UUID, Decimal] = {}
    for lot_id, amount in rows.values_list("lot_id", "amount"):
        left[lot_id] = left.get(lot_id, ZERO) + amount
    return [Part(lot_id, amount) for lot_id, amount in left.items() if amount > 0]


def reversals_of(business: BusinessRef, entry_id: UUID) -> QuerySet[WalletEntry]:
    """What was taken back of an entry."""
    return WalletEntry.objects.for_business(business).filter(reversal_of=entry_id)


def reversed_of(business: BusinessRef, entry_id: UUID) -> Decimal:
    """How much of an entry was taken back."""
    found: Decimal | None = reversals_of(business, entry_id).aggregate(found=Sum("amount"))["found"]
    return abs(found or ZERO)
