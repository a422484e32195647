"""The ledger of one wallet account: every entry goes through here, with its lot or its takes, and the balance after it.

All of these are parts of an operation that holds the account's lock, so that nothing is spent twice. Callers in floors above
lock accounts by id, after documents and before stock items. Source: docs/algorithms/wallet.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from optimapos.core.ids import new_id
from optimapos.core.money import LEDGER_DECIMALS, ZERO, round_places
from optimapos.organization.services import fix_currency
from optimapos.wallet.models import WalletAccount, WalletEntry, WalletLot, WalletTake
from optimapos.wallet.rules import lots as rules
from optimapos.wallet.rules.lots import Lot, Part
from optimapos.wallet.rules.standing import check_bound, check_covers, check_usable
from optimapos.wallet.selectors.accounts import open_lots, reversed_of, taken_by
from optimapos.wallet.types import EntryKind, Posting


@dataclass(frozen=True, slots=True)
class Reversed:
    """What was taken back of an entry: `entry` is None where nothing could be. `missing`: what was asked and is gone."""

    entry: WalletEntry | None
    amount: Decimal
    missing: Decimal


@dataclass(frozen=True, slots=True)
class WalletLedger:
    """The ledger of one account, whose row is locked, in the hands of one user."""

    account: WalletAccount
    posting: Posting

    def add(self, kind: EntryKind, amount: Decimal, *, expires_on: date | None = None) -> WalletEntry:
        """Add an amount above zero, as a lot of its own that is valid until its last day.

        Refuses: AMOUNT_TOO_LARGE.
        """
        entry = self._book(kind, amount)
        lot = WalletLot(
            entry=entry,
            business_id=entry.business_id,
            account=self.account,
            remaining=amount,
            expires_on=expires_on,
        )
        lot.save(force_insert=True)
        return entry

    def spend(self, kind: EntryKind, amount: Decimal) -> WalletEntry:
        """Take an amount above zero off, from the lots that lapse first.

        Refuses: WALLET_BLOCKED, WALLET_EXPIRED, WALLET_BALANCE_TOO_LOW (data: balance, asked).
        """
        day, found = self.posting.business_date, self._lots()
        check_usable(self.account.status, self.account.expires_on, day)
        check_covers(rules.spendable(found, day), amount)
        return self._take(kind, rules.take(found, amount, day))

    def lower(self, amount: Decimal) -> WalletEntry:
        """Take an amount above zero off by an adjustment, blocked or not.

        Refuses: WALLET_BALANCE_TOO_LOW (data: balance, asked).
        """
        day, found = self.posting.business_date, self._lots()
        check_covers(rules.spendable(found, day), amount)
        return self._take(EntryKind.ADJUST, rules.take(found, amount, day))

    def empty(self) -> WalletEntry:
        """Take everything off, lapsed or not, such as to move it to another account; there is something."""
        return self._take(EntryKind.ADJUST, [Part(lot.id, lot.remaining) for lot in rules.in_order(self._lots())])

    def expire(self) -> WalletEntry | None:
        """Book out what is past its last day; None where nothing is."""
        day = self.posting.business_date
        is_over = rules.is_past(self.account.expires_on, day)
        past = [lot for lot in rules.in_order(self._lots()) if is_over or not lot.counts(day)]
        return self._take(EntryKind.EXPIRE, [Part(lot.id, lot.remaining) for lot in past]) if past else None

    def reverse(self, entry: WalletEntry, amount: Decimal) -> Reversed:
        """Take back so much of an entry of this account, no more than is left of it.

        What was spent goes back to the lots that it came from, the last one first. What was added is taken off again, as far
        as it is there.
        """
        business = self.account.business_id
        wanted = min(amount, abs(entry.amount) - reversed_of(business, entry.pk))
        if wanted <= 0:
            return Reversed(None, ZERO, ZERO)
        if entry.amount < 0:
            parts = rules.give_back(taken_by(business, entry), wanted)
            back = [Part(part.lot_id, -part.amount) for part in parts]
        else:
            back = rules.take_back(self._lots(), entry.pk, wanted)
        if not back:
            return Reversed(None, ZERO, wanted)
        booked = self._take(EntryKind.REVERSAL, back, entry)
        return Reversed(booked, abs(booked.amount), wanted - abs(booked.amount))

    def _lots(self) -> list[Lot]:
        return open_lots(self.account.business_id, [self.account.pk])[self.account.pk]

    def _take(self, kind: EntryKind, parts: Sequence[Part], reversal_of: WalletEntry | None = None) -> WalletEntry:
        entry = self._book(kind, -sum((part.amount for part in parts), ZERO), reversal_of)
        business = entry.business_id
        by_lot = {part.lot_id: part.amount for part in parts}
        touched = list(WalletLot.objects.for_business(business).filter(pk__in=by_lot).order_by("pk"))
        for lot in touched:
            lot.remaining -= by_lot[lot.pk]
            lot.is_open = lot.remaining > 0
        WalletLot.objects.for_business(business).bulk_update(touched, ["remaining", "is_open"])
        WalletTake.objects.for_business(business).bulk_create(
            WalletTake(id=new_id(), business_id=business, entry=entry, lot_id=part.lot_id, amount=part.amount)
            for part in parts
        )
        return entry

    def _book(self, kind: EntryKind, amount: Decimal, reversal_of: WalletEntry | None = None) -> WalletEntry:
        account, posting = self.account, self.posting
        check_bound(account.balance + amount)
        account.balance = round_places(account.balance + amount, LEDGER_DECIMALS)  # as a later read tells it
        account.seq += 1
        account.save(update_fields=["balance", "seq", "updated_at"])
        entry = WalletEntry(
            business_id=account.business_id,
            account=account,
            seq=account.seq,
            kind=kind,
            amount=round_places(amount, LEDGER_DECIMALS),
            balance_after=account.balance,
            source_type=posting.source_type,
            source_id=posting.source_id,
            reversal_of=reversal_of,
            reference=posting.reference,
            user_id=posting.user_id,
            terminal_id=posting.terminal_id,
            business_date=posting.business_date,
            occurred_at=posting.at,
        )
        entry.save(force_insert=True)
        fix_currency(account.business_id)
        return entry
