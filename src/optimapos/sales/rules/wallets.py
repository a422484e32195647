"""Tenders out of a wallet: gift cards, store credit, points. What each takes of which account, and whether it may.

No change is given on them, so that none is more than what is left to pay. Source: docs/algorithms/wallet.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from optimapos.core.ids import UUID, new_id
from optimapos.core.result import DomainError
from optimapos.sales.commands import Settling, TenderLine, decimal
from optimapos.sales.rows import AuditRow, WalletRow
from optimapos.sales.rules.settlement import TenderInput
from optimapos.sales.types import FROM_A_WALLET, PaymentMethod
from optimapos.wallet.rules.lots import Lot, spendable
from optimapos.wallet.rules.points import amount_of, check_spend, points_for
from optimapos.wallet.rules.standing import check_covers, check_currency, check_usable
from optimapos.wallet.types import EntryKind, LoyaltyTerms


@dataclass(frozen=True, slots=True)
class WalletFacts:
    """What is known of the account that a tender names."""

    account_id: UUID
    kind: str
    status: str
    currency: str
    expires_on: date | None
    lots: Sequence[Lot]


@dataclass(frozen=True, slots=True)
class Wallets:
    """The accounts of a sale's tenders by their number from 1, of those that there are; and the terms of points in force."""

    accounts: Mapping[int, WalletFacts] = field(default_factory=dict)
    terms: LoyaltyTerms | None = None


NO_WALLETS = Wallets()


def check_connected(settling: Settling) -> None:
    """Refuses: TENDER_NEEDS_CONNECTION (data: tender, method) for a sale that was made without one."""
    for number, tender in enumerate(settling.payments, 1):
        if tender.payment_method in FROM_A_WALLET:
            method = tender.payment_method.value
            raise DomainError(
                "TENDER_NEEDS_CONNECTION",
                f"{method} is taken with a connection alone: nobody else could tell what is left of it.",
                {"tender": number, "method": method},
            )


def tenders_of(
    settling: Settling, wallets: Wallets = NO_WALLETS, *, total: Decimal, currency: str, day: date | None
) -> list[TenderInput]:
    """What is handed over for a `total`, each wallet tender with what it takes.

    Refuses: WALLET_CODE_REQUIRED, LOYALTY_NEEDS_CUSTOMER, WALLET_NOT_FOUND, WALLET_KIND_WRONG, WALLET_NAMED_TWICE,
    WALLET_CURRENCY_DIFFERS, WALLET_BLOCKED, WALLET_EXPIRED, WALLET_BALANCE_TOO_LOW (data: balance, asked),
    LOYALTY_NOT_ACTIVE, POINTS_NOT_WHOLE, POINTS_TOO_FEW, POINTS_SHARE_TOO_LARGE, AMOUNT_NOT_POSITIVE.
    """
    if day is None:
        raise AssertionError("a checkout has a location")
    found, named = [], set[UUID]()
    for number, tender in enumerate(settling.payments, 1):
        amount, taken = decimal(tender.amount_paid or 0), None
        if tender.payment_method in FROM_A_WALLET:
            facts = wallets.accounts.get(number) or _missing()
            if facts.account_id in named:
                raise DomainError("WALLET_NAMED_TWICE", "Two tenders are of one account. Make them one.")
            named.add(facts.account_id)
            amount, taken = _taken(tender, amount, facts, wallets.terms, total, currency, day)
        found.append(
            TenderInput(tender.payment_method, amount, tender.transaction_reference, tender.phone_number, wallet=taken)
        )
    return found


def _missing() -> WalletFacts:
    raise DomainError("WALLET_NOT_FOUND", "There is no such card or account.")


def _taken(
    tender: TenderLine,
    amount: Decimal,
    facts: WalletFacts,
    terms: LoyaltyTerms | None,
    total: Decimal,
    currency: str,
    day: date,
) -> tuple[Decimal, WalletRow]:
    """What the tender pays, and what it takes for that."""
    if facts.kind != tender.payment_method:
        raise DomainError(
            "WALLET_KIND_WRONG",
            f"This is {facts.kind}, not {tender.payment_method.value}.",
            {"kind": facts.kind, "method": tender.payment_method.value},
        )
    units, kind = amount, EntryKind.REDEEM
    if tender.payment_method == PaymentMethod.LOYALTY:
        if terms is None:
            check_spend(0, amount, total=total, terms=None)
            raise AssertionError("without terms no points are spent")
        if tender.points is not None:
            amount = amount_of(tender.points, currency, terms)
        points = points_for(amount, currency, terms)
        check_spend(points, amount, total=total, terms=terms)
        units, kind = Decimal(points), EntryKind.SPEND
    check_currency(facts.currency, currency)
    check_usable(facts.status, facts.expires_on, day)
    check_covers(spendable(facts.lots, day), units)
    return amount, WalletRow(new_id(), facts.account_id, kind.value, units)


def wallet_events(taken: Sequence[WalletRow]) -> list[AuditRow]:
    """What a completed sale tells of what it took."""
    return [
        AuditRow(
            new_id(),
            "points.spent" if row.kind == EntryKind.SPEND else "wallet.redeemed",
            {"account": str(row.account_id), "entry": str(row.id), "amount": f"{-row.amount:f}"},
        )
        for row in taken
    ]
