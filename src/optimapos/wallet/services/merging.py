"""Two customers who are one: what the first has in its wallet is the second's from then on.

Part of the merge, which holds the locks of both. Source: docs/algorithms/wallet.md "Customers who are one".
"""

from datetime import datetime

from optimapos.core.ids import UUID
from optimapos.core.tenancy import BusinessRef
from optimapos.wallet.locks import lock_accounts
from optimapos.wallet.models import WalletAccount
from optimapos.wallet.rules.lots import in_order
from optimapos.wallet.selectors.accounts import open_lots, wallet_of_customer
from optimapos.wallet.selectors.days import day_of
from optimapos.wallet.services.cards import log_entry
from optimapos.wallet.services.ledger import WalletLedger
from optimapos.wallet.types import EntryKind, Posting, WalletKind, WalletStatus


def take_over(*, business: BusinessRef, customer_id: UUID, into: UUID, at: datetime) -> None:
    """Cards, and accounts of which the survivor has none, change hands. What is in the others moves by two entries, lot by
    lot, with its last day. A blocked account stays where it is.
    """
    ids = wallet_of_customer(business, [customer_id, into]).values_list("pk", flat=True)
    locked = lock_accounts(business, list(ids))
    own = {row.kind: row for row in locked.values() if row.customer_id == into and row.kind != WalletKind.GIFT_CARD}
    posting = Posting(business_date=day_of(business, at), at=at)
    for row in locked.values():
        if row.customer_id != customer_id or row.status == WalletStatus.BLOCKED:
            continue
        if row.kind in own:
            _move(row, own[row.kind], posting)
        else:
            row.customer_id = into
            row.save(update_fields=["customer", "updated_at"])


def _move(source: WalletAccount, survivor: WalletAccount, posting: Posting) -> None:
    lots = in_order(open_lots(source.business_id, [source.pk])[source.pk])
    if not lots:
        return
    left, taken = WalletLedger(source, posting), WalletLedger(survivor, posting)
    log_entry("wallet.moved", left.empty(), into=str(survivor.pk))
    for lot in lots:
        entry = taken.add(EntryKind.ADJUST, lot.remaining, expires_on=lot.expires_on)
        log_entry("wallet.moved", entry, out_of=str(source.pk))
