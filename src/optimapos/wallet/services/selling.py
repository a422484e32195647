"""Gift cards for money: parts of an operation of a floor above, which takes the money or gives it back.

Source: docs/adr/0067.
"""

from decimal import Decimal

from optimapos.core.actors import Actor
from optimapos.core.result import DomainError
from optimapos.core.tenancy import BusinessRef
from optimapos.organization.models import Location
from optimapos.organization.selectors import currency_of
from optimapos.partners.models import Customer
from optimapos.wallet.locks import lock_account, not_found
from optimapos.wallet.models import WalletAccount, WalletEntry, WalletLot
from optimapos.wallet.rules.codes import read_code
from optimapos.wallet.rules.standing import check_amount, check_usable
from optimapos.wallet.selectors.accounts import account_by_code, reversals_of
from optimapos.wallet.services.cards import check_customer, log_entry
from optimapos.wallet.services.ledger import WalletLedger
from optimapos.wallet.services.opening import Issued, open_bearer
from optimapos.wallet.types import EntryKind, Posting, WalletKind, WalletStatus


def sell_card(
    business: BusinessRef,
    *,
    amount: Decimal,
    posting: Posting,
    actor: Actor,
    location: Location,
    customer: Customer | None = None,
) -> Issued:
    """A new gift card with what was paid for it, and its code, which is told this once.

    Refuses: AMOUNT_NOT_POSITIVE, AMOUNT_TOO_PRECISE, AMOUNT_TOO_LARGE, CUSTOMER_MERGED.
    """
    check_amount(amount, WalletKind.GIFT_CARD, currency_of(business))
    check_customer(customer)
    account, code = open_bearer(business, WalletKind.GIFT_CARD, customer_id=customer.pk if customer else None)
    entry = WalletLedger(account, posting).add(EntryKind.ISSUE, amount)
    log_entry("wallet.sold", entry, actor=actor, location_id=location.pk)
    return Issued(account, entry, code)


def load_card(
    business: BusinessRef, *, code: str, amount: Decimal, posting: Posting, actor: Actor, location: Location
) -> Issued:
    """Put what was paid on the gift card of a code; its account is locked here.

    Refuses: WALLET_CODE_WRONG, WALLET_NOT_FOUND, WALLET_KIND_WRONG (data: kind), WALLET_BLOCKED, WALLET_EXPIRED,
    AMOUNT_NOT_POSITIVE, AMOUNT_TOO_PRECISE, AMOUNT_TOO_LARGE.
    """
    found = account_by_code(business, read_code(code))
    if found is None:
        raise not_found()
    account = lock_account(business, found.pk)
    if account.kind != WalletKind.GIFT_CARD:
        raise DomainError("WALLET_KIND_WRONG", "Only gift cards are loaded.", {"kind": account.kind})
    check_amount(amount, account.kind, account.currency)
    check_usable(account.status, account.expires_on, posting.business_date)
    entry = WalletLedger(account, posting).add(EntryKind.RELOAD, amount)
    log_entry("wallet.loaded", entry, actor=actor, location_id=location.pk)
    return Issued(account, entry)


def unsell(
    account: WalletAccount, entry: WalletEntry, *, posting: Posting, actor: Actor, location: Location, reason: str
) -> WalletEntry:
    """Take the whole of a sold entry back, while nothing of it was spent; a card that was sold new is blocked with it. The
    account is locked.

    Refuses: GIFT_CARD_VOIDED, GIFT_CARD_SPENT (data: amount, left), GIFT_CARD_LOADED_SINCE (data: balance).
    """
    if reversals_of(account.business_id, entry.pk).exists():
        raise DomainError("GIFT_CARD_VOIDED", "This was taken back already.")
    left = WalletLot.objects.for_business(account.business_id).values_list("remaining", flat=True).get(pk=entry.pk)
    if left != entry.amount:
        figures = {"amount": f"{entry.amount:f}", "left": f"{left:f}"}
        raise DomainError("GIFT_CARD_SPENT", "Something of it was spent already, so it stays sold.", figures)
    if entry.kind == EntryKind.ISSUE and account.balance != entry.amount:
        raise DomainError(
            "GIFT_CARD_LOADED_SINCE",
            "The card was loaded since. Take that back first.",
            {"balance": f"{account.balance:f}"},
        )
    done = WalletLedger(account, posting).reverse(entry, entry.amount).entry
    if done is None:
        raise AssertionError("what is all there is taken back")
    if entry.kind == EntryKind.ISSUE:
        account.status = WalletStatus.BLOCKED
        account.save(update_fields=["status", "updated_at"])
    figures = {"reversal_of": str(entry.pk)}
    log_entry("wallet.sale_voided", done, actor=actor, reason=reason, location_id=location.pk, **figures)
    return done
