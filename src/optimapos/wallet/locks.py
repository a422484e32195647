"""Row locks of the wallet: accounts by id, after documents and before stock items. Lots are only written under their
account's lock, so they are never locked apart.
"""

from collections.abc import Collection

from optimapos.core.ids import UUID
from optimapos.core.result import DomainError
from optimapos.core.tenancy import BusinessRef
from optimapos.wallet.models import WalletAccount
from optimapos.wallet.types import WalletKind


def lock_account(business: BusinessRef, account_id: UUID) -> WalletAccount:
    """The account, locked.

    Refuses: WALLET_NOT_FOUND.
    """
    found = lock_accounts(business, [account_id])
    if account_id not in found:
        raise not_found()
    return found[account_id]


def lock_accounts(business: BusinessRef, account_ids: Collection[UUID]) -> dict[UUID, WalletAccount]:
    """Those of the accounts that there are, by id, locked in the order of their ids."""
    rows = WalletAccount.objects.for_business(business).filter(pk__in=account_ids).order_by("pk")
    return {row.pk: row for row in rows.select_for_update(no_key=True)}


def lock_account_of(business: BusinessRef, customer_id: UUID, kind: WalletKind) -> WalletAccount | None:
    """A customer's store credit or points, locked, or None where there is none yet."""
    rows = WalletAccount.objects.for_business(business).filter(customer_id=customer_id, kind=kind)
    return rows.select_for_update(no_key=True).order_by("pk").first()


def not_found() -> DomainError:
    """The refusal for a code or an account that there is not."""
    return DomainError("WALLET_NOT_FOUND", "There is no such card or account.")
