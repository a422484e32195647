"""ReversalService: entries taken back, wholly or in part, such as by a refund of what was paid by them or had earned them."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.organization.models import Location
from optimapos.wallet.locks import lock_account
from optimapos.wallet.models import WalletAccount, WalletEntry
from optimapos.wallet.rules.standing import check_amount, check_reason
from optimapos.wallet.services.cards import log_entry, posting_of
from optimapos.wallet.services.ledger import Reversed, WalletLedger
from optimapos.wallet.types import EntryKind, Posting

REVERSIBLE = frozenset({EntryKind.REDEEM, EntryKind.SPEND, EntryKind.EARN, EntryKind.REFUND})
"""What a refund may take back; what was issued, loaded or adjusted wrongly is adjusted."""


class ReversalService:
    """Takes entries back."""

    @staticmethod
    @operation
    def reverse(
        *,
        business: BusinessRef,
        actor: Actor,
        entry_id: UUID,
        amount: Decimal,
        reason: str,
        at: datetime,
        location: Location | None = None,
    ) -> Result[Reversed]:
        """Take back so much of an entry, at most what is left of it. What is not there any more is told as `missing`.

        Refuses: WALLET_NOT_FOUND, WALLET_ENTRY_STAYS (data: kind), AMOUNT_NOT_POSITIVE, AMOUNT_TOO_PRECISE, POINTS_NOT_WHOLE,
        AMOUNT_TOO_LARGE, COMMENT_REQUIRED.
        """
        told = check_reason(reason)
        found = WalletEntry.objects.for_business(business).filter(pk=entry_id).first()
        if found is None:
            raise DomainError("WALLET_NOT_FOUND", "There is no such entry.")
        account = lock_account(business, found.account_id)
        posting = posting_of(business, actor, at, location)
        return Result.success(reverse_entry(account, found, amount=amount, posting=posting, actor=actor, reason=told))


def reverse_entry(
    account: WalletAccount,
    entry: WalletEntry,
    *,
    amount: Decimal,
    posting: Posting,
    actor: Actor | None = None,
    reason: str = "",
) -> Reversed:
    """The same as part of another operation, such as a refund, which has locked the entry's account.

    Refuses: WALLET_ENTRY_STAYS, AMOUNT_NOT_POSITIVE, AMOUNT_TOO_PRECISE, POINTS_NOT_WHOLE, AMOUNT_TOO_LARGE.
    """
    if entry.kind not in REVERSIBLE:
        raise DomainError(
            "WALLET_ENTRY_STAYS", "This entry is not taken back; adjust the account.", {"kind": entry.kind}
        )
    check_amount(amount, account.kind, account.currency)
    done = WalletLedger(account, posting).reverse(entry, amount)
    figures: dict[str, Any] = {"reversal_of": str(entry.pk), "missing": f"{done.missing:f}"}
    if done.entry:
        log_entry("wallet.reversed", done.entry, actor=actor, reason=reason, **figures)
    elif done.missing:
        log_entry("wallet.missing", entry, actor=actor, reason=reason, **figures)
    return done
