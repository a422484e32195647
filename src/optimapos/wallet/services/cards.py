"""WalletService: gift cards and store credit; blocking and adjusting of any account."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from optimapos.audit.models import AuditLog
from optimapos.core.actors import Actor
from optimapos.core.ids import UUID
from optimapos.core.operations import operation
from optimapos.core.result import DomainError, Result
from optimapos.core.tenancy import BusinessRef
from optimapos.organization.models import Location
from optimapos.organization.selectors import currency_of
from optimapos.partners.models import Customer
from optimapos.partners.rules.merging import check_not_merged
from optimapos.wallet.locks import lock_account, not_found
from optimapos.wallet.models import WalletAccount, WalletEntry
from optimapos.wallet.rules.codes import read_code
from optimapos.wallet.rules.lots import last_day
from optimapos.wallet.rules.standing import (
    check_amount,
    check_by_hand,
    check_currency,
    check_last_day,
    check_reason,
    check_usable,
)
from optimapos.wallet.selectors import account_by_code, day_of, program_at
from optimapos.wallet.services.ledger import WalletLedger
from optimapos.wallet.services.opening import Issued, account_of_customer, open_bearer
from optimapos.wallet.types import EntryKind, Posting, SourceType, WalletKind, WalletStatus


class WalletService:
    """Issues, loads, redeems, blocks and adjusts. Amounts in the business's currency, major units; of points: whole ones."""

    @staticmethod
    @operation
    def issue_gift_card(
        *,
        business: BusinessRef,
        actor: Actor,
        amount: Decimal,
        at: datetime,
        location: Location | None = None,
        customer: Customer | None = None,
        expires_on: date | None = None,
        reference: str = "",
    ) -> Result[Issued]:
        """A new gift card with a code of its own, which is told this once.

        Refuses: AMOUNT_NOT_POSITIVE, AMOUNT_TOO_PRECISE, AMOUNT_TOO_LARGE, WALLET_EXPIRED (a last day that is over),
        CUSTOMER_MERGED.
        """
        check_by_hand(amount, WalletKind.GIFT_CARD, currency_of(business))
        posting = posting_of(business, actor, at, location, reference=reference)
        check_last_day(expires_on, posting.business_date)
        check_customer(customer)
        account, code = open_bearer(
            business, WalletKind.GIFT_CARD, customer_id=customer.pk if customer else None, expires_on=expires_on
        )
        entry = WalletLedger(account, posting).add(EntryKind.ISSUE, amount)
        log_entry("wallet.issued", entry, actor=actor)
        return Result.success(Issued(account, entry, code))

    @staticmethod
    @operation
    def reload(
        *,
        business: BusinessRef,
        actor: Actor,
        account_id: UUID,
        amount: Decimal,
        at: datetime,
        location: Location | None = None,
        expires_on: date | None = None,
        reference: str = "",
    ) -> Result[Issued]:
        """Add money to a gift card. `expires_on`: a later last day of the whole card.

        Refuses: WALLET_NOT_FOUND, WALLET_KIND_WRONG, WALLET_BLOCKED, WALLET_EXPIRED, AMOUNT_NOT_POSITIVE, AMOUNT_TOO_PRECISE,
        AMOUNT_TOO_LARGE.
        """
        account = lock_account(business, account_id)
        if account.kind != WalletKind.GIFT_CARD:
            raise DomainError("WALLET_KIND_WRONG", "Only gift cards are loaded.", {"kind": account.kind})
        check_by_hand(amount, account.kind, account.currency)
        posting = posting_of(business, actor, at, location, reference=reference)
        check_usable(account.status, account.expires_on, posting.business_date)
        check_last_day(expires_on, posting.business_date)
        if expires_on and account.expires_on and expires_on > account.expires_on:
            account.expires_on = expires_on
            account.save(update_fields=["expires_on", "updated_at"])
        entry = WalletLedger(account, posting).add(EntryKind.RELOAD, amount)
        log_entry("wallet.reloaded", entry, actor=actor)
        return Result.success(Issued(account, entry))

    @staticmethod
    @operation
    def redeem(
        *,
        business: BusinessRef,
        actor: Actor,
        code: str,
        amount: Decimal,
        currency: str,
        at: datetime,
        location: Location | None = None,
        reference: str = "",
    ) -> Result[WalletEntry]:
        """Take money off the account of a code, outside of a sale; a sale does it within its checkout.

        Refuses: WALLET_CODE_WRONG, WALLET_NOT_FOUND, WALLET_CURRENCY_DIFFERS, WALLET_BLOCKED, WALLET_EXPIRED,
        WALLET_BALANCE_TOO_LOW (data: balance, asked), AMOUNT_NOT_POSITIVE, AMOUNT_TOO_PRECISE.
        """
        found = account_by_code(business, read_code(code))
        if found is None:
            raise not_found()
        account = lock_account(business, found.pk)
        check_currency(account.currency, currency)
        check_amount(amount, account.kind, account.currency)
        posting = posting_of(business, actor, at, location, reference=reference)
        entry = WalletLedger(account, posting).spend(EntryKind.REDEEM, amount)
        log_entry("wallet.redeemed", entry, actor=actor)
        return Result.success(entry)

    @staticmethod
    @operation
    def grant_store_credit(
        *,
        business: BusinessRef,
        actor: Actor,
        amount: Decimal,
        reason: str,
        at: datetime,
        location: Location | None = None,
        customer: Customer | None = None,
        expires_on: date | None = None,
        reference: str = "",
    ) -> Result[Issued]:
        """Store credit by hand: added to the customer's, or where there is no customer a credit note with a code.

        Refuses: AMOUNT_NOT_POSITIVE, AMOUNT_TOO_PRECISE, AMOUNT_TOO_LARGE, WALLET_EXPIRED, WALLET_BLOCKED, CUSTOMER_MERGED,
        COMMENT_REQUIRED.
        """
        check_by_hand(amount, WalletKind.STORE_CREDIT, currency_of(business))
        check_customer(customer)
        posting = posting_of(business, actor, at, location, reference=reference)
        issued = give_credit(
            business,
            customer_id=customer.pk if customer else None,
            amount=amount,
            posting=posting,
            expires_on=expires_on,
        )
        log_entry("wallet.granted", issued.entry, actor=actor, reason=check_reason(reason))
        return Result.success(issued)

    @staticmethod
    @operation
    def adjust(
        *,
        business: BusinessRef,
        actor: Actor,
        account_id: UUID,
        amount: Decimal,
        reason: str,
        at: datetime,
        location: Location | None = None,
    ) -> Result[WalletEntry]:
        """Add to an account by hand, or with an amount below zero take off, blocked or not. Points are given as long as the
        program says.

        Refuses: WALLET_NOT_FOUND, WALLET_EXPIRED, WALLET_BALANCE_TOO_LOW (data: balance, asked), AMOUNT_ZERO,
        AMOUNT_TOO_PRECISE, POINTS_NOT_WHOLE, AMOUNT_TOO_LARGE, COMMENT_REQUIRED.
        """
        reason = check_reason(reason)
        if not amount:
            raise DomainError(
                "AMOUNT_ZERO", "Zero changes nothing. Write what is added, or with a minus what is taken off."
            )
        account = lock_account(business, account_id)
        check_by_hand(abs(amount), account.kind, account.currency)
        posting = posting_of(business, actor, at, location)
        check_last_day(account.expires_on, posting.business_date)
        ledger = WalletLedger(account, posting)
        if amount < 0:
            entry = ledger.lower(-amount)
        else:
            program = program_at(business, at) if account.kind == WalletKind.LOYALTY else None
            until = last_day(posting.business_date, program.validity_days) if program else None
            entry = ledger.add(EntryKind.ADJUST, amount, expires_on=until)
        log_entry("wallet.adjusted", entry, actor=actor, reason=reason)
        return Result.success(entry)

    @staticmethod
    @operation
    def block(
        *, business: BusinessRef, actor: Actor, account_id: UUID, reason: str, at: datetime
    ) -> Result[WalletAccount]:
        """Block an account, such as a card that was lost.

        Refuses: WALLET_NOT_FOUND, WALLET_BLOCKED (it is already), WALLET_EXPIRED, COMMENT_REQUIRED.
        """
        account = lock_account(business, account_id)
        check_usable(account.status, account.expires_on, day_of(business, at))
        return _set_status(account, WalletStatus.BLOCKED, "wallet.blocked", actor, reason)

    @staticmethod
    @operation
    def unblock(*, business: BusinessRef, actor: Actor, account_id: UUID, reason: str) -> Result[WalletAccount]:
        """Let a blocked account be used again.

        Refuses: WALLET_NOT_FOUND, WALLET_NOT_BLOCKED, COMMENT_REQUIRED.
        """
        account = lock_account(business, account_id)
        if account.status != WalletStatus.BLOCKED:
            raise DomainError("WALLET_NOT_BLOCKED", "It is not blocked.", {"status": account.status})
        return _set_status(account, WalletStatus.ACTIVE, "wallet.unblocked", actor, reason)


def give_credit(
    business: BusinessRef,
    *,
    customer_id: UUID | None,
    amount: Decimal,
    posting: Posting,
    expires_on: date | None = None,
) -> Issued:
    """Store credit as part of another operation, such as a refund. The customer's account is locked here, in its place: after
    documents and before stock items.

    Refuses: as `grant_to`.
    """
    if customer_id is None:
        account, code = open_bearer(business, WalletKind.STORE_CREDIT)
        return Issued(account, grant_to(account, amount=amount, posting=posting, expires_on=expires_on), code)
    account = account_of_customer(business, customer_id, WalletKind.STORE_CREDIT)
    return Issued(account, grant_to(account, amount=amount, posting=posting, expires_on=expires_on))


def grant_to(
    account: WalletAccount, *, amount: Decimal, posting: Posting, expires_on: date | None = None
) -> WalletEntry:
    """Book store credit to an account that the caller has locked.

    Refuses: WALLET_BLOCKED, WALLET_EXPIRED, AMOUNT_NOT_POSITIVE, AMOUNT_TOO_PRECISE, AMOUNT_TOO_LARGE.
    """
    check_amount(amount, account.kind, account.currency)
    check_usable(account.status, account.expires_on, posting.business_date)
    check_last_day(expires_on, posting.business_date)
    return WalletLedger(account, posting).add(EntryKind.REFUND, amount, expires_on=expires_on)


def posting_of(
    business: BusinessRef,
    actor: Actor,
    at: datetime,
    location: Location | None = None,
    *,
    reference: str = "",
    source_type: SourceType = SourceType.NONE,
    source_id: UUID | None = None,
) -> Posting:
    """How a member posts: on the day of the location, or without one of the business."""
    return Posting(
        business_date=day_of(business, at, location),
        at=at,
        user_id=actor.user_id,
        terminal_id=actor.terminal_id,
        source_type=source_type,
        source_id=source_id,
        reference=reference,
    )


def log_entry(
    event: str,
    entry: WalletEntry,
    *,
    actor: Actor | None = None,
    reason: str = "",
    location_id: UUID | None = None,
    **figures: Any,
) -> None:
    """The trace of an entry: ids and amounts, never a code."""
    AuditLog.log_event(
        event,
        business=entry.business_id,
        actor=actor,
        user_id=entry.user_id,
        customer_id=entry.account.customer_id,
        location_id=location_id,
        event_data={
            "account": str(entry.account_id),
            "kind": entry.account.kind,
            "entry": str(entry.pk),
            "amount": f"{entry.amount:f}",
            "balance": f"{entry.balance_after:f}",
            **figures,
        },
        description=reason,
    )


def check_customer(customer: Customer | None) -> None:
    """Refuses: CUSTOMER_MERGED."""
    if customer is not None:
        check_not_merged(customer.pk, customer.merged_into_id)


def _set_status(
    account: WalletAccount, status: WalletStatus, event: str, actor: Actor, reason: str
) -> Result[WalletAccount]:
    told = check_reason(reason)
    account.status = status
    account.save(update_fields=["status", "updated_at"])
    AuditLog.log_event(
        event,
        business=account.business_id,
        actor=actor,
        customer_id=account.customer_id,
        event_data={"account": str(account.pk), "kind": account.kind},
        description=told,
    )
    return Result.success(account)
