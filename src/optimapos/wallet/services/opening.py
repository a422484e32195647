"""Opening accounts: of bearers with a new code, of customers one of each kind. Parts of an operation."""

from dataclasses import dataclass
from datetime import date

from optimapos.core.ids import UUID, new_id
from optimapos.core.tenancy import BusinessRef, business_id_of
from optimapos.organization.selectors import currency_of
from optimapos.wallet.locks import lock_account_of
from optimapos.wallet.models import WalletAccount, WalletEntry
from optimapos.wallet.rules.codes import in_groups, new_code
from optimapos.wallet.selectors.accounts import account_of
from optimapos.wallet.types import WalletKind


@dataclass(frozen=True, slots=True)
class Issued:
    """An account that was opened or added to. `code`: in groups, told this once; empty for a customer's own account."""

    account: WalletAccount
    entry: WalletEntry
    code: str = ""


def open_bearer(
    business: BusinessRef, kind: WalletKind, *, customer_id: UUID | None = None, expires_on: date | None = None
) -> tuple[WalletAccount, str]:
    """A new account of whoever has its code, and the code. Nobody else can see the row yet, so it needs no lock."""
    code = new_code()
    account = WalletAccount(
        business_id=business_id_of(business),
        kind=kind,
        customer_id=customer_id,
        currency=currency_of(business),
        code=code,
        code_last4=code[-4:],
        expires_on=expires_on,
    )
    account.save(force_insert=True)
    return account, in_groups(code)


def open_for_customer(business: BusinessRef, customer_id: UUID, kind: WalletKind) -> UUID:
    """The id of the customer's store credit or points; opened where there is none yet, and not locked."""
    found = account_of(business, customer_id, kind)
    if found is None:
        _open(business, customer_id, kind)
        found = account_of(business, customer_id, kind)
    if found is None:
        raise AssertionError("an account that was opened is there")
    return found.pk


def account_of_customer(business: BusinessRef, customer_id: UUID, kind: WalletKind) -> WalletAccount:
    """The customer's store credit or points, locked; opened where there is none yet."""
    found = lock_account_of(business, customer_id, kind)
    if found:
        return found
    _open(business, customer_id, kind)
    opened = lock_account_of(business, customer_id, kind)
    if opened is None:
        raise AssertionError("an account that was opened is there")
    return opened


def _open(business: BusinessRef, customer_id: UUID, kind: WalletKind) -> None:
    row = WalletAccount(
        pk=new_id(),
        business_id=business_id_of(business),
        kind=kind,
        customer_id=customer_id,
        currency=currency_of(business),
    )
    WalletAccount.objects.for_business(business).bulk_create([row], ignore_conflicts=True)
