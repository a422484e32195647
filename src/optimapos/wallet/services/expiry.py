"""ExpiryService: what is past its last day is booked out. It counts no more already; this keeps the balances true.

Source: docs/algorithms/wallet.md "Lots".
"""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from optimapos.core.operations import operation
from optimapos.core.result import Result
from optimapos.core.tenancy import MAINTENANCE, BusinessRef, tenant_scope
from optimapos.organization.models import Business
from optimapos.wallet.locks import lock_account
from optimapos.wallet.models import WalletAccount
from optimapos.wallet.rules.lots import is_past
from optimapos.wallet.selectors.days import day_of
from optimapos.wallet.services.cards import log_entry
from optimapos.wallet.services.ledger import WalletLedger
from optimapos.wallet.types import Posting, WalletStatus

BATCH = 500


class ExpiryService:
    """Books out what lapsed."""

    @staticmethod
    @operation
    def expire_account(*, business: BusinessRef, account_id: UUID, at: datetime) -> Result[bool]:
        """Book out what of one account is past its last day everywhere, and mark an account that is over. Whether anything
        was booked; a second time nothing is.

        Refuses: WALLET_NOT_FOUND.
        """
        account, day = lock_account(business, account_id), day_of(business, at)
        if account.status == WalletStatus.ACTIVE and is_past(account.expires_on, day):
            account.status = WalletStatus.EXPIRED
            account.save(update_fields=["status", "updated_at"])
        entry = WalletLedger(account, Posting(business_date=day, at=at)).expire()
        if entry:
            log_entry("wallet.expired", entry)
        return Result.success(entry is not None)


def expire_all(at: datetime) -> int:
    """Book out what lapsed in all businesses, an account a transaction; the number of accounts something was booked of. One
    that somebody else has for too long waits for the next run.
    """
    results = [
        ExpiryService.expire_account(business=business_id, account_id=account_id, at=at)
        for business_id in _businesses()
        for account_id in _lapsed(business_id, at)
    ]
    return sum(result.ok and result.data for result in results)


def _businesses() -> list[UUID]:
    return list(Business.objects.using(MAINTENANCE).filter(is_active=True).order_by("pk").values_list("pk", flat=True))


def _lapsed(business_id: UUID, at: datetime) -> list[UUID]:
    """The next accounts of which something is past its last day; the others wait for the next run."""
    with tenant_scope(business_id):
        rows = _past(business_id, day_of(business_id, at))
        return list(rows.order_by("pk").values_list("pk", flat=True).distinct()[:BATCH])


def _past(business_id: UUID, day: date) -> QuerySet[WalletAccount]:
    lots = Q(lots__is_open=True, lots__expires_on__lt=day)
    whole = Q(expires_on__lt=day) & (Q(status=WalletStatus.ACTIVE) | Q(lots__is_open=True))
    return WalletAccount.objects.for_business(business_id).filter(lots | whole)
