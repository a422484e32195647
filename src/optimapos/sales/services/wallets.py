"""Gift cards, store credit and points within a checkout: reading their accounts, and the statements that take from them."""

from datetime import datetime
from uuid import UUID

import orjson

from optimapos.core.result import DomainError
from optimapos.core.tenancy import tenant_scope
from optimapos.sales.commands import Settling, TenderLine
from optimapos.sales.connection import Step
from optimapos.sales.facts import Context
from optimapos.sales.rows import CheckoutRows
from optimapos.sales.rules.wallets import NO_WALLETS, WalletFacts, Wallets
from optimapos.sales.types import FROM_A_WALLET, PaymentMethod
from optimapos.wallet import sql
from optimapos.wallet.models import WalletAccount
from optimapos.wallet.rules.codes import read_code
from optimapos.wallet.selectors import account_by_code, program_at
from optimapos.wallet.selectors.accounts import account_of, open_lots
from optimapos.wallet.types import WalletKind


def wallets_of(context: Context, settling: Settling, at: datetime) -> Wallets:
    """What the tenders of a sale take from, read without locks. Nothing is asked where no tender is of a wallet.

    Refuses: WALLET_CODE_REQUIRED, WALLET_CODE_WRONG, LOYALTY_NEEDS_CUSTOMER.
    """
    named = {number: each for number, each in enumerate(settling.payments, 1) if each.payment_method in FROM_A_WALLET}
    if not named:
        return NO_WALLETS
    business = context.business_id
    with tenant_scope(business):
        found = {number: _account(business, context.customer_id, tender) for number, tender in named.items()}
        there = {number: account for number, account in found.items() if account}
        lots = open_lots(business, {account.pk for account in there.values()})
        program = None
        if any(tender.payment_method == PaymentMethod.LOYALTY for tender in named.values()):
            program = program_at(business, at)
    accounts = {
        number: WalletFacts(row.pk, row.kind, row.status, row.currency, row.expires_on, lots[row.pk])
        for number, row in there.items()
    }
    return Wallets(accounts, program.terms if program else None)


def _account(business_id: UUID, customer_id: UUID | None, tender: TenderLine) -> WalletAccount | None:
    if tender.code:
        return account_by_code(business_id, read_code(tender.code))
    if tender.payment_method == PaymentMethod.LOYALTY and customer_id is None:
        raise DomainError("LOYALTY_NEEDS_CUSTOMER", "Say whose points they are: the sale has no customer.")
    if tender.payment_method == PaymentMethod.GIFT_CARD or customer_id is None:
        raise DomainError("WALLET_CODE_REQUIRED", "Scan or type the code.")
    return account_of(business_id, customer_id, WalletKind(tender.payment_method.value))


def wallet_steps(rows: CheckoutRows) -> list[Step]:
    """Lock the accounts in order, look at them again, take from them. Nothing where the sale takes from none."""
    if not rows.wallets:
        return []
    sale, uses = rows.sale, orjson.dumps(rows.wallets, default=str).decode()
    day = sale.business_date
    accounts = [row.account_id for row in rows.wallets]
    booked = (sale.id, sale.user_id, sale.terminal_id, sale.occurred_at)
    return [
        (sql.LOCK_ACCOUNTS, (accounts, sale.business_id)),
        (sql.CHECK_ACCOUNTS, (uses, sale.business_id, day)),
        (sql.SPEND, (uses, sale.business_id, day, *booked)),
    ]
