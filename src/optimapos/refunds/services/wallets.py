"""What a refund gives back to gift cards, store credit and points, and the points that it takes back.

The accounts that the sale touched are locked after the documents and before items. Source: docs/algorithms/wallet.md.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from optimapos.core.actors import Actor
from optimapos.core.result import DomainError
from optimapos.refunds.models import Refund
from optimapos.sales.models import Payment, Sale
from optimapos.sales.services.points import points_kept
from optimapos.wallet.locks import lock_accounts
from optimapos.wallet.models import WalletAccount, WalletEntry
from optimapos.wallet.rules.points import share_of
from optimapos.wallet.selectors.accounts import entries_of_source, reversed_of
from optimapos.wallet.services.cards import give_credit, grant_to, log_entry
from optimapos.wallet.services.reversals import reverse_entry
from optimapos.wallet.types import EntryKind, Posting, SourceType, WalletKind


@dataclass(frozen=True, slots=True)
class SaleWallets:
    """The wallet entries of a sale by id, and their accounts, which are locked."""

    entries: Mapping[UUID, WalletEntry]
    accounts: Mapping[UUID, WalletAccount]
    credit_account: UUID | None = None

    @classmethod
    def locked(cls, sale: Sale, also: Collection[UUID] = (), credit_account: UUID | None = None) -> "SaleWallets":
        """Those of a sale that is locked, so that none comes to them any more; with other accounts that the operation takes
        from, and the customer's that a credit note adds to, all in the order of their ids.
        """
        entries = {entry.pk: entry for entry in entries_of_source(sale.business_id, sale.pk)}
        ids = {entry.account_id for entry in entries.values()} | set(also) | {each for each in [credit_account] if each}
        return cls(entries, lock_accounts(sale.business_id, ids) if ids else {}, credit_account)

    def give_back(self, refund: Refund, original: Payment, amount: Decimal, actor: Actor, at: datetime) -> UUID | None:
        """Give what `original` had paid with back to where it came from, `amount` of it in money; the entry, or None where
        that is not a whole point. What was given back of the payment before does not count `amount` yet.
        """
        entry = self.entries.get(original.wallet_entry_id) if original.wallet_entry_id else None
        if entry is None:
            raise DomainError("WALLET_NOT_FOUND", "There is no account that this payment came from.")
        account, units = self.accounts[entry.account_id], amount
        if account.kind == WalletKind.LOYALTY:
            after = share_of(-entry.amount, original.refunded_amount + amount, original.amount_paid)
            units = after - reversed_of(account.business_id, entry.pk)
        if units <= 0:
            return None
        done = reverse_entry(account, entry, amount=units, posting=_posting(refund, actor, at), actor=actor)
        return done.entry.pk if done.entry else None

    def grant(self, refund: Refund, amount: Decimal, actor: Actor, at: datetime) -> UUID:
        """Store credit of a credit note: the customer's, or of whoever has its code, which the refund then tells once; the
        entry.
        """
        posting = _posting(refund, actor, at)
        if self.credit_account is not None:
            entry = grant_to(self.accounts[self.credit_account], amount=amount, posting=posting)
        else:
            issued = give_credit(refund.business_id, customer_id=None, amount=amount, posting=posting)
            entry, refund.credit_code = issued.entry, issued.code
        log_entry("wallet.granted", entry, actor=actor, refund=str(refund.pk))
        return entry.pk

    def take_points_back(self, refund: Refund, sale: Sale, actor: Actor, at: datetime) -> None:
        """Take off the points that goods had earned which are back by now, as far as they are there; the refund tells how
        many are not.
        """
        for entry in self.entries.values():
            if entry.kind != EntryKind.EARN:
                continue
            kept = points_kept(sale) + reversed_of(sale.business_id, entry.pk)
            if (back := entry.amount - kept) > 0:
                account = self.accounts[entry.account_id]
                done = reverse_entry(account, entry, amount=back, posting=_posting(refund, actor, at), actor=actor)
                refund.missing_points += int(done.missing)


def _posting(refund: Refund, actor: Actor, at: datetime) -> Posting:
    if refund.business_date is None:
        raise AssertionError("a refund is processed on a day")
    return Posting(
        business_date=refund.business_date,
        at=at,
        user_id=actor.user_id,
        terminal_id=actor.terminal_id,
        source_type=SourceType.REFUND,
        source_id=refund.pk,
    )
