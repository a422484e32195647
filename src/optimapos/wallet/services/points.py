"""PointsService: points that sales earn, and points that are spent."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import Result
from optimapos.core.tenancy import BusinessRef
from optimapos.organization.models import Location
from optimapos.partners.locks import lock_customer
from optimapos.wallet.locks import lock_account_of, not_found
from optimapos.wallet.models import WalletEntry
from optimapos.wallet.rules.lots import last_day
from optimapos.wallet.rules.points import EarningLine, check_spend, points_earned, points_for
from optimapos.wallet.rules.standing import check_amount
from optimapos.wallet.selectors import program_at
from optimapos.wallet.services.cards import log_entry, posting_of
from optimapos.wallet.services.ledger import WalletLedger
from optimapos.wallet.services.opening import account_of_customer
from optimapos.wallet.types import EntryKind, Posting, WalletKind


class PointsService:
    """Books the points of customers."""

    @staticmethod
    @operation
    def earn(
        *,
        business: BusinessRef,
        customer_id: UUID,
        lines: Sequence[EarningLine],
        total: Decimal,
        paid_by_points: Decimal,
        posting: Posting,
    ) -> Result[WalletEntry | None]:
        """The points of a sale, which `posting` names, by the program that was in force then; None where it earns none. A
        second time nothing more is booked. They are whose the customer is by now, if it was merged; the account is opened by
        its first points.

        Refuses: CUSTOMER_NOT_FOUND, AMOUNT_TOO_LARGE.
        """
        program = program_at(business, posting.at)
        points = 0
        if program:
            points = points_earned(lines, total=total, paid_by_points=paid_by_points, terms=program.terms)
        if not program or not points:
            return Result.success(None)
        customer = lock_customer(business, customer_id, even_merged=True)
        account = account_of_customer(business, customer.merged_into_id or customer.pk, WalletKind.LOYALTY)
        # Under the account's lock: who came first has committed by now.
        earned = WalletEntry.objects.for_business(business).filter(source_id=posting.source_id, kind=EntryKind.EARN)
        if earned.exists():
            return Result.success(None)
        until = last_day(posting.business_date, program.validity_days)
        entry = WalletLedger(account, posting).add(EntryKind.EARN, Decimal(points), expires_on=until)
        log_entry("points.earned", entry)
        return Result.success(entry)

    @staticmethod
    @operation
    def spend(
        *,
        business: BusinessRef,
        actor: Actor,
        customer_id: UUID,
        amount: Decimal,
        total: Decimal,
        at: datetime,
        location: Location | None = None,
        reference: str = "",
    ) -> Result[WalletEntry]:
        """Pay `amount` of a `total` by points, outside of a sale; a sale does it within its checkout.

        Refuses: LOYALTY_NOT_ACTIVE, POINTS_NOT_WHOLE, POINTS_TOO_FEW, POINTS_SHARE_TOO_LARGE, WALLET_NOT_FOUND (no points
        yet), WALLET_BLOCKED, WALLET_BALANCE_TOO_LOW (data: balance, asked).
        """
        program = program_at(business, at)
        account = lock_account_of(business, customer_id, WalletKind.LOYALTY)
        if account is None:
            raise not_found()
        terms = program.terms if program else None
        points = points_for(amount, account.currency, terms) if terms else 0
        check_spend(points, amount, total=total, terms=terms)
        check_amount(Decimal(points), account.kind, account.currency)
        posting = posting_of(business, actor, at, location, reference=reference)
        entry = WalletLedger(account, posting).spend(EntryKind.SPEND, Decimal(points))
        log_entry("points.spent", entry, actor=actor)
        return Result.success(entry)
